"""The first pass over a capture: where each record is, and of what kind."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO, Final

from realtime_inspector.capture.columns import Scanned
from realtime_inspector.capture.prefix import PrefixMemo
from realtime_inspector.capture.source import MAX_LINE_BYTES

if TYPE_CHECKING:
    from realtime_inspector.capture.columns import Codes
    from realtime_inspector.capture.formats.base import LineFormat
    from realtime_inspector.core.kind import Kind

BUFFER_BYTES: Final = 1 << 20
PIECE: Final = 4_096
"""Records handed over at a time."""


class Scanner:
    """Reads lines from a file and hands them over in pieces."""

    def __init__(self, file: BinaryIO, form: LineFormat, kinds: Codes[Kind]) -> None:
        """Begin where the file stands.

        Args:
            file: Opened for reading with a large buffer, at the beginning of a line.
            form: Decodes the lines that the memo does not know.
            kinds: Gets the kinds that are met.
        """
        self._file = file
        self._memo = PrefixMemo(form, kinds)

    def scan(self, most: int = PIECE, *, is_growing: bool = False) -> Scanned:
        """The next records; fewer than `most` at the end of the file.

        Args:
            most: How many at most.
            is_growing: A last line without its line break is left for later.
        """
        piece = Scanned()
        memo = self._memo
        known, first, look = memo.known, memo.first, memo.look
        readline = self._whole_line if is_growing else self._file.readline
        add_code, add_length = piece.codes.append, piece.lengths.append
        for _ in range(most):
            line = readline(MAX_LINE_BYTES)
            try:
                add_code(known[line[first : line.find(b'"', look)]])
                add_length(len(line))
            except KeyError:
                if not line:
                    break
                self._add(piece, line)
                first, look = memo.first, memo.look
        return piece

    def _whole_line(self, most: int) -> bytes:
        """The next line; nothing while its end is still to be written. Long ones come in pieces."""
        line = self._file.readline(most)
        if line.endswith(b"\n") or len(line) == most:
            return line
        self._file.seek(-len(line), os.SEEK_CUR)
        return b""

    def _add(self, piece: Scanned, line: bytes) -> None:
        number = self._memo.read(line)
        if number is None:
            piece.skip(len(line))
        else:
            piece.add(number, len(line))
