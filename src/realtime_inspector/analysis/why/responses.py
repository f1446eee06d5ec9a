"""Reasons in responses: one is on its way, waits for its turn, or ended before its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.why.limits import is_quota, is_rate_limit, wait_s
from realtime_inspector.analysis.why.reason import Mood, Reason, waiting

if TYPE_CHECKING:
    from realtime_inspector.analysis.why.situation import Situation
    from realtime_inspector.core.state import Response

STALLED_S: Final = 5.0
"""A response that brings nothing for so long has stalled; first deltas come within two seconds."""
PATIENCE_S: Final = 3.0
"""How long a live server may take to answer before one asks what is wrong."""
_REASONS: Final = {
    "turn_detected": "response_interrupted",
    "client_cancelled": "response_cancelled_by_client",
    "max_output_tokens": "response_max_tokens",
    "content_filter": "response_filtered",
}
"""`status_details.reason` (events.md, `response.done`)."""
_BAD: Final = frozenset({"failed", "incomplete", "cancelled", "lost"})


def queued(now: Situation) -> Reason | None:
    """Our client waits for the end of the active response before it asks for another."""
    active = now.state.active_response
    if not now.is_queued:
        return None
    return waiting("queued", active.created_seq if active is not None else None)


def active(now: Situation) -> Reason | None:
    """A response is on its way."""
    response = now.state.active_response
    if response is None:
        return None
    newest_ns = response.last_delta_ns or response.created_ns
    seqs = (response.request_seq, response.created_seq)
    name = response.id
    is_silent = now.has_lasted(newest_ns, STALLED_S)
    if is_silent:
        kind = "stalled" if response.deltas else "no_delta"
        return waiting(kind, *seqs, action="cancel_response", since_ns=newest_ns, response=name)
    kind = "streaming" if response.deltas else "thinking"
    return waiting(kind, *seqs, action="cancel_response", response=name)


def ended_badly(now: Situation) -> Reason | None:
    """The last response ended before its end, and nothing was asked since."""
    last, state = now.last_response, now.state
    if last is None or last.done_seq is None or last.session != state.session.number:
        return None
    if last.is_out_of_band or last.status not in _BAD:
        return None
    newest_item = state.order[-1] if state.order else 0
    newest_request = max((one.seq for one in state.asked), default=0)
    if last.done_seq < max(newest_request, newest_item):
        return None
    why = last.error_message or last.reason or last.status
    wait = wait_s(last.error_message)
    values = {"why": why, "wait": "" if wait is None else f"{wait:.3g}", "response": last.id}
    is_ours = last.status in {"failed", "incomplete"}
    return Reason(
        _kind(last),
        Mood.TROUBLE if last.status == "failed" else Mood.WAITING,
        values,
        tuple(sorted(filter(None, {last.request_seq, last.created_seq, last.done_seq}))),
        "request_response" if is_ours and not is_quota(last.error_code) else "",
        last.done_ns,
    )


def _kind(response: Response) -> str:
    if response.status == "failed" and is_quota(response.error_code):
        return "response_quota"
    if response.status == "failed" and is_rate_limit(response.error_code):
        is_told = wait_s(response.error_message) is not None
        return "response_rate_limited" if is_told else "response_rate_limited_long"
    return _REASONS.get(response.reason, f"response_{response.status}")


def unanswered(now: Situation) -> Reason | None:
    """The server owes an answer to something that the client sent."""
    asked = now.state.asked
    first = next((one for one in asked if one.type == "response.create"), None)
    first = first or next(iter(asked), None)
    if first is None:
        return None
    if now.is_live and not now.has_lasted(first.time_ns, PATIENCE_S):
        is_request = first.type == "response.create"
        return waiting("asked", first.seq, cause=f"#{first.seq}") if is_request else None
    kind = "update_unanswered" if first.type == "session.update" else "unanswered"
    return waiting(kind, first.seq, since_ns=first.time_ns, type=first.type, cause=f"#{first.seq}")
