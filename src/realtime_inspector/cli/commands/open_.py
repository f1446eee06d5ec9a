"""`realtime-inspector open CAPTURE`: the full-screen inspector on a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.cli.command import Command
from realtime_inspector.cli.options import (
    STDIN,
    add_screen,
    check_capture,
    require_terminal,
    settings_of,
)
from realtime_inspector.cli.quick_start import quick_start
from realtime_inspector.core.errors import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def configure(parser: ArgumentParser) -> None:
    """The capture, and what to show of it."""
    parser.add_argument("capture", metavar="CAPTURE", help="file to inspect")
    parser.add_argument(
        "--filter",
        metavar="EXPR",
        default="",
        help="show only the events that match, such as 'type:response.* err'",
    )
    parser.add_argument(
        "--follow", action="store_true", help="go on as the file grows, also after it was rotated"
    )
    add_screen(parser)


def run(arguments: Namespace) -> int:
    """Check the file and the filter, then open the screen."""
    path: str = arguments.capture
    if path == STDIN:
        raise UsageError(
            "`open` needs the keyboard, so it cannot read the capture from standard input.",
            "Save it to a file first.",
        )
    check_capture(path)
    _check_filter(arguments.filter)
    settings = settings_of(arguments)
    require_terminal("open")
    with quick_start():
        from realtime_inspector.ui.app import run_capture

        return run_capture(
            path, settings, filter_text=arguments.filter, is_growing=arguments.follow
        )


def _check_filter(text: str) -> None:
    if text:
        from realtime_inspector.cli.expressions import parse_expression

        parse_expression(text)


COMMAND: Final = Command(
    name="open",
    help="inspect a capture",
    configure=configure,
    run=run,
)
