"""`realtime-inspector export CAPTURE --format …`: a capture in a form that others can open."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from realtime_inspector import __version__
from realtime_inspector.cli import output
from realtime_inspector.cli.command import Command
from realtime_inspector.cli.options import STDIN
from realtime_inspector.cli.output import ExitCode
from realtime_inspector.core.errors import InspectorError, UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator

_EPILOG: Final = """\
Without -o the export goes to standard output. CAPTURE may be - for standard input.
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
    parser.add_argument("-o", "--output", metavar="FILE", help="file to write")
    parser.add_argument("--force", action="store_true", help="overwrite FILE if it exists")


def run(arguments: Namespace) -> int:
    """Read all of it, then write the export in pieces."""
    target: str = "" if arguments.output in (None, STDIN) else arguments.output
    name = arguments.format or format_of(target)
    if target:
        check_target(arguments.capture, target, force=arguments.force)
        write(target, exported(arguments.capture, name))
        output.note(f"Wrote {target}.")
    else:
        output.pieces(exported(arguments.capture, name))
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


def check_target(capture: str, target: str, *, force: bool) -> None:
    """Refuse to overwrite, and to destroy the capture itself.

    Raises:
        UsageError: Says which.
    """
    path = Path(target)
    if not path.is_file():
        return
    if capture != STDIN and Path(capture).exists() and path.samefile(capture):
        raise UsageError(f"{target} is the capture itself.", "Choose another name for -o.")
    if not force:
        raise UsageError(f"{target} exists.", "Add --force to overwrite it.")


def exported(capture: str, name: str) -> Iterator[str]:
    """The export in pieces.

    Raises:
        UnreadableCapture: The capture cannot be read; before the first piece.
    """
    from realtime_inspector.capture.reader import read_capture
    from realtime_inspector.core.codec import CaptureHeader
    from realtime_inspector.core.reduce import reduce_all
    from realtime_inspector.export import exporter
    from realtime_inspector.export.base import ExportSource

    with read_capture(capture) as reader:
        state = reduce_all(output.counted(reader, "records read"))
        source = ExportSource(
            name="standard input" if capture == STDIN else Path(capture).name,
            notes=reader.notes,
            app=__version__,
            header=reader.header or CaptureHeader(),
        )
    yield from exporter(name).export(state, source)


def write(target: str, pieces: Iterable[str]) -> None:
    """Write a file whole or not at all; only its owner can read it.

    Raises:
        InspectorError: It cannot be written.
    """
    path = Path(target)
    try:
        if path.exists() and not path.is_file():  # a pipe or a device
            with path.open("w", encoding="utf-8") as file:
                file.writelines(pieces)
        else:
            _write_whole(path, pieces)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise InspectorError(f"Cannot write {target}: {reason}.") from None


def _write_whole(path: Path, pieces: Iterable[str]) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


COMMAND: Final = Command(
    name="export",
    help="write a capture as a document that others can open",
    configure=configure,
    run=run,
    epilog=_EPILOG,
)
