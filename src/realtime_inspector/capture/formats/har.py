"""HAR files with `_webSocketMessages`, as browsers and mitmproxy write them (INTERCHANGE.md §1)."""

from __future__ import annotations

import json
import re
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, Final

from realtime_inspector.capture.formats.base import CERTAIN, count_typed, read_document
from realtime_inspector.core.codec import CaptureHeader
from realtime_inspector.core.errors import UnreadableCapture
from realtime_inspector.core.record import Direction, Record, RecordKind, notice, text_record
from realtime_inspector.core.redact import Redactor
from realtime_inspector.core.times import parse_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.capture.formats.base import Lines, Reading

_LOG: Final = re.compile(rb'\A\s*\{\s*"log"\s*:\s*\{')
_DIRECTIONS: Final = {"send": Direction.SENT, "receive": Direction.RECEIVED}
_TEXT, _BINARY, _CLOSE = 1, 2, 8


class HarFormat:
    """One entry per connection; those without events of the protocol are left out."""

    name: ClassVar[str] = "har"
    title: ClassVar[str] = "a HAR file with WebSocket messages"

    def score(self, head: bytes) -> int:
        """By its beginning: the messages may stand far behind it."""
        return CERTAIN if _LOG.match(head) else 0

    def read(self, lines: Lines, reading: Reading) -> Iterator[Record]:
        """The messages of all connections that hold events, in the order of their times."""
        try:
            document = json.loads(read_document(lines))
        except (ValueError, RecursionError) as error:
            raise UnreadableCapture(
                f"The HAR file is damaged: {error}.", "Export it again from the browser or proxy."
            ) from error
        records: list[Record] = []
        conn = others = 0
        for entry in _list(_get(document, "log", "entries")):
            messages = [m for m in _list(_get(entry, "_webSocketMessages")) if isinstance(m, dict)]
            of_entry = [r for r in (_record(m, conn + 1) for m in messages) if r is not None]
            if not count_typed(of_entry):
                others += bool(messages)
                continue
            conn += 1
            reading.header = reading.header or _header(entry)
            records += of_entry
            reading.unreadable += len(messages) - len(of_entry)
        if others:
            reading.notes.append(
                f"{others} WebSocket connection{'s' if others > 1 else ''} without events "
                "of the Realtime protocol left out"
            )
        if all(record.time_ns is not None for record in records):
            records.sort(key=attrgetter("time_ns"))
        yield from records


def _record(message: dict[str, Any], conn: int) -> Record | None:
    """One message; `None` for control frames and for what is no message."""
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
        return notice("close", time_ns, conn, {"reason": data}, direction=direction)
    return text_record(data, direction, time_ns, conn) if opcode == _TEXT else None


def _header(entry: Any) -> CaptureHeader:
    url = _get(entry, "request", "url")
    return CaptureHeader(
        created_ns=parse_time(_get(entry, "startedDateTime")),
        url=Redactor().url(url) if isinstance(url, str) else "",
    )


def _get(value: Any, *path: str) -> Any:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
