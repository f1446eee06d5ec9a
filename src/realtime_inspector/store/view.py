"""A filtered view of the log whose runs of deltas fold into one line each."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.store.row import Row
    from realtime_inspector.store.store import Store


@dataclass(slots=True)
class Line:
    """One line of the view: a record, or a folded run of records."""

    first: int
    """Index of its first record among the shown ones."""
    count: int = 1


class LogView:
    """The numbers that pass a filter, as lines; kept current as records arrive."""

    def __init__(self, store: Store, accepts: Callable[[Row], bool] | None = None) -> None:
        self.store = store
        self._accepts = accepts
        self._seqs: list[int] = []
        self._lines: list[Line] = []
        self._open_runs: set[int] = set()
        """First numbers of the runs that the user has unfolded, or folded if all are open."""
        self.is_all_open = False
        """Whether runs are shown unfolded unless the user folds them."""
        self._read = 0
        self.update()

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    @property
    def records(self) -> int:
        """How many records pass the filter."""
        return len(self._seqs)

    def filter(self, accepts: Callable[[Row], bool] | None) -> None:
        """Replaces the filter."""
        self._accepts = accepts
        self._seqs.clear()
        self._read = 0
        self._relayout(0)
        self.update()

    def update(self) -> int:
        """Takes in the records that arrived; returns the index of the first changed line."""
        first_changed = len(self._lines)
        for seq in range(self._read + 1, len(self.store) + 1):
            row = self.store.row(seq)
            if self._accepts is None or self._accepts(row):
                first_changed = min(first_changed, self._add(row))
        self._read = len(self.store)
        return first_changed

    def line(self, index: int) -> Line:
        """The line at an index."""
        return self._lines[index]

    def seq(self, index: int) -> int:
        """Number of the (first) record of the line at an index."""
        return self._seqs[self._lines[index].first]

    def seqs(self, index: int) -> list[int]:
        """Numbers of all records of the line at an index."""
        line = self._lines[index]
        return self._seqs[line.first : line.first + line.count]

    def index_of(self, seq: int) -> int | None:
        """Index of the line that shows a record; `None` if the filter hides it."""
        place = bisect_right(self._seqs, seq) - 1
        if place < 0 or self._seqs[place] != seq:
            return None
        return bisect_right(self._lines, place, key=lambda line: line.first) - 1

    def nearest(self, seq: int) -> int | None:
        """Index of the line at or before a record, else the first; `None` for an empty view."""
        if not self._lines:
            return None
        place = max(0, bisect_right(self._seqs, seq) - 1)
        return bisect_right(self._lines, place, key=lambda line: line.first) - 1

    def is_open_run(self, index: int) -> bool:
        """Whether the line belongs to a run that the user has unfolded."""
        start = self._run_start(index)
        return start is not None and (start in self._open_runs) != self.is_all_open

    def set_all_open(self, *, is_open: bool) -> None:
        """Unfolds all runs, or folds them."""
        self.is_all_open = is_open
        self._open_runs.clear()
        self._relayout(0)

    def toggle_fold(self, index: int) -> int:
        """Unfolds a run or folds it again; returns the index of its first line."""
        start = self._run_start(index)
        if start is None:
            return index
        self._open_runs ^= {start}
        place = bisect_right(self._seqs, start) - 1
        first = bisect_right(self._lines, place, key=lambda line: line.first) - 1
        self._relayout(place)
        return first

    def _run_start(self, index: int) -> int | None:
        """First number of the run that a line belongs to; `None` where nothing folds."""
        place = self._lines[index].first
        key = self.store.row(self._seqs[place]).fold_key
        if key is None:
            return None
        while place > 0 and self.store.row(self._seqs[place - 1]).fold_key == key:
            place -= 1
        return self._seqs[place]

    def _add(self, row: Row) -> int:
        self._seqs.append(row.seq)
        return self._lay(len(self._seqs) - 1)

    def _lay(self, place: int) -> int:
        """Puts the record at a place into the last line or a new one; returns its index."""
        row = self.store.row(self._seqs[place])
        if self._lines and row.fold_key is not None:
            last = self._lines[-1]
            start = self._seqs[last.first]
            before = self.store.row(start)
            is_run = before.fold_key == row.fold_key
            if is_run and not self._is_open(len(self._lines) - 1, start):
                last.count += 1
                return len(self._lines) - 1
        self._lines.append(Line(place))
        return len(self._lines) - 1

    def _is_open(self, index: int, start: int) -> bool:
        if not self._open_runs:
            return self.is_all_open
        is_toggled = start in self._open_runs or self._run_start(index) in self._open_runs
        return is_toggled != self.is_all_open

    def _relayout(self, place: int) -> None:
        """Lays out again all lines from a place among the shown records on."""
        while self._lines and self._lines[-1].first >= place:
            self._lines.pop()
        for later in range(place, len(self._seqs)):
            self._lay(later)
