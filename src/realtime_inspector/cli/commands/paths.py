"""`realtime-inspector paths`: where our files are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from realtime_inspector.cli import output
from realtime_inspector.cli.command import Command
from realtime_inspector.cli.output import ExitCode
from realtime_inspector.config.paths import find_paths
from realtime_inspector.core.safe import visible

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from realtime_inspector.config.paths import Paths


def configure(parser: ArgumentParser) -> None:
    """It has no arguments."""
    del parser


def run(arguments: Namespace) -> int:
    """Print one place a line."""
    del arguments
    output.pieces(f"{line}\n" for line in rows(find_paths(os.environ)))
    return ExitCode.FINE


def rows(paths: Paths) -> Iterator[str]:
    """What each place is for, where it is, and whether it is there."""
    places = (
        ("user settings", paths.user_file),
        ("project settings", paths.project_file),
        (".env", paths.dotenv),
        ("captures", paths.captures),
        ("crash reports", paths.state),
    )
    for name, path in places:
        missing = "" if path.exists() else "  (does not exist)"
        yield f"{name:<18}{visible(str(path))}{missing}"


COMMAND: Final = Command(
    name="paths",
    help="where settings, captures and crash reports are",
    configure=configure,
    run=run,
)
