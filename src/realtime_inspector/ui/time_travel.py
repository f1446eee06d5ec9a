"""Shows the state as it was after an earlier event, and does the folding that it takes in pieces.

What arrives meanwhile does not move it; what acts (sending, recording, exporting) never sees it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from realtime_inspector.ui.rest import Rest

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer
    from textual.widget import Widget

    from realtime_inspector.store.store import Store

REST_S: Final = 0.08
"""The panes follow when the cursor rests, a frame after the detail."""
SLICE_S: Final = 0.004
"""So long at a time is folded; a key waits for it."""
PAUSE_S: Final = 0.002
PASSING_S: Final = 0.3
"""After so long, the nearest state that is known is shown on the way."""
RECORDS: Final = 16
"""Between two looks at the clock."""


class TimeTravel:
    """The moment that the panes of a screen show."""

    def __init__(self, owner: Widget, store: Store, show: Callable[[], None]) -> None:
        """Begin now.

        Args:
            owner: Whose timers are used.
            store: The log.
            show: Has the panes show `store.shown_state`.
        """
        self._owner = owner
        self._store = store
        self._show = show
        self._timer: Timer | None = None
        self._rest = Rest(owner, store.courtesy, self._go_on, REST_S)
        self._asked_s = 0.0
        """When the state was last shown, or the first move since then was made."""

    @property
    def is_past(self) -> bool:
        """Whether what is shown is not the newest."""
        seq = self._store.moment.seq
        return seq is not None and seq < len(self._store)

    @property
    def is_settled(self) -> bool:
        """Whether the state that is to be shown is there, and no other one will soon be."""
        moment = self._store.moment
        return self._store.folding.is_done if moment.seq is None else moment.is_reached

    @property
    def is_current(self) -> bool:
        """Whether the panes have been told to show the state that is to be shown."""
        return self.is_settled and not self._is_due

    def look_at(self, seq: int | None) -> None:
        """Goes to an event, or back to now; the panes follow soon."""
        if self._store.moment.seq == seq:
            return
        self._store.look_at(seq)
        if not self._is_due:
            self._asked_s = time.monotonic()
            self._rest.ask(REST_S)

    def catch_up(self) -> None:
        """Goes on where the log has not been folded as far as the event before."""
        if not self._store.moment.is_reached and not self._is_due:
            self._go_on()

    @property
    def _is_due(self) -> bool:
        return self._timer is not None or self._rest.is_due

    def _go_on(self) -> None:
        self._timer = None
        can_go_on = self._fold()
        is_reached = self._store.moment.is_reached
        now_s = time.monotonic()
        if is_reached or now_s - self._asked_s > PASSING_S:
            self._asked_s = now_s
            self._show()
        if can_go_on and not is_reached:
            self._timer = self._owner.set_timer(PAUSE_S, self._go_on)

    def _fold(self) -> bool:
        """Folds for a while; false if there is nothing to fold for now."""
        moment, until_s = self._store.moment, time.monotonic() + SLICE_S
        while moment.advance(RECORDS):
            if time.monotonic() > until_s:
                return True
        return False
