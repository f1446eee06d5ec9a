"""The times by which a log is played: the best there are, while the log is still being read."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.id_times import are_believable
from realtime_inspector.store.timings import FixedPace, IdTimes, OwnTimes, TimeSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.capture.columns import Columns
    from realtime_inspector.store.timings import Gap, Timing

WORK_S: Final = 0.004
"""So long one `advance` may take: it runs between two paints."""


class Timeline:
    """When each record is played; see `timings`. Nothing of the records is read for it."""

    def __init__(self, columns: Columns, longest_gap_s: float = 0.0) -> None:
        """Begin with what is known of the log now.

        Args:
            columns: Of the log.
            longest_gap_s: Longer pauses are played as if they lasted so long; 0: none is.
        """
        self._columns = columns
        self.longest_gap_s = longest_gap_s
        self._own = OwnTimes(columns, longest_gap_s)
        self._timing: Timing = self._own
        self.advance()

    @property
    def source(self) -> TimeSource:
        """Where the times come from."""
        return self._timing.source

    @property
    def known(self) -> int:
        """So many records, from the first on, have a moment already."""
        return self._timing.known

    @property
    def duration_ns(self) -> int:
        """The played time of the last known record."""
        return self._timing.moment_ns(self.known - 1) if self.known else 0

    def advance(self) -> bool:
        """Takes in what is known of further records; false if there is no more for now."""
        until = time.monotonic() + WORK_S
        has_more = self._columns.first_ns is not None and _advance(self._own, until)
        best = self._best_source()
        if best is not self.source:
            self._timing = self._new_timing(best)
        return has_more or _advance(self._timing, until)

    def moment_ns(self, place: int) -> int:
        """The played time of a record; of one that has none yet, that of the last."""
        return self._timing.moment_ns(min(place, self.known - 1)) if self.known else 0

    def place_at(self, moment_ns: int) -> int:
        """The last record that has been played at a played time; the first one at the least."""
        return self._timing.place_at(moment_ns) if self.known else 0

    def place_near(self, moment_ns: int) -> int:
        """The same in no time, but only about right in a long log."""
        return self._timing.place_near(moment_ns) if self.known else 0

    def gap(self, place: int) -> Gap:
        """What passes before a record."""
        return self._timing.gap(place)

    def pause_ends(self) -> Sequence[int]:
        """The played times at which the shortened pauses end, in order."""
        return self._timing.pause_ends()

    def _best_source(self) -> TimeSource:
        columns = self._columns
        if columns.first_ns is not None and not self._are_own_equal():
            return TimeSource.OWN
        if columns.id_seconds and are_believable(columns.believed, columns.doubted):
            return TimeSource.IDS
        return TimeSource.NONE

    def _are_own_equal(self) -> bool:
        """Whether the file gives all its records the same time."""
        own = self._own
        return 1 < own.known == len(self._columns) and not own.moment_ns(own.known - 1)

    def _new_timing(self, source: TimeSource) -> Timing:
        if source is TimeSource.OWN:
            return self._own
        if source is TimeSource.IDS:
            return IdTimes(self._columns, self.longest_gap_s)
        return FixedPace(self._columns)


def _advance(timing: Timing, until_s: float) -> bool:
    """Has a timing take in what there is until a time; false if there is no more."""
    while timing.advance():
        if time.monotonic() > until_s:
            return True
    return False
