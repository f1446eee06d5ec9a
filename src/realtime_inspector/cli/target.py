"""The file after `-o`: never overwritten unasked, and written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from realtime_inspector.cli.options import STDIN
from realtime_inspector.core.errors import InspectorError, UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable


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
    path = Path(target)
    try:
        if path.exists() and not path.is_file():  # a pipe or a device
            with path.open("wb") as file:
                file.writelines(pieces)
        else:
            _write_whole(path, pieces)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise InspectorError(f"Cannot write {target}: {reason}.") from None


def _write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(pieces)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
