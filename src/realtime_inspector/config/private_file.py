"""Small files of our own, that several instances of the program may write at once."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDER_MODE: Final = 0o700
_TRIES: Final = 100
_PAUSE_S: Final = 0.005


@contextlib.contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Holds a folder, created if it is missing, against other instances that want to write there.

    Where the file system knows no locks, or another instance was stopped while it held this one,
    it goes on without: files are replaced as a whole, so that at worst one of two changes is lost.

    Raises:
        OSError: The folder cannot be created or opened.
    """
    folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)  # gives the lock back, too


def _lock(handle: int) -> None:
    for _ in range(_TRIES):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE_S)  # the other needs about a millisecond
        except OSError:
            return
        else:
            return


def replace_text(path: Path, text: str) -> None:
    """Puts a text in the place of a file's: the old one or the new one, never a part.

    Only the user can read it. A file that the user has linked from elsewhere stays linked.

    Raises:
        OSError: It cannot be written; the old file is as it was.
    """
    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)  # mode 0600
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
