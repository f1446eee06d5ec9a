"""Reasons in turns: something is in the conversation, and nobody asked for an answer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint.session_facts import is_vad_on
from realtime_inspector.analysis.lint.voice_activity import answers_by_itself
from realtime_inspector.analysis.why.reason import trouble, waiting
from realtime_inspector.analysis.why.responses import PATIENCE_S

if TYPE_CHECKING:
    from realtime_inspector.analysis.why.reason import Reason
    from realtime_inspector.analysis.why.situation import Situation
    from realtime_inspector.core.state import Item

_MOST_TEXT: Final = 40
_BY_TYPE: Final = {
    "function_call_output": "output_without_response",
    "mcp_call": "mcp_without_response",
}


def not_asked_for(now: Situation) -> Reason | None:
    """The newest item wants an answer, and no `response.create` follows it."""
    item, last = now.last_item, now.last_response
    if item is None or now.state.is_response_wanted or not now.is_client_heard:
        return None
    if now.state.active_response is not None:
        return None
    if last is not None and last.created_seq > item.key:
        return None
    kind = _BY_TYPE.get(item.type)
    if kind is None and item.role == "user":
        return _user_turn(now, item)
    is_under_way = item.type == "mcp_call" and item.status == "in_progress"
    if kind is None or is_under_way:
        return None
    since_ns = item.done_ns or item.first_ns
    return trouble(
        kind, item.key, item.last_seq, action="request_response", since_ns=since_ns, name=item.name
    )


def _user_turn(now: Situation, item: Item) -> Reason | None:
    session = now.state.session.effective
    is_spoken = any(part.kind == "input_audio" for part in item.parts)
    seqs = (item.key, item.last_seq)
    since_ns = item.done_ns or item.first_ns
    if not is_spoken or item.request_seq is not None:
        text = item.text[:_MOST_TEXT]
        kind = "item_without_response"
    elif not is_vad_on(session):
        text, kind = "", "commit_without_response"
    elif not answers_by_itself(session):
        text, kind = "", "vad_without_response"
    elif not now.is_live or now.has_lasted(since_ns, PATIENCE_S):
        return waiting("vad_unanswered", *seqs, action="request_response", since_ns=since_ns)
    else:
        return None
    return trouble(kind, *seqs, action="request_response", since_ns=since_ns, text=text)
