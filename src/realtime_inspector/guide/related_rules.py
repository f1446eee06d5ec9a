"""The rules of the linter that concern an event (pitfalls.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_WRITTEN: Final = ("RT121", "RT122")
_MODEL_SPEECH: Final = ("RT066", "RT068")

RULES_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "session.update": (
        *("RT020", "RT021", "RT022", "RT023", "RT025", "RT026", "RT027", "RT028", "RT029"),
        *("RT030", "RT031", "RT032", "RT033", "RT034", "RT035", "RT090", "RT129"),
    ),
    "input_audio_buffer.append": (
        *("RT033", "RT043", "RT044", "RT045", "RT046", "RT047", "RT048", "RT049"),
    ),
    "input_audio_buffer.commit": ("RT040", "RT041", "RT042"),
    "input_audio_buffer.clear": (),
    "conversation.item.create": (
        *("RT001", "RT002", "RT007", "RT008", "RT011", "RT085"),
        *("RT101", "RT102", "RT103", "RT104", "RT105"),
    ),
    "conversation.item.retrieve": ("RT100",),
    "conversation.item.truncate": ("RT060", "RT061", "RT062", "RT100"),
    "conversation.item.delete": ("RT090", "RT100"),
    "response.create": (
        *("RT001", "RT003", "RT004", "RT005", "RT006", "RT010", "RT022", "RT025", "RT028"),
        "RT088",
    ),
    "response.cancel": ("RT064", "RT065", "RT066"),
    "output_audio_buffer.clear": ("RT069",),
    "session.created": ("RT024", "RT032", "RT036", "RT124", "RT125", "RT126", "RT127"),
    "session.updated": ("RT020", "RT031", "RT036", "RT127"),
    "error": (
        *("RT003", "RT020", "RT040", "RT064", "RT100", "RT120"),
        *_WRITTEN,
        *("RT123", "RT125", "RT131"),
    ),
    "rate_limits.updated": ("RT082",),
    "conversation.created": (),
    "conversation.item.added": ("RT001", "RT103", "RT106"),
    "conversation.item.done": (),
    "conversation.item.created": ("RT106",),
    "conversation.item.retrieved": (),
    "conversation.item.truncated": ("RT060", "RT062"),
    "conversation.item.deleted": ("RT090",),
    "conversation.item.input_audio_transcription.delta": (),
    "conversation.item.input_audio_transcription.segment": (),
    "conversation.item.input_audio_transcription.completed": ("RT051", "RT052"),
    "conversation.item.input_audio_transcription.failed": ("RT050",),
    "input_audio_buffer.speech_started": ("RT044", "RT062", "RT064", "RT067"),
    "input_audio_buffer.speech_stopped": ("RT004",),
    "input_audio_buffer.committed": ("RT041", "RT042", "RT051", "RT052"),
    "input_audio_buffer.cleared": (),
    "input_audio_buffer.timeout_triggered": ("RT106",),
    "input_audio_buffer.dtmf_event_received": (),
    "response.created": ("RT003", "RT086", "RT088"),
    "response.done": (
        *("RT005", "RT062", "RT063", "RT080", "RT081", "RT082", "RT084", "RT086", "RT089"),
        "RT090",
    ),
    "response.output_item.added": ("RT011",),
    "response.output_item.done": ("RT007",),
    "response.content_part.added": (),
    "response.content_part.done": (),
    "response.output_text.delta": (),
    "response.output_text.done": (),
    "response.output_audio_transcript.delta": (),
    "response.output_audio_transcript.done": ("RT067",),
    "response.output_audio.delta": _MODEL_SPEECH,
    "response.output_audio.done": ("RT063",),
    "response.function_call_arguments.delta": (),
    "response.function_call_arguments.done": ("RT002", "RT007", "RT083"),
    "response.mcp_call_arguments.delta": (),
    "response.mcp_call_arguments.done": ("RT011",),
    "response.mcp_call.in_progress": (),
    "response.mcp_call.completed": ("RT009",),
    "response.mcp_call.failed": ("RT009",),
    "mcp_list_tools.in_progress": ("RT010",),
    "mcp_list_tools.completed": ("RT010",),
    "mcp_list_tools.failed": ("RT010",),
    "output_audio_buffer.started": (),
    "output_audio_buffer.stopped": ("RT063",),
    "output_audio_buffer.cleared": (),
    "session.input_audio_buffer.append": ("RT033",),
    "session.close": ("RT033",),
    "session.closed": (),
    "session.input_transcript.delta": (),
    "session.output_transcript.delta": (),
    "session.output_audio.delta": (),
    "transcription_session.update": ("RT033", "RT121"),
    "transcription_session.updated": (),
    "transcription_session.created": (),
}
"""Event type to the ids of the rules that look at it, in the order of the ids."""

ANY_EVENT: Final[frozenset[str]] = frozenset({"RT128", "RT130", "RT132"})
"""Rules about the connection, or about any event: they belong to no type."""
