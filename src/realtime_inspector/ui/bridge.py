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


class Bridge:
    """Calls `show` at most twenty times a second, and only after the store has changed."""

    def __init__(self, owner: Widget, store: Store, show: Callable[[], None]) -> None:
        self._owner = owner
        self._courtesy = store.courtesy
        self._show = show
        self._is_waiting = False
        self._is_slow = False
        self._began = 0.0
        store.on_change = self._changed

    def _changed(self) -> None:
        if not self._is_waiting:
            self._is_waiting = True
            is_slow = self._is_slow or self._courtesy.is_asked_for
            self._owner.set_timer(SLOW_FRAME_S if is_slow else FRAME_S, self._flush)

    def _flush(self) -> None:
        self._is_waiting = False
        self._began = time.monotonic()
        self._show()
        self._owner.call_after_refresh(self._painted)

    def _painted(self) -> None:
        self._is_slow = time.monotonic() - self._began > SLOW_S
