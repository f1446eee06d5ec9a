"""The line to type in, with history."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from realtime_inspector.ui.widgets.line_history import LineHistory

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
        self._history = LineHistory()

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
        self._history.remember(line)

    def action_older(self) -> None:
        """Brings back the line before."""
        self._show(self._history.older(self.value))

    def action_newer(self) -> None:
        """Brings back the line after, in the end the one that was being typed."""
        self._show(self._history.newer())

    def _show(self, line: str | None) -> None:
        if line is not None:
            self.value = line
            self.cursor_position = len(line)
