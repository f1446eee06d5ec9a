"""What a comparison of two captures says."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from realtime_inspector.analysis.json_diff import Kind
    from realtime_inspector.analysis.session_diff.digest import Digest


class Aspect(StrEnum):
    """What of a session differs; each can be left out of the comparison."""

    SESSION = "session"
    """The settings that the server says are in force."""
    ITEMS = "items"
    """Turns, items, their roles and states, and which call a result answers."""
    TEXT = "text"
    """What is said or written in them: text, arguments, results."""
    EVENTS = "events"
    """Which events came, in which order; runs of deltas count as one."""
    USAGE = "usage"
    TIMING = "timing"


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts as a difference."""

    ignored: frozenset[Aspect] = frozenset()
    timing_percent: float | None = None
    """A time that is longer or shorter by more counts; `None`: no time does."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not the same."""

    aspect: Aspect
    kind: Kind
    place: str
    """Where in the turn or session, in words and paths."""
    old: Any = None
    new: Any = None
    excuse: str = ""
    """Why it does not count as a difference; empty if it does."""

    @property
    def counts(self) -> bool:
        """Whether the sessions differ because of it."""
        return not self.excuse


@dataclass(frozen=True, slots=True)
class Timing:
    """A duration in both captures, in milliseconds; `None` where it is not known."""

    name: str
    old_ms: float | None
    new_ms: float | None
    counts: bool = False


@dataclass(frozen=True, slots=True)
class TurnDiff:
    """A turn of one capture and its counterpart; `None` for the number of one that is missing."""

    old_number: int | None
    new_number: int | None
    title: str
    """What the client asked for, in words."""
    differences: tuple[Difference, ...] = ()
    timings: tuple[Timing, ...] = ()

    @property
    def count(self) -> int:
        """How many differences count."""
        own = sum(one.counts for one in self.differences)
        return own + sum(one.counts for one in self.timings)


@dataclass(frozen=True, slots=True)
class SessionDiff:
    """A session and its counterpart; `None` for the number of one that is missing."""

    old_number: int | None
    new_number: int | None
    differences: tuple[Difference, ...] = ()
    turns: tuple[TurnDiff, ...] = ()

    @property
    def count(self) -> int:
        """How many differences count, those of the turns included."""
        return sum(one.counts for one in self.differences) + sum(turn.count for turn in self.turns)


@dataclass(frozen=True, slots=True)
class CaptureDiff:
    """The whole comparison."""

    old: Digest
    new: Digest
    rules: Rules
    sessions: tuple[SessionDiff, ...] = ()
    notes: tuple[str, ...] = field(default=())
    """What could not be compared as it should be."""

    @property
    def count(self) -> int:
        """How many differences count."""
        return sum(session.count for session in self.sessions)
