"""A column of times, half as large as plain numbers would be."""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NO_TIME: Final = -(2**63)
"""Of a record whose file does not tell."""

BLOCK: Final = 256
"""Times of which the least and the greatest are kept."""
_UNIT_NS: Final = 1_000
_REACH: Final = 2**31


class Times:
    """Nanoseconds since 1970, or `NO_TIME`, in the order of the log.

    A block of 256 is kept as microseconds since its first time, in four bytes each. Where that
    would lose something, because of finer times, of gaps of half an hour or of no times, the block
    is kept as it is. While one thread adds, others may read what was there when they began to.
    """

    def __init__(self) -> None:
        self._starts: array[int] = array("q")
        self._blocks: list[array[int]] = []
        self._least: array[int] = array("q")
        """By block; `NO_TIME` where some are unknown."""
        self._greatest: array[int] = array("q")
        self._open: array[int] = array("q")
        """The last block, until it is full."""
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: int) -> int:
        number, index = divmod(place, BLOCK)
        last = self._open  # before the next line: another thread may be closing it
        if number >= len(self._blocks):
            return last[index]
        block = self._blocks[number]
        if block.typecode == "q":
            return block[index]
        return self._starts[number] + block[index] * _UNIT_NS

    def __iter__(self) -> Iterator[int]:
        return iter(self.span(0, len(self)))

    def append(self, time_ns: int) -> None:
        """Adds a time."""
        self._open.append(time_ns)
        if len(self._open) == BLOCK:
            self._close()
        self._count += 1

    def extend(self, times: Iterable[int]) -> None:
        """Adds times."""
        for time_ns in times:
            self.append(time_ns)

    def span(self, first: int, last: int) -> Iterator[int]:
        """The times from a place up to another."""
        begin, end = first // BLOCK, -(-min(last, len(self)) // BLOCK)
        blocks = [self._block(number) for number in range(begin, end)]
        values = list(chain.from_iterable(blocks))
        return iter(values[first - begin * BLOCK : last - begin * BLOCK])

    def bounds(self, number: int) -> tuple[int, int] | None:
        """The least and the greatest time of a block; `None` if it is open or has unknown ones."""
        if number >= len(self._least) or self._least[number] == NO_TIME:
            return None
        return self._least[number], self._greatest[number]

    def first_from(self, time_ns: int) -> int:
        """The first place whose time is not before another one, or the number of all places."""
        last = len(self._greatest)
        late = (number for number, ns in enumerate(self._greatest) if ns >= time_ns)
        first = next(late, last) * BLOCK
        values = enumerate(self.span(first, min(first + BLOCK, len(self))), first)
        return next((place for place, value in values if value >= time_ns), len(self))

    def _block(self, number: int) -> Iterable[int]:
        last = self._open  # before the next line: another thread may be closing it
        if number >= len(self._blocks):
            return last
        block = self._blocks[number]
        if block.typecode == "q":
            return block
        start = self._starts[number]
        return [start + value * _UNIT_NS for value in block]

    def _close(self) -> None:
        start = self._open[0]
        self._least.append(min(self._open))
        self._greatest.append(max(self._open))
        deltas = [time_ns - start for time_ns in self._open]
        fits = min(deltas) > -_REACH * _UNIT_NS and max(deltas) < _REACH * _UNIT_NS
        block = self._open
        if fits and not any(delta % _UNIT_NS for delta in deltas):
            block = array("i", (delta // _UNIT_NS for delta in deltas))
        # In this order, because other threads read meanwhile.
        self._starts.append(start)
        self._blocks.append(block)
        self._open = array("q")
