"""One file of each shape that INTERCHANGE.md §3.1 names, as its tool writes it."""

from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from realtime_inspector.capture.reader import CaptureReader, read_capture
from realtime_inspector.core.event import Event
from realtime_inspector.core.record import Direction, Record, RecordKind
from realtime_inspector.runtime.loading import CaptureLoader

if TYPE_CHECKING:
    from pathlib import Path

SENT, RECEIVED, UNKNOWN = Direction.SENT, Direction.RECEIVED, Direction.UNKNOWN
TALK: list[dict[str, Any]] = [
    {"type": "session.created", "event_id": "event_1", "session": {"id": "s"}},
    {"type": "response.create"},
    {"type": "response.created", "event_id": "event_2", "response": {"id": "r"}},
    {"type": "response.text.delta", "event_id": "event_3", "response_id": "r", "delta": "{}"},
    {"type": "response.done", "event_id": "event_4", "response": {"id": "r"}},
]
WAYS = [RECEIVED, SENT, RECEIVED, RECEIVED, RECEIVED]
WORDS = {"console": ("client", "server"), "agents": ("client", "server"),
         "observability": ("outgoing", "incoming"), "agent": ("outbound", "inbound")}  # fmt: skip
TIME = "2026-11-22T22:51:11.167Z"


def word(shape: str, way: Direction) -> str:
    return WORDS[shape][way is RECEIVED]


def records_of(shape: str) -> list[dict[str, Any]]:
    wrap: list[dict[str, Any]]
    match shape:
        case "console":
            wrap = [{"time": TIME, "source": word(shape, w), "event": e} for e, w in
                    zip(TALK, WAYS, strict=True)]  # fmt: skip
        case "agents":
            wrap = [{"id": n, "direction": word(shape, w), "expanded": False, "timestamp": TIME,
                     "eventName": e["type"], "eventData": e}
                    for n, (e, w) in enumerate(zip(TALK, WAYS, strict=True))]  # fmt: skip
        case "observability":
            wrap = [{"direction": word(shape, w), **e} for e, w in zip(TALK, WAYS, strict=True)]
        case _:
            wrap = [{"timestamp": 1795387871.167, "direction": word(shape, w),
                     "event_name": e["type"], "payload": e}
                    for e, w in zip(TALK, WAYS, strict=True)]  # fmt: skip
    return wrap


def read(data: bytes | str) -> tuple[list[Record], CaptureReader]:
    data = data.encode() if isinstance(data, str) else data
    reader = read_capture("-", stdin=io.BytesIO(data))
    return list(reader), reader


def seen(records: list[Record]) -> list[tuple[Direction, str]]:
    return [(r.direction, Event.of(r).type) for r in records if r.kind is RecordKind.EVENT]


EXPECTED = [(way, str(event["type"])) for event, way in zip(TALK, WAYS, strict=True)]


@pytest.mark.parametrize("shape", WORDS)
@pytest.mark.parametrize("is_array", [False, True])
@pytest.mark.parametrize("packed", [False, True])
def test_wrappers_of_known_tools(shape: str, *, is_array: bool, packed: bool) -> None:
    wrapped = records_of(shape)
    text = json.dumps(wrapped, indent=2) if is_array else "\n".join(map(json.dumps, wrapped))
    data = text.encode()
    records, reader = read(gzip.compress(data) if packed else data)
    assert seen(records) == EXPECTED
    assert reader.notes == ()
    if shape != "observability":
        assert {r.time_ns for r in records} == {1_795_387_871_167_000_000}


def test_an_added_direction_counts_where_the_type_tells_none() -> None:
    records, _ = read('{"direction":"outgoing","type":"made.up"}\n{"type":"made.up"}\n')
    assert [r.direction for r in records] == [SENT, UNKNOWN]


def test_a_list_that_grows_at_its_top_is_turned_over() -> None:
    talk = [{**event, "timestamp": "10:51:11 PM"} for event in TALK]
    text = json.dumps(talk[::-1], indent=2)
    records, reader = read(text)
    assert seen(records) == EXPECTED
    assert {r.time_ns for r in records} == {None}
    assert reader.notes == ("The list stands newest first; it is shown in the order of time",)
    lines = text.split("\n")
    assert [lines[(r.line or 0)].strip() for r in records] == [
        f'"type": "{event["type"]}",' for event in TALK
    ]
    assert read(json.dumps(talk))[1].notes == ()


MERGED = [
    {"time": TIME, "source": "server", "event": TALK[2]},
    {"time": TIME, "source": "server", "event": TALK[3], "count": 11},
    {"time": TIME, "source": "server", "event": {**TALK[3], "count": 3}},
    {"time": TIME, "source": "server", "event": TALK[4], "count": 1},
]
TWELVE = (
    "12 further events are missing: whatever wrote the file kept the first of each run and a "
    "`count` of the others, the first time on line 2",
)


def test_merged_runs_are_told(tmp_path: Path) -> None:
    lines = "\n".join(map(json.dumps, MERGED)) + "\n"
    records, reader = read(lines)
    assert (len(records), reader.notes) == (4, TWELVE)
    assert read("[" + ",\n".join(map(json.dumps, MERGED)) + "]")[1].notes == TWELVE
    path = tmp_path / "c.jsonl"
    path.write_text(lines)
    assert CaptureLoader(path).notes == TWELVE


def test_connections_that_a_log_names_are_kept_apart() -> None:
    def line(name: object, kind: str) -> str:
        return json.dumps({"connection_id": name, "direction": "in", "payload": {"type": kind}})

    lines = [line("a", "session.created"), line("b", "session.created"), line("a", "x.done"),
             line("b", "x.done"), "scribble", '{"kind":"close","connection_id":"a"}',
             line("b", "x.done"), line("a", "session.created"), line("a", "x.done")]  # fmt: skip
    records, _ = read("\n".join(lines))
    assert [r.conn for r in records] == [1, 2, 1, 2, 2, 1, 2, 3, 3]


def test_lines_of_wscat_and_websocat() -> None:
    signs = {SENT: ">", RECEIVED: "<"}
    talk = [f"{signs[w]} {json.dumps(e)}" for e, w in zip(TALK, WAYS, strict=True)]
    log = ["Connected (press CTRL+C to quit)", *talk, '< {"type":"made.up"}',
           '> {"type":"made.up"}', 'Disconnected (code: 1000, reason: "bye")']  # fmt: skip
    records, reader = read("\n".join(log))
    assert reader.format_name == "log"
    assert seen(records) == [*EXPECTED, (RECEIVED, "made.up"), (SENT, "made.up")]
    assert [r.line for r in records if r.kind is RecordKind.TEXT] == [1, 9]


def test_exodus_replay() -> None:
    log: list[dict[str, Any]] = [{"type": "open", "at": 1}]
    log += [{"type": "send()" if w is SENT else "message", "at": 5, "data": json.dumps(e)}
            for e, w in zip(TALK, WAYS, strict=True)]  # fmt: skip
    log += [{"type": "close", "at": 12}]
    records, _ = read(json.dumps({"url": "wss://h", "log": log}))
    assert seen([r for r in records if Event.of(r).type in {str(e["type"]) for e in TALK}]) == (
        EXPECTED
    )
    assert [json.loads(r.payload)["kind"] for r in records if r.kind is RecordKind.NOTICE] == [
        "open",
        "close",
    ]


@pytest.mark.parametrize("is_new", [False, True])
def test_cassettes_old_and_new(*, is_new: bool) -> None:
    words = {SENT: "sent", RECEIVED: "received"}
    parts = ["version: 1\n" if is_new else "", "interactions:\n"]
    for event, way in zip(TALK, WAYS, strict=True):
        kind = "- kind: message\n  " if is_new else "- "
        parts.append(f"{kind}direction: {words[way]}\n  data: {json.dumps(event)}\n")
    parts.append("- kind: close\n  code: 1011\n" if is_new else "")
    records, reader = read("".join(parts))
    assert seen(records) == EXPECTED
    assert reader.notes == ()
    assert [r.line for r in records][:2] == ([3, 6] if is_new else [2, 4])
    assert (records[-1].kind is RecordKind.NOTICE) is is_new


def test_comments_of_both_kinds_are_left_out() -> None:
    lines = [json.dumps(event) for event in TALK]
    records, reader = read("\n".join(["# my notes", lines[0], "// " + lines[1], *lines[2:], ""]))
    assert seen(records) == [EXPECTED[0], *EXPECTED[2:]]
    assert reader.notes == ()


def test_damaged_har_gives_the_messages_that_are_whole() -> None:
    words = {SENT: "send", RECEIVED: "receive"}
    messages = [
        {"type": words[way], "time": 1795387871.0 + n, "opcode": 1, "data": json.dumps(event)}
        for n, (event, way) in enumerate(zip(TALK, WAYS, strict=True))
    ]
    entry = {"_webSocketMessages": messages, "request": {"url": "wss://h"}}
    text = json.dumps({"log": {"version": "1.2", "entries": [entry]}})
    records, reader = read(text[: text.index("event_4")])
    assert seen(records) == EXPECTED[:4]
    assert reader.notes[0].startswith("The HAR file is damaged or cut short (")
