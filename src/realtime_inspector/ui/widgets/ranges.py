"""Which parts of something long are shown: the beginning, and what was asked for since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEFORE: Final = 10
"""Where the middle is shown because of one place, this share of it comes before the place."""


class Ranges:
    """Parts `[start, end)` of `[0, size)`, in order and apart from each other."""

    __slots__ = ("_shown", "size")

    def __init__(self, size: int, first: int) -> None:
        self.size = size
        self._shown = [(0, min(size, first))]

    def parts(self) -> Iterator[tuple[int, int, bool]]:
        """Yield what is shown and the gaps between, in order: start, end, whether it is shown."""
        at = 0
        for start, end in self._shown:
            if start > at:
                yield at, start, False
            if end > start:
                yield start, end, True
            at = end
        if at < self.size:
            yield at, self.size, False

    def shows(self, place: int) -> bool:
        """Whether a place is in a part that is shown."""
        return any(start <= place < end for start, end in self._shown)

    def show_more(self, start: int, least: int, most: int) -> None:
        """Show more of the gap that begins at `start`: as much again as is shown, within limits."""
        count = min(most, max(least, sum(stop - begin for begin, stop in self._shown)))
        gap_end = next((begin for begin, _ in self._shown if begin > start), self.size)
        self._add(start, min(start + count, gap_end))

    def show_around(self, place: int, count: int) -> bool:
        """Show a place and its surroundings; False if it is shown already."""
        if self.shows(place):
            return False
        start = max(0, place - count // _BEFORE)
        self._add(start, min(self.size, start + count))
        return True

    def _add(self, start: int, end: int) -> None:
        merged: list[tuple[int, int]] = []
        for begin, stop in sorted([*self._shown, (start, end)]):
            if merged and begin <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
            else:
                merged.append((begin, stop))
        self._shown = merged
