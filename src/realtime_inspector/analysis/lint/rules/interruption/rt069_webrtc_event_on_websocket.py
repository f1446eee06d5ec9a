"""RT069: `output_audio_buffer.clear` on a WebSocket."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.conversation import speaks_here
from realtime_inspector.analysis.lint.finding import Severity
from realtime_inspector.analysis.lint.refused_request import RefusedRequest
from realtime_inspector.core.dialects.base import query_value
from realtime_inspector.core.events.edit import error_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.event import Event
    from realtime_inspector.core.state import CaptureState

CLEAR: Final = "output_audio_buffer.clear"


class WebrtcEventOnWebsocket(RefusedRequest):
    """Over WebRTC and SIP the server plays; over a WebSocket it has no buffer to clear."""

    id: ClassVar = "RT069"
    name: ClassVar = "webrtc-event-on-websocket"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = (CLEAR, "output_audio_buffer.cleared", "error")
    evidence: ClassVar = ("SDK: output_audio_buffer.clear", "PROBE: types the server accepts")

    def suspect(self, now: Sight) -> Mapping[str, object] | None:
        """The connection is surely no data channel, nor a call observed from the side."""
        return {} if _is_plain(now.before) else None

    def refusal(self, error: Event) -> Mapping[str, object] | None:
        """An unknown type, and it is this one."""
        is_type = error.text("error", "param") == "type"
        first = error_words(error.get("error")).partition(". ")[0]
        return {} if is_type and f"'{CLEAR}'" in first else None


def _is_plain(state: CaptureState) -> bool:
    url = state.connection.url
    return speaks_here(state) or (
        url.startswith(("ws:", "wss:")) and not query_value(url, "call_id")
    )
