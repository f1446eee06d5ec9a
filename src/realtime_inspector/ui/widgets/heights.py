"""Where things of different heights begin when they stand on top of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Heights:
    """A growing list of heights, with the place of each and what is at a place, in O(log n).

    A Fenwick tree: node `i`, from 1, holds the sum of the `i & -i` heights up to the `i`th.
    """

    def __init__(self) -> None:
        self._heights: list[int] = []
        self._sums = [0]

    def __len__(self) -> int:
        """How many heights there are."""
        return len(self._heights)

    def __getitem__(self, index: int) -> int:
        """One height."""
        return self._heights[index]

    def __iter__(self) -> Iterator[int]:
        """All heights, from the top down."""
        return iter(self._heights)

    @property
    def total(self) -> int:
        """All heights together."""
        return self.start(len(self._heights))

    def append(self, height: int) -> None:
        """One more at the end."""
        self._heights.append(height)
        node = len(self._heights)
        child, end = node - 1, node & (node - 1)
        while child > end:
            height += self._sums[child]
            child &= child - 1
        self._sums.append(height)

    def cut(self, count: int) -> None:
        """Keeps only so many from the beginning."""
        del self._heights[count:]
        del self._sums[count + 1 :]

    def put(self, index: int, height: int) -> None:
        """Changes one height."""
        change = height - self._heights[index]
        self._heights[index] = height
        node = index + 1
        while change and node < len(self._sums):
            self._sums[node] += change
            node += node & -node

    def start(self, index: int) -> int:
        """Where one begins: the sum of all before it."""
        start = 0
        while index:
            start += self._sums[index]
            index &= index - 1
        return start

    def at(self, place: int) -> int:
        """Which one covers a place; one after the last if the place is beyond all."""
        index = 0
        step = 1 << len(self._heights).bit_length()
        while step:
            node = index + step
            if node < len(self._sums) and self._sums[node] <= place:
                index = node
                place -= self._sums[node]
            step >>= 1
        return index
