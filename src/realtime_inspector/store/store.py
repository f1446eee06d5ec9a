"""The store: every record in order, the state after them, and what belongs together."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from realtime_inspector.capture.columns import FAILED, NO_ID, Described
from realtime_inspector.capture.log import FileLog, SpoolLog
from realtime_inspector.capture.prefix import LONG_BYTES
from realtime_inspector.capture.times import NO_TIME
from realtime_inspector.core.event import Event
from realtime_inspector.core.failures import is_failure
from realtime_inspector.core.filter_tree import Measure
from realtime_inspector.core.filters import FilterError, parse_filter
from realtime_inspector.core.reduce import reduce
from realtime_inspector.store.courtesy import Courtesy
from realtime_inspector.store.estimates import are_estimated, place_from
from realtime_inspector.store.findings import Findings
from realtime_inspector.store.folding import Folding
from realtime_inspector.store.moment import Moment
from realtime_inspector.store.relations import Relations, relations_of
from realtime_inspector.store.row import Row
from realtime_inspector.store.surroundings import StoreSurroundings

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.capture.columns import Columns, Scanned
    from realtime_inspector.core.record import Record
    from realtime_inspector.core.state import CaptureState

CACHED: Final = 256
"""Parsed events and rows kept; all others are read again when looked at."""
_DIGITS: Final = 18
"""Longer numbers are those of no record."""
_LOOKED_AHEAD: Final = 200
_LOOKED_BACK: Final = 2_000
NEAR: Final = 5_000
"""Events of a response's items are looked for so many records around it."""


class Store:
    """A log with its state. Numbers (`seq`) run from 1. Used by one thread, that of the screen."""

    def __init__(self, log: FileLog | SpoolLog | None = None) -> None:
        """Args: log: A capture to show; without one, records come by `append`."""
        self._listeners: list[Callable[[], None]] = []
        self.wake: Callable[[], None] = lambda: None
        """Has the thread of the screen call `changed`; may be called from any thread."""
        self.on_focus: Callable[[], None] = lambda: None
        """Called when the state has to be worked out for another part of the log."""
        self.courtesy = Courtesy()
        """Told of the user's keys."""
        self.log = SpoolLog() if log is None else log
        self.folding = Folding(self.log)
        self.moment = Moment(self.folding)
        """The event whose state is shown."""
        self.marks: list[int] = []
        """Numbers of the records that the user has marked, in order."""
        self.findings = Findings()
        """What has been found wrong."""
        self._events: OrderedDict[int, Event] = OrderedDict()
        self._rows: OrderedDict[int, Row] = OrderedDict()
        self._related: tuple[object, list[int]] = (None, [])
        """What `related` said last, and of what."""
        self.surroundings = StoreSurroundings(self)
        """For the rules that tell what caused an event."""
        self._relations: tuple[object, Relations | None] = (None, None)

    def __len__(self) -> int:
        """How many records there are."""
        return len(self.log.columns)

    @property
    def state(self) -> CaptureState:
        """The newest state, after `state.seq` records: for all that acts, counts or exports."""
        return self.folding.state

    @property
    def shown_state(self) -> CaptureState:
        """The state at the moment that the user looks at: for the panes, and for nothing else.

        While `moment.is_reached` is false, it is the nearest earlier one that is known so far.
        """
        return self.moment.state

    @property
    def columns(self) -> Columns:
        """What is known of all records without reading them; places count from 0."""
        return self.log.columns

    # Growing.

    def append(self, record: Record) -> int:
        """Adds a record and returns its number."""
        if not isinstance(self.log, SpoolLog):
            raise TypeError("the records of this log come from its file")
        record = _as_written(record)
        event = Event.of(record)
        self.log.append(record, event)
        self.folding.append(reduce(self.state, record, event))
        seq = len(self)
        self._keep(seq, event)
        self.changed()
        return seq

    def take(self, piece: Scanned | Described) -> None:
        """Takes in what a thread has found in the file."""
        self.columns.add(piece)
        if isinstance(piece, Described):
            self._rows.clear()  # they may know better now
        self.changed()

    def focus(self, seq: int) -> None:
        """Tells which record the user looks at: of a very long log, the state is that around it."""
        if self.folding.focus(seq):
            self.on_focus()

    def look_at(self, seq: int | None) -> None:
        """Has the panes show the state as it was right after a record; `None`: as it is now.

        `moment.advance` is to be called until `moment.is_reached`: a few records at a time.
        """
        if seq is not None:
            self.focus(seq)
        self.moment.look_at(seq)

    def state_at(self, seq: int) -> CaptureState:
        """The state right after a record, worked out at once.

        It equals a fold over the first `seq` records; in a file of more than
        `folding.WHOLE` records, over those of the record's session up to it. It takes some 20 ms
        at most once that part has been folded, which `CaptureLoader` does when all has been read.

        Args:
            seq: Number of the record; 0: before the first one.

        Raises:
            IndexError: There is no such record.
        """
        if not 0 <= seq <= len(self):
            raise IndexError(seq)
        return self.folding.state_at(seq)

    def changed(self) -> None:
        """Tells whoever listens."""
        for told in tuple(self._listeners):
            told()

    def listen(self, told: Callable[[], None]) -> None:
        """Has a function called after every change; it must return at once."""
        self._listeners.append(told)

    def stop_listening(self, told: Callable[[], None]) -> None:
        """Undoes `listen`."""
        self._listeners.remove(told)

    # One record.

    def row(self, seq: int) -> Row:
        """The row with this number.

        Raises:
            IndexError: There is none.
        """
        row = self._rows.get(seq)
        if row is None:
            if not 1 <= seq <= len(self):
                raise IndexError(seq)
            row = self._rows[seq] = Row(self, seq, self.columns.kind(seq - 1))
            if len(self._rows) > CACHED:
                self._rows.popitem(last=False)
        return row

    def record(self, seq: int) -> Record:
        """The record with this number."""
        return self.log.record(seq - 1)

    def event(self, seq: int) -> Event:
        """The event of the record with this number."""
        event = self._events.get(seq)
        if event is None:
            event = Event.of(self.row(seq).record)
            if not self.is_long(seq):
                self._keep(seq, event)
        else:
            self._events.move_to_end(seq)
        return event

    def is_long(self, seq: int) -> bool:
        """Whether reading the record costs more than drawing a screen."""
        return self.columns.lengths[seq - 1] > LONG_BYTES

    def size(self, seq: int) -> int:
        """Payload bytes; of a very long record those of its line."""
        size = self.columns.size(seq - 1)
        if size is not None:
            return size
        if self.is_long(seq):
            return self.columns.lengths[seq - 1]
        return len(self.row(seq).record.payload)

    def time_ns(self, seq: int) -> int | None:
        """When the record was; `None` if the file does not tell."""
        place = seq - 1
        if place < self.columns.described:
            return self.columns.time_ns(place)
        return None if self.is_long(seq) else self.row(seq).record.time_ns

    def gap_ms(self, seq: int) -> float | None:
        """Milliseconds since the last record before it whose time is known."""
        time_ns = self.time_ns(seq)
        if time_ns is None:
            return None
        for before in range(seq - 1, max(0, seq - 1 - _LOOKED_BACK), -1):
            before_ns = self.time_ns(before)
            if before_ns is not None:
                return (time_ns - before_ns) / 1e6
        return None

    def elapsed_ms(self, seq: int) -> float | None:
        """Milliseconds since the first record of the capture whose time is known."""
        time_ns, first_ns = self.time_ns(seq), self.first_ns
        return None if time_ns is None or first_ns is None else (time_ns - first_ns) / 1e6

    @property
    def first_ns(self) -> int | None:
        """The first time that is known, nanoseconds since 1970."""
        if self.columns.first_ns is not None:
            return self.columns.first_ns
        seqs = range(1, min(len(self), _LOOKED_AHEAD) + 1)
        known = (self.time_ns(seq) for seq in seqs)
        return next((time_ns for time_ns in known if time_ns is not None), None)

    def is_error(self, seq: int) -> bool:
        """Whether a person should see the record as a failure."""
        if seq <= self.columns.described:
            return bool(self.columns.flags[seq - 1] & FAILED)
        row = self.row(seq)
        return not row.is_long and is_failure(row.record, row.event)

    def lanes(self, seq: int) -> str:
        """The responses that run past a record; empty while it has not been read."""
        columns = self.columns
        if seq > columns.described:
            return ""
        return columns.lane_texts.values[columns.lanes[seq - 1]]

    def toggle_mark(self, seq: int) -> None:
        """Marks a record, or takes the mark away."""
        if seq in self.marks:
            self.marks.remove(seq)
        else:
            insort(self.marks, seq)

    # What belongs together.

    def response_of(self, seq: int) -> str | None:
        """The response that a record is part of: named, asked for, or making its item."""
        columns, place = self.columns, seq - 1
        if place >= columns.described:
            return None if self.is_long(seq) else self.event(seq).response_id
        code = columns.responses[place] or columns.response_of_request(place)
        if code == NO_ID and columns.items[place] != NO_ID:
            code = columns.response_of_item(columns.items[place])
        return columns.ids.values[code] or None

    def item_key(self, seq: int) -> int | None:
        """The item that a record is about, as the state calls it."""
        if seq in self.state.items:
            return seq
        columns, place = self.columns, seq - 1
        if place >= columns.described or columns.items[place] == NO_ID:
            return None
        item = self.state.item(columns.ids.values[columns.items[place]])
        return item.key if item is not None else None

    def seqs_of_item(self, key: int) -> list[int]:
        """Numbers of all records about an item."""
        item = self.state.items.get(key)
        if item is None:
            return []
        code = self.columns.ids.known(item.id) if item.id else None
        places = self.columns.places_of(self.columns.items, code) if code else []
        return sorted({key, *(place + 1 for place in places)})

    def seqs_of_response(self, response_id: str) -> list[int]:
        """Numbers of all records about a response: its request and its items' included."""
        columns = self.columns
        code = columns.ids.known(response_id)
        if not code:
            return []
        places = {*columns.places_of(columns.responses, code), *columns.requests_of(code)}
        if not places:
            return []
        first, last = max(0, min(places) - NEAR), max(places) + NEAR
        made = {columns.items[place] for place in places} - {NO_ID}
        made = {item for item in made if columns.response_of_item(item) == code}
        near = columns.items[first:last]
        places.update(first + i for i, item in enumerate(near) if item in made)
        return [place + 1 for place in sorted(places)]

    def related(self, seq: int) -> list[int]:
        """Numbers of the records that belong with this one: its response's, else its item's.

        An error belongs with the client event that it answers.
        """
        asked = (seq, len(self), self.columns.described, id(self.state))
        if self._related[0] != asked:
            self._related = asked, self._find_related(seq)
        return self._related[1]

    def relations(self, seq: int) -> Relations:
        """What caused a record, what follows from it, and all that belongs with it."""
        asked = (seq, len(self), self.columns.described, id(self.state))
        known = self._relations[1]
        if known is None or self._relations[0] != asked:
            known = relations_of(self, seq)
            self._relations = asked, known
        return known

    def _find_related(self, seq: int) -> list[int]:
        response_id = self.response_of(seq)
        if response_id is not None:
            return sorted({seq, *self.seqs_of_response(response_id)})
        key = self.item_key(seq)
        found = {seq} if key is None else {seq, *self.seqs_of_item(key)}
        return sorted(found | self._answers(seq))

    def _answers(self, seq: int) -> set[int]:
        """The client event that an error answers, or the errors that answer a client event."""
        problems = self.state.problems
        if seq in problems:
            cause = problems[seq].cause_seq
            return set() if cause is None else {cause}
        return {one.seq for one in problems.values() if one.cause_seq == seq}

    def previous_of_type(self, seq: int) -> int | None:
        """The number of the last record of the same kind before this one."""
        columns = self.columns
        kind = columns.kind_number(seq - 1)
        code = columns.codes[seq - 1]
        place = columns.codes.rfind(code, 0, seq - 1)
        while place >= 0 and columns.kind_number(place) != kind:
            place = columns.codes.rfind(code, 0, place)
        return place + 1 if place >= 0 else None

    def seq_at(self, text: str) -> int:
        """The number of the record that a number or a time since the start names.

        Raises:
            FilterError: It is neither.
        """
        text = text.strip().removeprefix("#").replace(",", "")
        if text.isdecimal():
            seq = int(text) if len(text) <= _DIGITS else len(self)
            return min(max(1, seq), max(1, len(self)))
        measure = parse_filter(f"time>={text}").tree
        if not isinstance(measure, Measure):
            raise FilterError(0, "That is neither a number nor a time.")
        if are_estimated(self.columns):
            return min(place_from(self.columns, measure.value / 1000) + 1, max(1, len(self)))
        start = self.first_ns or 0
        wanted = start + int(measure.value * 1e6)
        place, described = self.columns.times.first_from(wanted), self.columns.described
        if place >= described:  # in what has not been read yet, times are taken to be in order
            place = bisect_left(range(len(self)), wanted, described, key=self._known_ns)
        return min(place + 1, max(1, len(self)))

    def _known_ns(self, place: int) -> int:
        time_ns = self.time_ns(place + 1)
        return NO_TIME if time_ns is None else time_ns

    def _keep(self, seq: int, event: Event) -> None:
        self._events[seq] = event
        if len(self._events) > CACHED:
            self._events.popitem(last=False)


def _as_written(record: Record) -> Record:
    """The record as it is read again: a line holds no part of a microsecond."""
    if record.time_ns is None or not record.time_ns % 1_000:
        return record
    return replace(record, time_ns=record.time_ns // 1_000 * 1_000)
