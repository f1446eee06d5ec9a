"""No format lets a secret out, wherever in a capture it stands and however it is spelt."""

from __future__ import annotations

import base64
import html
import io
import json
import re
from typing import TYPE_CHECKING, Final

import pytest
from tests.unit.export.captures import (
    SECOND_OF_PCM,
    START_NS,
    added,
    begun,
    call,
    created,
    delta,
    done,
    exported,
    message,
    output,
    received,
    result,
    sent,
)

from realtime_inspector.capture.reader import read_capture
from realtime_inspector.core.codec import CaptureHeader
from realtime_inspector.core.record import Direction, binary_record, notice, text_record
from realtime_inspector.export import EXPORTERS
from realtime_inspector.export.base import ExportSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from realtime_inspector.core.record import Record
    from realtime_inspector.export.listing import Exporter


def formats(*without: str) -> pytest.MarkDecorator:
    """All formats, but for some."""
    chosen = [one for one in EXPORTERS if one.name not in without]
    return pytest.mark.parametrize("one", chosen, ids=lambda one: one.name)


def key(number: int) -> str:
    """A key whose parts of eight letters all show in any output that holds one of them."""
    return f"sk-proj-Plant{number:03}xQzWvKjYpLmNbTrSdFgH"


FRAGMENTS: Final = re.compile(r"Plant\d{3}|xQzWv|KjYpLm|NbTrSd|hunter2", re.IGNORECASE)
BASE64: Final = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")


def planted() -> Iterator[Record]:
    yield notice(
        "open", START_NS, fields={"url": f"wss://u:{key(1)}@h/v1/realtime?api-key={key(2)}"}
    )
    yield created(0, instructions=f"use {key(3)}", client_secret={"value": "hunter2hunter2"})
    tool = {
        "type": "mcp",
        "server_url": f"https://x/?token={key(4)}",
        "authorization": "hunter2hunt",
    }
    headers = {"X-Custom": "hunter2-in-a-header", "Authorization": f"Bearer {key(5)}"}
    yield sent(1, "session.update", session={"tools": [{**tool, "headers": headers}]})
    yield added(2, message("user", f"mine is {key(6)}\n", "u"))
    nested = json.dumps({"client_secret": {"value": "hunter2hunter2"}, "password": "hunter2"})
    yield added(3, call(f"tool_{key(7)}", json.dumps({"body": nested, "k": key(8)}), "c", "i"))
    yield added(
        4, result(json.dumps({"api_key": "hunter2 hunter2", "raw": f"{key(9)}\n"}), "c", "r")
    )
    yield sent(5, "response.create")
    yield begun(6, "resp_1")
    yield output(7, "resp_1", message("assistant", "", "a", status="in_progress"))
    for at, piece in enumerate(re.findall(".{1,3}", f"the key is {key(10)}, and so on")):
        yield delta(8 + at, "output_text", piece, "resp_1", "a")
        yield delta(8 + at, "output_audio", SECOND_OF_PCM[:400], "resp_1", "a")
    spoken = call("f", "", "d", "b")
    yield output(50, "resp_1", spoken)
    for at, piece in enumerate(re.findall(".{1,4}", json.dumps({"token": key(11), "x": nested}))):
        yield delta(51 + at, "function_call_arguments", piece, "resp_1", "b")
    yield done(90, "resp_1", "failed", error={"code": "x", "message": f"Incorrect: {key(12)}"})
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in key(13))
    yield text_record(
        f'{{"type":"future.event","a":"{escaped}"}}', Direction.RECEIVED, START_NS + 100 * 10**6
    )
    yield binary_record(
        f'{{"authorization":"{key(14)}"}}'.encode(), Direction.RECEIVED, START_NS + 101 * 10**6
    )
    yield text_record(f"Authorization: Bearer {key(15)}", Direction.UNKNOWN, START_NS + 102 * 10**6)
    yield received(103, "error", error={"message": f"API key provided: {key(16)}.", "code": "c"})
    yield text_record(
        f'{{"type":"x","{key(17)}":[["{key(18)}"]]}}', Direction.SENT, START_NS + 104 * 10**6
    )
    yield received(105, f"event.{key(19)}", item_id=f"item_{key(20)}")
    yield notice("close", START_NS + 10**9, fields={"code": 3000, "reason": f"bad key {key(21)}"})


def source() -> ExportSource:
    header = CaptureHeader(1, url=f"wss://h/?api-key={key(30)}", model=key(31))
    return ExportSource(f"{key(32)}.jsonl", (f"note {key(33)}",), 0, "0.1.0", header)


def spellings(data: bytes) -> Iterator[str]:
    """What somebody who looks closely can read in some bytes."""
    text = data.decode("utf-8", "replace")
    plain = html.unescape(re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text))
    yield text
    yield plain
    yield plain.replace("\\", "")
    for run in BASE64.findall(text):
        for begin in range(4):
            letters = run[begin:].rstrip("=")
            whole = letters[: len(letters) // 4 * 4]
            yield base64.b64decode(whole).decode("utf-8", "replace")


def joined_deltas(data: bytes) -> str:
    """The deltas one after the other, as somebody would read them who holds the events."""
    text = data.decode("utf-8", "replace").replace("\\", "")
    return "".join(re.findall(r'"delta": ?"([^"]{,99})"', text))  # longer is audio


def table_text(data: bytes) -> str:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(data))
    return f"{table.schema.metadata}{table.to_pylist()}"


def found_in(one: Exporter, data: bytes) -> set[str]:
    if one.name == "parquet":
        data = table_text(data).encode()
    found = {match for text in spellings(data) for match in FRAGMENTS.findall(text)}
    return found | set(FRAGMENTS.findall(joined_deltas(data)))


def test_the_search_finds_what_is_there() -> None:
    """The test of the test: each plant is seen in what was not cleaned."""
    raw = b"\n".join(record.payload for record in planted())
    text = " ".join(spellings(raw)) + joined_deltas(raw)
    assert {int(number) for number in re.findall(r"Plant(\d{3})", text)} == set(range(1, 22))
    assert "hunter2" in text


@formats()
def test_no_format_lets_a_secret_out(one: Exporter) -> None:
    assert found_in(one, exported(one, planted(), source())) == set()


@formats("csv", "srt", "wav", "parquet")
def test_each_format_says_what_it_did(one: Exporter) -> None:
    """The others have no place for it, or no text; the command says it."""
    assert re.search(r"redact|secret", exported(one, planted(), source()).decode(), re.IGNORECASE)


@formats("wav", "srt", "vtt")
def test_headers_of_a_har_file_stay_out(tmp_path: Path, one: Exporter) -> None:
    """Browsers and mitmproxy keep the handshake, key and cookies included (INTERCHANGE.md §1)."""
    names = ("Authorization", "api-key", "Cookie", "Sec-WebSocket-Protocol", "OpenAI-Organization")
    values = [f"openai-insecure-api-key.{key(number)}" for number in range(len(names))]
    pairs = [{"name": n, "value": v} for n, v in zip(names, values, strict=True)]
    data = json.dumps({"type": "session.created", "session": {"id": "s", "model": "m"}})
    entry = {
        "startedDateTime": "2026-11-22T22:51:11.158Z",
        "request": {"url": f"wss://h/?api-key={key(9)}", "headers": pairs, "cookies": pairs},
        "response": {"headers": pairs},
        "_webSocketMessages": [
            {"type": "receive", "time": 1795387871.1, "opcode": 1, "data": data}
        ],
    }
    path = tmp_path / "a.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": [entry]}}))
    reader = read_capture(path)
    records = list(reader)
    where = ExportSource("a", header=reader.header or CaptureHeader())
    written = exported(one, records, where)
    assert found_in(one, written) == set()
