"""Holds keys back while the one before them may still move the keyboard elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.widgets import Input

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual import events
    from textual.message_pump import MessagePump
    from textual.widget import Widget

LAPS: Final = 3
"""The key rises to the app, which runs its action; the widget's message about that rises to a bar;
and the bar's own message to the pane that moves the keyboard."""
LIMIT_S: Final = 0.5
"""The longest that keys are held back, should a widget go away with its queue."""


class KeyOrder:
    """Lets a key take effect before the next one is given to a widget.

    A person is slower than that; a line with delays, a macro or `tmux send-keys` is not: `/`, a
    word, Enter and `n` may come in one read. What a key leads to travels as messages from the
    focused widget up to the screen. A callback is sent the same way behind them; when it arrives,
    the keyboard is where the key has put it.
    """

    def __init__(self, app: MessagePump, give: Callable[[events.Key], Awaitable[None]]) -> None:
        """Hold nothing.

        Args:
            app: Keeps the clock.
            give: Takes the keys that were held back, in their order.
        """
        self._app = app
        self._give = give
        self._held: list[events.Key] | None = None
        self._round = 0

    def holds(self, key: events.Key) -> bool:
        """Whether the key is held back, to be given later."""
        if self._held is None:
            return False
        if not self._held:
            self._app.set_timer(LIMIT_S, self._release_of(self._round))
        self._held.append(key)
        return True

    def given(self, key: events.Key, focused: Widget | None) -> None:
        """Tells that a key is on its way to the focused widget."""
        if focused is not None and not (isinstance(focused, Input) and key.is_printable):
            self._held = []
            self._round += 1
            way = focused.ancestors_with_self * LAPS
            focused.call_later(self._follow, way, self._release_of(self._round))

    async def _follow(
        self, way: Sequence[MessagePump], arrive: Callable[[], Awaitable[None]]
    ) -> None:
        if not way:
            await arrive()
        else:
            way[0].call_later(self._follow, way[1:], arrive)

    def _release_of(self, number: int) -> Callable[[], Awaitable[None]]:
        async def release() -> None:
            if number == self._round and self._held is not None:
                held, self._held = self._held, None
                for key in held:
                    await self._give(key)

        return release
