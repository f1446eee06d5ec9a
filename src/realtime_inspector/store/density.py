"""How many events there are where in the played time of a log, for a bar of a few cells."""

from __future__ import annotations

import math
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from realtime_inspector.capture.columns import FAILED
from realtime_inspector.store.timings import SECOND_NS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from realtime_inspector.store.timeline import Timeline

LEVELS: Final = 8
EXACT: Final = 20_000
"""In longer logs, a cell may count some records of its neighbours."""
_FAILS: Final = bytes(bool(flags & FAILED) for flags in range(256))


class Cell(NamedTuple):
    """What happened in one part of the time."""

    level: int
    """From 0, nothing, to `LEVELS`, the most of all cells; grows with the root of the number."""
    has_failure: bool
    has_mark: bool
    is_pause: bool
    """Whether it lies inside a pause that is shortened."""


def cells_of(
    timeline: Timeline, width: int, flags: bytes | bytearray, marks: Sequence[int]
) -> list[Cell]:
    """The known part of a log in so many cells, each for the same share of the played time.

    Args:
        timeline: When each record is played.
        width: How many cells, 1 at least.
        flags: The column of flags; it may be shorter than the log.
        marks: Numbers of marked records (from 1), in order.
    """
    is_long = timeline.known > EXACT
    place_at = timeline.place_near if is_long else timeline.place_at
    bounds = [_first_place(timeline, place_at, cell, width) for cell in range(width + 1)]
    most = max(end - first for first, end in pairwise(bounds))
    fails = flags.translate(_FAILS)
    pauses = _pauses(timeline, width)
    return [
        Cell(
            level=math.ceil(LEVELS * math.sqrt((end - first) / most)) if first < end else 0,
            has_failure=fails.find(1, first, end) >= 0,
            has_mark=bisect_left(marks, first + 1) < bisect_left(marks, end + 1),
            is_pause=cell in pauses,
        )
        for cell, (first, end) in enumerate(pairwise(bounds))
    ]


def cell_at(timeline: Timeline, moment_ns: int, width: int) -> int:
    """The cell of a played time."""
    return min(width - 1, moment_ns * width // (timeline.duration_ns + 1))


def place_in(timeline: Timeline, cell: int, width: int) -> int:
    """The record to go to for a cell: its first one, or the last one before it."""
    cell = min(max(0, cell), width - 1)
    first, end = (_first_place(timeline, timeline.place_at, cell + i, width) for i in (0, 1))
    return first if first < end else max(0, first - 1)


def _first_place(timeline: Timeline, place_at: Callable[[int], int], cell: int, width: int) -> int:
    """The first record of a cell or of one behind it; the number of all there are if none is."""
    if cell >= width:
        return timeline.known
    begin_ns = -(-cell * (timeline.duration_ns + 1) // width)
    return min(place_at(begin_ns - 1) + 1, timeline.known) if begin_ns > 0 else 0


def _pauses(timeline: Timeline, width: int) -> set[int]:
    """The cells that lie wholly inside shortened pauses."""
    found: set[int] = set()
    ends_ns = timeline.pause_ends()
    if len(ends_ns) > width:  # each as long as the others, and so none as long as a cell
        return found
    lasts_ns = round(timeline.longest_gap_s * SECOND_NS)
    for end_ns in ends_ns:
        before = cell_at(timeline, max(0, end_ns - lasts_ns), width)
        found.update(range(before + 1, cell_at(timeline, end_ns, width)))
    return found
