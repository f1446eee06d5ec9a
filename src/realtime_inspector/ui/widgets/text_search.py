"""Searching what is long without stopping the screen: a piece at a time, marked when drawn."""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

    from realtime_inspector.ui.widgets.line_view import LinePart

MOST_HITS: Final = 10_000
"""Hits that are kept; of more it is only said that there are more."""
_BLOCK: Final = 1_000_000
"""Characters searched at a stretch: a few milliseconds."""
_OVERLAP: Final = 1_000
"""The longest hit that the end of a block cannot cut."""
_MATCH: Final = "json-tree--match"

P = TypeVar("P")


class Hits(Generic[P]):
    """Places found, in order; the search goes on when it is told to."""

    def __init__(self, search: Iterator[P | None], key: Callable[[P], Any] | None = None) -> None:
        """Begin a search.

        Args:
            search: Yields places in order, and None now and then while it finds nothing.
            key: What places are compared by, if not by themselves.
        """
        self.found: list[P] = []
        self.is_done = False
        self._search = search
        self._key: Callable[[P], Any] = key or (lambda place: place)

    def __len__(self) -> int:
        return len(self.found)

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than are kept."""
        return len(self.found) >= MOST_HITS

    def search_on(self, budget_s: float) -> bool:
        """Search for about so many seconds; True when all is searched."""
        end = time.perf_counter() + budget_s
        for place in self._search:
            if place is not None:
                self.found.append(place)
                if self.is_cut:
                    break
            elif time.perf_counter() >= end:
                return self.is_done
        self.is_done = True
        return True

    def beside(self, first: Any, last: Any, step: int) -> P | None:
        """Return the hit after `last`, or with `step` -1 the one before `first`; going round."""
        if not self.found:
            return None
        if step > 0:
            index = bisect_right(self.found, last, key=self._key)
        else:
            index = bisect_left(self.found, first, key=self._key) - 1
        return self.found[index % len(self.found)]

    def from_place(self, place: Any, *, is_going_round: bool) -> P | None:
        """Return the first hit that is not before a place; or the first of all."""
        index = bisect_left(self.found, place, key=self._key)
        if index < len(self.found):
            return self.found[index]
        return self.found[0] if self.found and is_going_round else None

    def number(self, first: Any, last: Any) -> int | None:
        """Return the number, from 1, of the first hit from `first` to `last`, if there is one."""
        index = bisect_left(self.found, first, key=self._key)
        return index + 1 if index < bisect_right(self.found, last, key=self._key) else None


def find_in_text(pattern: re.Pattern[str], text: str) -> Iterator[int | None]:
    """Yield where hits begin, and None after each block."""
    at = 0
    for block in range(0, max(1, len(text)), _BLOCK):
        end = min(len(text), block + _BLOCK)
        for hit in pattern.finditer(text, max(at, block), min(len(text), end + _OVERLAP)):
            if hit.start() >= end and end < len(text):
                break
            if hit.end() > hit.start():
                at = hit.end()
                yield hit.start()
        yield None


def marked(
    text: str, style: str, pattern: re.Pattern[str] | None, start: int = 0, end: int | None = None
) -> list[LinePart]:
    """Split `text[start:end]` where the search hits, so that the hits stand out."""
    end = len(text) if end is None else end
    if pattern is None:
        return [(visible(text[start:end]), style)]
    parts: list[LinePart] = []
    around = max(0, start - _OVERLAP)
    for hit in pattern.finditer(text, around, min(len(text), end + _OVERLAP)):
        first, last = max(hit.start(), start), min(hit.end(), end)
        if first < last:
            if first > start:
                parts.append((visible(text[start:first]), style))
            parts.append((visible(text[first:last]), (style, _MATCH)))
            start = last
    parts.append((visible(text[start:end]), style))
    return parts
