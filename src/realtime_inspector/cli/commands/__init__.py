"""One subcommand a module, in the order of `--help`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.cli.commands import (
    contract,
    diff,
    events,
    export,
    filter_,
    lessons,
    lint,
    live,
    open_,
    paths,
    resend,
    serve,
    simulate,
    stats,
)

if TYPE_CHECKING:
    from realtime_inspector.cli.command import Command

COMMANDS: Final[tuple[Command, ...]] = (
    live.COMMAND,
    open_.COMMAND,
    simulate.COMMAND,
    serve.COMMAND,
    resend.COMMAND,
    filter_.COMMAND,
    export.COMMAND,
    lint.COMMAND,
    stats.COMMAND,
    contract.COMMAND,
    diff.COMMAND,
    events.COMMAND,
    lessons.COMMAND,
    paths.COMMAND,
)
"""Every subcommand."""
DEFAULT: Final = live.COMMAND
"""The one that is meant when none is named."""
