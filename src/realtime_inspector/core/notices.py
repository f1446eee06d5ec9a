"""What notice records change: connections that open, break and close, and local tool runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.events.edit import add_entry, string
from realtime_inspector.core.frozen import replace
from realtime_inspector.core.persistent_map import PersistentMap
from realtime_inspector.core.state import Connection, EntryKind, Notice, Phase
from realtime_inspector.core.wording import in_english

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.core.event import Event
    from realtime_inspector.core.events.spec import At
    from realtime_inspector.core.state import CaptureState
    from realtime_inspector.core.wording import Wording

SILENT: Final = frozenset({"open", "redacted", "omitted", "ping", "pong"})
"""Notices that the log shows and the transcript does not."""

CLOSE_WORDS: Final = {
    1000: "normal closure",
    1001: "going away",
    1002: "protocol error",
    1003: "this kind of data is not accepted",
    1005: "closed without a code",
    1006: "lost without a close frame",
    1007: "the text was not UTF-8",
    1008: "policy violation",
    1009: "message too big",
    1011: "internal error",
    1012: "service restart",
    1013: "try again later",
    3000: "the key was not accepted",
    4000: "the request was not accepted",
}
"""WebSocket close codes in words; 3000 and 4000 as OpenAI uses them (lifecycles.md §21)."""


def close_words(code: int | None, reason: str, say: Wording = in_english) -> str:
    """A close code and reason in words, such as `1011 internal error (keepalive timeout)`."""
    if code is None:
        return reason or say("no close frame")
    words = f"{code} {say(CLOSE_WORDS.get(code, ''))}".rstrip()
    return f"{words} ({reason})" if reason else words


def notice_words(event: Event, say: Wording = in_english) -> str:
    """A notice in one line."""
    kind = event.text("kind") or ""
    if kind == "close":
        return close_words(event.integer("code"), event.text("reason") or "", say)
    if kind == "open":
        return event.text("url") or ""
    if kind == "tool":
        failed = event.text("error")
        took = f"{event.number('ms') or 0:.0f} ms"
        result = say("failed: {error}").format(error=failed) if failed else took
        return f"{event.text('name') or ''} {result}"
    return event.text("message") or event.text("reason") or ""


def _open(state: CaptureState, event: Event, at: At) -> CaptureState:
    connection = Connection(
        phase=Phase.OPEN, conn=at.conn, url=event.text("url") or "", opened_ns=at.time_ns
    )
    return replace(state, connection=connection, asked=())


def _close(state: CaptureState, event: Event, at: At) -> CaptureState:
    by = event.text("by") or ("client" if event.get("ok") is True else "")
    connection = replace(
        state.connection,
        phase=Phase.CLOSED,
        conn=at.conn,
        close_code=event.integer("code"),
        close_reason=string(event.get("reason")),
        closed_by=by,
    )
    # Nothing that was under way will be finished; a reader of the state must not wait for it.
    broken = {
        key: replace(state.responses[key], status="lost", done_seq=at.seq, done_ns=at.time_ns)
        for key in state.active
    }
    open_items = {
        key: replace(state.items[key], status="incomplete")
        for one in broken.values()
        for key in one.items
        if state.items[key].status == "in_progress"
    }
    state = replace(
        state,
        connection=connection,
        asked=(),
        responses=state.responses.put_all(broken),
        active=PersistentMap(),
        items=state.items.put_all(open_items),
    )
    for response_id in broken:
        state = add_entry(state, EntryKind.RESPONSE, response_id)
    return state


def _error(state: CaptureState, event: Event, at: At) -> CaptureState:
    problem = event.text("message") or ""
    if state.connection.phase is Phase.READY:
        return state
    connection = replace(state.connection, phase=Phase.CLOSED, conn=at.conn, problem=problem)
    return replace(state, connection=connection)


def _connecting(state: CaptureState, event: Event, at: At) -> CaptureState:
    connection = Connection(phase=Phase.CONNECTING, conn=at.conn, url=event.text("url") or "")
    return replace(state, connection=connection)


_HANDLERS: Final[dict[str, Callable[[CaptureState, Event, At], CaptureState]]] = {
    "connecting": _connecting,
    "open": _open,
    "close": _close,
    "error": _error,
}


def reduce_notice(state: CaptureState, event: Event, at: At) -> CaptureState:
    """The state after a notice."""
    kind = event.text("kind") or ""
    handler = _HANDLERS.get(kind)
    if handler is not None:
        state = handler(state, event, at)
    if kind in SILENT:
        return state
    note = Notice(at.seq, kind, event.raw, at.time_ns)
    state = replace(state, notices=state.notices.put(at.seq, note))
    return add_entry(state, EntryKind.NOTICE, at.seq)
