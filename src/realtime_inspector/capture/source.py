"""Opens a capture as a stream of bytes: file or standard input, unpacked, in UTF-8."""

from __future__ import annotations

import codecs
import gzip
import io
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from realtime_inspector.core.errors import UnreadableCapture

if TYPE_CHECKING:
    from collections.abc import Iterator

STDIN: Final = "-"
HEAD_BYTES: Final = 256 * 1024
"""How much of a file is looked at to recognise its format."""
MAX_LINE_BYTES: Final = 64 * 1024 * 1024
"""Longer lines come in pieces, so that a file without line breaks does not fill the memory."""

_GZIP: Final = b"\x1f\x8b"
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ZEROS_IN_UTF_16: Final = 1 / 16
"""Keys and punctuation of JSON have a zero byte each there; elsewhere text has none."""
_BLANK: Final = codecs.BOM_UTF8 + b" \t\r\n\0"
_DAMAGED: Final = (EOFError, zlib.error, gzip.BadGzipFile)


def cannot_open(path: str | Path, error: OSError) -> UnreadableCapture:
    """Why a file cannot be opened, in words."""
    hint = "Give a file, or - for standard input." if Path(path).is_dir() else ""
    reason = (error.strerror or str(error)).lower()
    return UnreadableCapture(f"Cannot open {path}: {reason}.", hint)


def has_line(path: str | Path) -> bool:
    """Whether a whole line with something on it is in a file, enough to tell what the file is.

    Raises:
        UnreadableCapture: The file cannot be opened.
    """
    try:
        with Path(path).open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise cannot_open(path, error) from error
    return len(head) == HEAD_BYTES or b"\n" in head.lstrip(_BLANK)


class Source:
    """The lines of a capture, with the first part looked at in advance.

    Gzip is unpacked and UTF-16 (PowerShell's `>`) turned into UTF-8 on the way; a byte
    order mark is left out. A packed file that is cut ends where it was cut.
    """

    def __init__(self, name: str, stream: BinaryIO, *, owned: bool) -> None:
        """Args: owned: Whether to close the stream in the end, as one does not with stdin."""
        self.name = name
        self.notes: list[str] = []
        """Sentences about what was met on the way."""
        self.can_reopen = owned and stream.seekable()
        """Whether opening it again gives the same: not for pipes and standard input."""
        self.start: int | None = 0
        """Offset in the file where its text begins; `None` if it must be converted first."""
        self._closes: list[BinaryIO | gzip.GzipFile] = [stream] if owned else []
        self._stream: BinaryIO | gzip.GzipFile = stream
        self._rest = b""
        try:
            self._rest = self._read(len(_GZIP))
            if self._rest == _GZIP:
                self._stream = gzip.GzipFile(fileobj=_Joined(self._rest, stream), mode="rb")
                self._closes.insert(0, self._stream)
                self.start = None
                self._rest = b""
            self._fill(HEAD_BYTES)
            if _is_utf_16(self._rest):
                self.start = None
                text = (self._rest + self._read()).decode("utf-16", "replace")
                self._rest = text.encode("utf-8", "replace")
            if self._rest.startswith(codecs.BOM_UTF8):
                self._rest = self._rest[len(codecs.BOM_UTF8) :]
                self.start = None if self.start is None else len(codecs.BOM_UTF8)
        except BaseException:
            self.close()
            raise

    @classmethod
    def open(cls, path: str | Path, stdin: BinaryIO | None = None) -> Self:
        """Open a file, or standard input for `-`.

        Raises:
            UnreadableCapture: It cannot be opened.
        """
        if str(path) == STDIN:
            return cls("standard input", stdin or sys.stdin.buffer, owned=False)
        try:
            return cls(str(path), Path(path).open("rb"), owned=True)
        except OSError as error:
            raise cannot_open(path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what was opened here."""
        for stream in self._closes:
            stream.close()

    def head(self) -> bytes:
        """The first part, without its last line if that is not whole, unless it is the only one."""
        if len(self._rest) < HEAD_BYTES:
            return self._rest
        while b"\n" not in self._rest and len(self._rest) < MAX_LINE_BYTES:
            before = len(self._rest)
            self._fill(2 * before)
            if len(self._rest) == before:
                return self._rest
        end = self._rest.rfind(b"\n")
        return self._rest[: end + 1] if end >= 0 else self._rest

    def __iter__(self) -> Iterator[bytes]:
        """The lines, with their line breaks."""
        with io.BufferedReader(_Joined(self._rest, self._stream), 1 << 18) as reader:
            self._rest = b""
            while True:
                try:
                    line = reader.readline(MAX_LINE_BYTES)
                except _DAMAGED:
                    self._note_damage()
                    return
                if not line:
                    return
                yield line

    def read(self, size: int = -1, /) -> bytes:
        """Up to so many bytes of what is left, or all of it."""
        data = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(data) :]
        return data + self._read(size if size < 0 else size - len(data))

    def _fill(self, size: int) -> None:
        self._rest += self._read(size - len(self._rest))

    def _read(self, size: int = -1) -> bytes:
        """So many bytes, fewer only at the end: a pipe gives them in pieces."""
        pieces: list[bytes] = []
        missing = size
        stream = self._stream
        # Of a packed file that is cut, `read` would lose what it has unpacked so far.
        read = stream.read1 if isinstance(stream, gzip.GzipFile) else stream.read
        try:
            while missing:
                piece = read(min(missing, 1 << 20) if missing > 0 else 1 << 20)
                if not piece:
                    break
                pieces.append(piece)
                missing -= len(piece) if missing > 0 else 0
        except _DAMAGED:
            self._note_damage()
        return b"".join(pieces)

    def _note_damage(self) -> None:
        note = "The compressed file is damaged or cut short; what could be unpacked is shown"
        if note not in self.notes:
            self.notes.append(note)


class _Joined(io.RawIOBase):
    """Some bytes, then a stream, which stays open."""

    def __init__(self, first: bytes, then: BinaryIO | gzip.GzipFile) -> None:
        super().__init__()
        self._first = memoryview(first)
        self._then = then

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if self._first:
            data: bytes | memoryview = self._first[: len(target)]
            self._first = self._first[len(data) :]
        else:
            data = (
                self._then.read1(len(target))
                if hasattr(self._then, "read1")
                else (self._then.read(len(target)))
            )
        target[: len(data)] = data
        return len(data)


def _is_utf_16(head: bytes) -> bool:
    """Whether a text is in UTF-16: two stray bytes at its beginning do not make it so."""
    return head.startswith(_UTF_16) and head.count(0) >= len(head) * _ZEROS_IN_UTF_16
