"""A recorded connection as a script: what the server sends, and which client event it waits for.

Each server event waits for the client event that preceded it in the recording, and for none that
followed; but what follows from the server's own events (`causes`) only waits for those. Client
events that append audio are not waited for one by one, because clients cut audio as they like: of
them a server event waits for as much as had been appended.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from realtime_inspector.core.id_map import IdKind
from realtime_inspector.core.record import parse_object
from realtime_inspector.core.redact import Redactor
from realtime_inspector.serving.appended import STREAMED, Appended

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.simulator.faults import Outgoing

Id: TypeAlias = tuple[IdKind, str]

COMMIT: Final = "input_audio_buffer.commit"
AUDIO_ENDS: Final = frozenset(
    {
        COMMIT,
        "input_audio_buffer.clear",
        "input_audio_buffer.committed",
        "input_audio_buffer.cleared",
    }
)
"""After these nothing is left of what was appended."""


@dataclass(slots=True)
class Command:
    """A client event that server events wait for: any but those that append."""

    number: int
    """Of the record in the capture, from 1."""
    event: Mapping[str, Any]
    lead_s: float
    """Time that the recorded client let pass since the event before."""
    own_ids: frozenset[Id] = frozenset()
    """The ids that the client made for it."""
    made_id: str = ""
    """The id that the server gave to the item that this creates, if the client gave none."""
    needs_audio: bool = False
    """It commits audio that was appended before it."""

    @property
    def type(self) -> str:
        """The event's type; what is no event has none."""
        return type_of(self.event)


@dataclass(frozen=True, slots=True)
class Cue:
    """Something that the server does, and when."""

    number: int
    """Of the record in the capture, from 1."""
    outgoing: Outgoing
    type: str
    """Of the event; empty for what is none."""
    after: int
    """How many commands come before it."""
    appended: Appended
    """How much is to have been appended since the last of them."""
    lead_s: float
    """Time since the last of them, or since the cue before if that came later."""
    tail_s: float
    """Time since the record before, which may be one that appends."""


@dataclass(slots=True)
class Script:
    """One connection."""

    conn: int
    cues: list[Cue] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)
    appended: Appended = field(default_factory=Appended)
    """All that the client appended."""
    notes: tuple[str, ...] = ()
    """Sentences about what the recording lacks."""

    @property
    def last_number(self) -> int:
        """The number of the last record that is played or waited for."""
        cues = [cue.number for cue in self.cues[-1:]]
        commands = [command.number for command in self.commands[-1:]]
        return max(cues + commands, default=0)

    @property
    def has_client(self) -> bool:
        """Whether anything of the client's side was recorded."""
        return bool(self.commands or self.appended.events)


def type_of(event: Mapping[str, Any]) -> str:
    """The type of an event, or an empty text."""
    kind = event.get("type")
    return kind if isinstance(kind, str) else ""


def event_in(frame: str | bytes) -> Mapping[str, Any]:
    """The event in a frame; a frame that holds none becomes an object without a type."""
    if isinstance(frame, bytes):
        return {"binary": len(frame)}
    parsed = parse_object(frame)
    return {"text": frame} if parsed is None else parsed


def clean_event_in(frame: str | bytes) -> Mapping[str, Any]:
    """The event in a client's frame without secrets, which are neither compared nor shown."""
    event = event_in(frame)
    if isinstance(frame, bytes) or type_of(event) in STREAMED:
        return event
    payload = frame.encode("utf-8", "surrogatepass")
    clean = Redactor().payload(payload)
    return event if clean is payload else event_in(clean.decode("utf-8", "surrogatepass"))
