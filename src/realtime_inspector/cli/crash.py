"""What is left of an error that nobody foresaw: a file with the details, not a traceback."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from realtime_inspector import __version__
from realtime_inspector.config.paths import find_paths
from realtime_inspector.core.redact import Redactor


def write_report(error: BaseException) -> Path | None:
    """Write the details of an error to a new file, without secrets.

    Returns:
        The file, or `None` if nothing can be written anywhere.
    """
    body = "".join(traceback.format_exception(error))
    text = (
        f"realtime-inspector {__version__}, Python {platform.python_version()}, "
        f"{platform.platform()}\nsubcommand: {_subcommand()}\n\n{body}"
    )
    secrets = [value for name, value in os.environ.items() if name.endswith(("_KEY", "_TOKEN"))]
    data = Redactor(secrets).text(text).encode("utf-8", "backslashreplace")
    return _written(find_paths(os.environ).state, data) or _written(
        Path(tempfile.gettempdir()), data
    )


def _subcommand() -> str:
    """The first word after the program: the rest of a command line may hold keys."""
    words = sys.argv[1:2]
    return words[0] if words and words[0].isalpha() else ""


def _written(folder: Path, data: bytes) -> Path | None:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    path = folder / f"realtime-inspector-crash-{stamp}.txt"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except OSError:
        return None
    return path
