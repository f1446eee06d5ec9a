"""Reads a capture into a store a piece at a time, so that the screen is there from the start."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.errors import InspectorError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.capture.reader import CaptureReader
    from realtime_inspector.core.record import Record
    from realtime_inspector.store.store import Store

FIRST: Final = 500
"""Records read before the screen opens."""
AT_ONCE: Final = 100
"""Records read between two looks at the keyboard; about ten milliseconds."""


class CaptureLoader:
    """Fills a store from a capture."""

    def __init__(self, reader: CaptureReader, store: Store) -> None:
        self._reader = reader
        self._store = store
        self._records: Iterator[Record] = iter(reader)
        self.is_done = False
        self.problem = ""
        """Why reading stopped before the end, in words."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader has to say, and why it stopped if it did."""
        return (*self._reader.notes, self.problem) if self.problem else self._reader.notes

    def load_first(self) -> None:
        """Reads what the first screen needs.

        Raises:
            UnreadableCapture: Nothing in it can be read.
        """
        self._load(FIRST)

    async def run(self) -> None:
        """Reads the rest, giving way to the screen all the time."""
        while not self.is_done:
            try:
                self._load(AT_ONCE)
            except InspectorError as error:
                self.problem = str(error)
                self.is_done = True
            await asyncio.sleep(0)

    def _load(self, count: int) -> None:
        for _ in range(count):
            record = next(self._records, None)
            if record is None:
                self.is_done = True
                return
            self._store.append(record)
