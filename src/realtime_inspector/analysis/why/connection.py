"""Reasons in the connection and the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.why.reason import trouble, waiting
from realtime_inspector.core.notices import close_words
from realtime_inspector.core.state import Phase, newest_first

if TYPE_CHECKING:
    from realtime_inspector.analysis.why.reason import Reason
    from realtime_inspector.analysis.why.situation import Situation

_KINDS: Final = {3000: "bad_key", 4000: "bad_request"}
"""Close codes of OpenAI that say what was wrong (lifecycles.md §21)."""
_EXPIRED: Final = "session_expired"


def not_connected(now: Situation) -> Reason | None:
    """The connection is not there, or not ready."""
    connection = now.state.connection
    if connection.phase is Phase.CLOSED:
        return _closed(now)
    if not now.is_live:
        return None
    if connection.phase in {Phase.IDLE, Phase.CONNECTING}:
        return waiting("connecting")
    if connection.phase is Phase.OPEN:
        return waiting("opened", since_ns=connection.opened_ns)
    return None


def _closed(now: Situation) -> Reason | None:
    connection, last = now.state.connection, now.last_problem
    seq = _closing_seq(now)
    if connection.problem:
        return trouble("unreachable", seq, action="reconnect", why=connection.problem)
    code = connection.close_code
    words = close_words(code, connection.close_reason)
    if _is_expired(now):
        error_seq = last.seq if last is not None and last.code == _EXPIRED else None
        return trouble("expired", error_seq, seq, action="reconnect", why=words)
    kind = _KINDS.get(code or 0, "closed")
    if last is not None and kind != "closed":
        return trouble(kind, last.seq, seq, action="reconnect", why=last.message)
    return trouble(kind, seq, action="reconnect", why=words, code=code or "")


def _is_expired(now: Situation) -> bool:
    """Whether the hour was over: the server said so, or closed when it was (lifecycles.md §1)."""
    state, last = now.state, now.last_problem
    if last is not None and last.code == _EXPIRED and last.seq > (state.session.created_seq or 0):
        return True
    expires_s, closed_ns = state.session.expires_at_s, state.last_ns
    is_by_server = state.connection.closed_by == "server"
    is_over = expires_s is not None and closed_ns is not None and closed_ns / 1e9 >= expires_s
    return is_by_server and is_over


def _closing_seq(now: Situation) -> int | None:
    """The record that told of the end: the newest notice."""
    newest = next(newest_first(now.state.notices), None)
    return None if newest is None else newest.seq


def session_expired(now: Situation) -> Reason | None:
    """The session is over, and the server has not closed the connection."""
    expires_s, now_ns = now.state.session.expires_at_s, now.now_ns
    is_open = now.state.connection.phase is Phase.READY
    if expires_s is None or now_ns is None or not is_open or now_ns / 1e9 < expires_s:
        return None
    since_ns = expires_s * 1_000_000_000
    return trouble("expired_open", now.state.session.created_seq, since_ns=since_ns)


def held(now: Situation) -> Reason | None:
    """Our client waits for `session.updated` before it says anything."""
    asked = next((one for one in now.state.asked if one.type == "session.update"), None)
    if not now.held or asked is None:
        return None
    return waiting(
        "held", asked.seq, action="request_response", since_ns=asked.time_ns, count=now.held
    )
