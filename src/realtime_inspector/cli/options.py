"""Options that commands share: their arguments, and how they become settings."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.cli import output
from realtime_inspector.core.errors import UnreadableCapture, UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping

    from realtime_inspector.config.settings import Settings

SETTING: Final = "setting:"
"""Prefix of the `dest` of arguments that are settings; an option's key follows."""
STDIN: Final = "-"


def add_language(parser: ArgumentParser) -> None:
    """`--lang`."""
    parser.add_argument(
        "--lang",
        choices=("en", "ja"),
        dest=f"{SETTING}ui.lang",
        help="language of everything that explains (default: from LANG)",
    )


def add_screen(parser: ArgumentParser) -> None:
    """`--lang` and `--theme`."""
    add_language(parser)
    parser.add_argument(
        "--theme", metavar="NAME", dest=f"{SETTING}ui.theme", help="colour theme of the screen"
    )


def add_prices(parser: ArgumentParser) -> None:
    """`--prices`."""
    parser.add_argument(
        "--prices",
        metavar="FILE",
        dest=f"{SETTING}cost.prices",
        help="price list in TOML that goes before the built-in one",
    )


def add_connection(parser: ArgumentParser) -> None:
    """`--connection`, kept as `connection`."""
    parser.add_argument(
        "--connection",
        type=_connection_number,
        metavar="N",
        help="only connection N of a capture that holds several, as the filter conn:N",
    )


def _connection_number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 10**9:
        raise ArgumentTypeError(f"{text} is not the number of a connection; they count from 1")
    return int(text)


def settings_of(arguments: Namespace, *, session: bool = False) -> Settings:
    """The merged settings of a command; its warnings go to stderr.

    Args:
        arguments: The parsed command line.
        session: Whether the command connects to a provider: then a missing key is an error.
    """
    from realtime_inspector.config.load import load

    settings = load(overrides_of(arguments), environ=os.environ, session=session)
    for text in settings.warnings:
        output.warning(text)
    return settings


def overrides_of(arguments: Namespace) -> Mapping[str, Any]:
    """The settings that the command line gives, by option key."""
    return {
        name.removeprefix(SETTING): value
        for name, value in vars(arguments).items()
        if name.startswith(SETTING) and value is not None
    }


def check_capture(path: str) -> None:
    """Refuse early what cannot be a capture.

    Raises:
        UnreadableCapture: There is no such file, or it is a folder.
    """
    if path == STDIN:
        return
    try:
        Path(path).stat()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableCapture(f"Cannot open {path}: {reason.lower()}.") from None
    if Path(path).is_dir():
        raise UnreadableCapture(
            f"Cannot open {path}: it is a folder.", "Name one of the files in it."
        )


def terminal_problem(environ: Mapping[str, str]) -> str:
    """Why a full screen cannot be shown here; empty if it can."""
    for name, stream in (("input", sys.stdin), ("output", sys.stdout), ("error", sys.stderr)):
        if stream is None or stream.closed or not stream.isatty():
            return f"standard {name} is not a terminal"
    term = environ.get("TERM", "")
    if sys.platform != "win32" and term in ("", "dumb", "unknown"):
        return f"TERM={term} cannot show it" if term else "TERM is not set"
    return ""


def require_terminal(command: str) -> None:
    """Refuse to draw where nothing could be seen or typed.

    Raises:
        UsageError: Says why, and what works without a terminal.
    """
    problem = terminal_problem(os.environ)
    if problem:
        raise UsageError(
            f"`{command}` needs a full-screen terminal, but {problem}.",
            "Run it in a terminal without pipes. These work without one: "
            "realtime-inspector filter, stats, lint, contract, diff, export, simulate, serve, "
            "resend, events, paths, lessons --list.",
        )
