"""Where OpenAI documents an event: the page that explains it and the page that lists its fields.

The addresses are those that the shared documents and public sources name; the guide of a topic,
and the reference page of the side that sends the event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.guide.model import Direction, Transport

_GUIDES: Final = "https://developers.openai.com/api/docs/guides/"
_REFERENCE: Final = "https://developers.openai.com/api/reference/resources/realtime/"

_GUIDE_OF_TYPE: Final[Mapping[str, str]] = {
    "rate_limits.updated": "rate-limits",
    "input_audio_buffer.speech_started": "realtime-vad",
    "input_audio_buffer.speech_stopped": "realtime-vad",
    "input_audio_buffer.timeout_triggered": "realtime-vad",
    "input_audio_buffer.dtmf_event_received": "realtime-sip",
}
_GUIDE_OF_PREFIX: Final[tuple[tuple[str, str], ...]] = (
    ("conversation.item.input_audio_transcription.", "realtime-transcription"),
    ("transcription_session.", "realtime-transcription"),
    ("output_audio_buffer.", "realtime-webrtc"),
    ("response.mcp_", "realtime-mcp"),
    ("mcp_", "realtime-mcp"),
)


def links_of(event_type: str, direction: Direction, transport: Transport) -> tuple[str, ...]:
    """The guide about an event, then the reference of its fields."""
    side = f"{direction}-events"
    if transport == "translation":
        return f"{_GUIDES}realtime-translation", f"{_REFERENCE}translation-{side}"
    guide = f"{_GUIDES}{_guide_of(event_type)}"
    # The reference lists only what is of today.
    return (guide,) if transport == "beta" else (guide, f"{_REFERENCE}{side}")


def _guide_of(event_type: str) -> str:
    named = _GUIDE_OF_TYPE.get(event_type)
    if named is not None:
        return named
    fitting = (page for prefix, page in _GUIDE_OF_PREFIX if event_type.startswith(prefix))
    return next(fitting, "realtime-conversations")
