"""Flow files, against one that mitmproxy itself wrote (`fixtures/made/README.md`)."""

from __future__ import annotations

import gzip
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest
from tests.support.tnetstring import dumps

from realtime_inspector.capture.reader import CaptureReader, read_capture
from realtime_inspector.capture.tnetstring import BadTnetstring, loads, size_of
from realtime_inspector.core.errors import UnreadableCapture
from realtime_inspector.core.record import Direction, Record, RecordKind

MADE: Final = Path(__file__).parents[2] / "fixtures" / "made" / "two-sessions.mitm"
CREATED: Final = b'{"type":"session.created"}'


def read(data: bytes) -> tuple[list[Record], CaptureReader]:
    reader = read_capture("-", stdin=io.BytesIO(data))
    return list(reader), reader


def flow(*messages: list[Any], **websocket: Any) -> dict[str, Any]:
    """A flow as mitmproxy's `get_state` gives it, as far as it matters."""
    ending = {"timestamp_end": 1795460903.5, "close_reason": "", "close_code": 1000,
              "closed_by_client": False, **websocket}  # fmt: skip
    return {
        "websocket": {**ending, "messages": list(messages)},
        "response": {"timestamp_end": 1795460901.25},
        "request": {
            "scheme": b"https",
            "host": "api.example",
            "port": 443,
            "path": b"/v1",
        },
        "type": "http",
        "version": 21,
    }


def flows() -> list[bytes]:
    """The three flows of the real file, as they stand in it."""
    data, found = MADE.read_bytes(), []
    while data:
        size, before = size_of(data) or (0, 0)
        end = before + size + 1
        found.append(data[:end])
        data = data[end:]
    return found


def test_the_real_file_has_what_mitmproxy_reads_in_it() -> None:
    reader = read_capture(MADE)
    records = list(reader)
    assert reader.format_name == "mitmproxy"
    assert reader.notes == ()
    messages = [r for r in records if r.kind is not RecordKind.NOTICE]
    of_conn = Counter(r.conn for r in messages)
    dropped = Counter(r.conn for r in records if b'"dropped"' in r.payload)
    assert {conn: of_conn[conn] + dropped[conn] for conn in of_conn} == {1: 45, 2: 48}


def test_how_a_connection_begins_and_ends() -> None:
    records = [r for r in read_capture(MADE) if r.kind is RecordKind.NOTICE and r.conn == 1]
    opened, dropped, closed = (json.loads(r.payload) for r in records)
    assert opened["kind"] == "open"
    assert opened["url"].startswith("ws://127.0.0.1:18991/v1/realtime?model=gpt-realtime")
    assert dropped["message"] == "mitmproxy dropped session.update: it was sent and never arrived"
    assert json.loads(dropped["event"])["event_id"] == "drop-me"
    assert closed == {"kind": "close", "code": 1001, "reason": "bye", "by": "client"}
    assert [r.direction for r in records] == [Direction.SENT] * 3


def test_no_secret_of_the_handshake_gets_in() -> None:
    assert b"sk-test-0123456789" in MADE.read_bytes()
    reader = read_capture(MADE)
    assert not any(b"sk-test" in r.payload or b"org-x" in r.payload for r in reader)
    assert reader.header is not None
    assert "«redacted»" in reader.header.url


def test_times_and_bytes_are_those_of_the_messages() -> None:
    (whole,) = [loads(part) for part in flows() if b"hello" in part]
    messages = [m for m in whole["websocket"]["messages"] if not m[4]]
    records = [r for r in read_capture(MADE) if r.conn == 1 and r.kind is not RecordKind.NOTICE]
    assert [abs((r.time_ns or 0) - m[3] * 1e9) < 2_000 for r, m in
            zip(records, messages, strict=True)] == [True] * len(messages)  # fmt: skip
    assert [r.payload for r in records if r.kind is not RecordKind.BINARY] == [
        m[2] for m in messages if m[0] == 1
    ]


def test_packed_with_gzip() -> None:
    records, reader = read(gzip.compress(MADE.read_bytes()))
    assert (len(records), reader.format_name) == (len(list(read_capture(MADE))), "mitmproxy")


@pytest.mark.parametrize("missing", [1, 30, 3_000, 12_000])
def test_a_file_that_breaks_off_gives_what_stands_whole_in_it(missing: int) -> None:
    whole = list(read_capture(MADE))
    data = MADE.read_bytes()[:-missing]
    records, reader = read(data)
    assert reader.notes[-1].startswith("The file breaks off in flow 3")
    frames = [r.payload for r in records if r.kind is not RecordKind.NOTICE]
    assert len(frames) > 50
    assert frames == [r.payload for r in whole if r.kind is not RecordKind.NOTICE][: len(frames)]
    assert json.loads(records[-1].payload)["kind"] == "gap"


def test_a_damaged_flow_is_left_out_and_told() -> None:
    plain, first, second = flows()
    records, reader = read(plain + first.replace(b"9:websocket;", b"9:websocket?", 1) + second)
    assert {r.conn for r in records} == {1}
    assert reader.notes[0].startswith("Flow 2 is damaged and is left out: unknown type")
    records, reader = read(plain + first + b"scribble" + second)
    assert reader.notes == ("What follows flow 2 is damaged and cannot be read",)


def test_a_file_without_a_session_says_when_mitmproxy_writes_one() -> None:
    with pytest.raises(UnreadableCapture, match="flow file of mitmproxy") as caught:
        read(flows()[0])
    assert "close it before stopping" in caught.value.hint


def test_other_websockets_are_left_out_and_injected_messages_told() -> None:
    sent = [1, True, b'{"type":"response.create"}', 1795460901.5, False, True]
    data = dumps(flow([1, True, b"hi", 1.0, False, False])) + dumps(
        flow([1, False, CREATED, 1795460901.3, False, False], sent)
    )
    records, reader = read(data)
    assert [r.payload for r in records[1:3]] == [CREATED, sent[2]]
    assert json.loads(records[0].payload)["url"] == "wss://api.example/v1"
    assert json.loads(records[-1].payload)["by"] == "server"
    assert reader.notes[0].startswith("1 WebSocket connection without events")
    assert "injected with mitmproxy" in reader.notes[1]


def test_messages_of_mitmproxy_7_have_fewer_fields() -> None:
    records, _ = read(dumps(flow([1, False, CREATED, 1795460901.3])))
    assert [r.payload for r in records if r.kind is RecordKind.EVENT] == [CREATED]


@pytest.mark.parametrize(
    "data",
    [b"", b"1:", b"2:1#", b"01:1#", b"1:1?", b"1:x#", b"3:abc^", b"4:true~", b"4:maybe!",
     b"4:1:a;}", b"3:\xff\xff\xff;", b"1:1#1", b"8:1:1#1:2#}"],
)  # fmt: skip
def test_what_is_no_tnetstring_is_refused(data: bytes) -> None:
    with pytest.raises(BadTnetstring):
        loads(data)


def test_deep_nesting_is_refused() -> None:
    value: list[Any] = []
    for _ in range(70):
        value = [value]
    with pytest.raises(BadTnetstring, match="nested too deeply"):
        loads(dumps(value))
