"""What is to be said if nothing happens in time."""

from __future__ import annotations

import heapq
from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from realtime_inspector.core.finding import Finding

_FEW: Final = 64


class Deadline:
    """A finding that is made unless the deadline is cancelled before."""

    __slots__ = ("_make", "due_ns", "is_cancelled")

    def __init__(self, due_ns: int | None, make: Callable[[], Finding | None]) -> None:
        self.due_ns = due_ns
        self._make = make
        self.is_cancelled = False

    def cancel(self) -> None:
        """What was waited for has come."""
        self.is_cancelled = True

    def fire(self) -> Finding | None:
        """The finding, once; `None` if there is none after all."""
        if self.is_cancelled:
            return None
        self.is_cancelled = True
        return self._make()


class Deadlines:
    """The deadlines of one connection.

    Without times in the capture none is ever reached; the end of the connection decides then.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, Deadline]] = []
        self._timeless: list[Deadline] = []
        self._most_timeless = _FEW
        self._ids = count()

    def add(self, due_ns: int | None, make: Callable[[], Finding | None]) -> Deadline:
        """Waits for a moment, in nanoseconds since 1970; `None`: only for the end."""
        deadline = Deadline(due_ns, make)
        if due_ns is None:
            self._timeless.append(deadline)
            if len(self._timeless) > self._most_timeless:
                self._timeless = [one for one in self._timeless if not one.is_cancelled]
                self._most_timeless = max(_FEW, 2 * len(self._timeless))
        else:
            heapq.heappush(self._heap, (due_ns, next(self._ids), deadline))
        return deadline

    def reach(self, now_ns: int) -> Iterator[Finding]:
        """The findings whose time has come."""
        heap = self._heap
        while heap and heap[0][0] <= now_ns:
            finding = heapq.heappop(heap)[2].fire()
            if finding is not None:
                yield finding

    @property
    def next_ns(self) -> int | None:
        """When the next one is due."""
        return self._heap[0][0] if self._heap else None

    def end(self) -> Iterator[Finding]:
        """The findings that are certain as nothing more can come."""
        left = [*self._timeless, *(entry[2] for entry in sorted(self._heap))]
        self._heap, self._timeless = [], []
        for deadline in left:
            finding = deadline.fire()
            if finding is not None:
                yield finding
