"""The filters that were used, kept from one run to the next."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from realtime_inspector.config.private_file import only_writer, replace_text
from realtime_inspector.core.safe import visible

if TYPE_CHECKING:
    from pathlib import Path

MOST: Final = 200
"""Filters remembered."""
LONGEST: Final = 4_000
"""Characters of a filter that is remembered."""


class FilterHistory:
    """The last filters, each once, the newest last. A file of one filter a line, or only memory.

    A history that cannot be read or written is not worth a word to the user: this run's filters
    are remembered all the same.
    """

    def __init__(self, path: Path | None) -> None:
        """Opens nothing yet.

        Args:
            path: The file; `None`: nothing is kept after the run.
        """
        self._path = path
        self._own: list[str] = []

    def entries(self) -> list[str]:
        """The filters of earlier runs, of other instances and of this run."""
        return _each_once([*self._read(), *self._own])

    def remember(self, text: str) -> None:
        """Puts a filter at the end. What cannot stand in one line is not remembered."""
        text = text.strip()
        if not text or len(text) > LONGEST or visible(text) != text:
            return
        self._own = _each_once([*self._own, text])
        if self._path is None:
            return
        with contextlib.suppress(OSError), only_writer(self._path.parent):
            lines = _each_once([*self._read(), text])
            replace_text(self._path, "".join(f"{line}\n" for line in lines))

    def _read(self) -> list[str]:
        if self._path is None:
            return []
        try:
            content = self._path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return []
        lines = (line.strip() for line in content.split("\n"))
        return [line for line in lines if line and visible(line) == line]


def _each_once(lines: list[str]) -> list[str]:
    newest_first = dict.fromkeys(reversed(lines))
    return list(newest_first)[:MOST][::-1]
