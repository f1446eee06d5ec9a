"""Cutting text into the pieces that deltas carry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

LONGEST_DELTA: Final = 10
"""The longest delta seen in 547 (observed.md §4)."""

_WIDE: Final = r"[\u2e80-\U0010ffff]"
_PIECE: Final = re.compile(
    rf"(?P<wide>{_WIDE}+)| ?[^\W_\u2e80-\U0010ffff]+(?:['’][a-z]+)?|\s+|.", re.DOTALL
)
_ARGUMENT_PIECE: Final = re.compile(r"[^\W_]+|\W+|_", re.DOTALL)


def pieces_of(text: str, rng: random.Random) -> Iterator[str]:
    """Words with the space before them, signs alone, Japanese in runs of one to four.

    The pieces joined are the text.
    """
    for match in _PIECE.finditer(text):
        piece = match.group()
        if match["wide"]:
            yield from _random_runs(piece, rng)
        else:
            yield from _short(piece)


def argument_pieces(arguments: str) -> Iterator[str]:
    """The pieces of a JSON text: runs of signs and runs of letters."""
    for match in _ARGUMENT_PIECE.finditer(arguments):
        yield from _short(match.group())


def _random_runs(text: str, rng: random.Random) -> Iterator[str]:
    start = 0
    while start < len(text):
        length = rng.randint(1, 4)
        yield text[start : start + length]
        start += length


def _short(piece: str) -> Iterator[str]:
    for start in range(0, len(piece), LONGEST_DELTA):
        yield piece[start : start + LONGEST_DELTA]
