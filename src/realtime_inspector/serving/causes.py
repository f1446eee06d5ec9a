"""Which server events follow from what the server began before, whatever the client sends then.

A client may send something while an answer streams: the output of a call before `response.done`
(observed.md §3), a `session.update`, microphone audio. The rest of that answer did not wait for it
in the recording, and must not when it is served: another client sends it later, perhaps only after
`response.done`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.event import Event

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_RESPONSE_CREATED: Final = "response.created"
_INTERRUPTING: Final = frozenset({"response.cancel", "output_audio_buffer.clear"})
"""Client events that change how a running answer goes on."""
_CONSEQUENT: Final = frozenset({"rate_limits.updated", "ping", "heartbeat"})
"""Server events that no client event asks for."""
_ABOUT_ITEMS: Final = (
    "conversation.item.added",
    "conversation.item.done",
    "conversation.item.input_audio_transcription.",
)
"""What is said of an item without being asked, in GA names; unlike `deleted` or `retrieved`."""


class Causes:
    """Follows one connection in its order."""

    def __init__(self) -> None:
        self._responses: set[str] = set()
        """Those that have begun and that the client has not interrupted since."""
        self._items: set[str] = set()
        """Those that the server has named."""

    def client(self, kind: str) -> None:
        """The client sent an event of a type."""
        if kind in _INTERRUPTING:
            self._responses.clear()

    def is_consequence(self, raw: Mapping[str, Any]) -> bool:
        """Whether the next event of the server follows from those before, without the client."""
        event = Event(raw)
        found = self._follows(event)
        if event.type == _RESPONSE_CREATED and event.response_id is not None:
            self._responses.add(event.response_id)
        if event.item_id is not None:
            self._items.add(event.item_id)
        return found

    def _follows(self, event: Event) -> bool:
        if event.type in _CONSEQUENT:
            return True
        if event.canonical_type.startswith(_ABOUT_ITEMS):
            return event.item_id in self._items
        return event.type != _RESPONSE_CREATED and event.response_id in self._responses
