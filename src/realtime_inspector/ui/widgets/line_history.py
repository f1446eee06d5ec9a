"""Going back through lines that were typed before, as in a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class LineHistory:
    """Earlier lines and a place among them; the line that is being typed is kept meanwhile."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._lines = list(lines)
        self._place = len(self._lines)
        self._draft = ""

    def load(self, lines: Iterable[str]) -> None:
        """Takes other lines, oldest first, and goes to the newest end."""
        self._lines = list(lines)
        self.leave()

    def remember(self, line: str) -> None:
        """Adds a line, unless it is the newest already, and goes to the newest end."""
        if not self._lines or self._lines[-1] != line:
            self._lines.append(line)
        self.leave()

    def leave(self) -> None:
        """Goes to the newest end: what stands there now is a line of its own."""
        self._place = len(self._lines)
        self._draft = ""

    @property
    def is_inside(self) -> bool:
        """Whether an earlier line is shown."""
        return self._place < len(self._lines)

    def older(self, current: str) -> str | None:
        """The line before, `None` if there is none.

        Args:
            current: What is being typed; it comes back behind the newest line.
        """
        if not self.is_inside:
            self._draft = current
        if self._place == 0:
            return None
        self._place -= 1
        return self._lines[self._place]

    def newer(self) -> str | None:
        """The line after, in the end the one that was being typed; `None` if it is shown."""
        if not self.is_inside:
            return None
        self._place += 1
        return self._lines[self._place] if self.is_inside else self._draft
