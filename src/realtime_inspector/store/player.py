"""Plays a log: says which record is due when. It has no clock and no timer of its own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from realtime_inspector.store.timings import SECOND_NS

if TYPE_CHECKING:
    from realtime_inspector.store.timeline import Timeline

SPEEDS: Final = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
SLOWEST, FASTEST = SPEEDS[0], SPEEDS[-1]


class Player:
    """A position in a log that moves with a clock. All `now_s` are of the same, steady clock."""

    def __init__(self, timeline: Timeline, *, speed: float = 1.0) -> None:
        self.timeline = timeline
        self.place = 0
        """Of the last record that has been played; places count from 0."""
        self.speed = speed
        self.is_playing = False
        self._moment_ns = 0
        """The played time at `_since_s`; it goes on from there."""
        self._since_s = 0.0

    @property
    def is_at_end(self) -> bool:
        """Whether there is no further record, for now."""
        return self.place + 1 >= self.timeline.known

    def take_in(self, now_s: float) -> bool:
        """Learns of records that have been read meanwhile; false if there are no more for now."""
        source = self.timeline.source
        has_more = self.timeline.advance()
        if self.timeline.source is not source:
            self.seek(self.place, now_s)
        return has_more

    def play(self, now_s: float) -> None:
        """Goes on from where it is, or from the first record if it is at the end."""
        if not self.is_playing:
            self.seek(0 if self.is_at_end else self.place, now_s)
            self.is_playing = True

    def pause(self, now_s: float) -> None:
        """Stands still. A pause in which it stood is waited for anew."""
        self.is_playing = False
        self.seek(self.place, now_s)

    def seek(self, place: int, now_s: float) -> None:
        """Goes to a record; if it plays, it goes on from there."""
        self.place = max(0, place)
        self._moment_ns = self.timeline.moment_ns(self.place)
        self._since_s = now_s

    def set_speed(self, speed: float, now_s: float) -> None:
        """Plays faster or slower from now on."""
        self._moment_ns, self._since_s = self.moment_ns(now_s), now_s
        self.speed = speed

    def moment_ns(self, now_s: float) -> int:
        """The played time now: not later than that of the last known record."""
        if not self.is_playing:
            return self._moment_ns
        passed_ns = round((now_s - self._since_s) * self.speed * SECOND_NS)
        return min(self._moment_ns + passed_ns, max(self._moment_ns, self.timeline.duration_ns))

    def advance(self, now_s: float) -> int:
        """Goes to the last record that is due, and returns its place."""
        if self.is_playing:
            moment_ns = self.moment_ns(now_s)
            self.place = max(self.place, self.timeline.place_at(moment_ns))
            if self.is_at_end:  # whatever comes later has its pause before it
                self._moment_ns, self._since_s = moment_ns, now_s
        return self.place

    def wait_s(self, now_s: float) -> float | None:
        """Seconds until the next record is due; `None` if there is none, or it stands still."""
        if not self.is_playing or self.is_at_end:
            return None
        left_ns = self.timeline.moment_ns(self.place + 1) - self.moment_ns(now_s)
        return max(0.0, left_ns / SECOND_NS / self.speed)


def next_speed(speed: float, step: int) -> float:
    """The next of `SPEEDS` that is faster (1) or slower (-1), or the last one there is."""
    index = bisect_right(SPEEDS, speed) if step > 0 else bisect_left(SPEEDS, speed) - 1
    return SPEEDS[min(max(0, index), len(SPEEDS) - 1)]
