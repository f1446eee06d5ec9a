"""Event types that are known, in the GA spelling."""

from __future__ import annotations

from typing import Final

from realtime_inspector.analysis.lint.rule import BINARY, TEXT, notice_of
from realtime_inspector.core.directions import SERVER_TYPES
from realtime_inspector.core.names import canonical

REQUESTS: Final = (
    "conversation.item.create",
    "conversation.item.delete",
    "conversation.item.retrieve",
    "conversation.item.truncate",
    "input_audio_buffer.clear",
    "input_audio_buffer.commit",
    "response.cancel",
    "response.create",
    "session.update",
)
"""What a client asks of OpenAI and is answered."""
OF_CLIENTS: Final = frozenset(
    {
        *REQUESTS,
        "input_audio_buffer.append",
        "output_audio_buffer.clear",
        "session.close",
        "session.input_audio_buffer.append",
    }
)
"""What OpenAI's servers take over WebSockets and WebRTC (events.md §2, by their own error)."""
OF_SERVERS: Final = frozenset(map(canonical, SERVER_TYPES))
"""Those of OpenAI and of the servers that we know."""
_NO_EVENT: Final = frozenset({"", BINARY, TEXT})


def names_event(key: str) -> bool:
    """Whether a key of rules is the type of an event, not a notice or a frame of another kind."""
    return key not in _NO_EVENT and not key.startswith(notice_of(""))
