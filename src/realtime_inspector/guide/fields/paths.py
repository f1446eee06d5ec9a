"""Which fields each event has (SDK 3.54.0; a test holds them against the official types).

A path leads into the objects that matter: the item, the session, the response, the error.
What the types do not list but real servers send stands here too (observed.md section 4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    Paths = tuple[str, ...]

_ID: Final = ("event_id",)
_ITEM: Final = (
    "item",
    "item.id",
    "item.type",
    "item.role",
    "item.status",
    "item.phase",
    "item.content",
    "item.call_id",
    "item.name",
    "item.arguments",
    "item.output",
    "item.server_label",
    "item.tools",
    "item.approval_request_id",
    "item.approve",
    "item.reason",
    "item.error",
    "item.object",
)
_CONFIGURATION: Final = (
    "session.instructions",
    "session.output_modalities",
    "session.audio.input.format",
    "session.audio.input.turn_detection",
    "session.audio.input.transcription",
    "session.audio.input.noise_reduction",
    "session.audio.output",
    "session.tools",
    "session.tool_choice",
    "session.parallel_tool_calls",
    "session.reasoning",
    "session.max_output_tokens",
    "session.truncation",
    "session.include",
    "session.tracing",
    "session.prompt",
)
_SESSION: Final = (
    "session",
    "session.id",
    "session.type",
    "session.model",
    "session.expires_at",
    "session.object",
    *_CONFIGURATION,
)
_RESPONSE: Final = (
    "response",
    "response.id",
    "response.status",
    "response.status_details",
    "response.output",
    "response.usage",
    "response.conversation_id",
    "response.metadata",
    "response.output_modalities",
    "response.max_output_tokens",
    "response.audio",
    "response.object",
)
_REQUEST: Final = (
    "response",
    "response.instructions",
    "response.conversation",
    "response.input",
    "response.output_modalities",
    "response.audio",
    "response.tools",
    "response.tool_choice",
    "response.parallel_tool_calls",
    "response.reasoning",
    "response.max_output_tokens",
    "response.metadata",
    "response.prompt",
)
_ERROR: Final = ("error", "error.type", "error.code", "error.message", "error.param")
_PLACE: Final = ("response_id", "item_id", "output_index", "content_index")
_PART: Final = ("part", "part.type", "part.text", "part.transcript", "part.audio")
_CALL_PLACE: Final = ("response_id", "item_id", "output_index")
_TRANSCRIPT_PLACE: Final = ("item_id", "content_index")
_BETA_SESSION: Final = ("session", *_ID)

PATHS: Final[Mapping[str, Paths]] = {
    "session.update": ("session", "session.type", "session.model", *_CONFIGURATION, *_ID),
    "input_audio_buffer.append": ("audio", *_ID),
    "input_audio_buffer.commit": _ID,
    "input_audio_buffer.clear": _ID,
    "conversation.item.create": (*_ITEM, "previous_item_id", *_ID),
    "conversation.item.retrieve": ("item_id", *_ID),
    "conversation.item.truncate": ("item_id", "content_index", "audio_end_ms", *_ID),
    "conversation.item.delete": ("item_id", *_ID),
    "response.create": (*_REQUEST, *_ID),
    "response.cancel": ("response_id", *_ID),
    "output_audio_buffer.clear": _ID,
    "session.created": (*_SESSION, *_ID),
    "session.updated": (*_SESSION, *_ID),
    "error": (*_ERROR, "error.event_id", *_ID),
    "rate_limits.updated": (
        "rate_limits",
        "rate_limits[].name",
        "rate_limits[].limit",
        "rate_limits[].remaining",
        "rate_limits[].reset_seconds",
        *_ID,
    ),
    "conversation.created": ("conversation", "conversation.id", "conversation.object", *_ID),
    "conversation.item.added": (*_ITEM, "previous_item_id", *_ID),
    "conversation.item.done": (*_ITEM, "previous_item_id", *_ID),
    "conversation.item.created": (*_ITEM, "previous_item_id", *_ID),
    "conversation.item.retrieved": (*_ITEM, *_ID),
    "conversation.item.truncated": ("item_id", "content_index", "audio_end_ms", *_ID),
    "conversation.item.deleted": ("item_id", *_ID),
    "conversation.item.input_audio_transcription.delta": (
        *_TRANSCRIPT_PLACE,
        "delta",
        "logprobs",
        "obfuscation",
        *_ID,
    ),
    "conversation.item.input_audio_transcription.segment": (
        *_TRANSCRIPT_PLACE,
        "id",
        "text",
        "speaker",
        "start",
        "end",
        *_ID,
    ),
    "conversation.item.input_audio_transcription.completed": (
        *_TRANSCRIPT_PLACE,
        "transcript",
        "usage",
        "languages",
        "logprobs",
        *_ID,
    ),
    "conversation.item.input_audio_transcription.failed": (*_TRANSCRIPT_PLACE, *_ERROR, *_ID),
    "input_audio_buffer.speech_started": ("item_id", "audio_start_ms", *_ID),
    "input_audio_buffer.speech_stopped": ("item_id", "audio_end_ms", *_ID),
    "input_audio_buffer.committed": ("item_id", "previous_item_id", *_ID),
    "input_audio_buffer.cleared": _ID,
    "input_audio_buffer.timeout_triggered": ("item_id", "audio_start_ms", "audio_end_ms", *_ID),
    "input_audio_buffer.dtmf_event_received": ("event", "received_at"),
    "response.created": (*_RESPONSE, *_ID),
    "response.done": (*_RESPONSE, *_ID),
    "response.output_item.added": ("response_id", "output_index", *_ITEM, *_ID),
    "response.output_item.done": ("response_id", "output_index", *_ITEM, *_ID),
    "response.content_part.added": (*_PLACE, *_PART, *_ID),
    "response.content_part.done": (*_PLACE, *_PART, *_ID),
    "response.output_text.delta": (*_PLACE, "delta", "obfuscation", *_ID),
    "response.output_text.done": (*_PLACE, "text", *_ID),
    "response.output_audio_transcript.delta": (*_PLACE, "delta", "obfuscation", *_ID),
    "response.output_audio_transcript.done": (*_PLACE, "transcript", *_ID),
    "response.output_audio.delta": (*_PLACE, "delta", *_ID),
    "response.output_audio.done": (*_PLACE, *_ID),
    "response.function_call_arguments.delta": (
        *_CALL_PLACE,
        "call_id",
        "delta",
        "obfuscation",
        *_ID,
    ),
    "response.function_call_arguments.done": (*_CALL_PLACE, "call_id", "name", "arguments", *_ID),
    "response.mcp_call_arguments.delta": (*_CALL_PLACE, "delta", "obfuscation", *_ID),
    "response.mcp_call_arguments.done": (*_CALL_PLACE, "arguments", *_ID),
    "response.mcp_call.in_progress": ("item_id", "output_index", *_ID),
    "response.mcp_call.completed": ("item_id", "output_index", *_ID),
    "response.mcp_call.failed": ("item_id", "output_index", *_ID),
    "mcp_list_tools.in_progress": ("item_id", *_ID),
    "mcp_list_tools.completed": ("item_id", *_ID),
    "mcp_list_tools.failed": ("item_id", *_ID),
    "output_audio_buffer.started": ("response_id", *_ID),
    "output_audio_buffer.stopped": ("response_id", *_ID),
    "output_audio_buffer.cleared": ("response_id", *_ID),
    "session.input_audio_buffer.append": ("audio", *_ID),
    "session.close": _ID,
    "session.closed": _ID,
    "session.input_transcript.delta": ("delta", "elapsed_ms", *_ID),
    "session.output_transcript.delta": ("delta", "elapsed_ms", *_ID),
    "session.output_audio.delta": (
        "delta",
        "format",
        "sample_rate",
        "channels",
        "elapsed_ms",
        *_ID,
    ),
    "transcription_session.update": _BETA_SESSION,
    "transcription_session.updated": _BETA_SESSION,
    "transcription_session.created": _BETA_SESSION,
}
"""Event type to its fields, without `type`, which every event has."""
