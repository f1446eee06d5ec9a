"""What causes each server event (lifecycles.md; the order of events is that of observed.md §3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.causality.model import Cause, Why
from realtime_inspector.core.causality.scene import (
    after,
    answers,
    first_of,
    otherwise,
    unasked,
)
from realtime_inspector.core.events.misc import ABOUT_SESSION
from realtime_inspector.core.events.response import is_out_of_band
from realtime_inspector.core.record import RecordKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.core.causality.scene import Scene, Step

_CREATED: Final = "response.created"
_DONE: Final = "response.done"
_OUTPUT_ADDED: Final = "response.output_item.added"
_PART_ADDED: Final = "response.content_part.added"
_ADDED: Final = "conversation.item.added"
_COMMITTED: Final = "input_audio_buffer.committed"
_STARTED: Final = "input_audio_buffer.speech_started"
_STOPPED: Final = "input_audio_buffer.speech_stopped"
_SILENT: Final = "input_audio_buffer.timeout_triggered"
_NOT_JSON: Final = frozenset({"invalid_json", "invalid_event"})

_OF_RESPONSE: Final = after(Why.PART_OF_RESPONSE, _CREATED, same="response")
_OF_ITEM: Final = after(Why.PART_OF_ITEM, _OUTPUT_ADDED, same="item")


def _error(scene: Scene) -> Cause | None:
    """By id or the documented fallback, which the fold has applied (pitfalls.md §0)."""
    event = scene.event
    cause = answers(Why.REFUSES)(scene)
    if cause is not None:
        return cause
    code = event.text("error", "code") or ""
    if code in ABOUT_SESSION:
        return Cause(Why.ABOUT_SESSION)
    if code in _NOT_JSON:
        frame = scene.last("text", "binary")
        if frame is not None and not scene.since(frame, "error"):
            return Cause(Why.REFUSES, frame)
    if not scene.log.has_client_events(scene.seq):
        return Cause(Why.CLIENT_NOT_RECORDED)
    if not scene.log.is_folded(scene.seq):
        return Cause(Why.NOT_READ)
    named = event.text("error", "event_id")
    return Cause(Why.NAMES_UNKNOWN_EVENT if named else Why.NAMES_NO_EVENT)


def _by_voice(scene: Scene) -> Cause | None:
    """A response that no client asked for: the turn before it ended by itself (§8)."""
    if is_out_of_band(scene.event):
        return None
    committed = scene.last(_COMMITTED)
    if committed is None or scene.since(committed, _CREATED):
        return None
    before = type(scene)(scene.log, committed)
    how = first_of(before, *_COMMITS)
    if how is None or how.why not in {Why.SPEECH_ENDED, Why.SILENCE}:
        return None
    return Cause(Why.TURN_ENDED if how.why is Why.SPEECH_ENDED else Why.SILENCE, committed)


def _of_notice(scene: Scene) -> Cause | None:
    """The item of role system that tells the model of the silence (§8, idle timeout)."""
    if scene.event.text("item", "role") != "system":
        return None
    silent = scene.last(_SILENT)
    if silent is None or scene.since(silent, _COMMITTED, _CREATED):
        return None
    return Cause(Why.SILENCE, silent)


def _response_done(scene: Scene) -> Cause | None:
    """What ended it: somebody who stopped it, or its own end."""
    if scene.event.text("response", "status") == "cancelled":
        created = scene.last(_CREATED, same="response")
        reason = scene.event.text("response", "status_details", "reason")
        spoken = scene.last(_STARTED)
        if reason == "turn_detected" and spoken is not None and spoken > (created or 0):
            return Cause(Why.INTERRUPTED, spoken)
        cancelled = answers(Why.CANCELLED)(scene)
        if reason != "turn_detected" and cancelled is not None:
            return cancelled
    return after(Why.ENDS_RESPONSE, _CREATED, same="response")(scene)


def _rate_limits(scene: Scene) -> Cause | None:
    """After `response.done`; in the beta API at the start of a response (observed.md §3)."""
    for name, why in ((_DONE, Why.AFTER_RESPONSE), (_CREATED, Why.AT_RESPONSE_START)):
        seq = scene.last(name)
        if seq is not None and not scene.since(seq, "rate_limits.updated"):
            return Cause(why, seq)
    return None


def _speech_started(scene: Scene) -> Cause:
    appended = scene.last("input_audio_buffer.append")
    if appended is not None:
        return Cause(Why.HEARD, appended)
    is_recorded = scene.log.has_client_events(scene.seq)
    return Cause(Why.MEDIA_TRACK if is_recorded else Why.CLIENT_NOT_RECORDED)


def _playback_cleared(scene: Scene) -> Cause | None:
    """By the client's own `clear`, else by speech that interrupts (WebRTC and SIP)."""
    cleared = scene.last("output_audio_buffer.clear")
    if cleared is not None and not scene.since(cleared, "output_audio_buffer.cleared"):
        return Cause(Why.ANSWERS, cleared)
    return after(Why.INTERRUPTED, _STARTED)(scene)


_COMMITS: Final[tuple[Step, ...]] = (
    after(Why.SPEECH_ENDED, _STOPPED, same="item"),
    after(Why.SILENCE, _SILENT, same="item"),
    answers(),
)
_IN_PART: Final[tuple[Step, ...]] = (
    after(Why.STREAMS, _PART_ADDED, same="part"),
    _OF_ITEM,
    _OF_RESPONSE,
)
_CLOSES_PART: Final[tuple[Step, ...]] = (
    after(Why.CLOSES, _PART_ADDED, same="part"),
    _OF_ITEM,
    _OF_RESPONSE,
)
_IN_CALL: Final[tuple[Step, ...]] = (
    after(Why.STREAMS, _OUTPUT_ADDED, same="item"),
    after(Why.STREAMS, _ADDED, same="item"),
    _OF_RESPONSE,
)
_HEARD_AS: Final[tuple[Step, ...]] = (
    after(Why.TRANSCRIBES, _COMMITTED, same="item"),
    after(Why.TRANSCRIBES, _STARTED, _ADDED, same="item"),
)
_TRANSLATED: Final[tuple[Step, ...]] = (after(Why.TRANSLATES, "session.input_audio_buffer.append"),)
_BY_ITSELF: Final[tuple[Step, ...]] = (otherwise(Why.BY_ITSELF),)
_TRANSCRIPTION: Final = "conversation.item.input_audio_transcription."

RULES: Final[Mapping[str, tuple[Step, ...]]] = {
    "session.created": (after(Why.CONNECTED, "open"), otherwise(Why.BY_ITSELF)),
    "session.updated": (answers(), unasked),
    "session.closed": (after(Why.ANSWERS, "session.close"), otherwise(Why.BY_ITSELF)),
    "conversation.created": (after(Why.SESSION_BEGAN, "session.created"),),
    _ADDED: (
        _OF_ITEM,
        after(Why.COMMITTED, _COMMITTED, same="item"),
        answers(),
        _of_notice,
        unasked,
    ),
    "conversation.item.done": (
        after(Why.CLOSES, _ADDED, same="item"),
        after(Why.COMMITTED, _COMMITTED, same="item"),
    ),
    "conversation.item.retrieved": (
        answers(same_item=True),
        after(Why.ANSWERS, "conversation.item.retrieve", same="item"),
        unasked,
    ),
    "conversation.item.deleted": (
        answers(same_item=True),
        after(Why.ANSWERS, "conversation.item.delete", same="item"),
        unasked,
    ),
    "conversation.item.truncated": (
        answers(same_item=True),
        after(Why.ANSWERS, "conversation.item.truncate", same="item"),
        after(Why.INTERRUPTED, _STARTED),
        unasked,
    ),
    _CREATED: (answers(Why.REQUESTED), _by_voice, unasked),
    _OUTPUT_ADDED: (_OF_RESPONSE,),
    "response.output_item.done": (after(Why.CLOSES, _OUTPUT_ADDED, same="item"), _OF_RESPONSE),
    _PART_ADDED: (_OF_ITEM, _OF_RESPONSE),
    "response.content_part.done": _CLOSES_PART,
    "response.output_text.delta": _IN_PART,
    "response.output_text.done": _CLOSES_PART,
    "response.output_audio.delta": _IN_PART,
    "response.output_audio.done": _CLOSES_PART,
    "response.output_audio_transcript.delta": _IN_PART,
    "response.output_audio_transcript.done": _CLOSES_PART,
    "response.function_call_arguments.delta": _IN_CALL,
    "response.function_call_arguments.done": _IN_CALL,
    "response.mcp_call_arguments.delta": _IN_CALL,
    "response.mcp_call_arguments.done": _IN_CALL,
    "response.mcp_call.in_progress": _IN_CALL,
    "response.mcp_call.completed": (
        after(Why.CLOSES, "response.mcp_call.in_progress", same="item"),
        *_IN_CALL,
    ),
    "response.mcp_call.failed": (
        after(Why.CLOSES, "response.mcp_call.in_progress", same="item"),
        *_IN_CALL,
    ),
    "mcp_list_tools.in_progress": (after(Why.PART_OF_ITEM, _ADDED, same="item"),),
    "mcp_list_tools.completed": (
        after(Why.CLOSES, "mcp_list_tools.in_progress", same="item"),
        after(Why.PART_OF_ITEM, _ADDED, same="item"),
    ),
    "mcp_list_tools.failed": (
        after(Why.CLOSES, "mcp_list_tools.in_progress", same="item"),
        after(Why.PART_OF_ITEM, _ADDED, same="item"),
    ),
    _DONE: (_response_done,),
    "rate_limits.updated": (_rate_limits,),
    "error": (_error,),
    _STARTED: (_speech_started,),
    _STOPPED: (
        after(Why.CLOSES, _STARTED, same="item"),
        after(Why.CLOSES, _STARTED),
    ),
    _COMMITTED: (*_COMMITS, unasked),
    "input_audio_buffer.cleared": (answers(), unasked),
    _SILENT: (after(Why.SILENCE, _DONE), otherwise(Why.BY_ITSELF)),
    "input_audio_buffer.dtmf_event_received": _BY_ITSELF,
    **{
        _TRANSCRIPTION + name: _HEARD_AS
        for name in ("delta", "segment", "updated", "completed", "failed")
    },
    "output_audio_buffer.started": (after(Why.PLAYS, _CREATED, same="response"),),
    "output_audio_buffer.stopped": (
        after(Why.CLOSES, "output_audio_buffer.started", same="response"),
        after(Why.PLAYS, _CREATED, same="response"),
    ),
    "output_audio_buffer.cleared": (_playback_cleared,),
    "session.input_transcript.delta": _TRANSLATED,
    "session.output_transcript.delta": _TRANSLATED,
    "session.output_audio.delta": _TRANSLATED,
    "ping": _BY_ITSELF,
    "heartbeat": _BY_ITSELF,
}
"""By type: steps that are tried in order."""


def of_unknown_type(scene: Scene) -> Cause | None:
    """The cause of an event that no document names: the response or item it says it is about."""
    return _OF_RESPONSE(scene) or after(Why.PART_OF_ITEM, _OUTPUT_ADDED, _ADDED, same="item")(scene)


def without_step(scene: Scene) -> Cause:
    """Why nothing could be named: what it follows from is not in the capture, or it has no rule."""
    if scene.kind.record is not RecordKind.EVENT:
        return Cause(Why.UNREADABLE)
    return Cause(Why.BEFORE_CAPTURE if scene.kind.canonical in RULES else Why.UNKNOWN_TYPE)
