"""The file after `-o`: never overwritten unasked, and written whole or not at all."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from realtime_inspector.cli.options import STDIN
from realtime_inspector.core.errors import InspectorError, UsageError
from realtime_inspector.runtime.export_file import write_files as files_written
from realtime_inspector.runtime.export_file import write_whole

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable, Iterator


def add_target(parser: ArgumentParser) -> None:
    """`-o` and `--force`."""
    parser.add_argument("-o", "--output", metavar="FILE", help="file to write")
    parser.add_argument("--force", action="store_true", help="overwrite FILE if it exists")


def check_target(captures: Iterable[str], target: str, *, force: bool) -> None:
    """Refuse to overwrite, and to destroy a capture that is read.

    Raises:
        UsageError: Says which.
    """
    path = Path(target)
    if not path.is_file():
        return
    for capture in captures:
        if capture != STDIN and Path(capture).exists() and path.samefile(capture):
            raise UsageError(f"{target} is the capture itself.", "Choose another name for -o.")
    if not force:
        raise UsageError(f"{target} exists.", "Add --force to overwrite it.")


def write(target: str, pieces: Iterable[bytes]) -> None:
    """Write a file whole or not at all; only its owner can read it.

    Raises:
        InspectorError: It cannot be written.
    """
    with _written(target):
        write_whole(Path(target), pieces)


def path_in(folder: str, name: str) -> str:
    """The path of a file in a folder, which is made if it is missing.

    Raises:
        InspectorError: It cannot be made.
    """
    with _written(folder):
        Path(folder).mkdir(parents=True, exist_ok=True)
    return str(Path(folder) / name)


def write_files(
    folder: str, files: Iterable[tuple[str, Iterable[bytes]]], *, force: bool
) -> list[str]:
    """Write several files into a folder: all of them or none.

    Args:
        folder: The folder; it is made if it is missing.
        files: Name and pieces of each.
        force: Whether to overwrite.

    Returns:
        The paths of the files.

    Raises:
        UsageError: One of them is there, and `force` is not given.
        InspectorError: They cannot be written.
    """
    try:
        with _written(folder):
            return [str(path) for path in files_written(Path(folder), files, force=force)]
    except FileExistsError as error:
        raise UsageError(f"{error.filename} exists.", "Add --force to overwrite it.") from None


@contextmanager
def _written(target: str) -> Iterator[None]:
    """Turn a failure to write into words."""
    try:
        yield
    except FileExistsError as error:
        if Path(error.filename) != Path(target):
            raise
        raise InspectorError(f"Cannot write {target}: it is a file, not a folder.") from None
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise InspectorError(f"Cannot write {target}: {reason}.") from None
