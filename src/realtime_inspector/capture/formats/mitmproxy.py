"""Flow files of mitmproxy 7 and later (INTERCHANGE.md §2), read without mitmproxy.

A WebSocket is an HTTP flow with `websocket` in it: its messages are lists of opcode, from_client,
content, timestamp, dropped, injected. mitmproxy writes the flow when the connection has ended.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar, Final

from realtime_inspector.capture.formats.base import (
    CERTAIN,
    MAX_DOCUMENT_BYTES,
    count_typed,
    left_out_words,
)
from realtime_inspector.capture.tnetstring import (
    SIZE_DIGITS,
    BadTnetstring,
    loads,
    size_of,
    whole_values,
)
from realtime_inspector.core.codec import CaptureHeader
from realtime_inspector.core.event import Event
from realtime_inspector.core.record import Direction, Record, binary_record, notice, text_record
from realtime_inspector.core.redact import Redactor
from realtime_inspector.core.times import parse_time
from realtime_inspector.core.wording import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from realtime_inspector.capture.formats.base import Lines, Reading

_START: Final = re.compile(rb"\A\d{1,12}:\d{1,3}:\w{1,40};")
_SCHEMES: Final = {"http": "ws", "https": "wss"}
_BINARY: Final = 2
_LEAST_FIELDS: Final = 4
"""Of a message: what later versions added may be missing."""


class MitmproxyFormat:
    """A flow after the other; those that are no WebSocket with events are left out."""

    name: ClassVar[str] = "mitmproxy"
    title: ClassVar[str] = "a flow file of mitmproxy"

    def score(self, head: bytes) -> int:
        """By its beginning: a size, and within it the first key."""
        return CERTAIN if _START.match(head) else 0

    def read(self, lines: Lines, reading: Reading) -> Iterator[Record]:
        """Each connection as a whole, in the order in which they ended."""
        flows = _Flows(lines)
        tally: Counter[str] = Counter()
        for flow in flows:
            records = list(_records_of(flow, tally["connections"] + 1))
            if not count_typed(records):
                tally["others"] += bool(records)
                continue
            tally["connections"] += 1
            tally["injected"] += sum(
                bool(message[5:] and message[5]) for message in _messages(flow)
            )
            reading.header = reading.header or _header(flow)
            yield from records
        for problem in flows.problems:
            reading.notes.append(problem)
            yield notice("gap", conn=max(1, tally["connections"]), fields={"message": problem})
        if tally["others"]:
            reading.notes.append(left_out_words(tally["others"]))
        if tally["injected"]:
            reading.notes.append(
                phrase(
                    "Messages that were injected with mitmproxy: {count}; "
                    "they look like those of the client and the server",
                    count=tally["injected"],
                )
            )


class _Flows:
    """The flows of a file, one in memory at a time."""

    def __init__(self, lines: Lines) -> None:
        self.problems: list[str] = []
        """What is lost, in words."""
        self._lines = lines
        self._rest = b""

    def __iter__(self) -> Iterator[Mapping[Any, Any]]:
        number = 0
        while head := self._take(SIZE_DIGITS + 1):
            number += 1
            sizes = self._sizes(head, number)
            if sizes is None:
                return
            size, before = sizes
            whole = before + size + 1
            data = head + self._take(whole - len(head))
            if len(data) < whole:
                self.problems.append(
                    f"The file breaks off in flow {number}: {len(data):,} of its {whole:,} bytes "
                    "are there, and the messages that stand whole in them are shown"
                )
                yield _salvaged(data[before:])
                return
            data, self._rest = data[:whole], data[whole:] + self._rest
            flow = self._loaded(data, number)
            if isinstance(flow, dict):
                yield flow

    def _sizes(self, head: bytes, number: int) -> tuple[int, int] | None:
        """See `size_of`; `None` if what follows cannot be read."""
        sizes = size_of(head)
        if sizes is None:
            self.problems.append(f"What follows flow {number - 1} is damaged and cannot be read")
        elif sizes[0] > MAX_DOCUMENT_BYTES:
            sizes = None
            self.problems.append(
                f"Flow {number} is larger than 1 GiB; it and what follows are left out"
            )
        return sizes

    def _loaded(self, data: bytes, number: int) -> object:
        try:
            return loads(data)
        except BadTnetstring as error:
            self.problems.append(f"Flow {number} is damaged and is left out: {error}")
            return None

    def _take(self, size: int) -> bytes:
        """So many bytes, fewer only at the end."""
        if size <= 0:
            return b""
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken + self._lines.read(size - len(taken)) if len(taken) < size else taken


def _salvaged(content: bytes) -> dict[Any, Any]:
    """What is left of a flow that is cut; mitmproxy writes `websocket` first, `messages` last."""
    values, rest = whole_values(content)
    flow = _pairs(values)
    if len(values) % 2 and values[-1] == "websocket":
        values, rest = whole_values(rest)
        flow["websocket"] = _pairs(values)
        if len(values) % 2 and values[-1] == "messages":
            flow["websocket"]["messages"] = whole_values(rest)[0]
    return flow


def _pairs(values: list[Any]) -> dict[Any, Any]:
    return dict(zip(map(str, values[::2]), values[1::2], strict=False))


def _records_of(flow: Mapping[Any, Any], conn: int) -> Iterator[Record]:
    """How the connection was opened, its messages, and how it ended; nothing for other flows."""
    messages = _messages(flow)
    if not messages:
        return
    url = _url(flow)
    yield notice("open", _time(flow, "response", "timestamp_end"), conn, {"url": url})
    for message in messages:
        yield _record(message, conn)
    ended_ns = _time(flow, "websocket", "timestamp_end")
    if ended_ns is not None:
        yield _close(flow["websocket"], ended_ns, conn)


def _record(message: list[Any], conn: int) -> Record:
    opcode, from_client, content, time = message[:4]
    direction = Direction.SENT if from_client else Direction.RECEIVED
    frame = content if isinstance(content, bytes) else str(content).encode()
    if opcode == _BINARY:
        record = binary_record(frame, direction, _time_ns(time), conn)
    else:
        record = text_record(frame, direction, _time_ns(time), conn)
    return _dropped(record) if message[4:] and message[4] else record


def _dropped(record: Record) -> Record:
    """A message that mitmproxy has kept back: the other side never saw it, so it is no event."""
    name = Event.of(record).type or "a message"
    fields = {
        "message": f"mitmproxy dropped {name}: it was sent and never arrived",
        record.kind.value: record.payload.decode("utf-8", "replace"),
    }
    return notice("dropped", record.time_ns, record.conn, fields, direction=record.direction)


def _close(websocket: Mapping[str, Any], ended_ns: int, conn: int) -> Record:
    by = Direction.SENT if websocket.get("closed_by_client") else Direction.RECEIVED
    code, reason = websocket.get("close_code"), websocket.get("close_reason")
    fields = {
        "code": code if isinstance(code, int) else None,
        "reason": reason if isinstance(reason, str) else "",
        "by": by.value,
    }
    return notice("close", ended_ns, conn, fields, direction=by)


def _header(flow: Mapping[Any, Any]) -> CaptureHeader:
    return CaptureHeader(created_ns=_time(flow, "timestamp_created"), url=_url(flow))


def _url(flow: Mapping[Any, Any]) -> str:
    """Where the connection went, without secrets; empty if that is lost."""
    if not _get(flow, "request"):
        return ""
    parts = [_text(_get(flow, "request", key)) for key in ("scheme", "host", "port", "path")]
    scheme, host, port, path = parts
    host = f"[{host}]" if ":" in host else host
    usual = {"http": "80", "https": "443"}.get(scheme)
    at = host if port in ("", usual) else f"{host}:{port}"
    return Redactor().url(f"{_SCHEMES.get(scheme, scheme)}://{at}{path}")


def _messages(flow: Mapping[Any, Any]) -> list[list[Any]]:
    messages = _get(flow, "websocket", "messages")
    if not isinstance(messages, list):
        return []
    return [one for one in messages if isinstance(one, list) and len(one) >= _LEAST_FIELDS]


def _time(flow: Mapping[Any, Any], *path: str) -> int | None:
    return _time_ns(_get(flow, *path))


def _time_ns(value: Any) -> int | None:
    """Seconds since 1970 to nanoseconds."""
    return parse_time(value) if isinstance(value, float) and math.isfinite(value) else None


def _get(value: Any, *path: str) -> Any:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)
