"""What happens when: a queue of actions on a clock that the caller owns."""

from __future__ import annotations

import heapq
import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Schedule:
    """Actions in order of time, and of arrival where the times are equal.

    `now` is the planned time of the action that runs, not of the call that lets it run:
    what the simulator says does not depend on how punctually it is polled.
    """

    def __init__(self, now: float) -> None:
        self.now = now
        self._queue: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()

    def at(self, when: float, action: Callable[[], None]) -> None:
        """Plan an action; the past counts as now."""
        heapq.heappush(self._queue, (max(when, self.now), next(self._order), action))

    def run_until(self, now: float) -> None:
        """Run everything that is due."""
        while self._queue and self._queue[0][0] <= now:
            self.now, _, action = heapq.heappop(self._queue)
            action()
        self.now = max(self.now, now)

    def next_at(self) -> float | None:
        """The time of the next action."""
        return self._queue[0][0] if self._queue else None
