"""`realtime-inspector export CAPTURE --format …`: a capture in a form that others can open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector import __version__
from realtime_inspector.cli import output
from realtime_inspector.cli.command import Command
from realtime_inspector.cli.expressions import parse_expression, warn_of_nothing
from realtime_inspector.cli.options import (
    STDIN,
    add_connection,
    add_prices,
    check_capture,
    settings_of,
)
from realtime_inspector.cli.output import ExitCode
from realtime_inspector.cli.target import (
    add_target,
    check_target,
    path_in,
    write,
    write_files,
)
from realtime_inspector.core.errors import UsageError
from realtime_inspector.runtime.export_file import is_folder

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator

    from realtime_inspector.core.filters import Filter
    from realtime_inspector.export.listing import Exporter
    from realtime_inspector.export.material import Material
    from realtime_inspector.runtime.rereading import Rereadable

_EPILOG: Final = """\
Without -o the export goes to standard output. CAPTURE may be - for standard input. Where -o names
a folder (one that exists, or a name that ends in /), formats of several files write them there.

With --filter or --range, formats that hold events (jsonl, csv, har) hold the events that match.
Documents hold what these events are about, and that whole: the items that they name, all items of
a response where they name no item, and errors and notices that match themselves. A call brings its
result. So --range 20..40 gives the part of the conversation that those events belong to, with no
text cut in half. Totals of tokens are of what is shown. `filter --help` explains expressions.

Keys, tokens and client secrets never leave: «redacted» stands for them in every format, and no
option brings them back. --no-audio and --no-text make bundles to share: the first puts the length
and a checksum for audio, the second «12 characters» for what people, models and tools said, for
instructions, arguments and results. Types, ids, times, usage and error messages stay.
"""


def configure(parser: ArgumentParser) -> None:
    """The capture, the format, the part and the file."""
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
        help="export only what the events that match are about, such as 'resp:resp_01' or 'err'",
    )
    parser.add_argument(
        "--range",
        metavar="A..B",
        default="",
        help="export only from event or time A to B, such as 20..40, 00:06..01:20 or 45..",
    )
    parser.add_argument("--no-audio", action="store_true", help="leave the audio out")
    parser.add_argument(
        "--no-text", action="store_true", help="leave out what was said and written"
    )
    add_connection(parser)
    add_prices(parser)
    add_target(parser)


def run(arguments: Namespace) -> int:
    """Read the capture and write the export in pieces."""
    from realtime_inspector.export import exporter
    from realtime_inspector.runtime.rereading import Rereadable

    target: str = "" if arguments.output in (None, STDIN) else arguments.output
    chosen = exporter(arguments.format or format_of(target))
    wanted = _wanted(arguments.filter, arguments.range)
    check_capture(arguments.capture)
    if target and not is_folder(target):
        check_target((arguments.capture,), target, force=arguments.force)
    elif not (target or chosen.is_text) and output.is_terminal():
        raise UsageError(
            f"{chosen.name} is not text that a terminal can show.", "Name a file with -o FILE."
        )
    with Rereadable(arguments.capture, connection=arguments.connection) as capture:
        material = _material(capture, wanted, arguments)
        if target:
            for path in _write(chosen, material, capture, arguments):
                output.note(f"Wrote {path}.")
        else:
            output.raw(_shown(chosen, material))
        if material.replaced:
            from realtime_inspector.export.base import secrets_words

            output.note(f"{secrets_words(material.replaced)}.")
    return ExitCode.FINE


def format_of(target: str) -> str:
    """The name of the format that a file's suffix stands for; the first one for no file.

    Raises:
        UsageError: The suffix says nothing.
    """
    from realtime_inspector.export import EXPORTERS

    if not target:
        return EXPORTERS[0].name
    fitting = [one for one in EXPORTERS if target.lower().endswith(one.suffix)]
    if fitting:
        return max(fitting, key=lambda one: len(one.suffix)).name
    raise UsageError(f"The name {target} does not tell the format.", "Give it with --format.")


def _wanted(expression: str, span: str) -> Filter | None:
    """The filter of both options.

    Raises:
        UsageError: One of them cannot be understood.
    """
    if not expression and not span:
        return None
    if expression:
        warn_of_nothing(parse_expression(expression))
    from realtime_inspector.core.filters import FilterError
    from realtime_inspector.export.part import RANGE_WORDS, part_of

    try:
        return part_of(expression, span)
    except (FilterError, ValueError):
        raise UsageError(f"The range {span} is wrong.", f"{RANGE_WORDS}.") from None


def _material(capture: Rereadable, wanted: Filter | None, arguments: Namespace) -> Material:
    from realtime_inspector.analysis.metrics import tariff_of
    from realtime_inspector.core.omission import Omission
    from realtime_inspector.export.base import ExportSource
    from realtime_inspector.export.material import Material

    def source() -> ExportSource:
        return ExportSource(
            capture.name, notes=capture.notes, app=__version__, header=capture.header
        )

    return Material(
        lambda: output.counted(capture.records(), "records read"),
        source,
        wanted=wanted,
        omission=Omission(audio=arguments.no_audio, text=arguments.no_text),
        tariff=tariff_of(settings_of(arguments)),
    )


def _write(
    chosen: Exporter, material: Material, capture: Rereadable, arguments: Namespace
) -> Iterable[str]:
    """Write to what `-o` names; the paths of the files."""
    target: str = arguments.output
    if not is_folder(target):
        write(target, chosen.export(material))
        return (target,)
    files = chosen.files(material)
    if files is not None:
        return write_files(target, files, force=arguments.force)
    path = path_in(target, f"{capture.name}{chosen.suffix}")
    check_target((arguments.capture,), path, force=arguments.force)
    write(path, chosen.export(material))
    return (path,)


def _shown(chosen: Exporter, material: Material) -> Iterator[bytes]:
    """The pieces; on a terminal, nothing in a line of JSON acts on it."""
    pieces = chosen.export(material)
    if chosen.name != "jsonl" or not output.is_terminal():
        return pieces
    from realtime_inspector.cli.match_formats import shown_line

    return map(shown_line, pieces)


COMMAND: Final = Command(
    name="export",
    help="write a capture as a document that others can open",
    configure=configure,
    run=run,
    epilog=_EPILOG,
)
