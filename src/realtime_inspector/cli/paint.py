"""Colour on standard output: for a terminal that wants it, and never as the only sign."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.cli import output

if TYPE_CHECKING:
    from argparse import ArgumentParser

_CODES: Final = {"red": 31, "green": 32, "yellow": 33, "dim": 2, "bold": 1}
WHEN: Final = ("auto", "always", "never")


@dataclass(frozen=True, slots=True)
class Paint:
    """Puts text in colours, or leaves it as it is."""

    is_on: bool = False

    def __call__(self, colour: str, text: str) -> str:
        """The text in a colour: `red`, `green`, `yellow`, `dim` or `bold`."""
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if self.is_on and text else text


def add_colour(parser: ArgumentParser) -> None:
    """`--color`."""
    parser.add_argument(
        "--color",
        choices=WHEN,
        default=WHEN[0],
        help="colours (default: auto, on a terminal unless NO_COLOR is set)",
    )


def paint_of(when: str) -> Paint:
    """What `--color` says; `NO_COLOR` as no-color.org has it: set and not empty."""
    if when != "auto":
        return Paint(when == "always")
    is_wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM", "") != "dumb"
    return Paint(is_wanted and output.is_terminal())
