"""Puts what takes long to paint off until the keys rest."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from realtime_inspector.store.courtesy import Courtesy

LATEST: Final = 5
"""While a key is held, it comes all the same, after so many times the rest that it waits for."""


class Rest:
    """Calls something once the cursor has come to rest, however often it was asked for."""

    def __init__(
        self, owner: Widget, courtesy: Courtesy, act: Callable[[], None], rest_s: float
    ) -> None:
        """Ask for nothing.

        Args:
            owner: Whose timers are used.
            courtesy: Knows when keys were pressed.
            act: What is called.
            rest_s: So long after the last key. A held key comes sooner again; things that are
                painted in frames of their own hold a key up less than in one.
        """
        self._owner = owner
        self._courtesy = courtesy
        self._act = act
        self._rest_s = rest_s
        self._asked_s = 0.0
        self.is_due = False
        """Whether the call is still to come."""

    def ask(self, after_s: float) -> None:
        """Has the call made, not before so many seconds."""
        if not self.is_due:
            self.is_due = True
            self._asked_s = time.monotonic()
            self._owner.set_timer(after_s, self._look)

    def _look(self) -> None:
        left_s = self._rest_s - self._courtesy.since_key_s
        if left_s > 0 and time.monotonic() - self._asked_s < LATEST * self._rest_s:
            self._owner.set_timer(left_s, self._look)
            return
        if self._courtesy.is_answering:
            self._owner.set_timer(self._courtesy.quiet_s, self._look)
            return
        self.is_due = False
        self._act()
