"""Opens a capture for the screen: what is seen first is read first, the rest meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Final

from realtime_inspector.capture.formats.base import merged_words, torn_words, unreadable_words
from realtime_inspector.capture.formats.own import version_words
from realtime_inspector.capture.reader import CaptureReader
from realtime_inspector.capture.source import cannot_open
from realtime_inspector.core.codec import CaptureHeader
from realtime_inspector.core.errors import InspectorError, UnreadableCapture
from realtime_inspector.core.record import RecordKind
from realtime_inspector.runtime import memory
from realtime_inspector.runtime.diagnosing import ADVANCE_EVERY_S, Diagnosis
from realtime_inspector.runtime.indexing import LOOK_EVERY_S, Indexer
from realtime_inspector.runtime.threads import loop_caller
from realtime_inspector.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from realtime_inspector.capture.columns import Columns
    from realtime_inspector.capture.tail import Tail
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
TELL_EVERY_S: Final = 0.25
"""How often the screen is told of findings while a capture is looked through."""
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
        self._diagnosis = Diagnosis(self.store, lambda: self.header.provider)
        self._diagnosis_told_s = 0.0
        self._is_growing = is_growing
        self._indexer: Indexer | None = None
        self._torn_line: int | None = None
        """Number of a last line whose end is missing."""
        self._records: Iterator[Record] | None = None
        self._tail: Tail | None = None
        """A growing text log."""
        if log is not None:
            courtesy = self.store.courtesy
            try:
                self._indexer = Indexer(log, is_growing=is_growing, courtesy=courtesy)
            except OSError as error:  # it went away since it was looked at
                raise cannot_open(path, error) from error
            while len(self.store) < FIRST and log.columns.end < FIRST_BYTES:
                self._indexer.scan(FIRST_PIECE, FIRST_BYTES)
                if not self._drain():
                    break
            self._indexer.describe()
            self._drain()
            self.store.folding.advance(FIRST)
        else:
            self._tail = self._reader.tail() if is_growing else None
            if is_growing and self._tail is None:
                raise _cannot_follow(path, self._reader)
            self._records = iter(self._reader) if self._tail is None else None
            self._convert(FIRST)
            self._fail_if_empty()

    @property
    def is_done(self) -> bool:
        """Whether all of the file has been read."""
        if self._indexer is None:
            return self._records is None if self._tail is None else self._tail.is_at_end
        return self._indexer.is_done and self.store.columns.described == len(self.store)

    @property
    def share(self) -> float:
        """How much of a file has been read closely, from 0 to 1."""
        return self.store.columns.described / max(1, len(self.store))

    @property
    def header(self) -> CaptureHeader:
        """What the file says about itself."""
        return self._reader.header or CaptureHeader()

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about the reading, for people."""
        found = self._reader.notes if self._indexer is None else self._notes_in_place()
        return (*found, *self.news)

    @property
    def news(self) -> tuple[str, ...]:
        """What has happened to the file since it was opened, each to be told once."""
        if self._indexer is None:
            told = () if self._tail is None else tuple(self._tail.notes)
            return told if self._error is None else (*told, str(self._error))
        problem = self._indexer.problem
        return (*self._indexer.notes, problem) if problem else tuple(self._indexer.notes)

    async def run(self) -> None:
        """Reads the rest, giving way to the screen all the time; ends when it is cancelled."""
        call = loop_caller()
        changed = asyncio.Event()
        is_released = False
        self.store.wake = lambda: call(self.store.changed)
        if self._indexer is not None:
            self._indexer.start(lambda: call(changed.set))
        try:
            while self._records is not None:
                self._work(self._convert)
                await self._rest()
            if self._tail is not None:
                await self._follow_tail()
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
                await self._look_further(changed)
                await self._wait(changed)
        finally:
            if self._indexer is not None:
                self._indexer.stop()
            if self._tail is not None:
                self._tail.close()

    async def _follow_tail(self) -> None:
        """Reads on in a text log, until the task is cancelled or the file cannot be read."""
        while self._error is None:
            before = len(self.store), self.news
            self._work(self._convert)
            if before != (len(self.store), self.news):
                self.store.changed()
                await self._rest()
            elif not self._diagnosis.is_done:
                self._work(self._diagnose)
                await self._rest()
            else:
                self._diagnosis.wait()
                await asyncio.sleep(LOOK_EVERY_S)

    async def _look_further(self, changed: asyncio.Event) -> None:
        """Finds mistakes, and folds what nobody looks at yet, until something else is to be done.

        The two take turns: neither has to wait for all of the other.
        """
        folding, diagnosis = self.store.folding, self._diagnosis
        is_due = self.is_done and not (folding.is_surveyed and diagnosis.is_done)
        if is_due:
            await asyncio.to_thread(diagnosis.prepare)
        while self.is_done and not changed.is_set():
            acts = [act for act, is_over in self._background() if not is_over]
            if not acts:
                break
            for act in acts:
                self._work(act)
                await self._rest()
        if is_due and not any(not is_over for _, is_over in self._background()):
            memory.release()

    def _background(self) -> tuple[tuple[Callable[[int], None], bool], ...]:
        """What is done while nothing else is to be done, and whether it is over."""
        folding, diagnosis = self.store.folding, self._diagnosis
        return (self._diagnose, diagnosis.is_done), (folding.survey, folding.is_surveyed)

    def _diagnose(self, most: int) -> None:
        self._diagnosis.look(most)
        now_s = time.monotonic()
        if self._diagnosis.is_done or now_s - self._diagnosis_told_s > TELL_EVERY_S:
            self._diagnosis_told_s = now_s
            self.store.changed()

    async def _wait(self, changed: asyncio.Event) -> None:
        """Waits for news; where others write to the file, that nothing comes is news as well."""
        while self._is_growing and not changed.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), ADVANCE_EVERY_S)
            self._diagnosis.wait()
            if self.is_done and not self._diagnosis.is_done:
                return  # the indexer came to the end after its last piece had been taken
        await changed.wait()

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
        return (
            *unreadable_words(columns.unreadable, _line(columns, columns.first_unreadable)),
            *merged_words(columns.merged, _line(columns, columns.first_merged)),
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

    def _next(self) -> Record | None:
        """The next record of what is converted, `None` if there is none now.

        Raises:
            UnreadableCapture: The file turns out to be damaged, or has gone.
        """
        if self._tail is None:
            return next(self._records, None) if self._records is not None else None
        try:
            return self._tail.next()
        except OSError as error:
            raise cannot_open(self._reader.path, error) from error

    def _convert(self, count: int) -> None:
        for _ in range(count):
            try:
                record = self._next()
            except InspectorError as error:
                self._error = error
                record = None
            if record is None:
                self._records = None
                return
            self.store.append(record)


def _line(columns: Columns, place: int | None) -> int | None:
    return None if place is None else columns.line_number(place)


def _cannot_follow(path: str | Path, reader: CaptureReader) -> UnreadableCapture:
    is_packed = reader.is_lines or reader.format_name in ("log", "console")
    what = "it is packed or in UTF-16" if is_packed else f"it is {reader.format_title}"
    return UnreadableCapture(
        f"Cannot follow {path}: {what} and must be read as a whole.", "Open it without --follow."
    )
