"""When each record of a log is played: by its own times, by its ids, or at a fixed pace.

Places count from 0. Played time counts nanoseconds from the first record; pauses that are longer
than somebody wants to wait are shorter in it. It never runs backwards, whatever the file says.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from enum import Enum
from itertools import accumulate, groupby
from operator import sub
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from realtime_inspector.capture.columns import NO_SECOND
from realtime_inspector.capture.times import BLOCK, NO_TIME

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from realtime_inspector.capture.columns import Columns

SECOND_NS: Final = 1_000_000_000
EVENTS_PER_S: Final = 20
"""The pace of a log that tells no times."""
_PACE_NS: Final = SECOND_NS // EVENTS_PER_S
_NEVER_NS: Final = 2**62
_STRETCH: Final = 16 * BLOCK
"""Records that `advance` takes in between two looks at the clock."""


class TimeSource(Enum):
    """Where the times come from."""

    OWN = "own"
    IDS = "ids"
    NONE = "none"


class Gap(NamedTuple):
    """What passes before a record."""

    real_ns: int
    played_ns: int

    @property
    def is_shortened(self) -> bool:
        """Whether the pause was longer than it is played."""
        return self.played_ns < self.real_ns


class Timing(Protocol):
    """Places to played times and back, as far as `known`."""

    source: TimeSource
    known: int
    """So many records have a moment already."""

    def advance(self) -> bool:
        """Takes in some more records; false if there are none for now."""
        ...

    def moment_ns(self, place: int) -> int:
        """The played time of a known record."""
        ...

    def place_at(self, moment_ns: int) -> int:
        """The last record that has been played at a played time."""
        ...

    def place_near(self, moment_ns: int) -> int:
        """The same to within a block of the column of times, at once."""
        ...

    def gap(self, place: int) -> Gap:
        """What passes before a record."""
        ...

    def pause_ends(self) -> Sequence[int]:
        """The played times at which the shortened pauses end, in order."""
        ...


def most_ns(longest_gap_s: float) -> int:
    """The longest pause to be played; 0 seconds: none is too long."""
    return round(longest_gap_s * SECOND_NS) or _NEVER_NS


class _Walk(NamedTuple):
    """A block of the column of times, gone through once."""

    moments: list[int]
    """The played time of each record."""
    last_ns: int
    """The last known time up to its end."""
    pause_ends: list[int]


class OwnTimes:
    """By the times of the file. A record without one comes with the one before it."""

    source = TimeSource.OWN

    def __init__(self, columns: Columns, longest_gap_s: float) -> None:
        self._columns = columns
        self._most_ns = most_ns(longest_gap_s)
        self._starts = array("q", [0])
        """By block of the column of times: the played time before it."""
        self._lasts = array("q", [NO_TIME])
        """By block: the last known time before it."""
        self._pause_ends = array("q")
        """Of the blocks before the last one of these."""
        self._walked: tuple[tuple[int, int], _Walk] = ((-1, 0), _Walk([], NO_TIME, []))
        """The last block that was gone through, and how much of it there was."""
        self.known = 0

    def advance(self) -> bool:
        """Takes in some more records; false if there are none for now."""
        described = self._columns.described
        end = min(described, self.known + _STRETCH)
        while len(self._starts) * BLOCK <= end:
            walk = self._walk(len(self._starts) - 1)
            self._starts.append(walk.moments[-1])
            self._lasts.append(walk.last_ns)
            self._pause_ends.extend(walk.pause_ends)
        self.known = end
        return end < described

    def moment_ns(self, place: int) -> int:
        """The played time of a known record."""
        block, index = divmod(place, BLOCK)
        return self._walk(block).moments[index]

    def place_at(self, moment_ns: int) -> int:
        """The last record that has been played at a played time."""
        block = max(0, bisect_right(self._starts, moment_ns) - 1)
        index = bisect_right(self._walk(block).moments, moment_ns) - 1
        return min(max(0, block * BLOCK + index), max(0, self.known - 1))

    def gap(self, place: int) -> Gap:
        """What passes before a record."""
        if not 0 < place < self.known:
            return Gap(0, 0)
        block = place // BLOCK
        now_ns = self._columns.times[place]
        before_ns = self._last_known(self._columns.times.span(block * BLOCK, place), block)
        if NO_TIME in (now_ns, before_ns) or now_ns <= before_ns:
            return Gap(0, 0)
        return Gap(now_ns - before_ns, min(now_ns - before_ns, self._most_ns))

    def place_near(self, moment_ns: int) -> int:
        """The same to within a block of the column of times, at once."""
        block = bisect_right(self._starts, moment_ns) - 1
        if not 0 <= block < len(self._starts) - 1:
            return self.place_at(moment_ns)
        begin_ns, end_ns = self._starts[block], self._starts[block + 1]
        return block * BLOCK + (moment_ns - begin_ns) * BLOCK // (end_ns - begin_ns)

    def pause_ends(self) -> Sequence[int]:
        """The played times at which the shortened pauses end."""
        return [*self._pause_ends, *self._walk(len(self._starts) - 1).pause_ends]

    def _last_known(self, times: Iterable[int], block: int) -> int:
        known = (time_ns for time_ns in reversed(list(times)) if time_ns != NO_TIME)
        return next(known, self._lasts[block])

    def _walk(self, block: int) -> _Walk:
        first = block * BLOCK
        key = (block, min(first + BLOCK, self._columns.described))
        if self._walked[0] != key:
            self._walked = key, self._walk_anew(block, *key[1:])
        return self._walked[1]

    def _walk_anew(self, block: int, end: int) -> _Walk:
        times = list(self._columns.times.span(block * BLOCK, end))
        last_ns = self._lasts[block]
        if last_ns == NO_TIME or NO_TIME in times:
            times = _filled(times, last_ns)
            last_ns = last_ns if last_ns != NO_TIME else times[0] if times else NO_TIME
        passed_ns = list(map(sub, times, [last_ns, *times]))
        most = self._most_ns
        is_plain = not passed_ns or (min(passed_ns) >= 0 and max(passed_ns) <= most)
        played_ns = passed_ns if is_plain else [min(max(0, ns), most) for ns in passed_ns]
        moments = list(accumulate(played_ns, initial=self._starts[block]))[1:]
        ends = zip(moments, passed_ns, strict=True) if not is_plain else ()
        pause_ends = [moment_ns for moment_ns, ns in ends if ns > most]
        return _Walk(moments, times[-1] if times else last_ns, pause_ends)


def _filled(times: Sequence[int], last_ns: int) -> list[int]:
    """Times with the last known one in place of those that are not; at the start the first."""
    first_ns = next((time_ns for time_ns in times if time_ns != NO_TIME), NO_TIME)
    known_ns = last_ns if last_ns != NO_TIME else first_ns
    return list(
        accumulate(times, lambda before, ns: before if ns == NO_TIME else ns, initial=known_ns)
    )[1:]


class IdTimes:
    """By the seconds that the ids tell; events of the same second are spread evenly over it."""

    source = TimeSource.IDS

    def __init__(self, columns: Columns, longest_gap_s: float) -> None:
        self._columns = columns
        self._most_ns = most_ns(longest_gap_s)
        self._seconds = array("I")
        """Of each run of records with the same second."""
        self._firsts = array("I")
        """The first place of each run."""
        self._moments = array("q")
        """The played time at the beginning of each run."""
        self._cuts = array("q")
        """How much of the pause before each run is not played."""
        self._pause_ends = array("q")
        self.known = 0

    def advance(self) -> bool:
        """Takes in some more records; false if there are none for now."""
        described = self._columns.described
        end = min(described, self.known + _STRETCH)
        for second, run in groupby(self._columns.id_seconds[self.known : end]):
            self._add(second)
            self.known += sum(1 for _ in run)
        self.known = end
        return end < described

    def moment_ns(self, place: int) -> int:
        """The played time of a known record."""
        run = max(0, bisect_right(self._firsts, place) - 1)
        first, count, span_ns = self._run(run)
        return self._moments[run] + (place - first) * span_ns // count

    def place_at(self, moment_ns: int) -> int:
        """The last record that has been played at a played time."""
        run = max(0, bisect_right(self._moments, moment_ns) - 1)
        first, count, span_ns = self._run(run)
        # The least index whose moment is later, less one: moments are rounded down.
        inside = ((moment_ns - self._moments[run] + 1) * count - 1) // span_ns
        return first + min(max(0, inside), count - 1)

    def place_near(self, moment_ns: int) -> int:
        """The same."""
        return self.place_at(moment_ns)

    def gap(self, place: int) -> Gap:
        """What passes before a record."""
        if not 0 < place < self.known:
            return Gap(0, 0)
        run = bisect_right(self._firsts, place) - 1
        cut_ns = self._cuts[run] if self._firsts[run] == place else 0
        played_ns = self.moment_ns(place) - self.moment_ns(place - 1)
        return Gap(played_ns + cut_ns, played_ns)

    def pause_ends(self) -> Sequence[int]:
        """The played times at which the shortened pauses end."""
        return self._pause_ends

    def _add(self, second: int) -> None:
        """Begins a run, unless the second is that of the run before, or not known yet."""
        if not self._seconds:
            self._begin_run(second, 0, 0)
            return
        last = self._seconds[-1]
        if second in (NO_SECOND, last):
            return
        if last == NO_SECOND:  # what comes before the first id came at its time, or near it
            self._seconds[-1] = second
            return
        passed_ns = (second - last) * SECOND_NS if second > last else SECOND_NS
        cut_ns = max(0, passed_ns - self._most_ns)
        moment_ns = self._moments[-1] + passed_ns - cut_ns
        if cut_ns:
            self._pause_ends.append(moment_ns)
        self._begin_run(second, moment_ns, cut_ns)

    def _begin_run(self, second: int, moment_ns: int, cut_ns: int) -> None:
        self._seconds.append(second)
        self._firsts.append(self.known)
        self._moments.append(moment_ns)
        self._cuts.append(cut_ns)

    def _run(self, run: int) -> tuple[int, int, int]:
        """The first place of a run, how many there are, and over which time they are spread."""
        first = self._firsts[run]
        if run + 1 == len(self._firsts):
            return first, max(1, self.known - first), min(SECOND_NS, self._most_ns)
        span_ns = min(SECOND_NS, self._moments[run + 1] - self._moments[run])
        return first, self._firsts[run + 1] - first, span_ns


class FixedPace:
    """So many events a second, where nothing tells when they were."""

    source = TimeSource.NONE

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self.known = 0

    def advance(self) -> bool:
        """Takes in all records there are."""
        self.known = len(self._columns)
        return False

    def moment_ns(self, place: int) -> int:
        """The played time of a record."""
        return place * _PACE_NS

    def place_at(self, moment_ns: int) -> int:
        """The last record that has been played at a played time."""
        return min(max(0, moment_ns // _PACE_NS), max(0, self.known - 1))

    def place_near(self, moment_ns: int) -> int:
        """The same."""
        return self.place_at(moment_ns)

    def gap(self, place: int) -> Gap:
        """The same before each record."""
        pace_ns = _PACE_NS if 0 < place < self.known else 0
        return Gap(pace_ns, pace_ns)

    def pause_ends(self) -> Sequence[int]:
        """None is long."""
        return ()
