"""Records of a text log that somebody else is still writing."""

from __future__ import annotations

import os
import weakref
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Final

from realtime_inspector.capture.source import MAX_LINE_BYTES

if TYPE_CHECKING:
    from realtime_inspector.capture.formats.base import FeedFormat, Reading
    from realtime_inspector.core.record import Record

_GONE: Final = "The file was deleted; what it held is kept here."
_REPLACED: Final = "The file was replaced; it was read on from its new beginning."
_CUT: Final = "The file was cut short; it was read on from its new beginning."


class Tail:
    """Gives the records of the whole lines that are there, and those of later ones later.

    An event over several lines comes when its last line has come.
    """

    def __init__(self, path: str | Path, form: FeedFormat, start: int, reading: Reading) -> None:
        """Open the file.

        Args:
            path: The file.
            form: How its lines read.
            start: Offset of the first line, behind a byte order mark.
            reading: What is learnt about the file.

        Raises:
            OSError: It cannot be opened.
        """
        self.notes: list[str] = []
        """What has happened to the file since it was opened."""
        self._path = Path(path)
        self._feeder = form.feeder(reading)
        self.is_at_end = False
        """Whether all whole lines that there were have been given."""
        self._open(start)
        self._waiting: deque[Record] = deque()
        self._is_gone = False

    def next(self) -> Record | None:
        """The next record; `None` while there is none.

        Raises:
            OSError: The file cannot be read any more.
        """
        while not self._waiting:
            line = self._line()
            self.is_at_end = not line
            if not line:
                return None
            self._waiting.extend(self._feeder.feed(line))
        return self._waiting.popleft()

    def _open(self, start: int) -> None:
        self._file = self._path.open("rb")
        self._file.seek(start)
        self.close = weakref.finalize(self, self._file.close)

    def _line(self) -> bytes:
        """The next whole line, also of a file that has taken the place of this one."""
        for is_last_try in (False, True):
            line = self._file.readline(MAX_LINE_BYTES)
            if line.endswith(b"\n") or len(line) == MAX_LINE_BYTES:
                return line
            self._file.seek(-len(line), os.SEEK_CUR)
            if is_last_try or not self._reopens():
                break
        return b""

    def _reopens(self) -> bool:
        """Goes over to another file under the name, or to the beginning of a shortened one."""
        try:
            now = self._path.stat()
        except FileNotFoundError:
            if not self._is_gone:
                self.notes.append(_GONE)
            self._is_gone = True
            return False
        self._is_gone = False
        here = os.fstat(self._file.fileno())
        is_other = (now.st_ino, now.st_dev) != (here.st_ino, here.st_dev)
        if not is_other and here.st_size >= self._file.tell():
            return False
        self.close()
        self._open(0)
        self.notes.append(_REPLACED if is_other else _CUT)
        return True
