"""How a client agreed with the recording, in words for a terminal and for a failed test."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.analysis.json_diff import Change, Kind
from realtime_inspector.core.safe import visible
from realtime_inspector.serving.matching import path_text
from realtime_inspector.serving.script import type_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from realtime_inspector.serving.script import Command

_LONGEST_VALUE: Final = 120
"""Characters of a value that are shown."""
_MOST_CHANGES: Final = 20
"""Changes of one event that are shown."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An event that was recorded, but not like this."""

    number: int
    """Of the recorded event in the capture."""
    type: str
    changes: tuple[Change, ...]

    def lines(self) -> Iterator[str]:
        """Which event, and a line for each field."""
        yield f"event {self.number}, {visible(self.type)}:"
        for change in self.changes[:_MOST_CHANGES]:
            yield f"  {_change_words(change)}"
        more = len(self.changes) - _MOST_CHANGES
        if more > 0:
            yield f"  … and {more} more fields"


@dataclass(frozen=True, slots=True)
class Missing:
    """A recorded event that the client did not send."""

    number: int
    type: str

    def lines(self) -> Iterator[str]:
        """Which event."""
        yield f"event {self.number}, {visible(self.type)}: recorded, but not sent"


@dataclass(frozen=True, slots=True)
class Late:
    """A recorded event that the client sent, but behind others that were recorded later."""

    number: int
    type: str

    def lines(self) -> Iterator[str]:
        """Which event."""
        yield f"event {self.number}, {visible(self.type)}: sent later than recorded"


@dataclass(frozen=True, slots=True)
class Extra:
    """An event that the client sent and that was not recorded."""

    number: int
    """Of the event that was recorded there."""
    event: Mapping[str, Any]
    expected: str
    """What was recorded there, in words."""

    def lines(self) -> Iterator[str]:
        """What it is."""
        yield f"sent, but not recorded: {named(self.event)} (recorded there: {self.expected})"
        yield f"  {_short(self.event)}"


@dataclass(frozen=True, slots=True)
class Silent:
    """Audio that was recorded and of which the client sent none."""

    number: int
    """Of the recorded event that needs the audio; 0 for all of the connection."""

    def lines(self) -> Iterator[str]:
        """Where it lacks."""
        where = f"before event {self.number}" if self.number else "at all"
        yield f"audio was appended in the recording; the client appended none {where}"


@dataclass(frozen=True, slots=True)
class Unplayed:
    """Nobody connected."""

    number: int = 0

    def lines(self) -> Iterator[str]:
        """What is missing."""
        yield "no client came for it"


@dataclass(frozen=True, slots=True)
class Uninvited:
    """A client that came after the last connection."""

    number: int = 0

    def lines(self) -> Iterator[str]:
        """What happened to it."""
        yield "a client connected, but the capture has no such connection; it was turned away"


Difference = Changed | Missing | Late | Extra | Silent | Unplayed | Uninvited


@dataclass(slots=True)
class Report:
    """One client's session against one connection of the capture."""

    conn: int
    sent: int = 0
    """Server events that were sent."""
    to_send: int = 0
    """Server events of the recording."""
    matched: int = 0
    """Client events that were taken for recorded ones."""
    to_match: int = 0
    """Client events of the recording, without those that append audio."""
    appends: int = 0
    """Events that appended audio."""
    tolerated: list[str] = field(default_factory=list)
    """What was missing or added and does not count."""
    differences: list[Difference] = field(default_factory=list)
    """In the order of the recorded events that they are about."""

    @property
    def is_same(self) -> bool:
        """Whether the client did what was recorded."""
        return not self.differences

    def lines(self) -> Iterator[str]:
        """A sentence, and what differs below it."""
        appends = f", {self.appends} audio events" if self.appends else ""
        yield (
            f"Connection {self.conn}: {self.sent} of {self.to_send} server events sent, "
            f"{self.matched} of {self.to_match} client events matched{appends}, "
            f"{_count(len(self.differences), 'difference')}."
        )
        for difference in self.differences:
            yield from (f"  {line}" for line in difference.lines())
        yield from (f"  does not count: {visible(each)}" for each in self.tolerated)


def named(event: Mapping[str, Any]) -> str:
    """The type of an event, or what it is instead of one."""
    if type_of(event):
        return visible(type_of(event))
    if "binary" in event:
        return "a binary frame"
    return "text that is no JSON object" if "text" in event else "an object without a type"


def expected_words(command: Command | None) -> str:
    """What was recorded next."""
    if command is None:
        return "nothing more"
    return f"event {command.number}, {named(command.event)}"


def _change_words(change: Change) -> str:
    path = visible(path_text(change.path)) or "the event"
    if change.kind is Kind.ADDED:
        return f"+ {path}: sent {_short(change.new)}, not recorded"
    if change.kind is Kind.REMOVED:
        return f"- {path}: recorded {_short(change.old)}, not sent"
    return f"~ {path}: recorded {_short(change.old)}, sent {_short(change.new)}"


def _short(value: Any) -> str:
    text = visible(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def _count(number: int, word: str) -> str:
    if not number:
        return f"no {word}"
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
