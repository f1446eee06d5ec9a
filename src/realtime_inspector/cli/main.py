"""The entry point: finds the command, runs it, and turns every error into words."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from realtime_inspector import __doc__ as description
from realtime_inspector import __version__
from realtime_inspector.cli import output
from realtime_inspector.cli.commands import COMMANDS, DEFAULT
from realtime_inspector.cli.output import ExitCode
from realtime_inspector.core.errors import InspectorError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.cli.command import Command

PROGRAM: Final = "realtime-inspector"
DEBUG: Final = "REALTIME_INSPECTOR_DEBUG"
_OWN_OPTIONS: Final = frozenset({"-h", "--help", "-V", "--version"})
_WIDTH: Final = 14


class Parser(ArgumentParser):
    """An `ArgumentParser` whose errors look like all our errors."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of leaving the process."""
        raise UsageError(f"{message}.", f"See `{self.prog} --help`.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: The arguments without the program's name; by default the process's.

    Returns:
        The exit code, see `ExitCode`.
    """
    output.prepare()
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _dispatch(arguments)
        output.flush()
    except SystemExit as leaving:  # argparse, after --help and --version
        return leaving.code if isinstance(leaving.code, int) else ExitCode.FINE
    except InspectorError as error:
        output.error(error.message, error.hint)
        return error.exit_code
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        output.abandon_stdout()
        return ExitCode.FINE
    except Exception as error:  # noqa: BLE001 - the last resort: no traceback reaches a user
        return _apologise(error)
    return code


def _dispatch(arguments: Sequence[str]) -> int:
    first = arguments[0] if arguments else ""
    if first in _OWN_OPTIONS:
        return _about(first)
    command = next((one for one in COMMANDS if one.name == first), None)
    if command is None:
        if first and not first.startswith("-"):
            raise UsageError(f"There is no command {first!r}.", _suggestion(first))
        return _run_default(arguments)
    return _run(command, arguments[1:])


def _run_default(arguments: Sequence[str]) -> int:
    """What runs without a command; options before one are the likeliest mistake."""
    try:
        return _run(DEFAULT, arguments)
    except UsageError as error:
        named = next((one.name for one in COMMANDS if one.name in arguments), None)
        if named is None:
            raise
        hint = f"The command comes first, its options follow: {PROGRAM} {named} …"
        raise UsageError(error.message, hint) from None


def _run(command: Command, arguments: Sequence[str]) -> int:
    parser = Parser(
        prog=f"{PROGRAM} {command.name}",
        description=f"{command.help[:1].upper()}{command.help[1:]}.",
        epilog=command.epilog,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.configure(parser)
    return command.run(parser.parse_args(arguments))


def _about(option: str) -> int:
    if option in ("-V", "--version"):
        output.line(f"{PROGRAM} {__version__}")
    else:
        output.line(help_text())
    return ExitCode.FINE


def help_text() -> str:
    """What `--help` says."""
    commands = "\n".join(f"  {one.name:<{_WIDTH}}{one.help}" for one in COMMANDS)
    return f"""\
usage: {PROGRAM} [COMMAND] [OPTION …]

{description}

commands:
{commands}

Without a command: {DEFAULT.name}. `{PROGRAM} COMMAND --help` lists the options of a command;
those of {DEFAULT.name} may be given without the word, such as `{PROGRAM} --provider xai`.

options:
  -h, --help    show this text
  -V, --version show the version

It needs nothing: with no key it talks to a built-in simulator. With OPENAI_API_KEY in the
environment or in .env it connects to OpenAI.

exit codes: 0 fine, 1 findings or an error of ours, 2 usage or missing key, 3 connection,
4 unreadable capture, 130 interrupted"""


def _suggestion(word: str) -> str:
    if Path(word).is_file():
        return f"To inspect that file: {PROGRAM} open {word}"
    from difflib import get_close_matches

    names = [one.name for one in COMMANDS]
    near = get_close_matches(word.lower(), names, n=1)
    return f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names)}."


def _apologise(error: Exception) -> int:
    if os.environ.get(DEBUG):
        raise error
    from realtime_inspector.cli.crash import write_report

    path = write_report(error)
    where = f"The details are in {path}." if path else f"Set {DEBUG}=1 to see the details."
    output.error(f"Sorry, something went wrong in this program ({type(error).__name__}). {where}")
    return ExitCode.FINDINGS
