"""Lines that were spelt out before: the simplest model of a `LineView`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.ui.widgets.line_view import LinePart


class FixedLines:
    """A list of lines."""

    def __init__(self) -> None:
        self.lines: Sequence[Sequence[LinePart]] = ()

    def count(self) -> int:
        """Return the number of lines."""
        return len(self.lines)

    def line(self, index: int, width: int) -> Sequence[LinePart]:  # noqa: ARG002 - fixed
        """Return one line."""
        return self.lines[index]

    @property
    def text(self) -> str:
        """All lines, without styles."""
        return "\n".join("".join(text for text, _ in line).rstrip() for line in self.lines)
