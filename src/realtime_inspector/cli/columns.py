"""Text in terminal cells: East Asian characters take two, combining ones none."""

from __future__ import annotations

import unicodedata
from typing import Final

_WITHOUT_WIDTH: Final = frozenset({"Mn", "Me", "Cf"})


def cells(text: str) -> int:
    """How many cells a text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def cut(text: str, width: int) -> str:
    """The text in so many cells at most, with `…` where something is left out."""
    if len(text) <= width and text.isascii():
        return text
    used = fitting = 0
    for at, character in enumerate(text):
        used += _cells(character)
        if used < width:
            fitting = at + 1
        elif used > width:
            return f"{text[:fitting].rstrip()}…"
    return text


def padded(text: str, width: int) -> str:
    """The text, with spaces up to so many cells."""
    return text + " " * max(0, width - cells(text))


def _cells(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in _WITHOUT_WIDTH else 1
