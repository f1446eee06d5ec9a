"""Writes an export to a file, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from realtime_inspector import __version__
from realtime_inspector.export.base import ExportSource

if TYPE_CHECKING:
    from realtime_inspector.core.state import CaptureState
    from realtime_inspector.export.base import Exporter


def export_to_file(exporter: Exporter, state: CaptureState, path: Path, name: str) -> None:
    """Writes a capture's state in one format.

    A failure leaves what stood at the path before.

    Args:
        exporter: The format.
        state: What to write.
        path: The file; it is replaced if it exists.
        name: What to call the capture.

    Raises:
        OSError: The file cannot be written.
    """
    source = ExportSource(name=name, app=__version__)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(exporter.export(state, source))
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
