"""Bytes that are appended and read again: what is recent in memory, the rest on disk."""

from __future__ import annotations

import os
import tempfile
import weakref
from contextlib import suppress
from threading import Lock
from typing import Final

MEMORY_BYTES: Final = 4 * 1024 * 1024
"""When so much is in memory, it goes to the disk."""


class Spool:
    """A file without a name that vanishes with the object. Any thread may use it."""

    def __init__(self, *, may_use_disk: bool = True) -> None:
        """Args: may_use_disk: Whether anything may leave the memory."""
        self._recent = bytearray()
        self._on_disk = 0
        self._limit = MEMORY_BYTES if may_use_disk else None
        self._file: int | None = None
        self._lock = Lock()

    def append(self, data: bytes) -> None:
        """Adds bytes. While the disk refuses, they stay in memory."""
        with self._lock:
            self._recent += data
            if self._limit is not None and len(self._recent) >= self._limit:
                with suppress(OSError):
                    self._move()

    def read(self, offset: int, length: int) -> bytes:
        """Bytes from an offset on."""
        with self._lock:
            begin = offset - self._on_disk
            if begin >= 0:
                return bytes(self._recent[begin : begin + length])
            if self._file is None:
                return b""
            data = os.pread(self._file, min(length, -begin), offset)
            return data + bytes(self._recent[: max(0, begin + length)])

    def _move(self) -> None:
        if self._file is None:
            self._file, name = tempfile.mkstemp(prefix="realtime-inspector-")
            os.unlink(name)  # noqa: PTH108 - the name was never meant to stay
            weakref.finalize(self, os.close, self._file)
        while self._recent:
            written = os.pwrite(self._file, self._recent, self._on_disk)
            self._on_disk += written
            del self._recent[:written]
