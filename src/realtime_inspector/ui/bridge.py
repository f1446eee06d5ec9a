"""Hands store changes to the screen in batches; nothing runs while nothing happens."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from realtime_inspector.store.store import Store

FRAME_S: Final = 0.05
SLOW_FRAME_S: Final = 0.1
"""Between frames that take long to paint, and while keys are pressed, which come first."""
SLOW_S: Final = 0.015
LATEST_S: Final = 0.25
"""The longest that a frame waits for keys to be answered first."""


class Bridge:
    """Calls `show` at most twenty times a second, and only after the store has changed."""

    def __init__(self, owner: Widget, store: Store, show: Callable[[], None]) -> None:
        self._owner = owner
        self._store = store
        self._courtesy = store.courtesy
        self._show = show
        self._is_waiting = False
        self._is_slow = False
        self._began = self._changed_at = 0.0
        store.listen(self._changed)

    def close(self) -> None:
        """Does not listen any more."""
        self._store.stop_listening(self._changed)

    def _changed(self) -> None:
        if not self._is_waiting:
            self._is_waiting = True
            self._changed_at = time.monotonic()
            is_slow = self._is_slow or self._courtesy.is_asked_for
            self._owner.set_timer(SLOW_FRAME_S if is_slow else FRAME_S, self._flush)

    def _flush(self) -> None:
        answer_s = self._courtesy.quiet_s
        if answer_s and time.monotonic() - self._changed_at < LATEST_S:
            self._owner.set_timer(answer_s, self._flush)
            return
        self._is_waiting = False
        self._began = time.monotonic()
        self._courtesy.painting()
        self._show()
        self._owner.call_after_refresh(self._painted)

    def _painted(self) -> None:
        self._is_slow = time.monotonic() - self._began > SLOW_S
