"""`realtime-inspector export CAPTURE --format …`: a capture in a form that others can open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from realtime_inspector import __version__
from realtime_inspector.cli import output
from realtime_inspector.cli.command import Command
from realtime_inspector.cli.expressions import parse_expression, warn_of_nothing
from realtime_inspector.cli.options import STDIN
from realtime_inspector.cli.output import ExitCode
from realtime_inspector.cli.target import add_target, check_target, write
from realtime_inspector.core.errors import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from realtime_inspector.capture.reader import CaptureReader
    from realtime_inspector.core.filters import Filter
    from realtime_inspector.core.state import CaptureState

_EPILOG: Final = """\
Without -o the export goes to standard output. CAPTURE may be - for standard input.

With --filter the document holds what the matching events are about, and that whole: the items that
they name, all items of a response where they name no item, and errors and notices that match
themselves. A call brings its result. So n:20..40 gives the part of the conversation that those
events belong to, with no text cut in half. Totals of tokens are of what is shown. `filter --help`
explains expressions; to keep only the matching events themselves, use `filter`.
"""


def configure(parser: ArgumentParser) -> None:
    """The capture, the format and the file."""
    from realtime_inspector.export import EXPORTERS

    formats = "; ".join(f"{one.name}: {one.help}" for one in EXPORTERS)
    about = f"{formats} (default: by the suffix of -o, else {EXPORTERS[0].name})"
    parser.add_argument("capture", metavar="CAPTURE", help="file to export")
    parser.add_argument(
        "--format",
        choices=tuple(one.name for one in EXPORTERS),
        help=about.replace("%", "%%"),
    )
    parser.add_argument(
        "--filter",
        metavar="EXPR",
        default="",
        help="export only what the events that match are about, such as 'n:20..40' or 'err'",
    )
    add_target(parser)


def run(arguments: Namespace) -> int:
    """Read all of it, then write the export in pieces."""
    target: str = "" if arguments.output in (None, STDIN) else arguments.output
    name = arguments.format or format_of(target)
    wanted = None
    if arguments.filter:
        wanted = parse_expression(arguments.filter)
        warn_of_nothing(wanted)
    if target:
        check_target((arguments.capture,), target, force=arguments.force)
        write(target, (piece.encode() for piece in exported(arguments.capture, name, wanted)))
        output.note(f"Wrote {target}.")
    else:
        output.pieces(exported(arguments.capture, name, wanted))
    return ExitCode.FINE


def format_of(target: str) -> str:
    """The name of the format that a file's suffix stands for; the first one for no file.

    Raises:
        UsageError: The suffix says nothing.
    """
    from realtime_inspector.export import EXPORTERS

    if not target:
        return EXPORTERS[0].name
    for one in EXPORTERS:
        if target.lower().endswith(one.suffix):
            return one.name
    raise UsageError(f"The name {target} does not tell the format.", "Give it with --format.")


def exported(capture: str, name: str, wanted: Filter | None = None) -> Iterator[str]:
    """The export in pieces.

    Args:
        capture: The file, or `-`.
        name: The format.
        wanted: Export only what the records are about that this filter matches.

    Raises:
        UnreadableCapture: The capture cannot be read; before the first piece.
    """
    from realtime_inspector.capture.reader import read_capture
    from realtime_inspector.core.codec import CaptureHeader
    from realtime_inspector.export import exporter
    from realtime_inspector.export.base import ExportSource

    with read_capture(capture) as reader:
        state, notes = _state_of(reader, wanted)
        source = ExportSource(
            name="standard input" if capture == STDIN else Path(capture).name,
            notes=(*reader.notes, *notes),
            app=__version__,
            header=reader.header or CaptureHeader(),
        )
    yield from exporter(name).export(state, source)


def _state_of(reader: CaptureReader, wanted: Filter | None) -> tuple[CaptureState, tuple[str, ...]]:
    """What is exported of a capture, and what its reader must know."""
    from realtime_inspector.analysis.selection import Selection
    from realtime_inspector.core.facts import FactStream
    from realtime_inspector.core.reduce import reduce
    from realtime_inspector.core.state import CaptureState

    state, facts, selection = CaptureState(), FactStream(), Selection()
    for record, _, event in output.counted(reader.rows(), "records read"):
        if record is None:
            continue
        state = reduce(state, record, event)
        if wanted is not None:
            row = facts.feed(record, event)
            if wanted.matches(row):
                selection.add(row, state)
    if wanted is None:
        return state, ()
    counts = f"{len(selection):,} of {state.seq:,} events match it"
    note = f"Only what the filter {wanted} is about is shown; {counts}"
    return selection.of(state), (note,)


COMMAND: Final = Command(
    name="export",
    help="write a capture as a document that others can open",
    configure=configure,
    run=run,
    epilog=_EPILOG,
)
