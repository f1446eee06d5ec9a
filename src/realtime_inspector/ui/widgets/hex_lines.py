"""Bytes that are no text, sixteen a line: offset, hexadecimal, and the characters among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.ui.widgets.text_lines import NOTE, TEXT
from realtime_inspector.ui.widgets.text_search import Hits

if TYPE_CHECKING:
    import re

    from realtime_inspector.ui.widgets.line_view import LinePart

_BYTES_A_LINE: Final = 16
_NARROW: Final = 72
"""Below this width a line holds eight bytes."""


class HexLines:
    """The lines of a binary frame, for a `LineView`. There is nothing to fold or to search."""

    def __init__(self, value: bytes, *, width: int) -> None:
        self.value = value
        self._length = _BYTES_A_LINE if width >= _NARROW else _BYTES_A_LINE // 2
        self._hits: Hits[int] = Hits(iter(()))

    def count(self) -> int:
        """Return the number of lines."""
        return -(-len(self.value) // self._length)

    def line(self, index: int, width: int) -> list[LinePart]:  # noqa: ARG002 - it fits or is cut
        """Return one line."""
        start = index * self._length
        piece = self.value[start : start + self._length]
        codes = piece.hex(" ").ljust(3 * self._length - 1)
        text = "".join(chr(code) if 0x20 <= code < 0x7F else "·" for code in piece)
        return [(f"{start:08x}  ", NOTE), (codes, TEXT), (f"  {text}", NOTE)]

    def is_gap(self, index: int) -> bool:  # noqa: ARG002 - never
        """Whether a line stands for what is not shown."""
        return False

    def toggle(self, index: int, width: int) -> int | None:  # noqa: ARG002 - never
        """Nothing to fold."""
        return None

    def set_width(self, width: int) -> bool:
        """Choose how many bytes fit a line; True if lines moved."""
        length = _BYTES_A_LINE if width >= _NARROW else _BYTES_A_LINE // 2
        moved, self._length = length != self._length, length
        return moved

    @property
    def hits(self) -> Hits[int]:
        """No hits."""
        return self._hits

    def set_search(self, pattern: re.Pattern[str] | None) -> None:
        """Bytes are not searched."""

    def span_of(self, index: int) -> tuple[int, int]:
        """Return the first and the last byte of a line."""
        start = index * self._length
        return start, start + self._length - 1

    def reveal(self, hit: int) -> int:
        """Return the line of a byte."""
        return hit // self._length
