"""What an event type is to us: its name, its side, one line in words, and what it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.record import Direction

if TYPE_CHECKING:
    from realtime_inspector.core.event import Event
    from realtime_inspector.core.state import CaptureState
    from realtime_inspector.core.wording import Wording

CLIENT: Final = Direction.SENT
SERVER: Final = Direction.RECEIVED


@dataclass(frozen=True, slots=True)
class At:
    """Where in the capture an event stands."""

    seq: int
    time_ns: int | None
    conn: int


Summary = Callable[["Event", "CaptureState", "Wording"], str]
"""One line in words, from the event and the state it is read in (for audio formats); words of
ours are put through the last."""
Handler = Callable[["CaptureState", "Event", At], "CaptureState"]


def no_summary(_event: Event, _state: CaptureState, _say: Wording) -> str:
    """Of events whose type says it all."""
    return ""


def no_change(state: CaptureState, _event: Event, _at: At) -> CaptureState:
    """Of events that tell nothing about the state."""
    return state


@dataclass(frozen=True, slots=True)
class EventSpec:
    """One event type. The name is the GA spelling; beta twins map to it (core.names)."""

    type: str
    direction: Direction
    summary: Summary = no_summary
    handle: Handler = no_change
    is_delta: bool = False
    """Whether runs of it fold into one row."""
    delta_field: str = ""
    """The string field whose values join to the whole text; empty for audio."""
