"""A filtered view of the log whose runs of deltas fold into one line each.

Made for a million records: lines are worked out by operations on whole columns, not by a loop.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from itertools import compress
from typing import TYPE_CHECKING, Final

from realtime_inspector.capture.columns import OTHER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from realtime_inspector.core.finding import Severity
    from realtime_inspector.store.store import Store

_NOT: Final = bytes([1, *[0] * 255])
"""For `translate`: 0 becomes 1, all else 0."""


class LogView:
    """The records that pass a filter, as lines; kept current as records arrive."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._places: array[int] | None = None
        """Places of the records that pass, in order; `None`: all pass."""
        self._lines: array[int] = array("I")
        """For each line the index of its first record among those that pass."""
        self._laid = 0
        """How many of the passing records are in lines."""
        self._described = 0
        """How many of the log's records had been read when the lines were laid."""
        self._toggled: set[int] = set()
        """First numbers of the runs that the user has unfolded, or folded if all are open."""
        self.is_all_open = False
        """Whether runs are shown unfolded unless the user folds them."""
        self._is_tail_open = False
        """Whether the run that the last laid record belongs to is shown unfolded."""
        self.update()

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    @property
    def records(self) -> int:
        """How many records pass the filter."""
        return len(self.store) if self._places is None else len(self._places)

    @property
    def is_filtered(self) -> bool:
        """Whether records may be hidden."""
        return self._places is not None

    # What passes.

    def show_all(self) -> None:
        """Lets all records pass."""
        self._places = None
        self._relay(0)
        self.update()

    def show_only(self, places: array[int]) -> None:
        """Lets these records pass, given by their places in order; `add` gives more later."""
        self._places = places
        self._relay(0)
        self.update()

    def add(self, places: Sequence[int]) -> None:
        """Lets more records pass, that come after those that pass already."""
        if self._places is not None:
            self._places.extend(places)

    def correct(self, passes: Mapping[int, bool]) -> bool:
        """Lets some records pass or not, given by their places in order; true if that is new."""
        old = self._places
        if old is None or not passes:
            return False
        new, start = array("I"), 0
        for place, is_passing in passes.items():
            at = bisect_left(old, place)
            new.extend(old[start:at])
            if is_passing:
                new.append(place)
            start = at + (old[at : at + 1] == array("I", [place]))
        new.extend(old[start:])
        if new == old:
            return False
        # Lines before the run that the first change may touch stay as they are.
        self._relay(max(0, bisect_left(old, next(iter(passes))) - 1))
        self._places = new
        self.update()
        return True

    def update(self) -> int:
        """Takes in what has arrived; returns the index of the first changed line."""
        columns = self.store.columns
        first = len(self._lines)
        known = min(columns.described, self._laid_places())
        if self._described < known:
            first = self._split(self._index_from(self._described), self._index_from(known))
        self._described = columns.described
        if self._laid < self.records:
            first = min(first, self._lay())
        return first

    # Lines.

    def seq(self, index: int) -> int:
        """Number of the (first) record of the line at an index."""
        return self._place(self._lines[index]) + 1

    def count(self, index: int) -> int:
        """How many records the line at an index stands for."""
        end = self._lines[index + 1] if index + 1 < len(self._lines) else self._laid
        return end - self._lines[index]

    def seqs(self, index: int, most: int | None = None) -> Sequence[int]:
        """Numbers of all records of the line at an index, or of the first few."""
        first = self._lines[index]
        last = first + self.count(index)
        if most is not None:
            last = min(last, first + most)
        if self._places is None:
            return range(first + 1, last + 1)
        return [place + 1 for place in self._places[first:last]]

    def index_of(self, seq: int) -> int | None:
        """Index of the line that shows a record; `None` if the filter hides it."""
        at = self._index_from(seq - 1)
        if at >= self._laid or self._place(at) != seq - 1:
            return None
        return bisect_right(self._lines, at) - 1

    def nearest(self, seq: int) -> int | None:
        """Index of the line at or before a record, else the first; `None` for an empty view."""
        if not self._lines:
            return None
        at = min(max(0, self._index_from(seq) - 1), self._laid - 1)
        return bisect_right(self._lines, at) - 1

    def bounds(self, index: int) -> tuple[int, int]:
        """First and last number of the records of the line at an index."""
        first = self._lines[index]
        return self._place(first) + 1, self._place(first + self.count(index) - 1) + 1

    def worst_finding(self, index: int) -> Severity | None:
        """How severe the worst finding is that is marked at a record of the line at an index."""
        found = self.store.findings.marked_within(*self.bounds(index))
        return next((worst for worst, seq in found if self.index_of(seq) == index), None)

    @property
    def places(self) -> array[int] | None:
        """Places of the records that pass, in order; `None`: all pass. Not to be changed."""
        return self._places

    def start_of(self, index: int) -> int:
        """Index among the passing records of the first one of a line, or of the end."""
        if index < 0:
            return 0
        return self._lines[index] if index < len(self._lines) else self._laid

    def line_of(self, at: int) -> int:
        """Index of the line that has the passing record at an index."""
        return bisect_right(self._lines, at) - 1

    # Folding.

    def set_all_open(self, *, is_open: bool) -> None:
        """Unfolds all runs, or folds them."""
        self.is_all_open = is_open
        self._toggled.clear()
        self._relay(0)
        self.update()

    def toggle_fold(self, index: int) -> int:
        """Unfolds a run or folds it again; returns the index of its first line."""
        run = self._run(index)
        if run is None:
            return index
        first, last = run
        self._toggled ^= {self._place(first) + 1}
        is_open = (self._place(first) + 1 in self._toggled) != self.is_all_open
        line = bisect_left(self._lines, first)
        behind = bisect_left(self._lines, last)
        self._lines[line:behind] = array("I", range(first, last) if is_open else (first,))
        if last == self._laid:
            self._is_tail_open = is_open
        return line

    # Inside.

    def _place(self, at: int) -> int:
        return at if self._places is None else self._places[at]

    def _index_from(self, place: int) -> int:
        """Index among the passing records of the first one at a place or after it."""
        if self._places is None:
            return max(0, min(place, len(self.store)))
        return bisect_left(self._places, place)

    def _laid_places(self) -> int:
        return self._place(self._laid - 1) + 1 if self._laid else 0

    def _run(self, index: int) -> tuple[int, int] | None:
        """The run that a line belongs to, as indexes of passing records; `None`: it folds not."""
        at = self._lines[index]
        if not self._folds(at):
            return None
        first, last = at, at + 1
        while first > 0 and self._joins(first):
            first -= 1
        while last < self._laid and self._joins(last):
            last += 1
        return first, last

    def _folds(self, at: int) -> bool:
        return self.store.columns.kind(self._place(at)).is_delta

    def _joins(self, at: int) -> bool:
        """Whether a passing record continues the run of the one before it."""
        columns = self.store.columns
        place, before = self._place(at), self._place(at - 1)
        if columns.codes[place] == OTHER or columns.codes[place] != columns.codes[before]:
            return False
        known = columns.described
        items = columns.items
        if place < known and items[place] != items[before]:
            return False
        return self._folds(at)

    def _split(self, first: int, last: int) -> int:
        """Splits runs that were laid by type alone, now that their items are known.

        Returns the index of the first changed line.
        """
        begin, end = bisect_left(self._lines, first), bisect_left(self._lines, last)
        starts = compress(range(first, last), self._joining(first, last).translate(_NOT))
        missing = set(starts).difference(self._lines[begin:end])
        if not missing:
            return len(self._lines)
        self._lines[begin:end] = array("I", sorted(missing.union(self._lines[begin:end])))
        if last == self._laid:
            self._is_tail_open = self.is_all_open
        return max(0, begin - 1)

    def _relay(self, at: int) -> int:
        """Forgets the lines from a passing record's run on; returns their first index."""
        while 0 < at < self._laid and self._joins(at):
            at -= 1
        index = bisect_left(self._lines, at)
        if index < len(self._lines):
            del self._lines[index:]
        self._laid = min(self._laid, at)
        return index

    def _lay(self) -> int:
        """Lays lines of all passing records that are in none; returns the first changed one."""
        first, last = self._laid, self.records
        joins = self._joining(first, last)
        starts = bytearray(b"\1" * len(joins) if self.is_all_open else joins.translate(_NOT))
        changed = len(self._lines)
        if joins[0]:
            end = _end_of_run(joins, 0)
            starts[:end] = bytes([self._is_tail_open]) * end
            changed -= not self._is_tail_open
        for seq in self._toggled:
            at = self._index_from(seq - 1)
            if first <= at < last and self._place(at) == seq - 1:
                end = _end_of_run(joins, at - first + 1)
                starts[at - first + 1 : end] = bytes([not self.is_all_open]) * (
                    end - at + first - 1
                )
        self._lines.extend(compress(range(first, last), starts))
        self._laid = last
        start = joins.rfind(0)
        if start >= 0:
            seq = self._place(first + start) + 1
            self._is_tail_open = (seq in self._toggled) != self.is_all_open
        return changed

    def _joining(self, first: int, last: int) -> bytes:
        """For each passing record from one index up to another, 1 if it continues a run, else 0."""
        columns = self.store.columns
        begin = max(0, first - 1)
        if self._places is None:
            codes = bytes(columns.codes[begin:last])
            items = columns.items[begin:last]
            known = columns.described - begin
        else:
            places = self._places[begin:last]
            codes = bytes(map(columns.codes.__getitem__, places))
            known = bisect_left(places, columns.described)
            items = array("I", map(columns.items.__getitem__, places[:known]))
        deltas = bytes(kind.is_delta for kind in columns.kinds.values[:OTHER])
        joins = _and(_equal_neighbours(codes), codes[1:].translate(deltas.ljust(256, b"\0")))
        same_items = bytearray(b"\1" * len(joins))
        compared = items[:known].tobytes()
        for lane in range(items.itemsize) if known > 1 else ():
            same = _equal_neighbours(compared[lane :: items.itemsize])
            same_items[: len(same)] = _and(bytes(same_items[: len(same)]), same)
        joins = _and(joins, bytes(same_items))
        return joins if first else b"\0" + joins


def _equal_neighbours(values: bytes) -> bytes:
    """For each byte but the first, 1 if it is equal to the one before it, else 0."""
    differ = int.from_bytes(values[1:], "little") ^ int.from_bytes(values[:-1], "little")
    return differ.to_bytes(max(0, len(values) - 1), "little").translate(_NOT)


def _and(one: bytes, other: bytes) -> bytes:
    both = int.from_bytes(one, "little") & int.from_bytes(other, "little")
    return both.to_bytes(len(one), "little")


def _end_of_run(joins: bytes, start: int) -> int:
    end = joins.find(0, start)
    return end if end >= 0 else len(joins)
