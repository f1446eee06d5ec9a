"""Lets work in the background give way to the screen, and to somebody who presses keys."""

from __future__ import annotations

import time
from typing import Final

LASTS_S: Final = 0.5
"""So long after a key, another one is likely."""
ANSWER_S: Final = 0.016
"""So long it takes to paint what a key leads to, if nobody else takes the processor.

An event loop lets go of the interpreter in each of its rounds, and a key takes a dozen of them; a
thread that works meanwhile makes each wait for it (PERFORMANCE.md section 2).
"""
PAINT_S: Final = 0.01
"""The same for a change that is not the answer to a key."""
SAFE_PAINT_S: Final = 0.024
"""The same while keys are pressed: one of them must not wait for a paint that was held up."""


class Courtesy:
    """Told of every key and paint; asked by threads. Both may happen at any time."""

    def __init__(self) -> None:
        self._last_key = -LASTS_S
        self._painted_by = 0.0

    def key_pressed(self) -> None:
        """Somebody is working with the screen."""
        self._last_key = time.monotonic()
        self._painted_by = self._last_key + ANSWER_S

    def painting(self) -> None:
        """Something is about to be painted."""
        paint_s = SAFE_PAINT_S if self.is_asked_for else PAINT_S
        self._painted_by = max(self._painted_by, time.monotonic() + paint_s)

    @property
    def is_asked_for(self) -> bool:
        """Whether work should come in smaller pieces, with longer pauses."""
        return self.since_key_s < LASTS_S

    @property
    def is_answering(self) -> bool:
        """Whether a key has come that is not answered yet, as far as one can tell."""
        return self.since_key_s < ANSWER_S

    @property
    def since_key_s(self) -> float:
        """How long ago the last key was pressed."""
        return time.monotonic() - self._last_key

    @property
    def quiet_s(self) -> float:
        """How long the screen needs the processor for itself, from now on."""
        return max(0.0, self._painted_by - time.monotonic())

    def pause(self, short_s: float, long_s: float) -> None:
        """Sleeps between two pieces of work, in a thread; goes on when the screen has painted.

        Args:
            short_s: How long when nobody presses keys.
            long_s: How long when somebody does.
        """
        time.sleep(long_s if self.is_asked_for else short_s)
        while left_s := self.quiet_s:
            time.sleep(left_s)
