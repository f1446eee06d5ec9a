"""Waiting for a capture that somebody else is about to write."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from realtime_inspector.capture.reader import CaptureReader
from realtime_inspector.capture.source import has_line
from realtime_inspector.cli import output
from realtime_inspector.core.errors import UnreadableCapture
from realtime_inspector.core.safe import visible

if TYPE_CHECKING:
    from collections.abc import Callable

LOOK_EVERY_S: Final = 0.1


def wait_for_line(path: str, rest: Callable[[float], None] = time.sleep) -> None:
    """Waits until a file holds the beginning of a capture, and says so meanwhile.

    Args:
        path: The file.
        rest: Lets so many seconds pass between two looks.

    Raises:
        UnreadableCapture: The file cannot be opened any more.
    """
    if _is_begun(path):
        return
    output.note(f"Nothing is in {visible(path)} yet; waiting for the first event (Ctrl+C stops) …")
    while not _is_begun(path):
        rest(LOOK_EVERY_S)


def _is_begun(path: str) -> bool:
    """Whether there is a whole line, or something else that a capture can be."""
    if has_line(path):
        return True
    try:
        CaptureReader(path).close()
    except UnreadableCapture:
        return False
    return True
