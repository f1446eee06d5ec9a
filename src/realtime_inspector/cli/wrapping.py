"""Prose in lines that fit the terminal; Japanese breaks where Japanese may."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING, Final

from realtime_inspector.cli.columns import cells

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDEST: Final = 100


def line_width() -> int:
    """Cells of a line: those of the terminal, but not too many to read."""
    return min(_WIDEST, shutil.get_terminal_size().columns)


def wrapped(text: str, indent: str) -> Iterator[str]:
    """Lines of at most the terminal's width; Japanese breaks between any two characters."""
    room = max(20, line_width() - len(indent))
    for paragraph in text.splitlines():
        if paragraph.isascii() or not any(cells(character) == 2 for character in paragraph):
            lines = textwrap.wrap(paragraph, room, break_on_hyphens=False) or [""]
        else:
            lines = _wrapped_wide(paragraph, room)
        yield from (f"{indent}{line}" for line in lines)


def _wrapped_wide(text: str, room: int) -> list[str]:
    """Break between wide characters, never inside a run of narrow ones or before `。、`."""
    lines = [""]
    used = 0
    for unit in _units(text):
        width = cells(unit)
        if used and used + width > room:
            lines.append("")
            used = 0
            unit = unit.lstrip()  # noqa: PLW2901
            width = cells(unit)
        lines[-1] += unit
        used += width
    return [line.rstrip() for line in lines]


def _units(text: str) -> Iterator[str]:
    """Pieces that stay together: a narrow word, or a wide character with what may not follow."""
    unit = ""
    for character in text:
        is_closing = character in "。、」)』】!?…・ー"
        narrow_run = unit and cells(unit[-1]) == 1 and unit[-1] != " " and cells(character) == 1
        is_after_opening = unit and unit[-1] in "「(『【"
        if unit and not (is_closing or narrow_run or is_after_opening):
            yield unit
            unit = ""
        unit += character
    if unit:
        yield unit
