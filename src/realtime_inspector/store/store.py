"""The store: every record in order, the state after the last one, and indexes to find them."""

from __future__ import annotations

from bisect import insort
from collections import OrderedDict, defaultdict
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.event import Event
from realtime_inspector.core.events import CATALOGUE
from realtime_inspector.core.lanes import LaneTracker
from realtime_inspector.core.names import family_of
from realtime_inspector.core.record import Direction, RecordKind
from realtime_inspector.core.reduce import reduce
from realtime_inspector.core.state import CaptureState
from realtime_inspector.store.row import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.core.record import Record

CACHED_EVENTS: Final = 2_000
"""Parsed events kept; the bytes of all others stay, and are parsed again when looked at."""

FINE_CODES: Final = frozenset({1000, 1001, 1005})
"""Codes of connections that were closed and did not break."""


class Store:
    """An append-only log with its state. Numbers (`seq`) run from 1."""

    def __init__(self) -> None:
        self.state = CaptureState()
        self.on_change: Callable[[], None] | None = None
        """Called after every record; it must return at once."""
        self._rows: list[Row] = []
        self._events: OrderedDict[int, Event] = OrderedDict()
        self._lanes = LaneTracker()
        self._by_item: defaultdict[int, list[int]] = defaultdict(list)
        self._by_response: defaultdict[str, list[int]] = defaultdict(list)
        self._refusals: defaultdict[int, list[int]] = defaultdict(list)
        """From an error to the client event that it answers, and back."""

    def __len__(self) -> int:
        """How many records there are."""
        return len(self._rows)

    def append(self, record: Record) -> int:
        """Adds a record and returns its number."""
        event = Event.of(record)
        before = self.state
        self.state = reduce(before, record, event)
        seq = self.state.seq
        row = self._row(seq, record, event, before)
        self._rows.append(row)
        self._keep(seq, event)
        self._index(row, event)
        if self.on_change is not None:
            self.on_change()
        return seq

    def row(self, seq: int) -> Row:
        """The row with this number.

        Raises:
            IndexError: There is none.
        """
        if seq < 1:
            raise IndexError(seq)
        return self._rows[seq - 1]

    def event(self, seq: int) -> Event:
        """The event of the record with this number."""
        event = self._events.get(seq)
        if event is None:
            event = Event.of(self.row(seq).record)
            self._keep(seq, event)
        else:
            self._events.move_to_end(seq)
        return event

    def seqs_of_item(self, key: int) -> list[int]:
        """Numbers of all records about an item."""
        return list(self._by_item.get(key, ()))

    def seqs_of_response(self, response_id: str) -> list[int]:
        """Numbers of all records about a response, its `response.create` included."""
        return list(self._by_response.get(response_id, ()))

    def related(self, seq: int) -> list[int]:
        """Numbers of the records that belong with this one: its response's, else its item's.

        An error belongs with the client event that it answers.
        """
        row = self.row(seq)
        if row.response_id is not None:
            return self.seqs_of_response(row.response_id)
        if row.item_key is not None:
            return sorted({*self.seqs_of_item(row.item_key), *self._refusals.get(seq, ())})
        return sorted({seq, *self._refusals.get(seq, ())})

    def _keep(self, seq: int, event: Event) -> None:
        self._events[seq] = event
        if len(self._events) > CACHED_EVENTS:
            self._events.popitem(last=False)

    def _row(self, seq: int, record: Record, event: Event, before: CaptureState) -> Row:
        is_notice = record.kind is RecordKind.NOTICE
        item_key = None if is_notice else self._item_key(seq, event)
        item = None if item_key is None else self.state.items.get(item_key)
        response_id = event.response_id or (item.response_id if item else "") or None
        spec = CATALOGUE.get(event.canonical_type)
        fold_key = None
        if spec is not None and spec.is_delta:
            fold_key = (event.type, event.item_id or "")
        return Row(
            seq=seq,
            record=record,
            type=event.type or (event.text("kind") if is_notice else None) or record.kind.value,
            family=family_of(event.type),
            gap_ms=_ms_between(before.last_ns, record.time_ns),
            elapsed_ms=_ms_between(self.state.first_ns, record.time_ns),
            response_id=response_id,
            item_id=event.item_id or (item.id if item else "") or None,
            item_key=item_key,
            call_id=event.call_id,
            is_error=is_error(record, event),
            lanes=self._lanes.feed(record, event, response_id),
            fold_key=fold_key,
            load=self.event,
        )

    def _item_key(self, seq: int, event: Event) -> int | None:
        if seq in self.state.items:
            return seq
        item = self.state.item(event.item_id)
        return item.key if item is not None else None

    def _index(self, row: Row, event: Event) -> None:
        problem = self.state.problems.get(row.seq)
        if problem is not None and problem.cause_seq is not None:
            self._refusals[row.seq].append(problem.cause_seq)
            self._refusals[problem.cause_seq].append(row.seq)
        if row.item_key is not None:
            self._by_item[row.item_key].append(row.seq)
        if row.response_id is None:
            return
        if event.canonical_type == "response.created":
            response = self.state.responses.get(row.response_id)
            asked = response.request_seq if response else None
            if asked is not None and self.row(asked).response_id != row.response_id:
                self.row(asked).response_id = row.response_id
                insort(self._by_response[row.response_id], asked)
        self._by_response[row.response_id].append(row.seq)


def is_error(record: Record, event: Event) -> bool:
    """Whether a person should see the record as a failure."""
    if record.kind is RecordKind.NOTICE:
        kind = event.text("kind")
        is_fine = event.integer("code") in FINE_CODES or event.get("ok") is True
        lost = kind == "close" and not is_fine
        return lost or kind == "error" or (kind == "tool" and event.get("error") is not None)
    if record.kind is RecordKind.TEXT or (not event.type and record.kind is RecordKind.EVENT):
        return record.direction is not Direction.SENT
    name = event.canonical_type
    if name == "response.done":
        return event.text("response", "status") == "failed"
    return name == "error" or name.endswith(".failed")


def _ms_between(start_ns: int | None, end_ns: int | None) -> float | None:
    return None if start_ns is None or end_ns is None else (end_ns - start_ns) / 1e6
