"""Who sends an event type: for logs that do not say which way an event went."""

from __future__ import annotations

from typing import Final

from realtime_inspector.core.names import BETA_TO_GA
from realtime_inspector.core.record import Direction

CLIENT_TYPES: Final = frozenset(
    {
        "conversation.item.create",
        "conversation.item.delete",
        "conversation.item.retrieve",
        "conversation.item.truncate",
        "input_audio_buffer.append",
        "input_audio_buffer.clear",
        "input_audio_buffer.commit",
        "output_audio_buffer.clear",
        "response.cancel",
        "response.create",
        "session.update",
        # beta and translation sessions (events.md §13 to §15)
        "transcription_session.update",
        "session.input_audio_buffer.append",
        "session.close",
        # Zhipu GLM, Qwen (observed.md §4, dialects.md §5)
        "input_audio_buffer.append_video_frame",
        "input_image_buffer.append",
        "session.finish",
    }
)
"""The 11 client types of openai-python 3.54, and those of sessions and dialects that we know."""

SERVER_TYPES: Final = frozenset(
    {
        "conversation.created",
        "conversation.item.added",
        "conversation.item.created",
        "conversation.item.deleted",
        "conversation.item.done",
        "conversation.item.input_audio_transcription.completed",
        "conversation.item.input_audio_transcription.delta",
        "conversation.item.input_audio_transcription.failed",
        "conversation.item.input_audio_transcription.segment",
        "conversation.item.retrieved",
        "conversation.item.truncated",
        "error",
        "input_audio_buffer.cleared",
        "input_audio_buffer.committed",
        "input_audio_buffer.dtmf_event_received",
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.timeout_triggered",
        "mcp_list_tools.completed",
        "mcp_list_tools.failed",
        "mcp_list_tools.in_progress",
        "output_audio_buffer.cleared",
        "output_audio_buffer.started",
        "output_audio_buffer.stopped",
        "rate_limits.updated",
        "response.content_part.added",
        "response.content_part.done",
        "response.created",
        "response.done",
        "response.function_call_arguments.delta",
        "response.function_call_arguments.done",
        "response.mcp_call.completed",
        "response.mcp_call.failed",
        "response.mcp_call.in_progress",
        "response.mcp_call_arguments.delta",
        "response.mcp_call_arguments.done",
        "response.output_audio.delta",
        "response.output_audio.done",
        "response.output_audio_transcript.delta",
        "response.output_audio_transcript.done",
        "response.output_item.added",
        "response.output_item.done",
        "response.output_text.delta",
        "response.output_text.done",
        "session.created",
        "session.updated",
        # translation sessions (events.md §14)
        "session.closed",
        "session.input_transcript.delta",
        "session.output_transcript.delta",
        "session.output_audio.delta",
        # Qwen live translation, xAI, GLM (observed.md §4, dialects.md §4)
        "conversation.item.input_audio_transcription.text",
        "conversation.item.input_audio_transcription.updated",
        "response.text.text",
        "response.audio_transcript.text",
        "session.finished",
        "heartbeat",
        "ping",
    }
    | (BETA_TO_GA.keys() - {"transcription_session.update"})
)
"""The 46 server types of openai-python 3.54, the beta names, and those of dialects we know."""

_CLIENT_VERBS: Final = frozenset(
    {"append", "cancel", "clear", "close", "commit", "create", "delete", "retrieve", "truncate",
     "update", "finish"}
)  # fmt: skip
_SERVER_WORDS: Final = frozenset(
    {"added", "cancelled", "cleared", "closed", "committed", "completed", "created", "deleted",
     "delta", "done", "failed", "finished", "in_progress", "retrieved", "segment", "started",
     "stopped", "truncated", "updated"}
)  # fmt: skip


def direction_of(name: str) -> Direction:
    """Who sends an event of this type.

    Listed types first; then the grammar of the protocol: `a.b.verb` asks, `a.b.participle`
    tells. `UNKNOWN` for what follows neither.
    """
    if name in CLIENT_TYPES:
        return Direction.SENT
    if name in SERVER_TYPES:
        return Direction.RECEIVED
    family, _, last = name.rpartition(".")
    if not family:
        return Direction.UNKNOWN
    if last in _CLIENT_VERBS:
        return Direction.SENT
    return Direction.RECEIVED if last in _SERVER_WORDS else Direction.UNKNOWN
