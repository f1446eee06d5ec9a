"""One JSON object that holds an event under another key, as loggers write it.

The keys and the words are those of INTERCHANGE.md §3.1 and observed.md §1.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.capture.formats.base import Connections, event_record, is_typed
from realtime_inspector.core.codec import decode_line
from realtime_inspector.core.rawjson import members
from realtime_inspector.core.record import Direction, Record, RecordKind, notice, parse_object
from realtime_inspector.core.times import parse_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.core.rawjson import Value

EVENT_KEYS: Final = ("event", "eventData", "data", "payload")
"""Where the event is, in the order of trying."""
TIME_KEYS: Final = ("time", "timestamp", "ts", "at", "t")
BARE_TIME_KEYS: Final = ("time", "timestamp")
"""Of events without a wrapper: the shorter names are fields of dialects (xAI's `ts`)."""
DIRECTION_KEYS: Final = ("source", "direction", "dir", "role", "from", "type")
BARE_DIRECTION_KEYS: Final = ("direction",)
"""Of events without a wrapper, to which a logger added it; other keys may be the event's own."""
CONNECTION_KEYS: Final = (
    "conn", "connection", "conn_id", "connId", "connection_id", "connectionId", "socket_id",
    "socketId", "session_id", "sessionId", "flow_id",
)  # fmt: skip
"""What wrappers name a connection by; of bare events such keys would be their own."""
COUNT_KEY: Final = "count"
"""How many further events of the same type its writer has left out (openai-realtime-console)."""
MERGED: Final = b'"count"'
"""What stands in a line of which `merged_in` is not 0."""

DIRECTION_WORDS: Final[dict[str, Direction]] = {
    **dict.fromkeys(
        ("client", "send", "send()", "sent", "outgoing", "outbound", "out", "request", "up", ">",
         "→", "↑"),
        Direction.SENT,
    ),
    **dict.fromkeys(
        ("server", "receive", "received", "recv", "incoming", "inbound", "in", "response", "down",
         "<", "←", "↓"),
        Direction.RECEIVED,
    ),
}  # fmt: skip

_NOTICE_KINDS: Final[dict[str, str]] = {
    "close": "close",
    "closed": "close",
    "disconnect": "close",
    "disconnected": "close",
    "open": "open",
    "opened": "open",
    "connect": "open",
    "connected": "open",
    "error": "error",
}
_EXODUS_NOTICES: Final = ("open", "close", "closed")
"""Words that @exodus/replay has for `type` where nothing was sent or received."""
_NOT_A_DETAIL: Final = frozenset({"kind", *TIME_KEYS, *DIRECTION_KEYS})
_OUR_KEYS: Final = frozenset({"conn", "text", "binary", "notice"})
_CLOSE_OPCODE: Final = 8
_BINARY_OPCODE: Final = 2


def direction_word(word: object) -> Direction:
    """The direction that a log's word means; `UNKNOWN` for every other word."""
    return (
        DIRECTION_WORDS.get(word.strip().lower(), Direction.UNKNOWN)
        if isinstance(word, str)
        else Direction.UNKNOWN
    )


def unwrap(text: str, line: int | None, connections: Connections) -> Record | None:
    """The record in the text of one JSON object: wrapped, bare, or a notice.

    An object that is none of these is an event without a type. `None`: not a JSON object.
    """
    try:
        fields = members(text)
    except ValueError:
        return None
    if "source" in fields and not _OUR_KEYS.isdisjoint(fields):
        ours = decode_line(text.encode("utf-8", "surrogatepass"), line)
        if isinstance(ours, Record):
            return ours
    return (
        _wrapped_object(text, fields, line, connections)
        or _wrapped_string(fields, line, connections)
        or _notice(fields, line, connections)
        or event_record(
            text.strip().encode("utf-8", "surrogatepass"),
            _direction(fields, BARE_DIRECTION_KEYS if _is_bare(fields) else DIRECTION_KEYS),
            _time(fields, BARE_TIME_KEYS),
            line,
            connections,
        )
    )


def merged_in(text: str) -> int:
    """How many further events the one in a wrapper stands for, which are lost."""
    try:
        fields = members(text)
    except ValueError:
        return 0
    count = _get(fields, COUNT_KEY)
    has_event = any(key in fields and is_typed(fields[key].value) for key in EVENT_KEYS)
    is_count = isinstance(count, int) and not isinstance(count, bool)
    return max(0, count) if has_event and is_count else 0


def _wrapped_object(
    text: str, fields: Mapping[str, Value], line: int | None, connections: Connections
) -> Record | None:
    for key in EVENT_KEYS:
        inner = fields.get(key)
        if inner is not None and is_typed(inner.value):
            time_ns = _time(fields, TIME_KEYS)
            payload, direction = inner.raw(text), _direction(fields)
            named = connections.named(_connection_name(fields))
            return event_record(payload, direction, time_ns, line, named, inner.value)
    return None


def _wrapped_string(
    fields: Mapping[str, Value], line: int | None, connections: Connections
) -> Record | None:
    """An event as text or as base64 in a string; a binary frame by its opcode."""
    direction = _direction(fields)
    opcode = _get(fields, "opcode")
    for key in EVENT_KEYS:
        held = _get(fields, key)
        if not isinstance(held, str):
            continue
        is_wrapper = opcode is not None or direction is not Direction.UNKNOWN
        time_ns = _time(fields, TIME_KEYS)
        decoded = _base64(held)
        if opcode in (_CLOSE_OPCODE, _BINARY_OPCODE):
            connections.named(_connection_name(fields))
        if opcode == _CLOSE_OPCODE:
            return notice("close", time_ns, connections.closed(), direction=direction, line=line)
        if opcode == _BINARY_OPCODE and decoded is not None:
            frame = base64.b64encode(decoded)
            conn = connections.current
            return Record(RecordKind.BINARY, direction, frame, time_ns, conn, line)
        for payload in (held.encode("utf-8", "surrogatepass"), decoded):
            event = None if payload is None else parse_object(payload)
            if payload is not None and (is_typed(event) or (event is not None and is_wrapper)):
                named = connections.named(_connection_name(fields))
                return event_record(payload, direction, time_ns, line, named)
    return None


def _notice(
    fields: Mapping[str, Value], line: int | None, connections: Connections
) -> Record | None:
    """What a log says about the connection itself: `{"kind":"close","code":1011,…}`."""
    is_exodus = "at" in fields and _get(fields, "type") in _EXODUS_NOTICES
    kind = _NOTICE_KINDS.get(str(_get(fields, "type" if is_exodus else "kind")).lower())
    if kind is None or (_is_bare(fields) and not is_exodus):
        return None
    details = {name: value.value for name, value in fields.items() if name not in _NOT_A_DETAIL}
    connections.named(_connection_name(fields))
    conn = connections.closed() if kind == "close" else connections.current
    direction = _direction(fields)
    return notice(kind, _time(fields, TIME_KEYS), conn, details, direction=direction, line=line)


def _connection_name(fields: Mapping[str, Value]) -> str | None:
    names = (_get(fields, key) for key in CONNECTION_KEYS)
    return next((str(name) for name in names if isinstance(name, str | int)), None)


def _is_bare(fields: Mapping[str, Value]) -> bool:
    return isinstance(_get(fields, "type"), str)


def _get(fields: Mapping[str, Value], name: str) -> Any:
    found = fields.get(name)
    return None if found is None else found.value


def _direction(fields: Mapping[str, Value], keys: tuple[str, ...] = DIRECTION_KEYS) -> Direction:
    for key in keys:
        direction = direction_word(_get(fields, key))
        if direction is not Direction.UNKNOWN:
            return direction
    return Direction.UNKNOWN


def _time(fields: Mapping[str, Value], keys: tuple[str, ...]) -> int | None:
    for key in keys:
        time_ns = parse_time(_get(fields, key))
        if time_ns is not None:
            return time_ns
    return None


def _base64(text: str) -> bytes | None:
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
