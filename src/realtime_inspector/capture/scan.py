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
PIECE: Final = 16_384
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
        readline = self._file.readline
        add_code, add_length = piece.codes.append, piece.lengths.append
        line = b""
        for _ in range(most):
            line = readline(MAX_LINE_BYTES)
            try:
                add_code(known[line[first : line.find(b'"', look)]])
                add_length(len(line))
            except KeyError:
                if not line:
                    return piece
                if is_growing and _is_torn(line):
                    self._file.seek(-len(line), os.SEEK_CUR)
                    return piece
                self._add(piece, line)
                first, look = memo.first, memo.look
        if is_growing and line and _is_torn(line):
            self._file.seek(-len(line), os.SEEK_CUR)
            del piece.codes[-1], piece.lengths[-1]
        return piece

    def _add(self, piece: Scanned, line: bytes) -> None:
        number = self._memo.read(line)
        if number is None:
            piece.skip(len(line))
        else:
            piece.add(number, len(line))


def _is_torn(line: bytes) -> bool:
    """Whether the end of a line is still to be written; longer ones come in pieces anyway."""
    return not line.endswith(b"\n") and len(line) < MAX_LINE_BYTES
