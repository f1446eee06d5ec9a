"""HAR 1.2 with WebSocket messages as Chrome writes and imports them (INTERCHANGE.md §1).

One entry a connection; `core.har` says how a record becomes a message. The messages of a connection
stand behind facts that are known at its end, and those of the next one behind all of them; so they
are put aside in one file without a name, and a capture of any length needs little memory.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlsplit

from realtime_inspector.capture.spool import Spool
from realtime_inspector.core.codec import encode_header
from realtime_inspector.core.har import EXTENSION, line_of, message_of
from realtime_inspector.core.record import RecordKind
from realtime_inspector.core.safe import json_escaped
from realtime_inspector.core.times import format_time
from realtime_inspector.export.base import PROGRAM, secrets_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.export.base import ExportSource
    from realtime_inspector.export.material import Material, Numbered

_NO_URL: Final = "wss://unknown.invalid/v1/realtime"
"""Readers refuse an entry without an address. RFC 2606 §2 keeps the name free."""
_EPOCH: Final = "1970-01-01T00:00:00.000000Z"
_PIECE_BYTES: Final = 1 << 20


class HarExporter:
    """The frames of a capture for developer tools and proxies."""

    def export(self, material: Material) -> Iterator[bytes]:
        """The document, some messages at a time."""
        spool = _Messages()
        connections: dict[int, _Connection] = {}
        for row in material.records():
            conn = row.record.conn
            connection = connections.setdefault(conn, _Connection(conn))
            connection.note(row)
            message = message_of(row.seq, row.record, row.event)
            if message is None:
                connection.records.append({"seq": row.seq, "line": line_of(row.record)})
            else:
                spool.add(conn, _json(message))
        source = material.source
        yield f'{{"log":{{"version":"1.2","creator":{_json(_creator(source))},"pages":[],'.encode()
        yield b'"entries":['
        for number, connection in enumerate(connections.values()):
            yield b",\n" if number else b"\n"
            front = _json(connection.entry(source)).removesuffix("}")
            yield f'{front},"_webSocketMessages":['.encode()
            yield from spool.pieces(connection.number)
            yield b"\n]}"
        yield f'\n],"comment":{_json(_comment(source))},'.encode()
        yield f'"{EXTENSION}":{_json(_about(source))}}}}}\n'.encode()


class _Messages:
    """The messages of all connections, put aside as they come, taken out one connection a time."""

    def __init__(self) -> None:
        self._spool = Spool()
        self._end = 0
        self._runs: dict[int, list[list[int]]] = {}
        """Offset and length of what of a connection stands together."""

    def add(self, conn: int, text: str) -> None:
        runs = self._runs.setdefault(conn, [])
        data = (",\n" if runs else "\n").encode() + text.encode()
        self._spool.append(data)
        if runs and sum(runs[-1]) == self._end:
            runs[-1][1] += len(data)
        else:
            runs.append([self._end, len(data)])
        self._end += len(data)

    def pieces(self, conn: int) -> Iterator[bytes]:
        for offset, length in self._runs.get(conn, []):
            for start in range(offset, offset + length, _PIECE_BYTES):
                yield self._spool.read(start, min(_PIECE_BYTES, offset + length - start))


@dataclass(slots=True)
class _Connection:
    """What is said of a connection beside its messages."""

    number: int
    url: str = ""
    first_ns: int | None = None
    last_ns: int | None = None
    is_open: bool = False
    records: list[dict[str, Any]] = field(default_factory=list)
    """What is no message, such as that it was opened."""

    def note(self, row: Numbered) -> None:
        """Takes in a record of it."""
        time_ns, is_notice = row.record.time_ns, row.record.kind is RecordKind.NOTICE
        if self.first_ns is None:
            self.first_ns = time_ns
        self.last_ns = self.last_ns if time_ns is None else time_ns
        self.is_open |= not is_notice or row.type == "open"
        self.url = self.url or (row.event.text("url") or "" if is_notice else "")

    def entry(self, source: ExportSource) -> dict[str, Any]:
        """The entry without its messages."""
        url = self.url or source.header.url or _NO_URL
        first_ns = source.header.created_ns if self.first_ns is None else self.first_ns
        time_ms = ((self.last_ns or 0) - (self.first_ns or 0)) / 1e6
        status = (101, "Switching Protocols") if self.is_open else (0, "")
        return {
            "startedDateTime": format_time(first_ns) or _EPOCH,
            "time": max(0.0, time_ms),
            "_resourceType": "websocket",
            "request": _request(url),
            "response": _response(*status),
            "cache": {},
            "timings": {"send": 0, "wait": max(0.0, time_ms), "receive": 0},
            EXTENSION: {"conn": self.number, "records": self.records},
        }


def _request(url: str) -> dict[str, Any]:
    try:
        query = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    except ValueError:
        query = []
    return {
        "method": "GET",
        "url": url,
        "httpVersion": "HTTP/1.1",
        "headers": [],
        "queryString": [{"name": name, "value": value} for name, value in query],
        "cookies": [],
        "headersSize": -1,
        "bodySize": 0,
    }


def _response(status: int, text: str) -> dict[str, Any]:
    return {
        "status": status,
        "statusText": text,
        "httpVersion": "HTTP/1.1",
        "headers": [],
        "cookies": [],
        "content": {"size": 0, "mimeType": "x-unknown"},
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": -1,
    }


def _creator(source: ExportSource) -> dict[str, str]:
    return {"name": PROGRAM, "version": source.app or "0"}


def _comment(source: ExportSource) -> str:
    """What a person must know; HAR viewers show it or pass over it."""
    return " ".join((*source.notes, f"Secrets: {secrets_words(source.redactions)}."))


def _about(source: ExportSource) -> dict[str, Any]:
    return {
        "header": encode_header(source.header).decode().rstrip("\n"),
        "notes": list(source.notes),
        "secretsReplaced": source.redactions,
    }


def _json(value: Any) -> str:
    return json_escaped(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
