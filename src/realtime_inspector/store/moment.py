"""The event that is looked at, and the state as it was right after it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from realtime_inspector.core.state import CaptureState
    from realtime_inspector.store.folding import Folding

STEP: Final = 16
"""On the way to a state, each so manieth is kept for steps back."""
MOST_KEPT: Final = 64


class Moment:
    """Now, or an event of the past. What arrives meanwhile does not move it."""

    def __init__(self, folding: Folding) -> None:
        self._folding = folding
        self._seq: int | None = None
        self._state: CaptureState | None = None
        """What is known of the state at the event: that at, or before it."""
        self._trail: list[CaptureState] = []
        """States in order on the way from one checkpoint to here."""
        self._first = 0
        """Where the part begins that the trail is in."""

    @property
    def seq(self) -> int | None:
        """Number of the event; `None`: now, whatever arrives."""
        return self._seq

    @property
    def state(self) -> CaptureState:
        """The state at the event, or the nearest one before it that is known so far."""
        return self._folding.state if self._state is None else self._state

    @property
    def is_reached(self) -> bool:
        """Whether `state` is exactly that after the event."""
        return self._state is None or self._state.seq == self._seq

    def look_at(self, seq: int | None) -> None:
        """Goes to an event in the part of the log that is folded now, or back to now.

        Args:
            seq: Number of the event; `None`: now.
        """
        self._seq = seq
        if seq is None:
            self._state = None
            self._trail.clear()
        else:
            self._state = self._nearest(seq)

    def advance(self, most: int) -> bool:
        """Folds some records on the way to the event; false if it cannot go on for now.

        Where the log has not been folded that far for the first time, the states that this brings
        by and by are taken over.

        Args:
            most: How many at most.
        """
        if self._seq is None or self._state is None or self.is_reached:
            return False
        course = self._folding.course
        if course.first == self._first:
            near = course.nearest(self._seq)
            if near.seq > self._state.seq:
                self._state = near
                self._trail[:] = [near]
            if course.state.seq < self._seq:
                return False
        last = min(self._seq, self._state.seq + most)
        for state in self._folding.states(self._state, last):
            self._state = state
            self._note(state)
        return True

    def _nearest(self, seq: int) -> CaptureState:
        course = self._folding.course
        if course.first != self._first:
            self._trail.clear()
            self._first = course.first
        known = course.nearest(seq)
        place = bisect_right(self._trail, seq, key=lambda state: state.seq)
        if place and self._trail[place - 1].seq >= known.seq:
            return self._trail[place - 1]
        self._trail[:] = [known]
        return known

    def _note(self, state: CaptureState) -> None:
        if state.seq >= self._trail[-1].seq + STEP:
            self._trail.append(state)
            if len(self._trail) > MOST_KEPT:
                del self._trail[: MOST_KEPT // 2]
