"""A filter or search over a growing log: at once where columns tell, in a thread where not."""

from __future__ import annotations

import time
from array import array
from bisect import bisect_left
from collections import deque
from itertools import compress
from threading import Event as Signal
from threading import Thread
from typing import TYPE_CHECKING, Final

from realtime_inspector.store.select import (
    Block,
    Stopped,
    asks_for_findings,
    matching,
    needs_description,
    reads,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from realtime_inspector.core.filter_tree import Node
    from realtime_inspector.store.store import Store

BLOCK: Final = 65_536
"""Records evaluated at a time where no record is read."""
READ_BLOCK: Final = 4_096
"""Records evaluated at a time where some are read, so that hits show early."""
AT_ONCE_BYTES: Final = 512 * 1024
"""So much is read while the screen waits; more in a thread."""
PAUSE_S: Final = 0.0002
"""After every megabyte, so that the screen gets its turn (PERFORMANCE.md section 2)."""

LONG_PAUSE_S: Final = 0.001
"""The same while keys are pressed."""


class Query:
    """The places of the records that match, found piece by piece and in order."""

    def __init__(self, store: Store, node: Node) -> None:
        """Look for nothing yet.

        Args:
            store: The log.
            node: What to look for.
        """
        self.node = node
        self.upto = 0
        """All records before this place have been looked at."""
        self._store = store
        self._reads = reads(node)
        self._needs_description = needs_description(node)
        self._asks_for_findings = asks_for_findings(node)
        self._found: deque[tuple[array[int], int]] = deque()
        self._thread: Thread | None = None
        self._stop = Signal()
        self._marks: tuple[int, ...] = ()
        self._first_ns: int | None = None
        self._rechecked = 0
        self._noted = len(store.findings.noted)
        self._found_late: set[int] = set()
        """Places that a finding has named, which may not have been looked at yet."""

    @property
    def frontier(self) -> int:
        """Up to which place enough is known to look."""
        columns = self._store.columns
        known = columns.described if self._needs_description else len(columns)
        return self._store.findings.known_of(known) if self._asks_for_findings else known

    @property
    def is_complete(self) -> bool:
        """Whether all records there are have been looked at."""
        return self.upto >= len(self._store)

    @property
    def share(self) -> float:
        """How much has been looked at, from 0 to 1."""
        return self.upto / max(1, len(self._store))

    def advance(self) -> array[int]:
        """Goes on, and gives the places found since the last call; to be called again and again.

        Where much is to be read, it is read by a thread, which calls `store.wake`.
        """
        found = self._taken()
        if self._thread is not None and self._thread.is_alive():
            return found
        found += self._taken()
        frontier = self.frontier
        if self.upto >= frontier:
            return found
        self._marks, self._first_ns = tuple(self._store.marks), self._store.first_ns
        if self._reads and self._bytes_to(frontier) > AT_ONCE_BYTES:
            start = self.upto
            self._thread = Thread(target=self._run, args=(start, frontier), daemon=True)
            self._thread.start()
            return found
        self._look(self.upto, frontier, None)
        return found + self._taken()

    def recheck(self) -> dict[int, bool]:
        """Whether records match of which more has become known since they were asked.

        Reading has told another kind, or a finding has come to name them.
        """
        passes: dict[int, bool] = {}
        for places in _groups(sorted({*self._corrected(), *self._named_late()})):
            within = bytearray(places[-1] + 1 - places[0])
            for place in places:
                within[place - places[0]] = 1
            block = self._block(places[0], places[-1] + 1)
            mask = matching(self.node, block, bytes(within))
            passes.update((place, bool(mask[place - places[0]])) for place in places)
        return passes

    def _corrected(self) -> Iterable[int]:
        corrected = self._store.columns.corrected
        first, self._rechecked = self._rechecked, bisect_left(corrected, self.upto)
        return () if self._needs_description else corrected[first : self._rechecked]

    def _named_late(self) -> Iterable[int]:
        if not self._asks_for_findings:
            return ()
        noted = self._store.findings.noted
        self._found_late.update(seq - 1 for seq in noted[self._noted :])
        self._noted = len(noted)
        due = {place for place in self._found_late if place < self.upto}
        self._found_late -= due
        return due

    def stop(self) -> None:
        """Ends the thread."""
        self._stop.set()

    def wait(self) -> None:
        """Waits for the thread, for tests and benchmarks."""
        if self._thread is not None:
            self._thread.join()

    def _bytes_to(self, frontier: int) -> int:
        return self._store.columns.region(self.upto, frontier)[1]

    def _run(self, first: int, last: int) -> None:
        try:
            self._look(first, last, self._pause)
        except Stopped:
            return
        except OSError:  # the file went away; the log says so where it is read
            return
        self._store.wake()

    def _look(self, first: int, last: int, pause: Callable[[], None] | None) -> None:
        store = self._store
        size = READ_BLOCK if self._reads else BLOCK
        shown = 0.0
        for begin in range(first, last, size):
            end = min(last, begin + size)
            mask = matching(self.node, self._block(begin, end, pause))
            self._found.append((array("I", compress(range(begin, end), mask)), end))
            if pause is not None and time.monotonic() - shown > _SHOW_EVERY_S:
                shown = time.monotonic()
                store.wake()

    def _block(self, first: int, last: int, pause: Callable[[], None] | None = None) -> Block:
        return Block(
            self._store.log,
            first,
            last,
            marks=self._marks,
            findings=self._store.findings,
            first_ns=self._first_ns,
            pause=pause,
        )

    def _pause(self) -> None:
        if self._stop.is_set():
            raise Stopped
        self._store.courtesy.pause(PAUSE_S, LONG_PAUSE_S)

    def _taken(self) -> array[int]:
        found: array[int] = array("I")
        while self._found:
            places, self.upto = self._found.popleft()
            found += places
        return found


def _groups(places: list[int]) -> Iterator[list[int]]:
    """Places in order, in groups that are near each other, so that few others lie between."""
    begin = 0
    for end in range(1, len(places) + 1):
        if end == len(places) or places[end] - places[end - 1] > READ_BLOCK:
            yield places[begin:end]
            begin = end


_SHOW_EVERY_S: Final = 0.05
