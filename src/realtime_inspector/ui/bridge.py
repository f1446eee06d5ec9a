"""Hands store changes to the screen in batches; nothing runs while nothing happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from realtime_inspector.store.store import Store

FRAME_S: Final = 0.05


class Bridge:
    """Calls `show` at most twenty times a second, and only after the store has changed."""

    def __init__(self, owner: Widget, store: Store, show: Callable[[], None]) -> None:
        self._owner = owner
        self._show = show
        self._is_waiting = False
        store.on_change = self._changed

    def _changed(self) -> None:
        if not self._is_waiting:
            self._is_waiting = True
            self._owner.set_timer(FRAME_S, self._flush)

    def _flush(self) -> None:
        self._is_waiting = False
        self._show()
