"""Columns with times and nothing else, for tests of playback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.support.events import received

from realtime_inspector.capture.columns import NO_SECOND, Columns, Described, Scanned
from realtime_inspector.capture.times import NO_TIME
from realtime_inspector.core.kind import kind_of
from realtime_inspector.store.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MS: Final = 1_000_000
START_NS: Final = 1_795_348_805_000_000_000


def columns_of(
    times_ms: Sequence[int | None] = (), *, seconds: Sequence[int] = (), undescribed: int = 0
) -> Columns:
    """A log whose records have these times since its start, or these seconds by their ids.

    Args:
        times_ms: Milliseconds; `None`: the file does not tell.
        seconds: Since 1970, instead of times; 0: no id has told any.
        undescribed: So many records more have not been read yet.
    """
    columns = Columns()
    count = max(len(times_ms), len(seconds))
    add_scanned(columns, count + undescribed)
    times = [NO_TIME if ms is None else START_NS + ms * MS for ms in times_ms]
    describe(columns, times or [NO_TIME] * count, seconds)
    return columns


def timeline_of(columns: Columns, longest_gap_s: float = 0.0) -> Timeline:
    """The timeline of all that is known."""
    timeline = Timeline(columns, longest_gap_s)
    while timeline.advance():
        pass
    return timeline


def add_scanned(columns: Columns, count: int) -> None:
    """Records that a glance has found."""
    number = columns.kinds.number(kind_of(received("x")))
    piece = Scanned()
    for _ in range(count):
        piece.add(number, 10)
    columns.add(piece)


def describe(columns: Columns, times_ns: Iterable[int], seconds: Sequence[int] = ()) -> None:
    """Tells the times of the next records."""
    piece = Described()
    piece.times.extend(times_ns)
    count = len(piece)
    piece.responses.extend([0] * count)
    piece.items.extend([0] * count)
    for column in (piece.flags, piece.lanes, piece.wraps):
        column.extend(bytes(count))
    piece.id_seconds.extend(seconds or [NO_SECOND] * count)
    piece.believed = sum(second != NO_SECOND for second in seconds)
    columns.add(piece)
