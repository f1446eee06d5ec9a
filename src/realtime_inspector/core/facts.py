"""What a filter knows of each record of a stream: numbers, times and ids, in file order.

`filter`, `export --filter` and the log agree on a record because all of them follow these rules,
which, findings aside, need nothing but what stands before the record in its file:

- `seq` counts records from 1. Lines that hold none (a header, blank ones) do not count.
- `elapsed_ms` is measured from the first record whose time is known, `gap_ms` from the last one
  before. Both are unknown where the record's own time is. Clocks may jump, so both may be negative.
- Ids are those that the event names itself: `response_id` or `response.id`, `item_id` or `item.id`,
  `call_id` or `item.call_id`. Which `response.create` a response answers only shows later, and
  which response an item belongs to was often said before; filters ask for neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.filter_row import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.core.event import Event
    from realtime_inspector.core.record import Record

_NONE: Final[frozenset[str]] = frozenset()


class FactStream:
    """Makes the rows of one capture, record by record."""

    def __init__(self, findings: Callable[[int], frozenset[str]] | None = None) -> None:
        """Begin before the first record.

        Args:
            findings: Gives the findings that name the record with a number; by default none is
                known. They need a pass of their own: a later record may show what is wrong.
        """
        self._findings = findings
        self.seq = 0
        """Number of the last record."""
        self._first_ns: int | None = None
        self._last_ns: int | None = None

    @property
    def has_start(self) -> bool:
        """Whether the time from which `elapsed_ms` is measured is known."""
        return self._first_ns is not None

    def feed(self, record: Record, event: Event | None = None) -> Row:
        """The row of the next record.

        Args:
            record: The record.
            event: Its event, if the caller has parsed it already.
        """
        self.seq += 1
        gap_ms = elapsed_ms = None
        if record.time_ns is not None:
            if self._first_ns is None:
                self._first_ns = record.time_ns
            elapsed_ms = (record.time_ns - self._first_ns) / 1e6
            if self._last_ns is not None:
                gap_ms = (record.time_ns - self._last_ns) / 1e6
            self._last_ns = record.time_ns
        found = self._findings(self.seq) if self._findings is not None else _NONE
        return Row(self.seq, record, gap_ms, elapsed_ms, findings=found, parsed=event)

    def skip(self) -> None:
        """Counts a record that nobody looks at; the gap of the next one may then be wrong."""
        self.seq += 1
