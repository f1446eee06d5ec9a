"""The options with which a capture is played."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING

from realtime_inspector.cli.options import SETTING

if TYPE_CHECKING:
    from argparse import ArgumentParser


def add_playing(parser: ArgumentParser) -> None:
    """`--play`, `--speed` and `--longest-gap`."""
    parser.add_argument("--play", action="store_true", help="play it at once; Space pauses")
    parser.add_argument(
        "--speed",
        metavar="X",
        type=speed,
        default=1.0,
        help="how many times as fast as recorded, 0.25 to 64 (default: 1)",
    )
    parser.add_argument(
        "--longest-gap",
        metavar="SECONDS",
        type=gap,
        dest=f"{SETTING}ui.longest_gap_s",
        help="shorten longer pauses to so many seconds; 0 shortens none (default: 5)",
    )


def speed(text: str) -> float:
    """A factor such as `2`, `0.5` or `2x`.

    Raises:
        ArgumentTypeError: It is none, or too small or large.
    """
    from realtime_inspector.store.player import FASTEST, SLOWEST

    try:
        factor = float(text.strip().lower().rstrip("x×"))
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a speed; write a number such as 2") from None
    if not SLOWEST <= factor <= FASTEST:
        raise ArgumentTypeError(
            f"{text!r} cannot be played; the speed is from {SLOWEST:g} to {FASTEST:g}"
        )
    return factor


def gap(text: str) -> float:
    """A number of seconds.

    Raises:
        ArgumentTypeError: It is none.
    """
    from realtime_inspector.config.options import seconds

    try:
        return seconds(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r}: {error}") from None
