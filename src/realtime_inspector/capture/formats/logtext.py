"""Text logs: JSON behind a prefix on one line, or pretty-printed over several (observed.md §1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from realtime_inspector.capture.formats.base import (
    Connections,
    Reading,
    count_typed,
    event_record,
    is_typed,
)
from realtime_inspector.capture.formats.lines import COMMENTS
from realtime_inspector.capture.formats.wrapper import unwrap
from realtime_inspector.core.rawjson import value_at
from realtime_inspector.core.record import Direction, Record, RecordKind, parse_object
from realtime_inspector.core.times import parse_iso

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from realtime_inspector.capture.formats.base import Lines

MAX_EVENT_LINES: Final = 20_000
"""A pretty-printed event that is longer is taken for a brace that was never closed."""
_MAX_STARTS: Final = 8
"""How many braces of a line are tried as the beginning of an event."""

_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s?(?:Z|[+-]\d\d:?\d\d))?"
)
_SENT_WORDS: Final = re.compile(
    r"(?:^|\s)(?:>+|→|↑)(?:\s|$)|\b(?:request|sent|sending|send|outgoing|client)\b", re.IGNORECASE
)
_RECEIVED_WORDS: Final = re.compile(
    r"(?:^|\s)(?:<+|←|↓)(?:\s|$)|\b(?:response|received|receiving|read|incoming|server)\b",
    re.IGNORECASE,
)


class Found(NamedTuple):
    """An object in a text."""

    text: str
    """As JSON."""
    end: int
    """The position behind it."""
    left_out: int | None = None
    """How many parts its writer had left out; `None`: it stands in the text as it is here."""


@dataclass(frozen=True, slots=True)
class Notation:
    """How the objects of a log are written."""

    start: re.Pattern[str]
    """A brace that an object may begin with."""
    marks: re.Pattern[str]
    """Strings and braces, so that the braces outside of strings can be counted."""
    member: re.Pattern[str]
    """What stands before a brace on a line within an object, stripped."""
    read: Callable[[str, int], Found]
    """The object that begins at a position of a text; `ValueError` if there is none."""

    def unfinished(self, text: str) -> int | None:
        """Where an object begins on this line that does not end on it."""
        start = self.start.search(text)
        return (
            start.start() if start is not None and self.depth(text[start.start() :]) > 0 else None
        )

    def depth(self, text: str) -> int:
        """How many braces of a text are left open, strings aside."""
        marks = (mark for mark in self.marks.findall(text) if len(mark) == 1)
        return sum(1 if mark == "{" else -1 for mark in marks)


def _json_at(text: str, at: int) -> Found:
    value = value_at(text, at)
    return Found(text[value.start : value.end], value.end)


JSON: Final = Notation(
    start=re.compile(r'\{(?=\s*"|\s*$)'),
    marks=re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}]'),
    member=re.compile(r'["\[}\]]'),
    read=_json_at,
)


class LogTextFormat:
    """Events found within lines of text; what is between them is shown as text."""

    name: ClassVar[str] = "log"
    title: ClassVar[str] = "a text log with events in it"
    notation: ClassVar[Notation] = JSON

    def score(self, head: bytes) -> int:
        """How many events are found in the text."""
        return count_typed(self._records(head.splitlines(keepends=True), Reading()))

    def read(self, lines: Lines, reading: Reading) -> Iterator[Record]:
        """Events, and the lines between them."""
        return self._records(lines, reading)

    def feeder(self, reading: Reading) -> LogText:
        """What takes the lines of a log."""
        return LogText(reading, notation=self.notation)

    def _records(self, lines: Iterable[bytes], reading: Reading) -> Iterator[Record]:
        return self.feeder(reading).records(lines)


class LogText:
    """Reads a log line by line and holds at most one unfinished event."""

    def __init__(
        self,
        reading: Reading,
        first_line: int = 1,
        connections: Connections | None = None,
        notation: Notation = JSON,
    ) -> None:
        self._reading = reading
        self._notation = notation
        self._connections = connections or Connections()
        self._number = first_line - 1
        self._open: _OpenEvent | None = None

    def records(self, lines: Iterable[bytes]) -> Iterator[Record]:
        """The records of the lines."""
        for line in lines:
            yield from self.feed(line)
        yield from self._give_up()

    def feed(self, line: bytes) -> Iterator[Record]:
        """The records that are complete with the next line."""
        self._number += 1
        yield from self._line(line, line.decode("utf-8", "replace"))

    def _line(self, raw: bytes, text: str) -> Iterator[Record]:
        if self._open is not None:
            if not self._open.is_interrupted_by(text):
                self._open.add(raw, text)
                if self._open.depth <= 0:
                    yield from self._finish(self._open)
                return
            yield from self._give_up()
        stripped = text.strip()
        if not stripped or raw.lstrip().startswith(COMMENTS):
            return
        found = list(self._events_in(text))
        if found:
            yield from found
            return
        start = self._notation.unfinished(text)
        if start is None:
            yield self._broken(raw, self._number)
        else:
            self._open = _OpenEvent(raw, text, start, self._number, self._notation)

    def _events_in(self, text: str) -> Iterator[Record]:
        """The events that begin and end on this line."""
        at = tries = previous = 0
        while tries < _MAX_STARTS:
            start = self._notation.start.search(text, at)
            if start is None:
                return
            tries += 1
            at = start.end()
            try:
                found = self._notation.read(text, start.start())
            except ValueError:
                continue
            record = self._record(text[previous : start.start()], found, self._number)
            if record is not None:
                yield record
                previous = at = found.end
                tries = 0

    def _record(self, prefix: str, found: Found, line: int) -> Record | None:
        """The event in an object, with time and direction from the prefix where it has none."""
        record = self._record_of(prefix, found.text, line)
        if record is not None and found.left_out is not None:
            self._reading.rewritten.add(found.left_out, line)
        return record

    def _record_of(self, prefix: str, text: str, line: int) -> Record | None:
        payload = text.encode("utf-8", "surrogatepass")
        time = _TIME.search(prefix)
        time_ns = parse_iso(time.group().replace(" ", "T", 1).replace(" ", "")) if time else None
        raw = parse_object(payload)
        if is_typed(raw):
            record = event_record(payload, Direction.UNKNOWN, time_ns, line, self._connections)
        else:
            unwrapped = unwrap(text, line, self._connections)
            if unwrapped is None or unwrapped.payload == payload:
                return None  # some other JSON of the log
            record = unwrapped
        if record.direction is Direction.UNKNOWN and record.kind is not RecordKind.NOTICE:
            record = replace(record, direction=_direction_in(prefix))
        return record if record.time_ns is not None else replace(record, time_ns=time_ns)

    def _finish(self, event: _OpenEvent) -> Iterator[Record]:
        self._open = None
        record = None
        try:
            text = event.text()
            found = self._notation.read(text, event.start)
            record = self._record(text[: event.start], found, event.first_line)
        except ValueError:
            record = None
        if record is None:
            record = self._broken(event.raw(), event.first_line, len(event.lines))
        yield record

    def _give_up(self) -> Iterator[Record]:
        """The event that was begun never ends: show what there is of it."""
        event, self._open = self._open, None
        if event is not None:
            yield self._broken(event.raw(), event.first_line, len(event.lines))

    def _broken(self, text: bytes, line: int, lines: int = 1) -> Record:
        return self._reading.broken(text, line, lines, conn=self._connections.current)


class _OpenEvent:
    """A JSON object that was begun on a line and goes on."""

    def __init__(
        self, raw: bytes, text: str, start: int, first_line: int, notation: Notation
    ) -> None:
        self.lines = [raw]
        self.start = start
        self.first_line = first_line
        self.depth = notation.depth(text[start:])
        self._notation = notation
        self._indent = _indent(text)

    def add(self, raw: bytes, text: str) -> None:
        self.lines.append(raw)
        self.depth += self._notation.depth(text)

    def is_interrupted_by(self, text: str) -> bool:
        """Whether a line cannot belong to the object: it begins another one, or it is too long."""
        if len(self.lines) >= MAX_EVENT_LINES:
            return True
        start = self._notation.unfinished(text)
        if start is None:
            return False
        prefix = text[:start].strip()
        if not prefix:
            return start <= self._indent
        return self._notation.member.match(prefix) is None

    def raw(self) -> bytes:
        return b"".join(self.lines)

    def text(self) -> str:
        return self.raw().decode("utf-8", "replace")


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _direction_in(prefix: str) -> Direction:
    """What the words before an event say, if they say one thing."""
    sent = _SENT_WORDS.search(prefix) is not None
    received = _RECEIVED_WORDS.search(prefix) is not None
    if sent == received:
        return Direction.UNKNOWN
    return Direction.SENT if sent else Direction.RECEIVED
