"""Times of records whose file tells none, as far as their ids do."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from realtime_inspector.capture.columns import NO_SECOND
from realtime_inspector.core.id_times import are_believable

if TYPE_CHECKING:
    from realtime_inspector.capture.columns import Columns


def elapsed_s(columns: Columns, place: int) -> int | None:
    """Whole seconds from the first id to those of a record; `None` if they do not tell."""
    seconds = columns.id_seconds
    if not are_estimated(columns) or not 0 <= place < len(seconds):
        return None
    if seconds[place] == NO_SECOND:  # only before the first id that tells
        return 0
    return seconds[place] - _first(columns)


def place_from(columns: Columns, second: float) -> int:
    """The first place whose ids are of a second since the first id, or the number of all places."""
    wanted = _first(columns) + second
    return bisect_left(columns.id_seconds, wanted)


def are_estimated(columns: Columns) -> bool:
    """Whether the ids tell the times of a log, and nothing else does."""
    is_needed = columns.first_ns is None and len(columns.id_seconds) > 0
    return is_needed and are_believable(columns.believed, columns.doubted)


def _first(columns: Columns) -> int:
    return next((second for second in columns.id_seconds if second != NO_SECOND), NO_SECOND)
