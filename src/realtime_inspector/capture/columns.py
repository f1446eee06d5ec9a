"""What is known of every record of a log without reading it: some 23 bytes a record.

The first columns come from a glance at the beginning of each line; the others, which may lag
behind, from reading the line (PERFORMANCE.md (a)). Places count from 0; a `seq` is a place + 1.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections import Counter, deque
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from realtime_inspector.capture.times import NO_TIME, Times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.core.kind import Kind

NO_ID: Final = 0
"""In `responses` and `items`: the record names none."""
FAILED: Final = 1
"""In `flags`: `err` matches the record."""
SLOW: Final = 2
"""In `flags`: at least `SLOW_GAP_NS` have passed since the record before."""
ESCAPED: Final = 4
"""In `flags`: the line holds `\\u00`, so that a plain letter may stand there as an escape."""
SLOW_GAP_NS: Final = 500_000_000
OTHER: Final = 255
"""In `codes`: the kind is one too many for a byte and stands in `rare`."""

NO_SECOND: Final = 0
"""In `id_seconds`: the file tells the time itself, or no id has told it so far."""
WIDE: Final = 255
"""In `wraps`: that many bytes or more are not payload, or nobody knows how many."""

_STRIDE: Final = 256
"""The offset of one record in so many is kept; the others are sums of lengths."""

Value = TypeVar("Value")


class Codes(Generic[Value]):
    """Gives each new value the next number."""

    def __init__(self, *first: Value) -> None:
        self.values: list[Value] = []
        """By number. Only ever grows, so that another thread may read it."""
        self._numbers: dict[Value, int] = {}
        for value in first:
            self.number(value)

    def number(self, value: Value) -> int:
        """The number of a value, the next one if it is new."""
        number = self._numbers.get(value)
        if number is None:
            number = len(self.values)
            self.values.append(value)
            self._numbers[value] = number
        return number

    def known(self, value: Value) -> int | None:
        """The number of a value that has one."""
        return self._numbers.get(value)


@dataclass(slots=True)
class Scanned:
    """Records that a glance has found, in the order of the file."""

    codes: bytearray = field(default_factory=bytearray)
    lengths: array[int] = field(default_factory=lambda: array("I"))
    """Bytes from the beginning of the record's line to the beginning of the next one's."""
    rare: dict[int, int] = field(default_factory=dict)
    """From a place in this piece to the number of a kind beyond `OTHER`."""
    before: int = 0
    """Bytes before the first record of the piece that belong to none: header, blank lines."""
    skipped: list[tuple[int, int]] = field(default_factory=list)
    """Places in this piece before which lines hold no record, and how many lines."""

    def add(self, kind: int, length: int) -> None:
        """Adds a record."""
        if kind >= OTHER:
            self.rare[len(self.codes)] = kind
        self.codes.append(min(kind, OTHER))
        self.lengths.append(length)

    def skip(self, length: int) -> None:
        """Leaves a line out."""
        place = len(self.codes)
        if place:
            self.lengths[-1] += length
        else:
            self.before += length
        if self.skipped and self.skipped[-1][0] == place:
            self.skipped[-1] = place, self.skipped[-1][1] + 1
        else:
            self.skipped.append((place, 1))


@dataclass(slots=True)
class Described:
    """What reading records has told about them, in the order of the file."""

    times: array[int] = field(default_factory=lambda: array("q"))
    """Nanoseconds since 1970, or `NO_TIME`."""
    responses: array[int] = field(default_factory=lambda: array("I"))
    items: array[int] = field(default_factory=lambda: array("I"))
    flags: bytearray = field(default_factory=bytearray)
    lanes: bytearray = field(default_factory=bytearray)
    wraps: bytearray = field(default_factory=bytearray)
    """Bytes of the lines that are not payload, or `WIDE`."""
    id_seconds: array[int] = field(default_factory=lambda: array("I"))
    """The second since 1970 by the ids of a file without times, or `NO_SECOND`."""
    believed: int = 0
    doubted: int = 0
    """Ids that agree about the time with those before, and ids that do not."""
    kinds: dict[int, int] = field(default_factory=dict)
    """Places in this piece whose kind is not what the glance had said."""
    requests: list[tuple[int, int]] = field(default_factory=list)
    """Places of `response.create` in the whole log, and the responses that answered them."""
    connections: list[tuple[int, int]] = field(default_factory=list)
    """Places in the whole log where another connection goes on, and its number."""
    is_veiled: bool = False
    """Whether the text of an event does not stand in its line as it is."""
    unreadable: int = 0
    first_unreadable: int | None = None
    """Place in the whole log."""
    merged: int = 0
    """Further events that some events stand for, see `wrapper.merged_in`."""
    first_merged: int | None = None
    """Place in the whole log of the first such event."""

    def __len__(self) -> int:
        return len(self.times)


class Columns:
    """The columns of one log, filled a piece at a time by one thread."""

    def __init__(self, start: int = 0) -> None:
        """Args: start: Offset in the file of what comes first."""
        self.kinds: Codes[Kind] = Codes()
        self.ids: Codes[str] = Codes("")
        """Ids of responses and items."""
        self.lane_texts: Codes[str] = Codes("")
        self.codes = bytearray()
        self.rare: dict[int, int] = {}
        """The numbers of kinds beyond a byte, by place; counts only where the code is `OTHER`."""
        self.lengths: array[int] = array("I")
        self.times = Times()
        self.responses: array[int] = array("I")
        self.items: array[int] = array("I")
        self.flags = bytearray()
        self.lanes = bytearray()
        self.wraps = bytearray()
        self.id_seconds: array[int] = array("I")
        """The second by the ids; shorter than the others if no id has told any."""
        self.believed = 0
        self.doubted = 0
        """Ids that agree about the time with those before, and ids that do not."""
        self.item_responses: array[int] = array("I")
        """By the number of an item: the response that made it."""
        self.counts: Counter[int] = Counter()
        """How many records there are of each kind."""
        self.end = start
        """Offset behind the last record."""
        self.corrected: array[int] = array("I")
        """Places, in order, of which reading has told another kind than the glance."""
        self.is_veiled = False
        """Whether the text of some event does not stand in its line as it is."""
        self.failures = 0
        """Records that are `FAILED`."""
        self.unreadable = 0
        self.first_unreadable: int | None = None
        self.merged = 0
        self.first_merged: int | None = None
        self.first_ns: int | None = None
        """The first time that is known, nanoseconds since 1970."""
        self._offsets: array[int] = array("Q")
        self._grown: deque[int] = deque()
        self._skip_places: array[int] = array("I")
        self._skip_totals: array[int] = array("I")
        self._request_places: array[int] = array("I")
        self._request_responses: array[int] = array("I")
        self._turns: array[int] = array("I")
        """Places from which on records are of another connection than before."""
        self._turned_to: array[int] = array("I")

    def __len__(self) -> int:
        """How many records are known."""
        return len(self.codes)

    @property
    def described(self) -> int:
        """How many records have been read; times, ids, flags and lanes are known of them."""
        return len(self.times)

    def add_scanned(self, piece: Scanned) -> None:
        """Appends what a glance has found."""
        place = len(self.codes)
        self._add_offsets(piece, place)
        self.codes += piece.codes
        self.lengths += piece.lengths
        for number in set(piece.codes) - {OTHER}:
            self.counts[number] += piece.codes.count(number)
        for relative, number in piece.rare.items():
            self.rare[place + relative] = number
            self.counts[number] += 1
        for relative, count in piece.skipped:
            total = self._skip_totals[-1] if self._skip_totals else 0
            self._skip_places.append(place + relative)
            self._skip_totals.append(total + count)

    def add(self, piece: Scanned | Described) -> None:
        """Appends what one of the passes has found."""
        if isinstance(piece, Scanned):
            self.add_scanned(piece)
        else:
            self.add_described(piece)

    def add_one(self, kind: int, length: int) -> None:
        """Appends one record that a glance has found."""
        if not len(self.codes) % _STRIDE:
            self._offsets.append(self.end)
        if kind >= OTHER:
            self.rare[len(self.codes)] = kind
        self.codes.append(min(kind, OTHER))
        self.lengths.append(length)
        self.counts[kind] += 1
        self.end += length

    def add_described(self, piece: Described) -> None:
        """Appends what reading has told."""
        first = self.described
        if self.first_ns is None:
            self.first_ns = next((time_ns for time_ns in piece.times if time_ns != NO_TIME), None)
        for relative, number in piece.kinds.items():
            self._correct(first + relative, number)
        self.failures += sum(1 for flags in piece.flags if flags & FAILED)
        self.responses += piece.responses
        self.items += piece.items
        self.flags += piece.flags
        self.lanes += piece.lanes
        self.wraps += piece.wraps
        self._forget_wraps()
        self.times.extend(piece.times)
        self._add_id_seconds(first, piece)
        for place, response in piece.requests:
            self._request_places.append(place)
            self._request_responses.append(response)
        for place, conn in piece.connections:
            self._turns.append(place)
            self._turned_to.append(conn)
        self.is_veiled = self.is_veiled or piece.is_veiled
        self.unreadable += piece.unreadable
        if self.first_unreadable is None:
            self.first_unreadable = piece.first_unreadable
        self.merged += piece.merged
        if self.first_merged is None:
            self.first_merged = piece.first_merged

    def kind(self, place: int) -> Kind:
        """The kind of a record."""
        return self.kinds.values[self.kind_number(place)]

    def kind_number(self, place: int) -> int:
        """The number of a record's kind."""
        code = self.codes[place]
        return code if code != OTHER else self.rare[place]

    def span(self, place: int) -> tuple[int, int]:
        """Offset and length of a record's line, which lines without a record may follow."""
        stride = place // _STRIDE
        inside = self.lengths[stride * _STRIDE : place]
        return self._offsets[stride] + sum(inside), self.lengths[place]

    def region(self, first: int, last: int) -> tuple[int, int]:
        """Offset and length of the lines from a record up to another, not included."""
        if first >= last:
            return self.end, 0
        offset, length = self.span(last - 1)
        start = self.span(first)[0]
        return start, offset + length - start

    def line_number(self, place: int) -> int:
        """Number of a record's line in its file, from 1."""
        index = bisect_right(self._skip_places, place) - 1
        return place + 1 + (self._skip_totals[index] if index >= 0 else 0)

    def time_ns(self, place: int) -> int | None:
        """When it was; `None` if the file does not tell or the record has not been read yet."""
        if place >= self.described:
            return None
        time_ns = self.times[place]
        return None if time_ns == NO_TIME else time_ns

    def size(self, place: int) -> int | None:
        """Bytes of a record's payload; `None` if only reading it tells."""
        if place >= self.described or self.wraps[place] == WIDE:
            return None
        return self.lengths[place] - self.wraps[place]

    def connection(self, place: int) -> int:
        """Number of a record's connection, from 1."""
        index = bisect_right(self._turns, place) - 1
        return self._turned_to[index] if index >= 0 else 1

    def connections(self, first: int, last: int) -> Iterator[int]:
        """The same for the records from a place up to another."""
        conn = self.connection(first)
        index = bisect_right(self._turns, first)
        while index < len(self._turns) and self._turns[index] < last:
            turn = self._turns[index]
            yield from repeat(conn, turn - first)
            first, conn = turn, self._turned_to[index]
            index += 1
        yield from repeat(conn, last - first)

    @property
    def has_several_connections(self) -> bool:
        """Whether records of more than one connection have been read."""
        return len(self._turns) > 1 or (len(self._turns) == 1 and self._turns[0] > 0)

    def connection_counts(self) -> dict[int, int]:
        """How many of the records that have been read each connection has, by its number."""
        counts: Counter[int] = Counter()
        starts, numbers = [0, *self._turns], [1, *self._turned_to]
        for conn, first, last in zip(numbers, starts, [*starts[1:], self.described], strict=True):
            counts[conn] += max(0, last - first)
        return {conn: counts[conn] for conn in sorted(counts) if counts[conn]}

    def response_of_request(self, place: int) -> int:
        """The response that answered a `response.create`, or `NO_ID`."""
        index = bisect_right(self._request_places, place) - 1
        if index < 0 or self._request_places[index] != place:
            return NO_ID
        return self._request_responses[index]

    def response_of_item(self, item: int) -> int:
        """The response that made an item, or `NO_ID`."""
        return self.item_responses[item] if item < len(self.item_responses) else NO_ID

    def set_response_of_item(self, item: int, response: int) -> None:
        """Notes which response made an item; the first one counts."""
        missing = item + 1 - len(self.item_responses)
        if missing > 0:
            self.item_responses.extend([NO_ID] * missing)
        self.item_responses[item] = self.item_responses[item] or response

    def places_of_kind(self, number: int, first: int = 0) -> Iterator[int]:
        """Places of the records of a kind, from one place on."""
        if number >= OTHER:
            rare = sorted(at for at, one in self.rare.items() if one == number and at >= first)
            yield from (at for at in rare if self.codes[at] == OTHER)
            return
        place = self.codes.find(number, first)
        while place >= 0:
            yield place
            place = self.codes.find(number, place + 1)

    def places_of(self, column: array[int], code: int) -> list[int]:
        """Places of all records with a code in one of the columns, without a loop over them all."""
        data, wanted = column.tobytes(), code.to_bytes(column.itemsize, sys.byteorder)
        places = []
        index = data.find(wanted)
        while index >= 0:
            place, odd = divmod(index, column.itemsize)
            if odd:
                index = data.find(wanted, index + 1)
                continue
            places.append(place)
            index = data.find(wanted, index + column.itemsize)
        return places

    def requests_of(self, response: int) -> list[int]:
        """Places of the `response.create` that a response answered."""
        found = (i for i, one in enumerate(self._request_responses) if one == response)
        return [self._request_places[i] for i in found]

    def _add_offsets(self, piece: Scanned, place: int) -> None:
        if place and piece.before:
            self.lengths[-1] += piece.before
            self._grown.append(place - 1)
            self._forget_wraps()
        offset = self.end + piece.before
        first = -place % _STRIDE
        done = 0
        for relative in range(first, len(piece.lengths), _STRIDE):
            offset += sum(piece.lengths[done:relative])
            done = relative
            self._offsets.append(offset)
        self.end = offset + sum(piece.lengths[done:])

    def _add_id_seconds(self, first: int, piece: Described) -> None:
        self.believed += piece.believed
        self.doubted += piece.doubted
        if any(piece.id_seconds):
            self.id_seconds.extend([NO_SECOND] * (first - len(self.id_seconds)))
            self.id_seconds += piece.id_seconds

    def _forget_wraps(self) -> None:
        """Lines that grew by what follows them after somebody had measured them."""
        while self._grown and self._grown[0] < len(self.wraps):
            self.wraps[self._grown.popleft()] = WIDE

    def _correct(self, place: int, number: int) -> None:
        self.corrected.append(place)
        self.counts[self.kind_number(place)] -= 1
        self.counts[number] += 1
        if number >= OTHER:
            self.rare[place] = number
        self.codes[place] = min(number, OTHER)  # last, because other threads read meanwhile
