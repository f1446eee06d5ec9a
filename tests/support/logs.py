"""Captures in files, opened in place and read to their end."""

from __future__ import annotations

import json
import time
from threading import Event as Signal
from typing import TYPE_CHECKING, Any, Final, Self

from realtime_inspector.capture.log import FileLog
from realtime_inspector.capture.reader import CaptureReader
from realtime_inspector.core.codec import CaptureHeader, encode_header
from realtime_inspector.runtime.indexing import Indexer
from realtime_inspector.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ALL: Final = 1 << 60
LIMIT_S: Final = 30.0
"""Longest wait for a condition."""
HEADER: Final = encode_header(CaptureHeader(app="x"))


def line_of(kind: str, number: int = 0, *, source: str = "server", **fields: Any) -> bytes:
    """A line of our own format; `number` counts milliseconds, and is the event's `number`."""
    second, ms = divmod(number, 1000)
    time = f"2026-11-22T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.{ms:03}000Z"
    event = json.dumps({"type": kind, "number": number, **fields}, ensure_ascii=False)
    return f'{{"time":"{time}","source":"{source}","conn":1,"event":{event}}}\n'.encode()


def log_of(path: Path) -> FileLog:
    """A file of lines as a log, of which nothing is known yet."""
    log = CaptureReader(path).in_place()
    assert log is not None, "not a file of lines"
    return log


def store_in_place(path: Path) -> Store:
    """A store on a file of lines, wholly indexed."""
    log = log_of(path)
    store = Store(log)
    indexer = Indexer(log)
    indexer.scan(ALL, ALL)
    indexer.describe()
    assert not indexer.problem
    for piece in indexer.take():
        store.take(piece)
    indexer.close()
    return store


class Reading:
    """A capture that a thread indexes, while this one takes in what it finds."""

    def __init__(self, path: Path, *, is_growing: bool = False) -> None:
        self.store = Store(log_of(path))
        assert isinstance(self.store.log, FileLog)
        self.indexer = Indexer(self.store.log, is_growing=is_growing)
        self._woken = Signal()

    def __enter__(self) -> Self:
        self.indexer.start(self._woken.set)
        return self

    def __exit__(self, *_: object) -> None:
        self.indexer.stop()

    def take(self) -> None:
        """Takes in what has been read."""
        for piece in self.indexer.take():
            self.store.take(piece)

    def until(self, condition: Callable[[], bool], what: str = "") -> None:
        """Takes in what is read until something is so."""
        wait_for(condition, what, self._step)

    def until_read(self, count: int) -> None:
        """Until so many records have been read closely, and no more are known."""
        columns = self.store.columns
        self.until(lambda: columns.described == len(columns) >= count, f"{count} records")
        assert len(columns) == count

    def _step(self) -> None:
        self._woken.wait(0.05)
        self._woken.clear()
        self.take()


def wait_for(
    condition: Callable[[], bool], what: str = "", step: Callable[[], object] | None = None
) -> None:
    """Waits until something is so.

    Args:
        condition: What.
        what: In words.
        step: What to do between two looks; by default, other threads get their turn.
    """
    end = time.monotonic() + LIMIT_S
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"never came: {what or condition}")
        if step is None:
            time.sleep(0.002)
        else:
            step()
