"""Looks for what is wrong: in a live session as it goes on, in a capture once it has been read."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from realtime_inspector.analysis.lint.linter import Linter
    from realtime_inspector.core.event import Event
    from realtime_inspector.core.finding import Finding
    from realtime_inspector.core.record import Record
    from realtime_inspector.store.store import Store

ADVANCE_EVERY_S: Final = 1.0
"""How often it is asked what has become certain because nothing came."""


class Diagnosis:
    """Tells a linter of the records of one store, and the store what was found."""

    def __init__(self, store: Store, provider: Callable[[], str]) -> None:
        """Look at nothing yet.

        Args:
            store: Where the records are, and where the findings go.
            provider: Whom the client talks to, asked when the first record is looked at; empty:
                to be told from the traffic.
        """
        self._store = store
        self._provider = provider
        self._linter: Linter | None = None
        self._last_ns: int | None = None
        """When the last record was, by its own time."""
        self._last_s = self._advanced_s = 0.0
        """When it was looked at, and when nothing more had come."""
        self._was_done = self._has_grown = False
        store.findings.is_looking = True

    def prepare(self) -> Linter:
        """Imports the rules, which takes a while; may be called in a thread."""
        from realtime_inspector.analysis.lint.linter import Linter, default_rules

        if self._linter is None:
            self._linter = Linter(provider=self._provider())
            self._store.findings.rules = len(default_rules())
        return self._linter

    def feed(self, seq: int, record: Record, event: Event | None = None) -> None:
        """Looks at the next record; its number follows that of the last one."""
        if record.time_ns is not None:
            self._last_ns = record.time_ns
        self._last_s = time.monotonic()
        self._take(lambda linter: linter.feed(seq, record, event))
        self._store.findings.looked = seq

    def advance(self, now_ns: int) -> None:
        """Looks at what has become certain because nothing came until now.

        Args:
            now_ns: Wall clock, nanoseconds since 1970.
        """
        if self._take(lambda linter: linter.advance(now_ns)):
            self._store.changed()
        self._count_faults()

    def wait(self) -> None:
        """As `advance`, for a capture that others write to; does something once a second at most.

        The clock of who writes it is the one that counts, not ours: so much later than the last
        record as has passed since it was looked at. A capture that was whole when it was opened
        is unfinished, not quiet, until something is added to it.
        """
        now_s = time.monotonic()
        if not self._has_grown or self._last_ns is None or not self.is_done:
            return
        if now_s - max(self._last_s, self._advanced_s) >= ADVANCE_EVERY_S:
            self._advanced_s = now_s
            self.advance(self._last_ns + int((now_s - self._last_s) * 1e9))

    # Captures.

    @property
    def is_done(self) -> bool:
        """Whether all records there are have been looked at."""
        return self._store.findings.looked >= len(self._store)

    def look(self, most: int) -> None:
        """Looks at some more of the store's records.

        Args:
            most: How many at most.
        """
        first = self._store.findings.looked
        last = min(len(self._store), first + most)
        self._has_grown |= self._was_done and last > first
        for seq, record in enumerate(self._store.folding.records(first, last), first + 1):
            self.feed(seq, record)
        self._was_done |= self.is_done
        self._count_faults()

    # Inside.

    def _take(self, ask: Callable[[Linter], Iterable[Finding]]) -> bool:
        """Asks the linter; true if there was something."""
        found = list(ask(self.prepare()))
        for finding in found:
            self._store.findings.add(finding)
        return bool(found)

    def _count_faults(self) -> None:
        if self._linter is not None:
            self._store.findings.faults = self._linter.faults
