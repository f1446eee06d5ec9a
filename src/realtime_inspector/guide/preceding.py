"""What usually comes before an event (events.md sections 2 to 7, 12; lifecycles.md; observed.md).

A test holds it against real captures: one of the types named here has come before each event
of a session that was recorded from its start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPEECH_END: Final = "input_audio_buffer.speech_stopped"
_COMMITTED: Final = "input_audio_buffer.committed"
_PART: Final = "response.content_part.added"
_PLAYED: Final = "output_audio_buffer.started"
_LIST: Final = "mcp_list_tools.in_progress"

BEFORE: Final[Mapping[str, tuple[str, ...]]] = {
    "session.update": ("session.created",),
    "input_audio_buffer.append": ("session.updated", "session.created"),
    "input_audio_buffer.commit": ("input_audio_buffer.append",),
    "input_audio_buffer.clear": ("input_audio_buffer.append",),
    "conversation.item.create": (
        "session.updated",
        "session.created",
        "response.function_call_arguments.done",
    ),
    "conversation.item.retrieve": ("conversation.item.done",),
    "conversation.item.truncate": (
        "response.output_audio.delta",
        "input_audio_buffer.speech_started",
    ),
    "conversation.item.delete": ("conversation.item.done",),
    "response.create": ("conversation.item.done", _COMMITTED, "response.done", "session.updated"),
    "response.cancel": ("response.created",),
    "output_audio_buffer.clear": ("response.cancel", _PLAYED),
    "session.created": (),
    "session.updated": ("session.update",),
    "error": (),
    "rate_limits.updated": ("response.done",),
    "conversation.created": ("session.created",),
    "conversation.item.added": (
        "conversation.item.create",
        _COMMITTED,
        "response.output_item.added",
    ),
    "conversation.item.done": (
        "conversation.item.added",
        "response.content_part.done",
        "response.function_call_arguments.done",
    ),
    "conversation.item.created": (
        "conversation.item.create",
        _COMMITTED,
        "response.output_item.added",
    ),
    "conversation.item.retrieved": ("conversation.item.retrieve",),
    "conversation.item.truncated": ("conversation.item.truncate", "output_audio_buffer.cleared"),
    "conversation.item.deleted": ("conversation.item.delete",),
    "conversation.item.input_audio_transcription.delta": (
        _COMMITTED,
        "input_audio_buffer.speech_started",
    ),
    "conversation.item.input_audio_transcription.segment": (_COMMITTED,),
    "conversation.item.input_audio_transcription.completed": (
        "conversation.item.input_audio_transcription.delta",
        _COMMITTED,
    ),
    "conversation.item.input_audio_transcription.failed": (_COMMITTED,),
    "input_audio_buffer.speech_started": ("input_audio_buffer.append",),
    "input_audio_buffer.speech_stopped": ("input_audio_buffer.speech_started",),
    "input_audio_buffer.committed": (
        _SPEECH_END,
        "input_audio_buffer.commit",
        "input_audio_buffer.timeout_triggered",
    ),
    "input_audio_buffer.cleared": ("input_audio_buffer.clear",),
    "input_audio_buffer.timeout_triggered": ("response.done", "input_audio_buffer.append"),
    "input_audio_buffer.dtmf_event_received": (),
    "response.created": ("response.create", _COMMITTED),
    "response.done": ("response.output_item.done", "response.created", "response.cancel"),
    "response.output_item.added": ("response.created", "response.output_item.done"),
    # Beta servers send no `conversation.item.done`: there it comes right after its content.
    "response.output_item.done": (
        "conversation.item.done",
        "response.content_part.done",
        "response.function_call_arguments.done",
    ),
    "response.content_part.added": ("conversation.item.added", "response.output_item.added"),
    "response.content_part.done": (
        "response.output_text.done",
        "response.output_audio_transcript.done",
    ),
    "response.output_text.delta": (_PART,),
    "response.output_text.done": ("response.output_text.delta",),
    "response.output_audio_transcript.delta": (_PART,),
    "response.output_audio_transcript.done": ("response.output_audio.done",),
    "response.output_audio.delta": ("response.output_audio_transcript.delta", _PART),
    "response.output_audio.done": (
        "response.output_audio.delta",
        "response.output_audio_transcript.delta",
    ),
    "response.function_call_arguments.delta": ("conversation.item.added",),
    "response.function_call_arguments.done": ("response.function_call_arguments.delta",),
    "response.mcp_call_arguments.delta": ("response.output_item.added",),
    "response.mcp_call_arguments.done": ("response.mcp_call_arguments.delta",),
    "response.mcp_call.in_progress": ("response.mcp_call_arguments.done",),
    "response.mcp_call.completed": ("response.mcp_call.in_progress",),
    "response.mcp_call.failed": ("response.mcp_call.in_progress",),
    "mcp_list_tools.in_progress": ("session.updated", "conversation.item.added"),
    "mcp_list_tools.completed": (_LIST,),
    "mcp_list_tools.failed": (_LIST,),
    "output_audio_buffer.started": ("response.output_audio_transcript.delta",),
    "output_audio_buffer.stopped": (_PLAYED, "response.done"),
    "output_audio_buffer.cleared": (
        "input_audio_buffer.speech_started",
        "output_audio_buffer.clear",
    ),
    "session.input_audio_buffer.append": ("session.updated", "session.created"),
    "session.close": ("session.input_audio_buffer.append",),
    "session.closed": ("session.close",),
    "session.input_transcript.delta": ("session.input_audio_buffer.append",),
    "session.output_transcript.delta": ("session.input_audio_buffer.append",),
    "session.output_audio.delta": ("session.input_audio_buffer.append",),
    "transcription_session.update": ("transcription_session.created", "session.created"),
    "transcription_session.updated": ("transcription_session.update",),
    "transcription_session.created": (),
}
"""Event type to the types of which one usually came before, the most usual first."""
