"""Captures that can be read again and again, standard input and pipes among them."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from realtime_inspector.capture.reader import CaptureReader, read_capture
from realtime_inspector.capture.source import STDIN, Source
from realtime_inspector.core.codec import CaptureHeader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.core.record import Record


class Rereadable:
    """A capture whose records are read from the start as often as asked.

    What can be read only once is copied to a file without a name, which vanishes with it.
    """

    def __init__(self, path: str, *, connection: int | None = None) -> None:
        """Look at the beginning.

        Args:
            path: The file, or `-` for standard input.
            connection: Read only this connection, as if the file held no other.

        Raises:
            UnreadableCapture: It cannot be read, or nothing in it can.
        """
        self._path = path
        self._connection = connection
        self._copy: BinaryIO | None = None
        if path == STDIN or Path(path).is_fifo():
            self._copy = tempfile.TemporaryFile(prefix="realtime-inspector-")  # noqa: SIM115
            with Source.open(path) as source:
                shutil.copyfileobj(source, self._copy)
        try:
            self._reader = self._opened()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        if self._copy is not None:
            self._copy.close()

    @property
    def name(self) -> str:
        """What to call it: without its folder."""
        return "standard input" if self._path == STDIN else Path(self._path).name

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about the reading; complete after a pass."""
        return self._reader.notes

    @property
    def header(self) -> CaptureHeader:
        """What it says about itself; of some formats known only after a pass."""
        return self._reader.header or CaptureHeader()

    def records(self) -> Iterator[Record]:
        """The records, from the start.

        Raises:
            UnreadableCapture: The file turns out to hold no event at all.
        """
        self._reader = self._opened()
        with self._reader as reader:
            yield from reader

    def _opened(self) -> CaptureReader:
        if self._copy is None:
            return read_capture(self._path, connection=self._connection)
        self._copy.seek(0)
        return read_capture(STDIN, stdin=self._copy, connection=self._connection)
