"""ours → jsonl → ours and ours → HAR → ours: every frame keeps its text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.unit.export.captures import CAPTURES, exported, records_of, sent, source

from realtime_inspector.capture.formats.base import Reading
from realtime_inspector.capture.formats.har import HarFormat
from realtime_inspector.capture.formats.own import OwnFormat
from realtime_inspector.capture.source import Source
from realtime_inspector.core.codec import CaptureHeader
from realtime_inspector.core.filters import parse_filter
from realtime_inspector.core.har import EXTENSION
from realtime_inspector.core.record import (
    Direction,
    Record,
    RecordKind,
    binary_record,
    notice,
    text_record,
)
from realtime_inspector.export import exporter
from realtime_inspector.export.base import ExportSource

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DIRECTIONS = st.sampled_from(Direction)
MICROSECONDS = st.integers(-(10**14), 4 * 10**15).map(lambda number: number * 1000)
TIMES = st.none() | MICROSECONDS
CONNECTIONS = st.integers(1, 4)
ANY_TEXT = st.text(alphabet=st.characters(codec=None), max_size=30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=6,
)
EVENTS = st.dictionaries(ANY_TEXT, VALUES, max_size=4).flatmap(
    lambda event: st.sampled_from(
        [json.dumps(event), json.dumps(event, ensure_ascii=False), f" {json.dumps(event)} "]
    )
)
FRAMES = st.builds(
    text_record, EVENTS | ANY_TEXT | st.binary(max_size=20), DIRECTIONS, TIMES, CONNECTIONS
)
BINARIES = st.builds(binary_record, st.binary(max_size=20), DIRECTIONS, TIMES, CONNECTIONS)
NOTICES = st.builds(
    notice,
    st.sampled_from(["open", "close", "error", "gap", "unreadable", "tool"]),
    TIMES,
    CONNECTIONS,
    st.dictionaries(
        st.sampled_from(["code", "reason", "message", "url"]), ANY_TEXT | st.integers()
    ),
    direction=DIRECTIONS,
)
RECORDS = st.lists(FRAMES | BINARIES | NOTICES, max_size=12)


def read_again(data: bytes, form: HarFormat | OwnFormat, path: Path) -> list[Record]:
    path.write_bytes(data)
    with Source.open(path) as lines:
        return list(form.read(lines, Reading()))


def told(records: Iterable[Record]) -> list[tuple[Any, ...]]:
    """What must be the same; raw line breaks in an event are white space in a line of ours."""
    return [
        (one.kind, one.direction, one.time_ns, one.conn, one.payload.translate(BREAKS))
        for one in records
    ]


BREAKS = bytes.maketrans(b"\r\n", b"  ")


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("round") / "trip"


@given(RECORDS)
@example([text_record(b"\xff\xfe", Direction.RECEIVED, 0)])
@example([text_record('{"type":"\\ud800"}', Direction.SENT, 1000)])
@example([Record(RecordKind.EVENT, Direction.SENT, b"[]", 1000)])
def test_har_keeps_every_frame(scratch: Path, records: list[Record]) -> None:
    data = exported(exporter("har"), records)
    assert told(read_again(data, HarFormat(), scratch)) == told(records)


@given(RECORDS)
def test_jsonl_keeps_every_frame(scratch: Path, records: list[Record]) -> None:
    data = exported(exporter("jsonl"), records)
    assert told(read_again(data, OwnFormat(), scratch)) == told(records)


@given(RECORDS)
def test_jsonl_of_jsonl_is_the_same(scratch: Path, records: list[Record]) -> None:
    data = exported(exporter("jsonl"), records)
    assert exported(exporter("jsonl"), read_again(data, OwnFormat(), scratch)) == data


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_real_captures_come_back(tmp_path: Path, path: Path) -> None:
    records = records_of(path.name)
    for name, form in (("har", HarFormat()), ("jsonl", OwnFormat())):
        data = exported(exporter(name), records)
        assert told(read_again(data, form, tmp_path / name)) == told(records)


def test_the_header_comes_back(tmp_path: Path) -> None:
    header = CaptureHeader(1_795_348_805_000_000_000, "0.1.0", "wss://a.b/?model=m", "openai", "ga")
    where = ExportSource("a", header=header)
    for name, form in (("har", HarFormat()), ("jsonl", OwnFormat())):
        path, reading = tmp_path / name, Reading()
        path.write_bytes(exported(exporter(name), [sent(1, "x")], where))
        with Source.open(path) as lines:
            list(form.read(lines, reading))
        if name == "har":
            assert reading.header == header
        else:
            assert path.read_bytes().startswith(b'{"realtime_capture":1,"created":"2026-11-22T')


def messages(records: list[Record]) -> list[dict[str, Any]]:
    document = json.loads(exported(exporter("har"), records))
    return [one for entry in document["log"]["entries"] for one in entry["_webSocketMessages"]]


def test_har_is_what_chrome_imports() -> None:
    """The rules of `Importer.ts`: each message needs these four keys, with these types."""
    records = [
        notice("open", 1_000_000_000_000_000_000, fields={"url": "wss://host/v1/realtime?model=m"}),
        sent(5, "response.create"),
        binary_record(b"\x00\x01", Direction.RECEIVED, None),
        text_record("no JSON", Direction.UNKNOWN),
        notice("error", fields={"message": "broken"}),
        notice("close", fields={"code": 1011, "reason": "late"}, direction=Direction.RECEIVED),
    ]
    log = json.loads(exported(exporter("har"), records, source()))["log"]
    (entry,) = log["entries"]
    assert (log["version"], log["creator"]["version"], log["pages"]) == ("1.2", "0.1.0", [])
    assert entry["_resourceType"] == "websocket"
    assert entry["request"]["url"] == "wss://host/v1/realtime?model=m"
    assert entry["request"]["queryString"] == [{"name": "model", "value": "m"}]
    assert entry["response"]["status"] == 101
    assert {"cache", "timings", "time", "startedDateTime"} <= entry.keys()
    found = [(m["type"], m["opcode"], m["data"]) for m in entry["_webSocketMessages"]]
    assert found == [
        ("send", 1, '{"type": "response.create"}'),
        ("receive", 2, "AAE="),
        ("receive", 1, "no JSON"),
        ("error", -1, "broken"),
        ("receive", 8, "1011 internal error (late)"),
    ]
    assert all(isinstance(m["time"], int | float) for m in entry["_webSocketMessages"])


def test_har_says_no_more_than_it_must() -> None:
    (plain,) = messages([sent(5, "response.create")])
    assert plain.keys() == {"type", "time", "opcode", "data", "_seq"}
    (odd,) = messages([sent(None, "response.create")])
    assert EXTENSION in odd


def test_connections_stay_apart_in_har_and_come_back_in_order(tmp_path: Path) -> None:
    records = [
        text_record(f'{{"type":"x","n":{number}}}', Direction.SENT, None, 1 + number % 3)
        for number in range(9)
    ]
    data = exported(exporter("har"), records)
    entries = json.loads(data)["log"]["entries"]
    assert [len(one["_webSocketMessages"]) for one in entries] == [3, 3, 3]
    assert told(read_again(data, HarFormat(), tmp_path / "a.har")) == told(records)


def test_a_part_keeps_its_numbers_in_har() -> None:
    records = [sent(number, "a" if number % 2 else "b") for number in range(6)]
    data = exported(exporter("har"), records, wanted=parse_filter("type:b"))
    log = json.loads(data)["log"]
    assert [m["_seq"] for m in log["entries"][0]["_webSocketMessages"]] == [1, 3, 5]
    assert "3 of 6 events" in log["comment"]
