"""A thread that reads a capture file for its columns, and goes on if the file grows."""

from __future__ import annotations

import os
import time
import weakref
from collections import deque
from threading import Event as Signal
from threading import Thread
from typing import TYPE_CHECKING, BinaryIO, Final

from realtime_inspector.capture.columns import OTHER, Described, Scanned
from realtime_inspector.capture.describe import Describer
from realtime_inspector.capture.scan import BUFFER_BYTES, PIECE, Scanner
from realtime_inspector.core.wording import phrase
from realtime_inspector.store.courtesy import Courtesy

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.capture.log import FileLog

LOOK_EVERY_S: Final = 0.05
"""How often a file is looked at for growth."""
PIECE_S: Final = 0.05
"""What is read is handed over so often."""
WORK_S: Final = 0.0015
PAUSE_S: Final = 0.0005
"""After so much work comes a pause, so that the screen gets its turn."""
LONG_PAUSE_S: Final = 0.004
SMALL_PIECE: Final = 1_024
"""While keys are pressed, less is done at a time, and the pauses are longer."""


class Indexer:
    """Scans a log's file, then describes its records; hands pieces over by `take`."""

    def __init__(
        self, log: FileLog, *, is_growing: bool = False, courtesy: Courtesy | None = None
    ) -> None:
        """Open the file.

        Args:
            log: The file.
            is_growing: Whether to go on at the end of the file, as others write to it.
            courtesy: Says when the screen needs the processor.

        Raises:
            OSError: The file cannot be opened.
        """
        self.problem = ""
        """Why reading stopped before the end, in words."""
        self.notes: list[str] = []
        self.is_done = False
        """Whether the end of the file has been reached and handed over."""
        self._log = log
        self._is_growing = is_growing
        self._courtesy = courtesy or Courtesy()
        self._count = 0
        """Records handed over; the columns may not have taken them yet."""
        self._shift = 0
        """Bytes of the files before this one."""
        self._old_size = 0
        """Of a file that another one has replaced: how long it was when last looked at."""
        self._open(log.columns.end)
        self._describer = Describer(log.columns)
        self._pieces: deque[Scanned | Described] = deque()
        self._to_describe: deque[Scanned] = deque()
        self._is_gone = False
        self._stop = Signal()
        self._wake: Callable[[], None] = lambda: None

    def scan(self, records: int, most_bytes: int) -> None:
        """Looks at the next records at a glance, in the caller's thread.

        Args:
            records: About how many.
            most_bytes: Where in the file to stop at the latest, aside from the last record.
        """
        count = 0
        while count < records and self._file.tell() < most_bytes:
            piece = self._scanner.scan(min(records, PIECE), is_growing=self._is_growing)
            if not piece.codes and not piece.before:
                break
            count += len(piece.codes)
            self._hand_over(piece)

    def describe(self) -> None:
        """Reads what has been looked at."""
        self._describe_all()

    def start(self, wake: Callable[[], None]) -> None:
        """Reads the rest in a thread.

        Args:
            wake: Called from the thread whenever `take` has something to give.
        """
        self._wake = wake
        Thread(target=self._run, daemon=True, name="indexer").start()

    def stop(self) -> None:
        """Ends the thread."""
        self._stop.set()

    def take(self) -> list[Scanned | Described]:
        """What has been read since the last call, in order."""
        taken = []
        while self._pieces:
            taken.append(self._pieces.popleft())
        return taken

    def _open(self, start: int) -> None:
        self._file = self._log.path.open("rb", buffering=BUFFER_BYTES)
        self._lines = self._log.path.open("rb", buffering=BUFFER_BYTES)
        self.close = weakref.finalize(self, _close, self._file, self._lines)
        self._file.seek(start)
        self._lines.seek(start)
        self._scanner = Scanner(self._file, self._log.form, self._log.columns.kinds)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._scan_all(is_growing=self._is_growing)
                self._describe_all()
                if not self._is_growing:
                    break
                self.is_done = True
                self._stop.wait(LOOK_EVERY_S)
                self._look_for_change()
        except OSError as error:
            self.problem = phrase(
                "Reading stopped: {why}.", why=(error.strerror or str(error)).lower()
            )
        except Exception as error:  # noqa: BLE001 - a fault of ours must show on the screen
            self.problem = phrase(
                "Reading stopped by a fault of the inspector: {fault}.", fault=repr(error)
            )
        self.close()
        self.is_done = True
        self._wake()

    def _scan_all(self, *, is_growing: bool) -> None:
        while not self._stop.is_set():
            is_slow = self._courtesy.is_asked_for
            most = SMALL_PIECE if is_slow else PIECE
            piece = self._scanner.scan(most, is_growing=is_growing)
            if not piece.codes and not piece.before:
                return
            self._hand_over(piece)
            self._courtesy.pause(0.0, LONG_PAUSE_S)

    def _describe_all(self) -> None:
        began = worked = time.monotonic()
        described = Described()
        while self._to_describe and not self._stop.is_set():
            piece = self._to_describe.popleft()
            self._lines.seek(piece.before, os.SEEK_CUR)
            for place, length in enumerate(piece.lengths):
                code = piece.codes[place]
                kind = code if code != OTHER else piece.rare[place]
                self._describe(described, self._lines.read(length), kind)
                now = time.monotonic()
                if now - worked > WORK_S:
                    self._courtesy.pause(PAUSE_S, LONG_PAUSE_S)
                    worked = time.monotonic()
                    if self._stop.is_set():
                        return
                if now - began > PIECE_S:
                    described = self._hand_over_described(described)
                    began = now
        self._hand_over_described(described)

    def _describe(self, described: Described, line: bytes, kind: int) -> None:
        self._describer.line(described, line, self._log.form, kind)

    def _hand_over(self, piece: Scanned) -> None:
        self._count += len(piece.codes)
        self._pieces.append(piece)
        self._to_describe.append(piece)
        self._wake()

    def _hand_over_described(self, piece: Described) -> Described:
        if len(piece):
            self._pieces.append(piece)
            self._wake()
        return Described()

    def _look_for_change(self) -> None:
        """Goes on with another file if there is one under the name, or if it was emptied."""
        try:
            now = self._log.path.stat()
        except FileNotFoundError:
            if not self._is_gone:
                self._is_gone = True
                self.notes.append("The file was deleted; what it held is kept here.")
                self._wake()
            return  # it may come back
        self._is_gone = False
        here = os.fstat(self._file.fileno())
        is_other = (now.st_ino, now.st_dev) != (here.st_ino, here.st_dev)
        if is_other and here.st_size not in {self._file.tell(), self._old_size}:
            self._old_size = here.st_size
            return  # what is left of the old one comes first, and a last line may yet be completed
        if is_other or here.st_size < self._file.tell():
            if is_other:
                self._scan_all(is_growing=False)
                self._describe_all()
            self._shift += self._file.tell()
            self.close()
            self._log.next_file(self._count, self._shift)
            self._open(0)
            what = "replaced" if is_other else "cut short"
            told = f"The file was {what}; event {{seq}} is the first of what followed."
            self.notes.append(phrase(told, seq=self._count + 1))


def _close(*files: BinaryIO) -> None:
    for file in files:
        file.close()
