"""What every capture format is, and what a reader keeps while one is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, Protocol, runtime_checkable

from realtime_inspector.core.directions import direction_of
from realtime_inspector.core.errors import UnreadableCapture
from realtime_inspector.core.event import Event
from realtime_inspector.core.record import Direction, Record, RecordKind, parse_object
from realtime_inspector.core.wording import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from realtime_inspector.core.codec import CaptureHeader
    from realtime_inspector.core.filter_sieve import Sieve

MAX_DOCUMENT_BYTES: Final = 1 << 30
"""A format that needs the whole file in memory refuses larger ones."""

CERTAIN: Final = 1_000_000
"""The score of a format that knows itself by its beginning."""


class Lines(Protocol):
    """A capture being read: its lines with their line breaks, or all of it."""

    def __iter__(self) -> Iterator[bytes]: ...

    def read(self, size: int = -1, /) -> bytes:
        """Up to so many bytes, or all that is left."""
        ...


@dataclass(slots=True)
class Rewritten:
    """Events that do not stand in a file as JSON, and what their writer had left out of them."""

    events: int = 0
    left_out: int = 0
    first_line: int | None = None
    """Of the first event that something is missing in."""

    def add(self, left_out: int, line: int) -> None:
        """Counts an event."""
        self.events += 1
        self.left_out += left_out
        if left_out and self.first_line is None:
            self.first_line = line

    def words(self) -> tuple[str, ...]:
        """What to say of them."""
        if not self.events:
            return ()
        events = "{count} events were" if self.events > 1 else "1 event was"
        told = f"{events} printed by a console, not as JSON: spaces and numbers may differ"
        printed = phrase(told, count=self.events)
        if not self.left_out:
            return (printed,)
        parts = "{count} parts are" if self.left_out > 1 else "1 part is"
        lost = (
            f"{parts} lost, which the console had left out (such as [Object]); "
            "the first event with a gap begins on line {line}"
        )
        return printed, phrase(lost, count=self.left_out, line=self.first_line)


@dataclass(slots=True)
class Reading:
    """What is learnt about a file while it is read."""

    header: CaptureHeader | None = None
    unreadable: int = 0
    """Lines that gave no event, although they are shown."""
    first_unreadable: int | None = None
    """Number of the first of them, from 1."""
    events: int = 0
    """Records that are events with a type, so far."""
    merged: int = 0
    """Further events that some events stand for, see `wrapper.merged_in`."""
    first_merged: int | None = None
    """Number of the line of the first such event, from 1."""
    rewritten: Rewritten = field(default_factory=Rewritten)
    notes: list[str] = field(default_factory=list)
    """Sentences for the reader."""

    def merge(self, events: int, line: int) -> None:
        """Counts events that the one on a line stands for."""
        self.merged += events
        if events and self.first_merged is None:
            self.first_merged = line

    def broken(self, text: bytes, line: int, lines: int = 1, *, conn: int = 1) -> Record:
        """A visible record of text that cannot be read as an event."""
        self.unreadable += lines
        if self.first_unreadable is None:
            self.first_unreadable = line
        return unreadable_record(text, line, conn)


def unreadable_record(text: bytes, line: int | None, conn: int = 1) -> Record:
    """A visible record of text that cannot be read as an event."""
    return Record(RecordKind.TEXT, Direction.UNKNOWN, text.rstrip(b"\r\n"), None, conn, line)


def unreadable_words(count: int, first: int | None) -> tuple[str, ...]:
    """What to say of so many lines that cannot be read, the first of which has that number."""
    if not count:
        return ()
    if first is None:
        parts = "1 part" if count == 1 else "{count} parts"
        return (phrase(f"{parts} could not be read as events", count=count),)
    if count == 1:
        return (phrase("1 line could not be read as an event: line {first}", first=first),)
    told = "{count} lines could not be read as events, the first is line {first}"
    return (phrase(told, count=count, first=first),)


def merged_words(events: int, first: int | None) -> tuple[str, ...]:
    """What to say of events that others stand for, the first of which is on that line."""
    if not events:
        return ()
    are = "event is" if events == 1 else "events are"
    told = (
        f"{{events}} further {are} missing: whatever wrote the file kept the first of each run and "
        "a `count` of the others, the first time on line {first}"
    )
    return (phrase(told, events=events, first=first),)


def torn_words(line: int) -> str:
    """What to say of a last line, with that number, whose end is missing."""
    return phrase("The last line, {line}, is cut short: the recording broke off", line=line)


def left_out_words(connections: int) -> str:
    """What to say of so many WebSocket connections that carry something else."""
    ending = "s" if connections > 1 else ""
    told = (
        f"{{count}} WebSocket connection{ending} without events of the Realtime protocol left out"
    )
    return phrase(told, count=connections)


class RawRow(NamedTuple):
    """A record together with what it was read from."""

    record: Record | None
    """`None`: the line was passed over."""
    line: bytes | None = None
    """The line as it stands in the file; `None` in formats that are not one record a line."""
    event: Event | None = None
    """The record's event, if it had to be parsed anyway."""


PASSED_OVER: Final = RawRow(None)
"""A record that the sieve has shown to be unwanted."""


class Format(Protocol):
    """One shape of file. `FORMATS` lists them in the order in which they are tried."""

    name: ClassVar[str]
    """A short name, for `CaptureReader.format_name`."""
    title: ClassVar[str]
    """What it is, in words."""

    def score(self, head: bytes) -> int:
        """How many events it finds in the first part of a file; 0: not this format.

        The head ends at the end of a line or of the file, unless its only line is longer.
        """
        ...

    def read(self, lines: Lines, reading: Reading) -> Iterator[Record]:
        """The records of a file, in its order.

        Raises:
            UnreadableCapture: The file is of this format and yet cannot be used.
        """
        ...


@runtime_checkable
class LineFormat(Format, Protocol):
    """A format with one record a line, each readable without the others."""

    def decode(
        self,
        line: bytes,
        number: int | None = None,
        *,
        trust: bool = False,
        connections: Connections | None = None,
    ) -> Record | CaptureHeader | None:
        """What a line holds, `None` if that is nothing (blank, a comment).

        What cannot be read is an `unreadable_record`.

        Args:
            line: The line, with or without its line break.
            number: Its number in the file, from 1.
            trust: The caller will see for himself whether an event is valid JSON.
            connections: Counted on where the line does not say of which connection it is; without
                them it is then of connection 1. Lines must be given once each and in order.
        """
        ...

    def rows(self, lines: Lines, reading: Reading, passes: Sieve | None = None) -> Iterator[RawRow]:
        """What `read` gives, each record with its line.

        Args:
            lines: The file.
            reading: What is learnt about it.
            passes: Lines that it refuses may be passed over, see `filter_sieve`. Whether they are
                readable is then not found out.
        """
        ...


@dataclass(slots=True)
class _Connection:
    number: int
    has_session: bool = False
    has_closed: bool = False


class Feeder(Protocol):
    """Takes a file line by line."""

    def feed(self, line: bytes) -> Iterator[Record]:
        """The records that are complete with the next line of the file."""
        ...


@runtime_checkable
class FeedFormat(Format, Protocol):
    """A format whose records follow from the lines so far: a growing file can be read on."""

    def feeder(self, reading: Reading) -> Feeder:
        """What takes the lines of a file."""
        ...


class Connections:
    """Counts the connections of a foreign file, which rarely says where one ends."""

    def __init__(self) -> None:
        self._now = _Connection(1)
        self._count = 1
        self._by_name: dict[str, _Connection] = {}
        self._name: str | None = None

    @property
    def current(self) -> int:
        """The connection that what was read last belongs to."""
        return self._now.number

    def named(self, name: str | None) -> Connections:
        """The same, gone over to the connection that a line names; `None`: it names none."""
        if name is not None and name != self._name:
            self._name = name
            if self._by_name and name not in self._by_name:
                self._begin()
            self._now = self._by_name.setdefault(name, self._now)
        return self

    def number_for(self, event: Event) -> int:
        """The connection that an event belongs to.

        A new one begins after a close and at a second `session.created`.
        """
        begins = self._now.has_session and event.type == "session.created"
        if self._now.has_closed or begins:
            self._begin()
        if event.type == "session.created":
            self._now.has_session = True
        return self._now.number

    def closed(self) -> int:
        """The connection that a close notice belongs to; what follows is a new one."""
        self._now.has_closed = True
        return self._now.number

    def _begin(self) -> None:
        self._count += 1
        self._now = _Connection(self._count)
        if self._name is not None:
            self._by_name[self._name] = self._now


def event_record(
    payload: bytes,
    direction: Direction,
    time_ns: int | None,
    line: int | None,
    connections: Connections,
    raw: Mapping[str, Any] | None = None,
) -> Record:
    """A record of an event's own bytes; where the file has no direction, its type decides.

    Args:
        payload: The event as it stands in the file.
        direction: What the file says about who sent it.
        time_ns: Wall clock, nanoseconds since 1970.
        line: Its line in the file, from 1.
        connections: Counts connections.
        raw: The object in the payload, if it has been parsed already.
    """
    raw = parse_object(payload) if raw is None else raw
    event = Event({} if raw is None else raw)
    if direction is Direction.UNKNOWN:
        direction = direction_of(event.type)
    kind = RecordKind.TEXT if raw is None else RecordKind.EVENT
    return Record(kind, direction, payload, time_ns, connections.number_for(event), line)


def is_typed(value: object) -> bool:
    """Whether a decoded JSON value is an event: an object with a string `type`."""
    return isinstance(value, dict) and isinstance(value.get("type"), str)


def count_typed(records: Iterable[Record]) -> int:
    """How many of the records are events with a type."""
    return sum(1 for r in records if r.kind is RecordKind.EVENT and Event.of(r).type)


def read_document(lines: Lines) -> str:
    """All of a file as text.

    Raises:
        UnreadableCapture: It is larger than `MAX_DOCUMENT_BYTES`.
    """
    data = lines.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        raise UnreadableCapture(
            "The file is larger than 1 GiB, and its format must be read as a whole.",
            "Turn it into one event per line, for example with: jq -c '.[]'",
        )
    return data.decode("utf-8", "replace")
