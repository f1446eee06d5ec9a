"""A column of times, half as large as plain numbers would be."""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NO_TIME: Final = -(2**63)
"""Of a record whose file does not tell."""

_BLOCK: Final = 256
_UNIT_NS: Final = 1_000
_REACH: Final = 2**31


class Times:
    """Nanoseconds since 1970, or `NO_TIME`, in the order of the log.

    A block of 256 is kept as microseconds since its first time, in four bytes each. Where that
    would lose something, because of finer times, of gaps of half an hour or of no times, the block
    is kept as it is.
    """

    def __init__(self) -> None:
        self._starts: array[int] = array("q")
        self._blocks: list[array[int]] = []
        self._open: array[int] = array("q")
        """The last block, until it is full."""

    def __len__(self) -> int:
        return len(self._blocks) * _BLOCK + len(self._open)

    def __getitem__(self, place: int) -> int:
        number, index = divmod(place, _BLOCK)
        if number == len(self._blocks):
            return self._open[index]
        block = self._blocks[number]
        if block.typecode == "q":
            return block[index]
        return self._starts[number] + block[index] * _UNIT_NS

    def __iter__(self) -> Iterator[int]:
        return iter(self.span(0, len(self)))

    def append(self, time_ns: int) -> None:
        """Adds a time."""
        self._open.append(time_ns)
        if len(self._open) == _BLOCK:
            self._close()

    def extend(self, times: Iterable[int]) -> None:
        """Adds times."""
        for time_ns in times:
            self.append(time_ns)

    def span(self, first: int, last: int) -> Iterator[int]:
        """The times from a place up to another."""
        begin, end = first // _BLOCK, -(-last // _BLOCK)
        blocks = [self._block(number) for number in range(begin, min(end, len(self._blocks) + 1))]
        values = list(chain.from_iterable(blocks))
        return iter(values[first - begin * _BLOCK : last - begin * _BLOCK])

    def _block(self, number: int) -> Iterable[int]:
        if number == len(self._blocks):
            return self._open
        block = self._blocks[number]
        if block.typecode == "q":
            return block
        start = self._starts[number]
        return [start + value * _UNIT_NS for value in block]

    def _close(self) -> None:
        start = self._open[0]
        deltas = [time_ns - start for time_ns in self._open]
        fits = min(deltas) > -_REACH * _UNIT_NS and max(deltas) < _REACH * _UNIT_NS
        if fits and not any(delta % _UNIT_NS for delta in deltas):
            self._blocks.append(array("i", (delta // _UNIT_NS for delta in deltas)))
        else:
            self._blocks.append(self._open)
        self._starts.append(start)
        self._open = array("q")
