"""Reasons that the server named in an `error`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.why.limits import is_quota, is_rate_limit, wait_s
from realtime_inspector.analysis.why.reason import Mood, Reason, trouble

if TYPE_CHECKING:
    from realtime_inspector.analysis.why.situation import Situation
    from realtime_inspector.core.state import Problem

_NAMED: Final = {
    "conversation_already_has_active_response": "collision",
    "response_cancel_not_active": "nothing_to_cancel",
    "input_audio_buffer_commit_empty": "commit_empty",
    "session_expired": "expired",
}
_ACTIONS: Final = {"collision": "request_response", "expired": "reconnect"}


def refused(now: Situation) -> Reason | None:
    """The last thing that was asked for was refused, and nothing has gone on since."""
    problem = now.last_problem
    if problem is None or problem.seq < now.last_news_seq:
        return None
    kind = _kind(problem)
    active = now.state.active_response
    values = {
        "cause": f"#{problem.cause_seq}" if problem.cause_seq else "",
        "code": problem.code or problem.type,
        "why": problem.message,
        "param": problem.param,
        "response": active.id if active is not None else "",
        "wait": _seconds(wait_s(problem.message)),
    }
    seqs = (problem.cause_seq, problem.seq, active.created_seq if active is not None else None)
    return trouble(kind, *seqs, action=_ACTIONS.get(kind, ""), since_ns=problem.time_ns, **values)


def _kind(problem: Problem) -> str:
    if problem.code in _NAMED:
        return _NAMED[problem.code]
    if is_quota(problem.code, problem.type):
        return "quota"
    if is_rate_limit(problem.code, problem.type):
        return "rate_limited" if wait_s(problem.message) is not None else "rate_limited_long"
    return "update_refused" if problem.param.startswith("session") else "refused"


def limit_reached(now: Situation) -> Reason | None:
    """A limit of the account leaves no room, until it is filled again."""
    for limit in now.state.rate_limits:
        since_s = now.since_s(limit.time_ns)
        left_s = limit.reset_s - (since_s or 0.0)
        if limit.remaining <= 0 < left_s:
            values = {"name": limit.name, "wait": _seconds(left_s)}
            return Reason("limit_reached", Mood.WAITING, values)
    return None


def _seconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:.3g}"
