"""Opens a capture for the screen: what is seen first is read first, the rest meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import time
from typing import TYPE_CHECKING, Final

from realtime_inspector.capture.formats.base import torn_words, unreadable_words
from realtime_inspector.capture.formats.own import version_words
from realtime_inspector.capture.reader import CaptureReader
from realtime_inspector.core.errors import InspectorError, UnreadableCapture
from realtime_inspector.core.record import RecordKind
from realtime_inspector.runtime import memory
from realtime_inspector.runtime.indexing import Indexer
from realtime_inspector.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from realtime_inspector.core.record import Record

FIRST: Final = 200
"""Records read before the screen opens."""
FIRST_PIECE: Final = 16
FIRST_BYTES: Final = 1 << 20
SLICE: Final = 16
"""Records folded or converted between two looks at the clock."""
WORK_S: Final = 0.004
SHORT_WORK_S: Final = 0.001
SETTLED_S: Final = 1.0
"""After all is read, the screen lays out what it knows now; then memory is given back."""
REST_S: Final = 0.002
"""Work in the background takes turns with the screen: so long the one, so long the other."""


class CaptureLoader:
    """Fills a store from a capture."""

    def __init__(self, path: str | Path, *, is_growing: bool = False) -> None:
        """Look at the beginning, and read what the first screen needs.

        Args:
            path: The capture.
            is_growing: Whether to go on at the end of the file, as others write to it.

        Raises:
            UnreadableCapture: It cannot be read, or there is nothing in it.
        """
        self._error: InspectorError | None = None
        """Why a conversion stopped before the end."""
        self._reader = CaptureReader(path)
        log = self._reader.in_place()
        self.store = Store(log)
        self._indexer: Indexer | None = None
        self._torn_line: int | None = None
        """Number of a last line whose end is missing."""
        self._records: Iterator[Record] | None = None
        if log is not None:
            courtesy = self.store.courtesy
            self._indexer = Indexer(log, is_growing=is_growing, courtesy=courtesy)
            while len(self.store) < FIRST and log.columns.end < FIRST_BYTES:
                self._indexer.scan(FIRST_PIECE, FIRST_BYTES)
                if not self._drain():
                    break
            self._indexer.describe()
            self._drain()
            self.store.folding.advance(FIRST)
        else:
            if is_growing:
                raise UnreadableCapture(
                    f"Cannot follow {path}: {self._reader.format_title} is read as a whole.",
                    "Open it without --follow.",
                )
            self._records = iter(self._reader)
            self._convert(FIRST)
            self._fail_if_empty()

    @property
    def is_done(self) -> bool:
        """Whether all of the file has been read."""
        if self._indexer is None:
            return self._records is None
        return self._indexer.is_done and self.store.columns.described == len(self.store)

    @property
    def share(self) -> float:
        """How much of a file has been read closely, from 0 to 1."""
        return self.store.columns.described / max(1, len(self.store))

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about the reading, for people."""
        found = self._reader.notes if self._indexer is None else self._notes_in_place()
        return (*found, *self.news)

    @property
    def news(self) -> tuple[str, ...]:
        """What has happened to the file since it was opened, each to be told once."""
        if self._indexer is None:
            return (str(self._error),) if self._error is not None else ()
        problem = self._indexer.problem
        return (*self._indexer.notes, problem) if problem else tuple(self._indexer.notes)

    async def run(self) -> None:
        """Reads the rest, giving way to the screen all the time; ends when it is cancelled."""
        call = _caller()
        changed = asyncio.Event()
        is_released = False
        self.store.wake = lambda: call(self.store.changed)
        if self._indexer is not None:
            self._indexer.start(lambda: call(changed.set))
        try:
            while self._records is not None:
                self._work(self._convert)
                await self._rest()
            self.store.on_focus = changed.set
            while True:
                changed.clear()
                if not self._drain():
                    self.store.changed()  # there may be news
                if self.is_done and not is_released:
                    asyncio.get_running_loop().call_later(SETTLED_S, memory.release)
                    is_released = True
                    self._look_at_the_end()
                while not self.store.folding.is_done:
                    self._work(self.store.folding.advance)
                    self.store.changed()
                    await self._rest()
                    self._drain()
                await changed.wait()
        finally:
            if self._indexer is not None:
                self._indexer.stop()

    async def _rest(self) -> None:
        await asyncio.sleep(REST_S)
        while left_s := self.store.courtesy.quiet_s:  # noqa: ASYNC110 - rises with every key
            await asyncio.sleep(left_s)

    def _work(self, act: Callable[[int], None]) -> None:
        is_slow = self.store.courtesy.is_asked_for
        until = time.monotonic() + (SHORT_WORK_S if is_slow else WORK_S)
        while time.monotonic() < until:
            act(SLICE)

    def _drain(self) -> bool:
        pieces = self._indexer.take() if self._indexer is not None else []
        for piece in pieces:
            self.store.take(piece)
        return bool(pieces)

    def _notes_in_place(self) -> tuple[str, ...]:
        columns, header = self.store.columns, self._reader.header
        first = columns.first_unreadable
        line = None if first is None else columns.line_number(first)
        return (
            *unreadable_words(columns.unreadable, line),
            *(version_words(header) if header is not None else ()),
            *((torn_words(self._torn_line),) if self._torn_line is not None else ()),
        )

    def _look_at_the_end(self) -> None:
        """Whether a recording of ours broke off; where the file still grows, its end is to come."""
        columns, log = self.store.columns, self.store.log
        last = len(columns) - 1
        is_broken = last >= 0 and columns.kind(last).record is RecordKind.TEXT
        if log.is_ours and is_broken and not log.read(last, last + 1).endswith(b"\n"):
            self._torn_line = columns.line_number(last)
            self.store.changed()

    def _fail_if_empty(self) -> None:
        if self._error is not None and not len(self.store):
            raise self._error

    def _convert(self, count: int) -> None:
        for _ in range(count):
            try:
                record = next(self._records, None) if self._records is not None else None
            except InspectorError as error:
                self._error = error
                record = None
            if record is None:
                self._records = None
                return
            self.store.append(record)


def _caller() -> Callable[[Callable[[], object]], None]:
    """A way to have this loop do something, from a thread that may live longer than the loop."""
    loop, context = asyncio.get_running_loop(), contextvars.copy_context()

    def call(act: Callable[[], object]) -> None:
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(act, context=context)

    return call
