"""Files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOT_OF_NAMES: Final = re.compile(r"^\.+|[^\w.,@+-]")
"""What no file gets in its name: names of files may be ids that a server chose."""


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Writes a file that only its owner can read.

    Whatever happens on the way, an error or an interruption, leaves what stood at the path before,
    and nothing beside it. A pipe or a device is written to directly.

    Args:
        path: The file; it is replaced if it exists.
        pieces: What to write.

    Raises:
        OSError: It cannot be written.
        ValueError: The path is none, as one with a NUL in it.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open("wb") as file:
            file.writelines(pieces)
        return
    # Its name is known before it is there, so that an interruption finds it at any moment.
    temporary = path.parent / f".{path.name}.{secrets.token_hex(8)}"
    try:
        with open(temporary, "xb", opener=_for_its_owner) as file:
            file.writelines(pieces)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def is_folder(target: str) -> bool:
    """Whether it names a folder: one that is there, or that is to be made.

    Raises:
        OSError: Nobody can tell.
        ValueError: It is no path.
    """
    return target.endswith(("/", os.sep)) or Path(target).is_dir()


def write_files(
    folder: Path, files: Iterable[tuple[str, Iterable[bytes]]], *, force: bool
) -> list[Path]:
    """Writes several files into a folder: all of them or none.

    Args:
        folder: The folder; it is made if it is missing.
        files: Name and pieces of each.
        force: Whether to overwrite.

    Returns:
        The paths of the files.

    Raises:
        FileExistsError: One of them is there, and `force` is not given.
        OSError: They cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".export.") as scratch:
        made: dict[Path, Path] = {}
        for name, pieces in files:
            path = folder / (_NOT_OF_NAMES.sub("_", name) or "_")
            if path.exists() and not force:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
            made[path] = Path(scratch) / path.name
            write_whole(made[path], pieces)
        for path, written in made.items():
            written.replace(path)
    return list(made)
