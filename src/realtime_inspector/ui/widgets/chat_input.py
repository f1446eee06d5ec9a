"""The line to type in, with history."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

if TYPE_CHECKING:
    from textual import events


class ChatInput(Input):
    """An input that remembers what was sent; up and down bring it back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "older", "Older", show=False, id="input.older"),
        Binding("down", "newer", "Newer", show=False, id="input.newer"),
    ]

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, id="chat-input")
        self._history: list[str] = []
        self._place = 0

    class EscapedKey(Message):
        """Escape and a key, so close together that the terminal reads them as Alt and the key."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def on_key(self, event: events.Key) -> None:
        """Under tmux a quick Escape and `r` arrive as one; they are still meant as two."""
        if event.key.startswith("alt+"):
            event.stop()
            event.prevent_default()
            self.post_message(self.EscapedKey(event.key.removeprefix("alt+")))

    def remember(self, line: str) -> None:
        """Adds a line to the history."""
        if not self._history or self._history[-1] != line:
            self._history.append(line)
        self._place = len(self._history)

    def action_older(self) -> None:
        """Brings back the line before."""
        self._recall(self._place - 1)

    def action_newer(self) -> None:
        """Brings back the line after, or an empty one."""
        self._recall(self._place + 1)

    def _recall(self, place: int) -> None:
        if not 0 <= place <= len(self._history):
            return
        self._place = place
        self.value = self._history[place] if place < len(self._history) else ""
        self.cursor_position = len(self.value)
