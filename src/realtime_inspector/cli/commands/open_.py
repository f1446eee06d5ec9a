"""`realtime-inspector open CAPTURE`: the full-screen inspector on a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.cli.command import Command
from realtime_inspector.cli.options import (
    STDIN,
    add_connection,
    add_prices,
    add_screen,
    check_capture,
    require_terminal,
    settings_of,
)
from realtime_inspector.cli.playing import add_playing
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
    add_playing(parser)
    add_connection(parser)
    add_prices(parser)
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
    shown = _filter_text(arguments.filter, arguments.connection)
    settings = settings_of(arguments)
    require_terminal("open")
    if arguments.follow:
        from realtime_inspector.cli.waiting import wait_for_line

        wait_for_line(path)
    with quick_start():
        from realtime_inspector.ui.app import run_capture

        return run_capture(
            path,
            settings,
            filter_text=shown,
            is_growing=arguments.follow,
            is_played=arguments.play,
            speed=arguments.speed,
        )


def _filter_text(text: str, connection: int | None) -> str:
    """What the filter line begins with."""
    if not text and connection is None:
        return ""
    from realtime_inspector.cli.expressions import parse_expression
    from realtime_inspector.core.filter_connection import of_connection

    wanted = parse_expression(text)
    return text if connection is None else str(of_connection(wanted, connection))


COMMAND: Final = Command(
    name="open",
    help="inspect a capture",
    configure=configure,
    run=run,
)
