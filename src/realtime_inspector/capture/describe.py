"""The second pass over a capture: what only reading a record tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.capture.columns import (
    ESCAPED,
    FAILED,
    NO_ID,
    NO_SECOND,
    SLOW,
    SLOW_GAP_NS,
    WIDE,
)
from realtime_inspector.capture.formats.base import Connections, unreadable_record
from realtime_inspector.capture.formats.own import OwnFormat
from realtime_inspector.capture.formats.wrapper import MERGED, merged_in
from realtime_inspector.capture.prefix import LONG_BYTES, beginning
from realtime_inspector.capture.times import NO_TIME
from realtime_inspector.core.event import Event
from realtime_inspector.core.failures import is_failure
from realtime_inspector.core.id_times import IdClock
from realtime_inspector.core.kind import kind_of
from realtime_inspector.core.lanes import LaneTracker
from realtime_inspector.core.record import Direction, Record, RecordKind, parse_object

if TYPE_CHECKING:
    from realtime_inspector.capture.columns import Columns, Described
    from realtime_inspector.capture.formats.base import LineFormat

_PREFIX: Final = 200
_MOST_LANE_TEXTS: Final = 255
_PARSED: Final = (RecordKind.EVENT, RecordKind.NOTICE)


class Describer:
    """Reads the records of one log in their order."""

    def __init__(self, columns: Columns) -> None:
        """Args: columns: Whose numbers for kinds, ids and lanes are used and added to."""
        self._columns = columns
        self._kinds, self._ids = columns.kinds, columns.ids
        self._lanes = _Lanes(columns)
        self._requests = _Requests()
        self._connections = Connections()
        self._connection = 1
        self._place = 0
        self._last_ns: int | None = None
        self._id_clock = IdClock()

    def line(self, piece: Described, line: bytes, form: LineFormat, kind: int) -> None:
        """Describes the record in a line of a file.

        Args:
            piece: What to add to.
            line: The line, and lines without a record that follow it.
            form: Decodes it.
            kind: What the glance has said it is.
        """
        length = len(line)
        end = line.find(b"\n") + 1
        line = line[:end] if 0 < end < length else line
        record, event = read_line(line, form, self._connections)
        found = self._kinds.number(kind_of(record, event))
        if found != kind:
            piece.kinds[len(piece)] = found
        if record.kind is RecordKind.TEXT and record.direction is Direction.UNKNOWN:
            piece.unreadable += 1
            if piece.first_unreadable is None:
                piece.first_unreadable = self._place
        is_ours = isinstance(form, OwnFormat)
        piece.is_veiled |= is_veiled(record, line, is_ours=is_ours)
        if not is_ours and MERGED in line:
            self._count_merged(piece, line)
        self.record(piece, record, event, length)

    def _count_merged(self, piece: Described, line: bytes) -> None:
        events = merged_in(line.decode("utf-8", "replace"))
        piece.merged += events
        if events and piece.first_merged is None:
            piece.first_merged = self._place

    def record(self, piece: Described, record: Record, event: Event, length: int) -> None:
        """Describes a record whose line has that many bytes."""
        response = item = NO_ID
        if record.conn != self._connection:
            self._connection = record.conn
            piece.connections.append((self._place, record.conn))
        if record.kind is RecordKind.EVENT:
            response = self._ids.number(event.response_id or "")
            item = self._ids.number(event.item_id or "")
            if response and item:
                self._columns.set_response_of_item(item, response)
            if event.canonical_type in _OF_REQUESTS:
                self._requests.feed(piece, self._place, event, response)
        time_ns, last_ns = record.time_ns, self._last_ns
        flags = FAILED * is_failure(record, event) | ESCAPED * _has_escape(record.payload)
        if time_ns is None:
            piece.times.append(NO_TIME)
        else:
            piece.times.append(time_ns)
            flags |= SLOW * (last_ns is not None and time_ns - last_ns >= SLOW_GAP_NS)
            self._last_ns = time_ns
        piece.id_seconds.append(self._id_second(piece, event))
        owner = response or (item and self._columns.response_of_item(item))
        piece.lanes.append(self._lanes.of(record, event, owner))
        piece.responses.append(response)
        piece.items.append(item)
        piece.flags.append(flags)
        is_whole = length <= LONG_BYTES
        piece.wraps.append(min(length - len(record.payload), WIDE) if is_whole else WIDE)
        self._place += 1

    def _id_second(self, piece: Described, event: Event) -> int:
        if self._last_ns is not None:
            return NO_SECOND
        clock = self._id_clock
        believed, doubted = clock.believed, clock.doubted
        second = clock.feed(event)
        piece.believed += clock.believed - believed
        piece.doubted += clock.doubted - doubted
        return second or NO_SECOND


class _Lanes:
    """The lanes of each record, as numbers of `lane_texts`."""

    def __init__(self, columns: Columns) -> None:
        self._ids, self._texts = columns.ids, columns.lane_texts
        self._tracker = LaneTracker()
        self._known: dict[int, int] = {}
        """By response: the lanes of its records, as long as none begins or ends."""

    def of(self, record: Record, event: Event, owner: int) -> int:
        """The lanes of the next record, which belongs to a response or to none."""
        is_plain = record.kind is RecordKind.EVENT and event.canonical_type not in _OF_LANES
        if is_plain:
            known = self._known.get(owner)
            if known is not None:
                return known
        changes = self._tracker.changes
        text = self._tracker.feed(record, event, self._ids.values[owner] or None)
        number = self._texts.number(text)
        number = number if number <= _MOST_LANE_TEXTS else 0
        if self._tracker.changes != changes:
            self._known.clear()
        elif is_plain and (event.canonical_type.startswith("response.") or not owner):
            self._known[owner] = number
        return number


class _Requests:
    """Joins each `response.create` with the response that answers it."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []
        """Places and ids of those that nothing has answered."""

    def feed(self, piece: Described, place: int, event: Event, response: int) -> None:
        """Takes one of the events that matter here."""
        name = event.canonical_type
        if name == "response.create":
            self._open.append((place, event.event_id or ""))
        elif not self._open:
            return
        elif name == "response.created":
            piece.requests.append((self._open.pop(0)[0], response))
        else:
            refused = event.text("error", "event_id")
            if refused:
                self._open = [one for one in self._open if one[1] != refused]
            elif event.text("error", "code") == _ACTIVE:
                self._open.pop()


def _has_escape(payload: bytes) -> bool:
    return b"\\" in payload and b"\\u00" in payload


_ACTIVE: Final = "conversation_already_has_active_response"
_OF_REQUESTS: Final = frozenset({"response.create", "response.created", "error"})
_OF_LANES: Final = frozenset({"response.create", "response.created", "response.done", "error"})


def is_veiled(record: Record, line: bytes, *, is_ours: bool) -> bool:
    """Whether an event's text does not stand in its line as it is, but as base64 or in a string.

    Of our own lines (`is_ours`) it is enough to look whether they hold an event by that name.
    """
    if record.kind is not RecordKind.EVENT or len(line) > LONG_BYTES:
        return False
    return line.find(b'"event":', 0, _PREFIX) < 0 if is_ours else record.payload not in line


def read_line(
    line: bytes, form: LineFormat, connections: Connections | None = None
) -> tuple[Record, Event]:
    """The record in a line, and its event; of a very long line, of its beginning only."""
    text = beginning(line) if len(line) > LONG_BYTES else line
    decoded = form.decode(text, trust=True, connections=connections)
    if not isinstance(decoded, Record):
        decoded = unreadable_record(line, None)
    raw = parse_object(decoded.payload) if decoded.kind in _PARSED else {}
    if raw is None:  # it only looked like an event
        again = form.decode(line)
        decoded, raw = again if isinstance(again, Record) else unreadable_record(line, None), {}
    return decoded, Event(raw)
