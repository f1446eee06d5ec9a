"""Captures in files, opened in place and read to their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.capture.reader import CaptureReader
from realtime_inspector.runtime.indexing import Indexer
from realtime_inspector.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

ALL = 1 << 60


def store_in_place(path: Path) -> Store:
    """A store on a file of lines, wholly indexed."""
    log = CaptureReader(path).in_place()
    assert log is not None, "not a file of lines"
    store = Store(log)
    indexer = Indexer(log)
    indexer.scan(ALL, ALL)
    indexer.describe()
    assert not indexer.problem
    for piece in indexer.take():
        store.take(piece)
    indexer.close()
    return store
