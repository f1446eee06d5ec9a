"""The scripts of a capture file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from realtime_inspector.capture.reader import read_capture
from realtime_inspector.serving.writing import scripts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from realtime_inspector.core.record import Record
    from realtime_inspector.serving.script import Script


@dataclass(frozen=True, slots=True)
class Loaded:
    """What there is to serve of a capture."""

    scripts: tuple[Script, ...]
    """Its connections, in order."""
    notes: tuple[str, ...]
    """Sentences about what it lacks, or what of it could not be read."""
    model: str = ""
    """The model that the session was with, if the capture says so."""


def load_scripts(
    path: str | Path, *, watched: Callable[[Iterable[Record]], Iterable[Record]] = iter
) -> Loaded:
    """Read a capture of any readable shape, or standard input for `-`.

    Args:
        path: The file.
        watched: Wraps the records as they are read, to show progress.

    Raises:
        UnreadableCapture: It cannot be opened, or holds no event at all.
    """
    with read_capture(path) as reader:
        scripts = scripts_of(watched(reader))
        header = reader.header
        notes = (*reader.notes, *(note for script in scripts for note in script.notes))
        return Loaded(scripts, notes, header.model if header is not None else "")
