"""RT069: `output_audio_buffer.clear` on a WebSocket."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.conversation import speaks_here
from realtime_inspector.analysis.lint.refusal import RefusalRule
from realtime_inspector.core.dialects.base import query_value
from realtime_inspector.core.events.edit import error_words
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.finding import Finding
    from realtime_inspector.core.state import CaptureState

CLEAR: Final = "output_audio_buffer.clear"
_CLEARED: Final = "output_audio_buffer.cleared"


class WebrtcEventOnWebsocket(RefusalRule):
    """Over WebRTC and SIP the server plays; over a WebSocket it has no buffer to clear."""

    id: ClassVar = "RT069"
    name: ClassVar = "webrtc-event-on-websocket"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = (CLEAR, _CLEARED, "error")
    evidence: ClassVar = ("SDK: output_audio_buffer.clear", "PROBE: types the server accepts")

    def feed(self, now: Sight) -> Iterator[Finding]:
        """As for others; the state does not follow this event to its answer."""
        if now.event.canonical_type == _CLEARED:
            self.forget()
        yield from super().feed(now)

    def mistake(self, now: Sight) -> Values | None:
        """The connection is surely no data channel, nor a call observed from the side."""
        return {} if _is_plain(now.before) else None

    def sign(self, now: Sight) -> Values | None:
        """An unknown type, and it is this one."""
        error = now.event
        is_type = error.text("error", "param") == "type"
        first = error_words(error.get("error")).partition(". ")[0]
        return {} if is_type and f"'{CLEAR}'" in first else None


def _is_plain(state: CaptureState) -> bool:
    url = state.connection.url
    return speaks_here(state) or (
        url.startswith(("ws:", "wss:")) and not query_value(url, "call_id")
    )
