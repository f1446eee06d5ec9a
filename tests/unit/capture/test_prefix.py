"""The memo of beginnings: whatever it remembers, a line's kind is what parsing the line gives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

from realtime_inspector.capture import prefix
from realtime_inspector.capture.columns import Codes
from realtime_inspector.capture.formats.lines import LinesFormat
from realtime_inspector.capture.formats.own import OwnFormat
from realtime_inspector.capture.prefix import PrefixMemo, beginning
from realtime_inspector.core.kind import Kind, kind_of
from realtime_inspector.core.record import Direction, Record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from realtime_inspector.capture.formats.base import LineFormat

OURS: Final = '{"time":"2026-11-22T12:00:%02d.%06dZ","source":"%s","conn":%s,"event":%s}'
TYPES: Final = ("response.output_text.delta", "x.y", "error", "input_audio_buffer.append", "a")
USUAL: Final = (*TYPES[:1], *TYPES[2:4], "response.create", "session.created")


class Memo:
    """A memo asked as the scanner asks it; counts the lines that had to be looked at."""

    def __init__(self, form: LineFormat) -> None:
        self.form = form
        self.kinds: Codes[Kind] = Codes()
        self.memo = PrefixMemo(form, self.kinds)
        self.looked_at = 0

    def kind(self, line: bytes) -> Kind | None:
        memo = self.memo
        number = memo.known.get(line[memo.first : line.find(b'"', memo.look)])
        if number is None:
            self.looked_at += 1
            number = memo.read(line)
        return None if number is None else self.kinds.values[number]

    def check(self, lines: Iterable[str]) -> None:
        for text in lines:
            line = text.encode() + b"\n"
            record = self.form.decode(line)
            assert self.kind(line) == (kind_of(record) if isinstance(record, Record) else None)


def event(kind: str, number: int = 0, **fields: object) -> str:
    return json.dumps({"type": kind, "number": number, **fields}, separators=(",", ":"))


def ours(number: int, payload: str, *, source: str = "server", conn: int = 1) -> str:
    return OURS % (number // 1000 % 60, number, source, conn, payload)


def test_lines_of_ours_are_looked_at_once_for_each_beginning() -> None:
    memo = Memo(OwnFormat())
    lines = [
        ours(n, event(USUAL[n % 5], n), source=["server", "client"][n % 2]) for n in range(1000)
    ]
    memo.check(lines)
    assert memo.looked_at == 10


@pytest.mark.parametrize("conn", [1, 12, 123, 1234, 12345])
def test_connections_of_one_to_five_digits(conn: int) -> None:
    memo = Memo(OwnFormat())
    memo.check(ours(n, event(TYPES[n % 5], n)) for n in range(100))
    memo.check(ours(n, event(TYPES[n % 5], n), conn=conn) for n in range(100))
    memo.check(ours(n, event(TYPES[n % 5], n), conn=n * 997 % 54_321) for n in range(300))


SHAPES: Final = {
    "bare": "{event}",
    "bare and timed": '{{"time":"{iso}",{inside}',
    "direction after": '{{"t":{stamp},"event":{event},"dir":"{way}"}}',
    "direction before": '{{"t":{stamp},"dir":"{way}","event":{event}}}',
    "direction before the time": '{{"dir":"{way}","t":{stamp},"event":{event}}}',
    "varied before the time": '{{"n":{number},"t":{stamp},"dir":"{way}","event":{event}}}',
    "varied before the event": '{{"t":{stamp},"n":{number},"dir":"{way}","data":{event}}}',
    "no direction": '{{"timestamp":"{iso}","payload":{event}}}',
    "spaces": '{{ "t": {stamp}, "dir": "{way}",  "event": {event} }}',
    "objects before": '{{"meta":{{"a":1}},"dir":"{way}","event":{event}}}',
    "event in a string": '{{"t":{stamp},"dir":"{way}","event":{string}}}',
    "braces in a string": '{{"t":{stamp},"x":"}}{{","dir":"{way}","event":{event}}}',
    "two directions": '{{"dir":"?","t":{stamp},"direction":"{way}","event":{event}}}',
    "times of any length": '{{"t":{short},"dir":"{way}","event":{event}}}',
}


def shaped(shape: str, number: int, payload: str) -> str:
    return SHAPES[shape].format(
        event=payload,
        inside=payload[1:],
        string=json.dumps(payload),
        way=("in", "out", "?")[number % 3],
        number=number,
        iso=f"2026-11-22T12:00:00.{number:06}Z",
        stamp=f"1795348805.{number:06}",
        short=f"1795348805.{number:06}"[: 12 + number % 6],
    )


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("fields", [{}, {"event_id": "event_1"}], ids=["", "id"])
def test_wrappers_of_any_shape(shape: str, fields: dict[str, str]) -> None:
    memo = Memo(LinesFormat())
    memo.check(shaped(shape, n, event(TYPES[n % 4], n, **fields)) for n in range(200))


@pytest.mark.parametrize("shape", SHAPES)
def test_types_at_any_place_in_the_event(shape: str) -> None:
    """`event_id` first, with ids of any length; the type last; not there; not a text."""
    memo = Memo(LinesFormat())
    events = [
        '{"event_id":"event_%d","type":"%s"}',
        '{"event_id":"%d","type":"%s","x":1}',
        '{"number":%d,"type":"%s"}',
        '{"number":%d,"kind":"%s"}',
        '{"type":%d,"x":"%s"}',
        '{"type":"","number":%d,"x":"%s"}',
        '{ "type" : "a" , "n":%d, "y":"%s" }',
        '{"event":{"type":"b%d"},"type":"%s"}',
        '{"type":"a\\u0062","n":%d,"y":"%s"}',
    ]
    memo.check(
        shaped(shape, n, events[n % len(events)] % (n, TYPES[n // 3 % 5])) for n in range(600)
    )


def test_what_comes_after_the_type_may_decide() -> None:
    """A second `event` key, or a direction that only one of two like lines has."""
    memo = Memo(LinesFormat())
    start = '{"t":1795348805.000001,"event":{"type":"x.y"}'
    memo.check(
        [
            start + "}",
            start + ',"dir":"out"}',
            start + ',"dir":"in"}',
            start + ',"event":{"type":"z"}}',
            start + "}",
        ]
        * 3
    )


def test_more_kinds_than_a_byte_tells() -> None:
    memo = Memo(OwnFormat())
    memo.check(ours(n, event(f"kind.{n % 400}", n)) for n in range(1200))
    assert len(memo.kinds.values) == 400


def test_more_beginnings_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefix, "MOST_KEYS", 50)
    memo = Memo(OwnFormat())
    for _ in range(2):
        memo.check(ours(n, event(f"kind.{n % 20}", n), conn=n) for n in range(400))
    assert len(memo.memo.known) <= 50


def test_lines_without_a_record() -> None:
    memo = Memo(LinesFormat())
    memo.check(["", "   ", "// a comment", '{"type":"a"}', "", "junk", "[1]", "null", '"type"'])


@pytest.mark.parametrize("shape", ["bare", "direction before", "spaces"])
@pytest.mark.parametrize("fields", [{}, {"event_id": "event_1"}], ids=["", "id"])
def test_the_beginning_of_a_long_line_tells_its_kind(shape: str, fields: dict[str, str]) -> None:
    text = shaped(shape, 1, event("response.done", 7, **fields, delta="A" * 5_000))
    whole = LinesFormat().decode(text.encode())
    short = beginning(text.encode())
    assert len(short) < 200
    cut = LinesFormat().decode(short)
    assert isinstance(whole, Record)
    assert isinstance(cut, Record)
    assert kind_of(cut) == kind_of(whole)
    assert cut.time_ns == whole.time_ns


def test_the_beginning_of_a_long_line_of_something_else() -> None:
    assert beginning(b"x" * 10_000) == b"x" * 1024
    record = LinesFormat().decode(beginning(b"x" * 10_000))
    assert isinstance(record, Record)
    assert record.direction is Direction.UNKNOWN
