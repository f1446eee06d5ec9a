"""The one record type that every source emits and every consumer reads."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class Direction(StrEnum):
    """Who made a record. The values are the `source` words of our capture files."""

    SENT = "client"
    RECEIVED = "server"
    UNKNOWN = "unknown"


class RecordKind(StrEnum):
    """What a record holds. The values are the keys of our capture files."""

    EVENT = "event"
    """A text frame that is a JSON object."""
    TEXT = "text"
    """A text frame, or a line of a foreign file, that is not a JSON object."""
    BINARY = "binary"
    """A binary frame; the payload is its base64 form."""
    NOTICE = "notice"
    """No frame: a connection opened or closed, an error of ours, a gap. JSON with a `kind`."""


@dataclass(frozen=True, slots=True)
class Record:
    """One frame as it was received or sent, or one notice about a connection."""

    kind: RecordKind
    direction: Direction
    payload: bytes
    """The frame's bytes as received; for `BINARY` their base64 form, for `NOTICE` JSON."""
    time_ns: int | None = None
    """Wall clock, nanoseconds since 1970. `None`: unknown, which is not zero."""
    conn: int = 1
    """Number of the connection within the capture, from 1."""
    line: int | None = None
    """Line number in the file that it was read from, from 1."""

    @property
    def frame_bytes(self) -> int:
        """Length of the frame as it was on the wire."""
        if self.kind is not RecordKind.BINARY:
            return len(self.payload)
        return len(self.payload) // 4 * 3 - self.payload[-2:].count(b"=")


def parse_object(payload: bytes | str) -> dict[str, Any] | None:
    """The JSON object in a frame, keys in received order; `None` if it is not one.

    `NaN` and `Infinity` are not JSON and make the frame plain text.
    """
    try:
        if isinstance(payload, bytes):
            payload = payload.decode(json.detect_encoding(payload), "surrogatepass")
        value = _DECODER.decode(payload)
    except (ValueError, RecursionError):  # JSONDecodeError and UnicodeDecodeError are ValueErrors
        return None
    return value if isinstance(value, dict) else None


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


_DECODER: Final = json.JSONDecoder(parse_constant=_refuse_constant)
"""Made once: `json.loads` would make one for every frame."""


def text_record(
    frame: bytes | str,
    direction: Direction,
    time_ns: int | None = None,
    conn: int = 1,
    line: int | None = None,
) -> Record:
    """A record of a text frame: an event if it is a JSON object, else plain text."""
    payload = frame.encode("utf-8", "surrogatepass") if isinstance(frame, str) else frame
    kind = RecordKind.TEXT if parse_object(payload) is None else RecordKind.EVENT
    return Record(kind, direction, payload, time_ns, conn, line)


def binary_record(
    frame: bytes, direction: Direction, time_ns: int | None = None, conn: int = 1
) -> Record:
    """A record of a binary frame."""
    return Record(RecordKind.BINARY, direction, base64.b64encode(frame), time_ns, conn)


def notice(
    kind: str,
    time_ns: int | None = None,
    conn: int = 1,
    fields: Mapping[str, object] | None = None,
    *,
    direction: Direction = Direction.SENT,
    line: int | None = None,
) -> Record:
    """A record that is not a frame.

    Args:
        kind: `open`, `close`, `error`, `gap`, `redacted`, `unreadable` or `tool`; of the captures
            of others also `dropped` (a proxy kept a message back), `ping` and `pong`.
        time_ns: Wall clock, nanoseconds since 1970.
        conn: The connection's number.
        fields: What else there is to say; must be JSON values.
        direction: By whom: `SENT` for what we did, `RECEIVED` for the peer.
        line: Line number in the file it was read from.
    """
    payload = json.dumps(
        {"kind": kind, **(fields or {})}, ensure_ascii=False, separators=(",", ":")
    )
    encoded = payload.encode("utf-8", "surrogatepass")
    return Record(RecordKind.NOTICE, direction, encoded, time_ns, conn, line)
