"""HAR files with `_webSocketMessages`, as browsers and mitmproxy write them (INTERCHANGE.md §1)."""

from __future__ import annotations

import base64
import contextlib
import json
import re
from heapq import merge
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar, Final

from realtime_inspector.capture.formats.base import (
    CERTAIN,
    count_typed,
    left_out_words,
    read_document,
    unreadable_record,
)
from realtime_inspector.core.codec import CaptureHeader
from realtime_inspector.core.errors import UnreadableCapture
from realtime_inspector.core.har import as_list, own_records, value_at
from realtime_inspector.core.rawjson import elements
from realtime_inspector.core.record import Direction, Record, RecordKind, notice, text_record
from realtime_inspector.core.redact import Redactor
from realtime_inspector.core.times import parse_time
from realtime_inspector.core.wording import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.capture.formats.base import Lines, Reading

_LOG: Final = re.compile(rb'\A\s*\{\s*"log"\s*:\s*\{')
_DIRECTIONS: Final = {"send": Direction.SENT, "receive": Direction.RECEIVED}
_TEXT, _BINARY, _CLOSE = 1, 2, 8
_CONTROL: Final = {9: "ping", 10: "pong"}
"""Opcodes of RFC 6455 §5.2."""
_CLOSE_CODES: Final = range(1000, 5000)
"""RFC 6455 §7.4."""
_CLOSE_TEXT: Final = re.compile(r"([1-4]\d{3})(?:\s+(.*))?", re.DOTALL)
_HTTP: Final = re.compile(r"\Ahttp(?=s?:)")
"""The scheme that mitmproxy writes for a WebSocket."""
_MESSAGES: Final = re.compile(r'(?<!\\)"_webSocketMessages"\s*:\s*(\[)')


class HarFormat:
    """One entry per connection; those without events of the protocol are left out."""

    name: ClassVar[str] = "har"
    title: ClassVar[str] = "a HAR file with WebSocket messages"

    def score(self, head: bytes) -> int:
        """By its beginning: the messages may stand far behind it."""
        return CERTAIN if _LOG.match(head) else 0

    def read(self, lines: Lines, reading: Reading) -> Iterator[Record]:
        """The messages of all connections that hold events, in the order of their times."""
        document = _load(read_document(lines), reading)
        own = own_records(document)
        if own is not None:
            reading.header, records = own
            yield from records
            return
        connections: list[list[Record]] = []
        others = 0
        for entry in as_list(value_at(document, "log", "entries")):
            messages = as_list(value_at(entry, "_webSocketMessages"))
            conn = len(connections) + 1
            found = [_record(message, conn) for message in messages]
            of_entry = [
                _unreadable(message, conn) if record is None else record
                for message, record in zip(messages, found, strict=True)
            ]
            if not count_typed(of_entry):
                others += bool(messages)
                continue
            reading.header = reading.header or _header(entry)
            reading.unreadable += found.count(None)
            connections.append(of_entry)
        if others:
            reading.notes.append(left_out_words(others))
        yield from _merged(connections)


def _load(text: str, reading: Reading) -> Any:
    """The document; of one that is damaged what can be used of it.

    Raises:
        UnreadableCapture: There is nothing to use.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        entries = [
            {"_webSocketMessages": _whole_elements(text, start.end(1) - 1)}
            for start in _MESSAGES.finditer(text)
        ]
        if not any(entry["_webSocketMessages"] for entry in entries):
            raise UnreadableCapture(
                f"The HAR file is damaged: {error}.", "Export it again from the browser or proxy."
            ) from error
        reading.notes.append(
            phrase(
                "The HAR file is damaged or cut short ({error}); the messages that stand whole in "
                "it are shown, and addresses are lost",
                error=error,
            )
        )
        return {"log": {"entries": entries}}


def _whole_elements(text: str, at: int) -> list[Any]:
    found: list[Any] = []
    with contextlib.suppress(ValueError):
        found.extend(element.value for element in elements(text, at))
    return found


def _merged(connections: list[list[Record]]) -> Iterator[Record]:
    """The records of several connections by time, those of each in the order of the file.

    Where a connection has no times, one follows the other.
    """
    if any(all(record.time_ns is None for record in records) for records in connections):
        return chain.from_iterable(connections)
    return (record for _, record in merge(*map(_timed, connections), key=itemgetter(0)))


def _timed(records: list[Record]) -> Iterator[tuple[int, Record]]:
    """Each with the latest time so far: a clock may be set back."""
    latest_ns = 0
    for record in records:
        latest_ns = max(latest_ns, record.time_ns or 0)
        yield latest_ns, record


def _unreadable(message: object, conn: int) -> Record:
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    return unreadable_record(text.encode("utf-8", "replace"), None, conn)


def _record(message: object, conn: int) -> Record | None:
    """One message; `None` for what is no message."""
    if not isinstance(message, dict):
        return None
    direction = _DIRECTIONS.get(str(message.get("type")), Direction.UNKNOWN)
    data = message.get("data")
    time_ns = parse_time(message.get("time"))
    opcode = message.get("opcode", _TEXT)
    if not isinstance(data, str):
        return None
    if message.get("type") == "error":
        return notice("error", time_ns, conn, {"message": data}, direction=Direction.RECEIVED)
    if opcode == _BINARY:
        return Record(RecordKind.BINARY, direction, data.encode("utf-8", "replace"), time_ns, conn)
    if opcode == _CLOSE:
        return notice("close", time_ns, conn, _close_fields(data, direction), direction=direction)
    control = _CONTROL.get(opcode) if isinstance(opcode, int) else None
    if control is not None:
        return notice(control, time_ns, conn, {"data": data}, direction=direction)
    return text_record(data, direction, time_ns, conn) if opcode == _TEXT else None


def _close_fields(data: str, direction: Direction) -> dict[str, Any]:
    """Code and reason: as text, or as Chrome keeps all frames that are not text, in base64."""
    by = {} if direction is Direction.UNKNOWN else {"by": direction.value}
    match = _CLOSE_TEXT.fullmatch(data)
    if match is not None:
        return {"code": int(match[1]), "reason": match[2] or "", **by}
    try:
        frame = base64.b64decode(data, validate=True)
        code, reason = int.from_bytes(frame[:2], "big"), frame[2:].decode()
    except (ValueError, UnicodeDecodeError):
        return {"reason": data, **by}
    is_code = len(frame) > 1 and code in _CLOSE_CODES
    return {"code": code, "reason": reason, **by} if is_code else {"reason": data, **by}


def _header(entry: Any) -> CaptureHeader:
    url = value_at(entry, "request", "url")
    return CaptureHeader(
        created_ns=parse_time(value_at(entry, "startedDateTime")),
        url=Redactor().url(_HTTP.sub("ws", url)) if isinstance(url, str) else "",
    )
