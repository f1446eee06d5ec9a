"""`realtime-inspector filter CAPTURE… EXPR`: the records of captures that a filter matches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.cli import output
from realtime_inspector.cli.command import Command
from realtime_inspector.cli.options import STDIN, add_connection
from realtime_inspector.cli.output import ExitCode
from realtime_inspector.cli.target import add_target, check_target, write
from realtime_inspector.core.errors import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from realtime_inspector.cli.match_formats import JsonForm, LinesForm, TableForm
    from realtime_inspector.cli.matches import Search

_FORMATS: Final = ("jsonl", "table", "json")
_EPILOG: Final = """\
expressions, in quotes for the shell:
  type:response.output_text.*   dir:out  dir:in   family:tools   err
  resp:resp_01  item:  call:  id:      beginnings of ids
  gap>500ms  time>00:06  size>10k  n:20..40  conn:2
  .response.usage.total_tokens>100     .item.role=user     .error.code:*active*
  word  "two words"  /regex/           anywhere, ignoring case, not in audio
Terms side by side must all match; | is or, ! is not, ( ) groups. An expression that begins with
- goes behind --, or begins with ! instead.

formats:
  jsonl   the matching lines byte for byte (the default). Of our captures with the header, so that
          the result is a capture; what is not one record a line is written as a capture of ours.
  table   number, time, gap, direction, type, and a few words, for people
  json    one array of {"seq","time","source","conn","event"} ("text", "binary" or "notice" in
          place of "event" for what is no event); "capture" in front if there are several

CAPTURE may be - for standard input. What cannot be read as an event is a row of type `text`, that
a filter may match, and is counted on standard error; lines that cannot match are passed over
without being parsed. The exit code is 0 whether something matched or not, 2 for a wrong
expression, 4 for a capture that cannot be read.
"""


def configure(parser: ArgumentParser) -> None:
    """The captures, the expression, and what to do with the matches."""
    parser.add_argument("captures", metavar="CAPTURE", nargs="+", help="file to read")
    parser.add_argument("expression", metavar="EXPR", help="what to look for, see below")
    parser.add_argument("--format", choices=_FORMATS, help="how to give the matches")
    parser.add_argument(
        "--count", action="store_true", help="only how many match; of several captures each"
    )
    add_connection(parser)
    add_target(parser)


def run(arguments: Namespace) -> int:
    """Read the captures as streams and give what matches."""
    from realtime_inspector.cli.expressions import parse_expression, warn_of_nothing
    from realtime_inspector.cli.matches import searches
    from realtime_inspector.core.filter_connection import of_connection

    captures: list[str] = arguments.captures
    target: str = "" if arguments.output in (None, STDIN) else arguments.output
    if arguments.count and arguments.format:
        raise UsageError("--count gives a number and --format lines.", "Leave one of them out.")
    _check_order(captures, arguments.expression)
    wanted = parse_expression(arguments.expression)
    if arguments.connection is not None:
        wanted = of_connection(wanted, arguments.connection)
    warn_of_nothing(wanted)
    if target:
        check_target(captures, target, force=arguments.force)
    is_shown = not target and output.is_terminal()
    found = searches(
        captures,
        wanted,
        with_gaps=arguments.format == "table",
        progress=arguments.count or not is_shown,
    )
    form = None if arguments.count else _form(arguments.format, is_shown=is_shown)
    pieces = _counts(found) if form is None else form.pieces(found)
    if target:
        write(target, pieces)
    else:
        output.raw(pieces)
    _tell(found, target, secrets=form.secrets if form is not None else 0)
    return ExitCode.FINE


def _check_order(captures: Sequence[str], expression: str) -> None:
    """Recognise an expression that was put first.

    Raises:
        UsageError: Says so.
    """
    from realtime_inspector.cli.matches import is_file

    if is_file(expression) and not is_file(captures[0]):
        raise UsageError(f"There is no capture {captures[0]}.", "The expression comes last.")


def _form(name: str | None, *, is_shown: bool) -> LinesForm | JsonForm | TableForm:
    from realtime_inspector.cli.match_formats import JsonForm, LinesForm, TableForm

    if name == "table":
        return TableForm(is_shown=is_shown)
    return JsonForm() if name == "json" else LinesForm(is_shown=is_shown)


def _counts(found: Sequence[Search]) -> Iterator[bytes]:
    from realtime_inspector.core.safe import visible

    for one in found:
        for _ in one:
            pass
        name = f"{visible(one.name)}: " if len(found) > 1 else ""
        yield f"{name}{one.matched}\n".encode()


def _tell(found: Sequence[Search], target: str, secrets: int) -> None:
    """What is said on stderr in the end."""
    for one in found:
        one.tell_notes()
    if secrets:
        output.note(f"{secrets} secrets (keys, tokens) were replaced by «redacted».")
    if target:
        matched, records = (sum(getattr(one, n) for one in found) for n in ("matched", "records"))
        output.note(f"Wrote {target}: {matched:,} of {records:,} records.")


COMMAND: Final = Command(
    name="filter",
    help="the records of captures that match an expression",
    configure=configure,
    run=run,
    epilog=_EPILOG,
)
