"""Recorder: appends records to a new capture file, and fails loudly when it cannot."""

from __future__ import annotations

import errno
import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from realtime_inspector.core.codec import encode_header, encode_record
from realtime_inspector.core.errors import RecorderError
from realtime_inspector.core.record import notice

if TYPE_CHECKING:
    from realtime_inspector.core.codec import CaptureHeader
    from realtime_inspector.core.record import Record

FLUSH_BYTES: Final = 64 * 1024
"""The buffer is written out when it is larger, without waiting for the owner's timer."""
KEEP_BYTES: Final = 64 * 1024 * 1024
"""What is kept in memory while the disk refuses; what comes after that is lost, and counted."""

_WORDS: Final = {
    errno.ENOSPC: ("the disk is full", "Free some space; recording goes on by itself."),
    errno.EDQUOT: ("the disk quota is used up", "Free some space; recording goes on by itself."),
    errno.EACCES: ("permission denied", "Choose another place with --record FILE."),
    errno.EPERM: ("permission denied", "Choose another place with --record FILE."),
    errno.EROFS: ("the file system is read-only", "Choose another place with --record FILE."),
    errno.EEXIST: (
        "the file exists, and captures are never overwritten",
        "Choose another name, or a folder to get a free name in it.",
    ),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", "Choose another place."),
    errno.EFBIG: ("the file is as large as it may be", "Start a new recording."),
}
_UNSYNCABLE: Final = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EROFS})
_FLAGS: Final = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)


class Recorder:
    """One capture file being written.

    The owner calls `flush()` at least every second, so that a crash costs at most the last
    second. A failed write keeps what it could not write and tries again with the next call.
    """

    def __init__(self, path: str | Path, header: CaptureHeader) -> None:
        """Create the file (mode 0600) and its missing folders (0700), and write the header.

        Args:
            path: A new file, or an existing folder, in which a free name is chosen after
                the header's time. Devices and pipes are accepted as they are.
            header: The first line.

        Raises:
            RecorderError: The file exists, or cannot be created or written.
        """
        self.records = 0
        """Records accepted so far, written or still in the buffer; the header is none."""
        self.lost = 0
        """Records given up because the disk refused for too long."""
        self.bytes_written = 0
        """Bytes that have reached the file."""
        self._buffer = bytearray()
        self._unreported = 0
        self._closed = False
        self.path = Path(path)
        """The file, also where only a folder was given."""
        self._file = self._create(header.created_ns)
        self._buffer += encode_header(header)
        try:
            self.flush()
        except RecorderError:
            self._closed = True
            os.close(self._file)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pending_bytes(self) -> int:
        """Bytes that wait for the next flush."""
        return len(self._buffer)

    def append(self, record: Record) -> None:
        """Add a record; written at the next flush, or now if the buffer is full.

        Raises:
            RecorderError: The buffer was full and could not be written; or it was closed.
        """
        if self._closed:
            raise RecorderError(str(self.path), "the recording has ended")
        if len(self._buffer) >= KEEP_BYTES:
            self.lost += 1
            self._unreported += 1
        else:
            self._report_gap(record)
            self._buffer += encode_record(record)
            self.records += 1
        if len(self._buffer) >= FLUSH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Write what is buffered.

        Raises:
            RecorderError: It could not be written whole; the rest stays in the buffer.
        """
        try:
            while self._buffer:
                written = os.write(self._file, self._buffer)
                self.bytes_written += written
                del self._buffer[:written]
        except OSError as error:
            raise _failure(self.path, error) from error

    def close(self) -> None:
        """Write the rest, make the disk keep it, and close the file. Twice is fine.

        Raises:
            RecorderError: The rest could not be written.
        """
        if self._closed:
            return
        self._closed = True
        try:
            self.flush()
            os.fsync(self._file)
        except OSError as error:
            if error.errno not in _UNSYNCABLE:
                raise _failure(self.path, error) from error
        finally:
            os.close(self._file)

    def _report_gap(self, record: Record) -> None:
        """Say in the file that records are missing before this one."""
        if self._unreported:
            fields = {
                "message": f"{self._unreported} records were lost: the disk refused them",
                "count": self._unreported,
            }
            gap = notice("gap", record.time_ns, record.conn, fields)
            self._buffer += encode_record(gap)
            self._unreported = 0

    def _create(self, created_ns: int | None) -> int:
        folder = self.path if self.path.is_dir() else None
        try:
            if folder is None:
                _make_folders(self.path.parent)
                return os.open(self.path, _FLAGS | _exclusive(self.path), 0o600)
            stem = _stem(created_ns)
            number = 1
            while True:
                self.path = folder / (f"{stem}.jsonl" if number == 1 else f"{stem}-{number}.jsonl")
                try:
                    return os.open(self.path, _FLAGS | os.O_EXCL, 0o600)
                except FileExistsError:
                    number += 1
        except OSError as error:
            raise _failure(self.path, error) from error


def _exclusive(path: Path) -> int:
    """`O_EXCL`, but not for a device or pipe that is meant to be written to."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return os.O_EXCL
    return 0 if stat.S_ISCHR(mode) or stat.S_ISFIFO(mode) else os.O_EXCL


def _make_folders(folder: Path) -> None:
    """Create a folder and the missing ones above it, for the owner only."""
    missing = [folder, *folder.parents]
    missing = missing[: next((i for i, path in enumerate(missing) if path.exists()), 0)]
    for path in reversed(missing):
        path.mkdir(mode=0o700, exist_ok=True)


def _stem(created_ns: int | None) -> str:
    """`2026-11-22-213005`, in local time as people look for it; `capture` if it is unknown."""
    if created_ns is None:
        return "capture"
    moment = datetime.fromtimestamp(created_ns // 1_000_000_000, UTC)
    return moment.astimezone().strftime("%Y-%m-%d-%H%M%S")


def _failure(path: Path, error: OSError) -> RecorderError:
    reason, hint = _WORDS.get(error.errno or 0, (error.strerror or str(error), ""))
    return RecorderError(str(path), reason, hint)
