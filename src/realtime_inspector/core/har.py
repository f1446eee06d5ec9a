"""Records as messages of a HAR file and back, without loss.

HAR keeps what Chrome shows of a WebSocket: frames with a time and a direction (INTERCHANGE.md §1).
The rest stands in fields of ours, whose names begin with `_` as HAR 1.2 asks:

- `_seq` of a message: the record's number in the capture.
- `_realtimeInspector` of a message: the record as a line of our own format, where the message
  itself does not say all of it (no time, no direction, not UTF-8, a close with its fields).
- `_realtimeInspector` of an entry: `conn`, and in `records` what is no message (`seq`, `line`).
- `_realtimeInspector` of the log: the `header` as our line, `notes`, `secretsReplaced`.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.codec import CaptureHeader, decode_line, encode_record
from realtime_inspector.core.notices import notice_words
from realtime_inspector.core.record import Direction, Record, RecordKind, text_record
from realtime_inspector.core.times import parse_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.core.event import Event

EXTENSION: Final = "_realtimeInspector"
TEXT, BINARY, CLOSE, NO_OPCODE = 1, 2, 8, -1
"""Opcodes of RFC 6455 §5.2; the last one is Chrome's, for an error."""
_WORDS: Final = {
    Direction.SENT: "send",
    Direction.RECEIVED: "receive",
    Direction.UNKNOWN: "receive",
}
_DIRECTIONS: Final = {"send": Direction.SENT, "receive": Direction.RECEIVED}


def message_of(seq: int, record: Record, event: Event) -> dict[str, Any] | None:
    """A record as a message of `_webSocketMessages`; `None` for a notice that is no message.

    Args:
        seq: The record's number.
        record: The record.
        event: Its event.
    """
    shown = _shown(record, event)
    if shown is None:
        return None
    kind, opcode, data = shown
    seconds = (record.time_ns or 0) // 1000 / 1e6
    message = {"type": kind, "time": seconds, "opcode": opcode, "data": data, "_seq": seq}
    if not _says_all(message, record, event):
        message[EXTENSION] = line_of(record)
    return message


def line_of(record: Record) -> str:
    """A record as a line of our own format."""
    return encode_record(record).decode().rstrip("\n")


def own_records(document: Any) -> tuple[CaptureHeader | None, list[Record]] | None:
    """The header and the records of a HAR file that we wrote; `None` of any other.

    Args:
        document: The decoded JSON of the file.
    """
    own = value_at(document, "log", EXTENSION)
    if not isinstance(own, dict):
        return None
    header = decode_line(str(own.get("header")).encode("utf-8", "replace"))
    numbered = [
        pair for entry in as_list(value_at(document, "log", "entries")) for pair in _pairs(entry)
    ]
    numbered.sort(key=itemgetter(0))
    known = header if isinstance(header, CaptureHeader) else None
    return known, [record for _, record in numbered]


def _shown(record: Record, event: Event) -> tuple[str, int, str] | None:
    """Type, opcode and data of the message that shows a record."""
    word = _WORDS[record.direction]
    if record.kind is RecordKind.NOTICE:
        kind = event.text("kind")
        if kind == "close":
            return word, CLOSE, notice_words(event)
        return ("error", NO_OPCODE, notice_words(event)) if kind == "error" else None
    opcode = BINARY if record.kind is RecordKind.BINARY else TEXT
    return word, opcode, record.payload.decode("utf-8", "replace")


def _says_all(message: dict[str, Any], record: Record, event: Event) -> bool:
    """Whether the record can be read from its message alone."""
    is_frame = record.kind is not RecordKind.NOTICE and record.direction in _DIRECTIONS.values()
    if not is_frame or record.time_ns is None:
        return False
    if parse_time(message["time"]) != record.time_ns // 1000 * 1000:
        return False
    if message["data"].encode("utf-8", "replace") != record.payload:
        return False
    if record.kind is RecordKind.EVENT and event.raw:
        return True
    return record.kind is RecordKind.BINARY or (
        text_record(record.payload, record.direction).kind is record.kind
    )


def _pairs(entry: Any) -> Iterator[tuple[int, Record]]:
    """The records of a connection with their numbers."""
    own = value_at(entry, EXTENSION)
    conn = value_at(own, "conn")
    conn = conn if isinstance(conn, int) and conn > 0 else 1
    for message in as_list(value_at(entry, "_webSocketMessages")):
        record = _record(message, conn) if isinstance(message, dict) else None
        if record is not None:
            yield _number(message.get("_seq")), record
    for other in as_list(value_at(own, "records")):
        record = _decoded(value_at(other, "line"))
        if record is not None:
            yield _number(value_at(other, "seq")), record


def _record(message: dict[str, Any], conn: int) -> Record | None:
    exact = _decoded(message.get(EXTENSION))
    if exact is not None:
        return exact
    direction = _DIRECTIONS.get(str(message.get("type")))
    data = message.get("data")
    if direction is None or not isinstance(data, str):
        return None
    time_ns = parse_time(message.get("time"))
    if message.get("opcode") == BINARY:
        payload = data.encode("utf-8", "replace")
        return Record(RecordKind.BINARY, direction, payload, time_ns, conn)
    return text_record(data, direction, time_ns, conn)


def _decoded(line: Any) -> Record | None:
    decoded = decode_line(line.encode("utf-8", "replace")) if isinstance(line, str) else None
    return decoded if isinstance(decoded, Record) else None


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def value_at(value: Any, *path: str) -> Any:
    """What stands at a path of keys; `None` where there is no such thing."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def as_list(value: Any) -> list[Any]:
    """An array; an empty one for anything else."""
    return value if isinstance(value, list) else []
