"""Our capture lines (PRODUCT.md section 6): a header or a record to one line of bytes and back.

A line is always strict UTF-8 and an event's own JSON text is copied into it verbatim. Two
things are not: a raw line break, which valid JSON can only have as white space, becomes a
space; and a frame that is not UTF-8, or an event that is no JSON object after all, is kept
as `"binary"` with `"frame"` beside it, which says what it was:
`{"time":…,"source":"server","conn":1,"binary":"…base64…","frame":"text"}`.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.rawjson import members
from realtime_inspector.core.record import Direction, Record, RecordKind, parse_object
from realtime_inspector.core.times import format_time, parse_iso

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.core.rawjson import Value

CAPTURE_VERSION: Final = 1
"""The version of the line format that this program writes."""

_FRONT: Final = (
    rb'\{"time":(?:"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)"|null),'
    rb'"source":"(client|server|unknown)","conn":(\d{1,9}),'
)
_FAST: Final = re.compile(_FRONT + rb'"(event|text|binary|notice)":')
_FAST_OBJECT: Final = re.compile(_FRONT + rb'"(?:event|notice)":\{')
_LINE_BREAKS: Final = bytes.maketrans(b"\r\n", b"  ")
_KINDS: Final = {kind.value: kind for kind in RecordKind}
_DIRECTIONS: Final = {direction.value: direction for direction in Direction}
_KEYS: Final = {kind.value.encode(): kind for kind in RecordKind}
_SOURCES: Final = {direction.value.encode(): direction for direction in Direction}


@dataclass(frozen=True, slots=True)
class CaptureHeader:
    """What a capture says about itself in its first line."""

    created_ns: int | None = None
    """Wall clock at the start, nanoseconds since 1970."""
    app: str = ""
    """Version of the program that wrote it."""
    url: str = ""
    """Where the session was, without secrets."""
    provider: str = ""
    dialect: str = ""
    model: str = ""
    version: int = CAPTURE_VERSION
    """Version of the line format; a newer one is read as far as it is understood."""


def encode_header(header: CaptureHeader) -> bytes:
    """The header as the first line of a capture, with its line feed."""
    fields = {
        "realtime_capture": header.version,
        "created": format_time(header.created_ns),
        "app": header.app,
        "url": header.url,
        "provider": header.provider,
        "dialect": header.dialect,
        "model": header.model,
    }
    return _dumps(fields) + b"\n"


def encode_record(record: Record) -> bytes:
    """A record as one line, with its line feed."""
    time = format_time(record.time_ns)
    quoted = "null" if time is None else f'"{time}"'
    prefix = f'{{"time":{quoted},"source":"{record.direction}","conn":{record.conn},'
    return prefix.encode() + _body(record) + b"}\n"


def decode_line(
    line: bytes, line_number: int | None = None, *, trust: bool = False
) -> Record | CaptureHeader | None:
    """What a line of a capture says; `None` if it is not a line of our format.

    Args:
        line: The line, with or without its line break.
        line_number: Its number in the file, from 1; becomes `Record.line`.
        trust: Do not check that an event is valid JSON. Only for lines that this program
            wrote and that were read whole: a damaged event would pass for an event.
    """
    line = line.rstrip(b"\r\n")
    match = _FAST.match(line)
    if match is not None and line.endswith(b"}"):
        time, source, conn, key = match.groups()
        kind = _KEYS[key]
        payload = _fast_payload(kind, line[match.end() : -1], trust=trust)
        if payload is not None:
            time_ns = None if time is None else _fixed_time(time)
            return Record(kind, _SOURCES[source], payload, time_ns, int(conn), line_number)
    return _decode_slowly(line, line_number)


def holds_object(line: bytes) -> bool:
    """Whether a line begins like that of an event or a notice.

    Then it is a record, or damaged: it is no header, and the record's JSON stands in it verbatim.
    """
    return _FAST_OBJECT.match(line) is not None


def _fixed_time(text: bytes) -> int | None:
    """Nanoseconds since 1970 of a time of ours, whose minute is one of few."""
    minute_ns = _minute_ns(text[:17])
    seconds = int(text[17:19])
    if minute_ns is None or seconds > 59:
        return None
    return minute_ns + seconds * 1_000_000_000 + int(text[20:26]) * 1_000


@lru_cache(maxsize=64)
def _minute_ns(text: bytes) -> int | None:
    return parse_iso(f"{text.decode()}00Z")


def _body(record: Record) -> bytes:
    payload = record.payload
    kind = record.kind
    if kind is RecordKind.BINARY and _is_base64(payload):
        return b'"binary":"' + payload + b'"'
    if kind is not RecordKind.BINARY and _is_utf8(payload):
        if kind is RecordKind.TEXT:
            return b'"text":' + _dumps(payload.decode())
        if _looks_like_object(payload):
            return b'"%s":%s' % (kind.encode(), payload.translate(_LINE_BREAKS))
    return b'"binary":"%s","frame":"%s"' % (base64.b64encode(payload), kind.encode())


def _fast_payload(kind: RecordKind, body: bytes, *, trust: bool) -> bytes | None:
    """The payload if the rest of the line is nothing but the value, else `None`."""
    if kind is RecordKind.BINARY:
        inner = body[1:-1]
        return inner if body[:1] == b'"' == body[-1:] and _is_base64(inner) else None
    if kind is RecordKind.TEXT:
        try:
            value = json.loads(body)
        except (ValueError, RecursionError):
            return None
        return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else None
    if not _looks_like_object(body):
        return None
    return body if trust or parse_object(body) is not None else None


def _decode_slowly(line: bytes, line_number: int | None) -> Record | CaptureHeader | None:
    """Other key order, white space, more keys: by a real parse.

    Of a repeated key the first one counts, so that what the line begins with holds in any case.
    """
    try:
        text = line.decode()
        fields = members(text, first=True)
    except ValueError:
        return None
    direction = _DIRECTIONS.get(str(_value(fields, "source")))
    body = _slow_payload(text, fields)
    if direction is None or body is None:
        version = _value(fields, "realtime_capture")
        return _header(fields, version) if isinstance(version, int) else None
    kind, payload = body
    time = _value(fields, "time")
    conn = _value(fields, "conn")
    return Record(
        kind,
        direction,
        payload,
        parse_iso(time) if isinstance(time, str) else None,
        conn if isinstance(conn, int) and conn > 0 else 1,
        line_number,
    )


def _slow_payload(text: str, fields: Mapping[str, Value]) -> tuple[RecordKind, bytes] | None:
    for kind in (RecordKind.EVENT, RecordKind.NOTICE):
        if isinstance(_value(fields, kind), dict):
            return kind, fields[kind].raw(text)
    as_text = _value(fields, RecordKind.TEXT)
    if isinstance(as_text, str):
        return RecordKind.TEXT, as_text.encode("utf-8", "surrogatepass")
    encoded = _value(fields, RecordKind.BINARY)
    if not isinstance(encoded, str) or not _is_base64(encoded.encode("utf-8", "replace")):
        return None
    kind = _KINDS.get(str(_value(fields, "frame")), RecordKind.BINARY)
    payload = encoded.encode()
    return kind, payload if kind is RecordKind.BINARY and "frame" not in fields else (
        base64.b64decode(payload)
    )


def _header(fields: Mapping[str, Value], version: int) -> CaptureHeader:
    def text(name: str) -> str:
        value = _value(fields, name)
        return value if isinstance(value, str) else ""

    return CaptureHeader(
        created_ns=parse_iso(text("created")),
        app=text("app"),
        url=text("url"),
        provider=text("provider"),
        dialect=text("dialect"),
        model=text("model"),
        version=version,
    )


def _value(fields: Mapping[str, Value], name: str) -> Any:
    found = fields.get(name)
    return None if found is None else found.value


def _looks_like_object(payload: bytes) -> bool:
    if payload.startswith(b"{") and payload.endswith(b"}"):
        return True
    stripped = payload.strip(b" \t\r\n")
    return stripped.startswith(b"{") and stripped.endswith(b"}")


def _is_utf8(payload: bytes) -> bool:
    if payload.isascii():
        return True
    try:
        payload.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_base64(payload: bytes) -> bool:
    try:
        binascii.a2b_base64(payload, strict_mode=True)
    except ValueError:
        return False
    return True


def _dumps(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def encode_event(event: Mapping[str, Any]) -> str:
    """An event as compact JSON text, readable except where UTF-8 has no choice."""
    text = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(event, separators=(",", ":"))
    return text
