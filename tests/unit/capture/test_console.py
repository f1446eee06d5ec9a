"""Objects as consoles print them."""

from __future__ import annotations

import io
import json

import pytest

from realtime_inspector.capture.console_values import MAX_DEPTH, console_value_at
from realtime_inspector.capture.reader import CaptureReader, read_capture
from realtime_inspector.core.record import Direction, Record, RecordKind


def value(text: str) -> object:
    return json.loads(console_value_at(text, 0).text)


def read(text: str) -> tuple[list[Record], CaptureReader]:
    reader = read_capture("-", stdin=io.BytesIO(text.encode()))
    return list(reader), reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ type: 'a', n: -1.5e3, ok: true }", {"type": "a", "n": -1500.0, "ok": True}),
        ("{'a': None, 'b': False, \"c\": \"it's\"}", {"a": None, "b": False, "c": "it's"}),
        ("{ 'b-c': 1n }", {"b-c": 1}),
        ("{ a: undefined, b: [ undefined, 1 ] }", {"b": [None, 1]}),
        ("{ a: 'one ' +\n     'two' }", {"a": "one two"}),
        (r"{ a: 'q\x41\u0042\u{1F600}\n\'' }", {"a": "qAB😀\n'"}),
        (r"{ a: '\ud83d\ude00' }", {"a": "😀"}),
        (r"{'a': '\U0001F600'}", {"a": "😀"}),
        ("<ref *1> Event { self: 1 }", {"self": 1}),
        ("[Object: null prototype] { a: {} }", {"a": {}}),
        ('{ a: [], b: {}, c: `it\'s "so"`, }', {"a": [], "b": {}, "c": 'it\'s "so"'}),
        ("{ 1: 'x', $y: NaN }", {"1": "x", "$y": None}),
    ],
)
def test_what_is_whole_is_read_whole(text: str, expected: object) -> None:
    assert value(text) == expected
    assert console_value_at(text, 0).left_out == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ a: [Object] }", {"a": "[Object]"}),
        ("{ a: [ [Object], [Array] ] }", {"a": ["[Object]", "[Array]"]}),
        ("{ a: [ 1, ... 98 more items ] }", {"a": [1, "... 98 more items"]}),
        ("{ a: 'abc'... 12 more characters }", {"a": "abc... 12 more characters"}),
        ("{ a: 1, ... 3 more properties }", {"a": 1}),
        ("<ref *1> { a: [Circular *1] }", {"a": "[Circular *1]"}),
    ],
)
def test_what_the_console_left_out_is_counted(text: str, expected: object) -> None:
    assert value(text) == expected
    assert console_value_at(text, 0).left_out == (2 if "[Array]" in text else 1)


@pytest.mark.parametrize(
    "text",
    ["", "x", "{", "{ a", "{ a: }", "{ a: 'x }", "{ a: 1 b: 2 }", "{ a: <x> }", "{ a: f(1) }",
     "{ a: __import__('os') }", "{ a: 1e999 }", "{ : 1 }", "[ 1", "{ a: 1_0 }"],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|string|too|number"):
        console_value_at(text, 0)


def test_depth_is_bounded() -> None:
    deep = "{a:" * (MAX_DEPTH - 1) + "{}" + "}" * (MAX_DEPTH - 1)
    assert value(deep)
    with pytest.raises(ValueError, match="too deep"):
        console_value_at("{a:" * 100_000, 0)


def test_a_log_of_an_app_with_both_notations() -> None:
    records, reader = read(
        "Incoming stream has started\n"
        "Received event: session.created {\n"
        "  type: 'session.created',\n"
        "  session: {\n    id: 's', tools: [ [Object] ],\n    instructions: \"it's { you\"\n  }\n"
        "}\n"
        "2026-11-22 12:00:00,123 - LiteLLM - DEBUG - sending to openai: "
        "{'type': 'made.up', 'response': {'modalities': ['text'], 'x': None}} (1 of 2)\n"
        '2026-11-22 12:00:01,123 - LiteLLM - DEBUG - {"type": "response.created",  "n": 1.50}\n'
        "Error: { something odd\n"
        "Received event: response.done {\n  type: 'response.done',\n  response: { id: 'r'\n"
    )
    assert reader.format_name == "console"
    events = [r for r in records if r.kind is RecordKind.EVENT]
    assert [(r.direction, r.line) for r in events] == [
        (Direction.RECEIVED, 2),
        (Direction.SENT, 9),
        (Direction.RECEIVED, 10),
    ]
    assert json.loads(events[0].payload)["session"]["instructions"] == "it's { you"
    assert json.loads(events[1].payload)["response"] == {"modalities": ["text"], "x": None}
    assert events[2].payload == b'{"type": "response.created",  "n": 1.50}'
    assert events[1].time_ns == 1_795_348_800_123_000_000
    assert [r.line for r in records if r.kind is RecordKind.TEXT] == [1, 11, 12]
    assert reader.notes[1:] == (
        "2 events were printed by a console, not as JSON: spaces and numbers may differ",
        "1 part is lost, which the console had left out (such as [Object]); "
        "the first event with a gap begins on line 2",
    )


def test_python_dictionaries_one_a_line() -> None:
    records, reader = read("{'type': 'session.created'}\n{'type': 'response.create'}\n")
    assert [r.payload for r in records] == [
        b'{"type":"session.created"}',
        b'{"type":"response.create"}',
    ]
    assert reader.unreadable == 0
