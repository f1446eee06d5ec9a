"""`realtime-inspector diff A B`: what differs between two captures."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, Final

from realtime_inspector.cli import output
from realtime_inspector.cli.command import Command
from realtime_inspector.cli.diff_document import SCHEMA, document_text
from realtime_inspector.cli.options import STDIN, check_capture
from realtime_inspector.cli.output import ExitCode
from realtime_inspector.cli.paint import add_colour, paint_of
from realtime_inspector.core.errors import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from realtime_inspector.analysis.session_diff import CaptureDiff, Digest, Rules

_EPILOG: Final = f"""\
Sessions are compared in order, turns by what they ask: an inserted turn is one difference. A turn
is a response and what led to it. Compared are the settings in force, items with their text, calls
and results, the sequence of events (runs of deltas count as one event, and events about different
things, such as an answer and the transcript of the question, may come in any order), and usage.

Ids are no differences, but a result that answers another call is one. Times are shown and count
only with --timing. Of interrupted answers, how far they got is shown and does not count. Pieces of
microphone audio are not compared.

Not to compare: session (settings), items, text (what is said and written), events, usage, timing.

Exit code: 0 the same, 1 differences, 2 usage, 4 unreadable. A or B may be - for standard input.

{SCHEMA}"""


def percent(text: str) -> float:
    """A percentage, with or without its sign."""
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise ArgumentTypeError("expected a percentage such as 50")
    return value


def aspects(text: str) -> frozenset[str]:
    """Words of `--ignore`, separated by commas."""
    from realtime_inspector.analysis.session_diff import Aspect

    words = {word.strip() for word in text.split(",")}
    unknown = sorted(words - {one.value for one in Aspect})
    if unknown:
        raise ArgumentTypeError(
            f"there is no {unknown[0] or 'empty word'!r}; there are: {', '.join(Aspect)}"
        )
    return frozenset(words)


def add_comparison(parser: ArgumentParser) -> None:
    """The options of what counts as a difference, and how it is shown."""
    parser.add_argument(
        "--ignore",
        metavar="WHAT",
        type=aspects,
        action="append",
        help="do not compare this, such as timing or session,usage; may be given again",
    )
    parser.add_argument(
        "--timing",
        metavar="PERCENT",
        type=percent,
        help="count a time that differs by more than this (and by 50 ms) as a difference",
    )
    parser.add_argument("--json", action="store_true", help="for programs, see below")
    add_colour(parser)


def configure(parser: ArgumentParser) -> None:
    """The two captures, and what counts."""
    parser.add_argument("old", metavar="A", help="a capture")
    parser.add_argument("new", metavar="B", help="the capture to compare it with")
    add_comparison(parser)


def run(arguments: Namespace) -> int:
    """Read both, compare them, say what differs."""
    from realtime_inspector.analysis.session_diff import compare

    if arguments.old == arguments.new == STDIN:
        raise UsageError("Standard input can be read only once.", "Give - only once.")
    for path in (arguments.old, arguments.new):
        check_capture(path)
    old, new = digest_of(arguments.old), digest_of(arguments.new)
    diff = compare(old, new, rules_of(arguments))
    return show(diff, _name(arguments.old), _name(arguments.new), arguments)


def rules_of(arguments: Namespace) -> Rules:
    """What `add_comparison` asked for."""
    from realtime_inspector.analysis.session_diff import Aspect, Rules

    words = frozenset[str]().union(*(arguments.ignore or ()))
    return Rules(frozenset(map(Aspect, words)), arguments.timing)


def digest_of(path: str) -> Digest:
    """A capture boiled down; what its reader has to say goes to stderr.

    Raises:
        UnreadableCapture: It cannot be read.
    """
    from realtime_inspector.analysis.session_diff import Digester
    from realtime_inspector.capture.reader import read_capture
    from realtime_inspector.core.redact import Redactor

    digester, redactor = Digester(), Redactor()
    with read_capture(path) as reader:
        for row in output.counted(reader.rows(), "records read"):
            if row.record is not None:
                # Other tools' captures hold keys, and what differs is shown.
                clean = redactor.record(row.record)
                digester.feed(clean, row.event if clean is row.record else None)
    for text in reader.notes:
        output.warning(f"{_name(path)}: {text}")
    return digester.result()


def show(diff: CaptureDiff, old_name: str, new_name: str, arguments: Namespace) -> int:
    """Print a comparison as `add_comparison` asked for it; returns the exit code."""
    from realtime_inspector.cli.diff_report import Report

    if arguments.json:
        output.pieces((document_text(diff, old_name, new_name),))
    else:
        report = Report(paint_of(arguments.color))
        output.pieces(f"{line}\n" for line in report.lines(diff, old_name, new_name))
    return ExitCode.FINDINGS if diff.count else ExitCode.FINE


def _name(path: str) -> str:
    return "standard input" if path == STDIN else path


COMMAND: Final = Command(
    name="diff",
    help="what differs between two captures, turn by turn",
    configure=configure,
    run=run,
    epilog=_EPILOG,
)
