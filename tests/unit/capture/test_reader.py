from __future__ import annotations

import base64
import gzip
import io
import json
import os
import re
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from realtime_inspector.capture import source
from realtime_inspector.capture.formats import FORMATS, base
from realtime_inspector.capture.reader import CaptureReader, read_capture
from realtime_inspector.capture.source import HEAD_BYTES
from realtime_inspector.capture.writer import Recorder
from realtime_inspector.core.codec import CaptureHeader, encode_header, encode_record
from realtime_inspector.core.errors import UnreadableCapture
from realtime_inspector.core.record import (
    Direction,
    Record,
    RecordKind,
    binary_record,
    notice,
    text_record,
)

CAPTURES = Path(__file__).parents[2] / "fixtures" / "captures"
SENT, RECEIVED, UNKNOWN = Direction.SENT, Direction.RECEIVED, Direction.UNKNOWN

COUNTS = {
    "openai-ga-text-tools.jsonl": (5, 45),
    "openai-ga-server-vad-mic.jsonl": (56, 68),
    "openai-ga-error-then-long-text.jsonl": (5, 65),
    "openai-ga-realtime21-commentary-tools.jsonl": (5, 57),
    "openai-ga-webrtc-sideband-text.jsonl": (3, 15),
    "openai-beta-audio-out-full-pcm.jsonl": (3, 23),
    "azure-ga-spoken-tool-round.jsonl": (58, 76),
    "azure-ga-transcription-failed.jsonl": (56, 50),
    "azure-voicelive-text-out.jsonl": (3, 14),
    "xai-text-tools.jsonl": (5, 51),
    "xai-drop-and-resume.jsonl": (6, 47),
    "openai-ga-text-tools.original-cassette.yaml": (5, 45),
    "qwen-livetranslate-text-turn.jsonl": (0, 16),
    "glm-client-vad-tools.client-only.jsonl": (20, 0),
    "glm-server-vad.client-only.jsonl": (19, 0),
}
"""Sent and received, from the table of the captures' README."""

CREATED = '{"type":"session.created","event_id":"e1","session":{"id":"s"}}'
CREATE = '{"type":"response.create"}'
TEN_NS = 1_795_387_871_167_592_000


def write(folder: Path, data: bytes | str, name: str = "a.log") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def read(folder: Path, data: bytes | str) -> tuple[list[Record], CaptureReader]:
    reader = read_capture(write(folder, data))
    return list(reader), reader


def seen(records: list[Record]) -> list[tuple[Direction, str]]:
    return [(r.direction, json.loads(r.payload)["type"]) for r in records]


def test_every_shared_capture_is_listed() -> None:
    files = {path.name for path in CAPTURES.iterdir() if path.is_file()}
    assert files - set(COUNTS) == {"README.md", "openai-beta-text.console-inspect.log"}


def test_the_counts_are_those_of_the_readme() -> None:
    rows = re.findall(r"^\| `([\w.-]+)`.*$", (CAPTURES / "README.md").read_text(), re.MULTILINE)
    table = (CAPTURES / "README.md").read_text().splitlines()
    assert set(rows) >= set(COUNTS)
    for name, (sent, received) in COUNTS.items():
        (row,) = [line for line in table if line.startswith(f"| `{name}`")]
        told = {f"({sent} / {received}", f"| {received} received |", f"| {sent} sent |"}
        told |= {f"| {sent + received} |"} if name.endswith(".yaml") else set()
        assert any(words in row for words in told), name


@pytest.mark.parametrize("name", COUNTS)
def test_real_captures(name: str) -> None:
    reader = read_capture(CAPTURES / name)
    records = list(reader)
    events = [r for r in records if r.kind is RecordKind.EVENT]
    directions = [r.direction for r in events]
    assert (directions.count(SENT), directions.count(RECEIVED)) == COUNTS[name]
    assert len(events) == sum(COUNTS[name])
    assert (reader.unreadable, reader.notes, reader.header) == (0, (), None)
    if "client-only" not in name:
        assert all(r.time_ns is None for r in records if b'"ping"' not in r.payload)
    if name.endswith(".jsonl"):
        lines = (CAPTURES / name).read_bytes().split(b"\n")
        assert all(r.line and r.payload in lines[r.line - 1] for r in events)


def test_a_session_that_dropped_and_resumed() -> None:
    records = list(read_capture(CAPTURES / "xai-drop-and-resume.jsonl"))
    (close,) = [r for r in records if r.kind is RecordKind.NOTICE]
    assert json.loads(close.payload) == {
        "kind": "close",
        "code": 1011,
        "reason": "test reconnect",
        "ok": False,
    }
    at = records.index(close)
    assert {r.conn for r in records[: at + 1]} == {1}
    assert {r.conn for r in records[at + 1 :]} == {2}


def test_the_cassette_and_its_lines_say_the_same() -> None:
    lines = list(read_capture(CAPTURES / "openai-ga-text-tools.jsonl"))
    cassette = list(read_capture(CAPTURES / "openai-ga-text-tools.original-cassette.yaml"))
    assert [json.loads(r.payload) for r in lines] == [json.loads(r.payload) for r in cassette]


def test_console_output_is_read_and_its_losses_named() -> None:
    reader = read_capture(CAPTURES / "openai-beta-text.console-inspect.log")
    records = list(reader)
    events = [r for r in records if r.kind is RecordKind.EVENT]
    assert (len(events), {r.direction for r in events}) == (85, {RECEIVED})
    assert reader.notes == (
        "4 lines could not be read as events, the first is line 1",
        "85 events were printed by a console, not as JSON: spaces and numbers may differ",
        "4 parts are lost, which the console had left out (such as [Object]); "
        "the first event with a gap begins on line 783",
    )
    assert [r.line for r in records if r.kind is RecordKind.TEXT] == [1, 2, 765, 822]


def test_console_output_that_cannot_be_read_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(UnreadableCapture, match="console output") as caught:
        read(tmp_path, "{\n  type: 'response.created',\n  event_id: <hidden>\n}\n")
    assert "JSON.stringify" in caught.value.hint
    assert caught.value.exit_code == 4


def test_our_own_capture_comes_back(tmp_path: Path) -> None:
    records = [
        notice("open", 10_000, fields={"url": "wss://x"}),
        text_record(CREATED, RECEIVED, 20_000),
        text_record("not json \udcff", RECEIVED, 30_000),
        text_record(b"\xff\xfe\x00", RECEIVED, 30_000),
        binary_record(b"\x00\x01", SENT, 40_000, 2),
        text_record(CREATE, SENT),
    ]
    header = CaptureHeader(created_ns=5_000, app="0.1.0", url="wss://x", model="gpt-realtime")
    with Recorder(tmp_path / "a.jsonl", header) as recorder:
        for record in records:
            recorder.append(record)
    reader = CaptureReader(recorder.path)
    assert reader.header == header
    assert (reader.format_name, reader.format_title) == (
        "capture",
        "a capture of realtime-inspector",
    )
    for _ in range(2):
        back = list(reader)
        assert [r.line for r in back] == list(range(2, 8))
        assert [(r.kind, r.direction, r.payload, r.time_ns, r.conn) for r in back] == [
            (r.kind, r.direction, r.payload, r.time_ns, r.conn) for r in records
        ]
    assert reader.notes == ()


def test_our_own_capture_with_damage(tmp_path: Path) -> None:
    line = encode_record(text_record(CREATED, RECEIVED, 20_000))
    data = encode_header(CaptureHeader()) + line + b"scribble\n\n" + line + line[:-9]
    records, reader = read(tmp_path, data)
    assert [(r.kind, r.line) for r in records] == [
        ("event", 2),
        ("text", 3),
        ("event", 5),
        ("text", 6),
    ]
    assert records[1].payload == b"scribble"
    assert (reader.unreadable, reader.first_unreadable) == (2, 3)
    assert reader.notes[0] == "2 lines could not be read as events, the first is line 3"
    assert "cut short" in reader.notes[1]


def test_a_header_alone_and_a_newer_version(tmp_path: Path) -> None:
    records, reader = read(tmp_path, encode_header(CaptureHeader(app="9.0", version=2)))
    assert records == []
    assert reader.header is not None
    assert "newer version (9.0)" in reader.notes[0]


def test_the_middle_of_our_capture_without_its_header(tmp_path: Path) -> None:
    record = text_record(CREATED, RECEIVED, 20_000, 3)
    records, reader = read(tmp_path, encode_record(record))
    assert (records[0].conn, records[0].time_ns, reader.format_name) == (3, 20_000, "capture")


@pytest.mark.parametrize(
    ("wrapper", "direction", "time_ns"),
    [
        ({"time": "2026-11-22T22:51:11.167592Z", "source": "server", "event": 0}, RECEIVED, 1),
        ({"id": 1, "direction": "client", "timestamp": "10:00:01", "eventData": 0}, SENT, None),
        ({"timestamp": TEN_NS / 1e9, "direction": "inbound", "payload": 0}, RECEIVED, 1),
        ({"ts": TEN_NS // 1000, "dir": ">", "data": 0}, SENT, 1),
        ({"t": str(TEN_NS / 1e9), "direction": "outgoing", "data": 0}, SENT, 1),
        ({"type": "x", "source": "Server", "sessionId": "s", "data": 0}, RECEIVED, None),
        ({"data": 0}, RECEIVED, None),
        ({"direction": "sideways", "data": 0, "at": 12}, RECEIVED, None),
    ],
)
def test_wrappers(
    tmp_path: Path, wrapper: dict[str, Any], direction: Direction, time_ns: int | None
) -> None:
    inner = '{ "type":"response.done",  "n":1.50 }'
    text = json.dumps(wrapper).replace(": 0", ": " + inner)
    records, reader = read(tmp_path, text + "\n")
    assert reader.format_name == "jsonl"
    assert records[0].payload == inner.encode()
    assert records[0].direction is direction
    if time_ns is None:
        assert records[0].time_ns is None
    else:
        assert abs((records[0].time_ns or 0) - TEN_NS) <= 1000


def test_payloads_in_strings(tmp_path: Path) -> None:
    encoded = base64.b64encode(CREATED.encode()).decode()
    lines = [
        {"direction": "received", "kind": "frame", "opcode": 1, "payload": encoded},
        {"direction": "sent", "data": CREATE},
        {"direction": "sent", "opcode": 2, "payload": "AAE="},
        {"direction": "received", "opcode": 8, "payload": ""},
        {"direction": "received", "opcode": 1, "payload": encoded},
    ]
    records, _ = read(tmp_path, "\n".join(map(json.dumps, lines)))
    assert [r.payload for r in records[:3]] == [CREATED.encode(), CREATE.encode(), b"AAE="]
    assert [r.kind for r in records] == ["event", "event", "binary", "notice", "event"]
    assert [r.conn for r in records] == [1, 1, 1, 1, 2]


def test_an_exodus_replay_file(tmp_path: Path) -> None:
    log = [
        {"type": "open", "at": 3},
        {"type": "message", "at": 5, "data": CREATED},
        {"type": "send()", "at": 9, "data": CREATE},
    ]
    records, reader = read(tmp_path, json.dumps({"url": "wss://h", "log": log}))
    assert reader.format_name == "json"
    assert seen(records[1:]) == [(RECEIVED, "session.created"), (SENT, "response.create")]
    assert {r.time_ns for r in records} == {None}


def test_bare_events(tmp_path: Path) -> None:
    lines = [
        "\ufeff" + CREATED,
        "",
        "// " + CREATE,
        CREATE + "\r",
        '{"type":"foreign.thing"}',
        '{"no":"type"}',
        "{broken",
        '{"type":"a.delta","v":NaN}',
        CREATED,
        CREATE[:-5],
    ]
    records, reader = read(tmp_path, "\n".join(lines))
    assert [(r.kind, r.direction, r.line, r.conn) for r in records] == [
        ("event", RECEIVED, 1, 1),
        ("event", SENT, 4, 1),
        ("event", UNKNOWN, 5, 1),
        ("event", UNKNOWN, 6, 1),
        ("text", UNKNOWN, 7, 1),
        ("text", UNKNOWN, 8, 1),
        ("event", RECEIVED, 9, 2),
        ("text", UNKNOWN, 10, 2),
    ]
    assert reader.unreadable == 3
    assert records[0].payload == CREATED.encode()


def test_one_unreadable_line_is_named(tmp_path: Path) -> None:
    records, reader = read(tmp_path, CREATED.encode() + b"\n\xff\xfe{}\n")
    assert records[1].payload == b"\xff\xfe{}"
    assert reader.notes == ("1 line could not be read as an event: line 2",)


@pytest.mark.parametrize(
    "data",
    [
        f"[{CREATED},{CREATE}]",
        json.dumps([json.loads(CREATED), json.loads(CREATE)], indent=2),
        "export const x: Event[] = [\n" + CREATED + ",\n" + CREATE + ",\n];\n",
        f'{{"meta":{{}},"events":[{CREATED},{CREATE}]}}',
        '{"version":1,"interactions":[{"direction":"received","data":' + CREATED + "},"
        '{"kind":"message","direction":"sent","data":' + CREATE + "}]}",
    ],
)
def test_json_documents(tmp_path: Path, data: str) -> None:
    records, reader = read(tmp_path, data)
    assert seen(records) == [(RECEIVED, "session.created"), (SENT, "response.create")]
    assert reader.format_name == "json"
    assert reader.unreadable == 0
    lines = data.split("\n")
    assert all(r.line and "{" in lines[r.line - 1] for r in records)


def test_a_document_with_one_scribbled_event(tmp_path: Path) -> None:
    events = [{"type": "session.created"}, {"type": "response.done", "a": {"b": 1}}]
    text = json.dumps([*events, events[0], *events], indent=2)
    broken = text.replace('"a": {', '**HERE** "a": {', 1)
    records, reader = read(tmp_path, broken)
    kinds = [r.kind for r in records]
    assert kinds.count(RecordKind.EVENT) == 4
    assert kinds.count(RecordKind.TEXT) >= 1
    assert reader.first_unreadable is not None


def test_text_logs(tmp_path: Path) -> None:
    log = [
        "starting up",
        "2025-04-22 09:01:18.018-0500 [main] DEBUG Logger - Response Event : " + CREATED,
        "2025-04-22 09:01:19,500 WS write: " + CREATE + " (26 bytes)",
        '> {"type":"made.up"}',
        'Received: {"type":"made.up"} then {"type":"other"}',
        'unrelated {"level":"info"} line',
        'got {"direction":"sent","data":' + CREATE + "}",
        "file.ts:465 PREFIX: Type: X Data: {",
        '  "type": "response.done",',
        '  "response": {"id": "r{1"}',
        "}",
        "    at stack.trace (file.js:1)",
    ]
    records, reader = read(tmp_path, "\n".join(log))
    assert reader.format_name == "log"
    events = [r for r in records if r.kind is RecordKind.EVENT]
    assert [(r.direction, r.line) for r in events] == [
        (RECEIVED, 2),
        (SENT, 3),
        (SENT, 4),
        (RECEIVED, 5),
        (UNKNOWN, 5),
        (SENT, 7),
        (RECEIVED, 8),
    ]
    assert (events[0].time_ns, events[1].time_ns) == (
        1_745_330_478_018_000_000,
        1_745_312_479_500_000_000,
    )
    assert events[2].time_ns is None
    assert events[0].payload == CREATED.encode()
    assert events[-1].payload.startswith(b'{\n  "type"')
    assert [r.line for r in records if r.kind is RecordKind.TEXT] == [1, 6, 12]
    assert reader.first_unreadable == 1


def test_pretty_printed_events_with_one_broken(tmp_path: Path) -> None:
    good = json.dumps({"type": "response.done", "response": {"a": 1}}, indent=2)
    broken = good.replace('"response": {', '"response": { **HERE**')
    unclosed = good[: good.rindex("}") - 5]
    log = f"Data: {good}\nData: {broken}\nData: {unclosed}\nData: {good}\n{good}\nData: {{\n"
    records, reader = read(tmp_path, log)
    kinds = [r.kind for r in records]
    assert kinds.count(RecordKind.EVENT) == 3
    assert reader.unreadable > 3
    assert reader.first_unreadable == good.count("\n") + 2


HAR: dict[str, Any] = {
    "log": {
        "version": "1.2",
        "entries": [
            {"request": {"url": "https://example.com"}},
            {"_webSocketMessages": [{"type": "send", "time": 1.7e9, "opcode": 1, "data": "hi"}]},
            {
                "startedDateTime": "2026-11-22T22:51:11.158Z",
                "request": {"url": "wss://host/v1/realtime?model=m&api-key=0123456789"},
                "_webSocketMessages": [
                    {"type": "receive", "time": 1795387871.2, "opcode": 1, "data": CREATED},
                    {"type": "send", "time": 1795387871.1, "opcode": 1, "data": CREATE},
                    {"type": "send", "time": 1795387871.3, "opcode": 2, "data": "AAE="},
                    {"type": "receive", "time": 1795387871.4, "opcode": 1, "data": "plain"},
                    {"type": "error", "time": 1795387871.5, "opcode": -1, "data": "lost"},
                    {"type": "receive", "time": 1795387871.6, "opcode": 8, "data": "A+lieWU="},
                    {"type": "receive", "time": 1795387871.7, "opcode": 9, "data": ""},
                    {"type": "receive", "time": 1795387871.8},
                ],
            },
        ],
    }
}


@pytest.mark.parametrize("indent", [None, 2])
def test_har(tmp_path: Path, indent: int | None) -> None:
    records, reader = read(tmp_path, json.dumps(HAR, indent=indent))
    assert reader.format_name == "har"
    assert [(r.kind, r.direction, r.payload) for r in records] == [
        ("event", RECEIVED, CREATED.encode()),
        ("event", SENT, CREATE.encode()),
        ("binary", SENT, b"AAE="),
        ("text", RECEIVED, b"plain"),
        ("notice", RECEIVED, b'{"kind":"error","message":"lost"}'),
        ("notice", RECEIVED, b'{"kind":"close","code":1001,"reason":"bye","by":"server"}'),
        ("notice", RECEIVED, b'{"kind":"ping","data":""}'),
        ("text", UNKNOWN, b'{"type":"receive","time":1795387871.8}'),
    ]
    assert [r.time_ns for r in records[:2]] == [
        1_795_387_871_200_000_000,
        1_795_387_871_100_000_000,
    ]
    assert "1 part could not be read as events" in reader.notes
    assert reader.header is not None
    assert "0123456789" not in reader.header.url
    assert any("1 WebSocket connection without events" in note for note in reader.notes)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "it is empty"),
        (b" \n\n", "it is empty"),
        (b"hello\nworld\n", "no event to read"),
        (b'{"name":"package","version":"1"}', "nothing in it is an event"),
        (b"75990:9:websocket;3:abc", "mitmproxy"),
        (b"\x00\x01\x02", "binary file"),
        (b'DEBUG < TEXT \'{"type":"x","even...RABQ"}\' [16200 bytes]', "websockets library"),
        (b'{"log": {"entries": []}}', "nothing in it is an event"),
        (b'{"log": {"entries": [', "HAR file is damaged"),
        (b"interactions:\n- request: {}\n  response: {}\n", "YAML cassette"),
        (b"interactions:\n- {a: [}\n", "is damaged"),
        (b"interactions:\n  a: b\n", "no list of interactions"),
    ],
)
def test_what_holds_nothing_is_refused_with_words(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(UnreadableCapture, match=words):
        read(tmp_path, data)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableCapture, match="no such file"):
        read_capture(tmp_path / "none")
    with pytest.raises(UnreadableCapture, match="is a directory") as caught:
        read_capture(tmp_path)
    assert caught.value.hint


def test_a_missing_yaml_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(UnreadableCapture, match="PyYAML") as caught:
        read(tmp_path, "interactions:\n- a: b\n")
    assert "pip install pyyaml" in caught.value.hint


def test_gzip_whole_and_cut(tmp_path: Path) -> None:
    data = "\n".join(
        json.dumps({"type": "response.done", "n": n, "pad": str(n) * 50}) for n in range(20_000)
    ).encode()
    packed = gzip.compress(data)
    records, reader = read(tmp_path, packed)
    assert len(records) == 20_000
    assert reader.notes == ()
    records, reader = read(tmp_path, packed[: len(packed) // 2])
    assert 100 < len(records) < 20_000
    assert any("cut short" in note for note in reader.notes)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_other_encodings(tmp_path: Path, encoding: str) -> None:
    text = '{"type":"response.create","t":"東京"}\r\n' + CREATED + "\r\n"
    records, _ = read(tmp_path, text.encode(encoding))
    assert seen(records) == [(SENT, "response.create"), (RECEIVED, "session.created")]
    assert "東京".encode() in records[0].payload


class Dribble(io.RawIOBase):
    """A pipe that gives a few bytes at a time."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        data = self._data.read(min(len(buffer), 7))
        buffer[: len(data)] = data
        return len(data)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_standard_input(pack: Any) -> None:
    data = pack(f"{CREATED}\n{CREATE}\n".encode())
    reader = read_capture("-", stdin=Dribble(data))  # type: ignore[arg-type]
    assert seen(list(reader)) == [(RECEIVED, "session.created"), (SENT, "response.create")]
    with pytest.raises(UnreadableCapture, match="only once"):
        list(reader)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_opened_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(f"{CREATED}\n{CREATE}\n",))
    writer.start()
    with read_capture(pipe) as reader:
        assert len(list(reader)) == 2
        with pytest.raises(UnreadableCapture, match="only once"):
            list(reader)
    writer.join()


def test_a_reader_can_be_closed_unread(tmp_path: Path) -> None:
    with read_capture("-", stdin=io.BytesIO(CREATED.encode())) as reader:
        assert reader.format_name == "jsonl"
    with pytest.raises(UnreadableCapture):
        read_capture("-", stdin=io.BytesIO(b"nothing"))


def test_long_first_lines_are_recognised(tmp_path: Path) -> None:
    audio = "A" * (HEAD_BYTES * 3)
    long = f'{{"type":"input_audio_buffer.append","audio":"{audio}"}}'
    records, _ = read(tmp_path, f"{long}\n{CREATE}\n")
    assert [r.direction for r in records] == [SENT, SENT]
    records, _ = read(tmp_path, long)
    assert len(records) == 1


def test_large_arrays_are_recognised_by_their_head(tmp_path: Path) -> None:
    event = {"type": "response.done", "pad": "x" * 5000}
    records, reader = read(tmp_path, json.dumps([event] * 200, indent=1))
    assert (len(records), reader.format_name) == (200, "json")


def test_a_large_array_that_is_broken_far_behind(tmp_path: Path) -> None:
    event = {"type": "response.done", "pad": "x" * 5000}
    text = json.dumps([event] * 200, indent=1)
    at = text.index('"pad"', len(text) * 3 // 4)
    records, reader = read(tmp_path, text[:at] + "**HERE** " + text[at:])
    assert reader.format_name == "json"
    assert [r.kind for r in records].count(RecordKind.EVENT) == 199
    (broken,) = [r for r in records if r.kind is RecordKind.TEXT]
    assert b"**HERE**" in broken.payload
    lines = text.split("\n")
    assert all(r.line and lines[r.line - 1].strip() == "{" for r in records)


def test_endless_lines_come_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_LINE_BYTES", 1000)
    records, reader = read(tmp_path, CREATED + "\n" + "x" * 2500 + "\n" + CREATE)
    assert [len(r.payload) for r in records] == [len(CREATED), 1000, 1000, 500, len(CREATE)]
    assert reader.unreadable == 3


def test_documents_that_are_too_large_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "MAX_DOCUMENT_BYTES", 10)
    with pytest.raises(UnreadableCapture, match="larger than 1 GiB"):
        read(tmp_path, f"[{CREATED}]")


def test_files_that_claim_to_be_packed(tmp_path: Path) -> None:
    with pytest.raises(UnreadableCapture):
        read(tmp_path, b"\x1f\x8b")
    with pytest.raises(UnreadableCapture):
        read(tmp_path, b"\x1f\x8bnonsense that is long enough")


def test_open_and_error_lines_become_notices(tmp_path: Path) -> None:
    lines = [
        {"kind": "open", "url": "wss://h", "time": "2026-11-22T22:51:11.167592Z"},
        {"kind": "message", "direction": "received", "data": json.loads(CREATED)},
        {"kind": "error", "message": "lost", "direction": "received"},
        {"kind": "closed", "code": 1006},
        {"source": "client", "conn": 4, "text": "plain"},
    ]
    records, _ = read(tmp_path, "\n".join(map(json.dumps, lines)))
    assert [(r.kind, r.payload) for r in records if r.kind is not RecordKind.EVENT] == [
        ("notice", b'{"kind":"open","url":"wss://h"}'),
        ("notice", b'{"kind":"error","message":"lost"}'),
        ("notice", b'{"kind":"close","code":1006}'),
        ("text", b"plain"),
    ]
    assert records[0].time_ns == TEN_NS
    assert [r.conn for r in records] == [1, 1, 1, 1, 4]


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"type":"x"},{"a":', b'x {"a":{"type":'])
def test_deep_nesting_is_no_crash(tmp_path: Path, opening: bytes) -> None:
    deep = opening * 50_000 + b"1"
    records, reader = read(tmp_path, CREATED.encode() + b"\n" + deep + b"\n")
    assert records[0].payload == CREATED.encode()
    assert reader.unreadable == 1
    with pytest.raises(UnreadableCapture):
        read(tmp_path, opening.replace(b'{"type":"x"},', b"") * 50_000 + b"1")


def test_formats_are_described() -> None:
    names = [form.name for form in FORMATS]
    assert len(set(names)) == len(names)
    assert all(form.title for form in FORMATS)
    folder = Path(sys.modules[FORMATS[0].__module__].__file__ or "").parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "base", "wrapper"}
    assert files == {type(form).__module__.rpartition(".")[2] for form in FORMATS}
