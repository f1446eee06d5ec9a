from __future__ import annotations

import pytest

from realtime_inspector.core.codec import (
    CaptureHeader,
    decode_line,
    encode_header,
    encode_record,
    holds_object,
)
from realtime_inspector.core.record import Direction, Record, RecordKind, notice, text_record

TIME_NS = 1_795_348_812_345_678_901
CREATE = b'{"type":"response.create"}'
DEEP = b'{"a":' * 100_000


def test_lines_are_those_of_the_design() -> None:
    header = CaptureHeader(
        created_ns=1_795_348_800_000_000_000,
        app="0.1.0",
        url="wss://h",
        provider="openai",
        dialect="ga",
        model="m",
    )
    assert encode_header(header) == (
        b'{"realtime_capture":1,"created":"2026-11-22T12:00:00.000000Z","app":"0.1.0",'
        b'"url":"wss://h","provider":"openai","dialect":"ga","model":"m"}\n'
    )
    record = text_record(b'{ "type":"x",\r\n"n":1.50 }', Direction.SENT, TIME_NS, 2)
    assert encode_record(record) == (
        b'{"time":"2026-11-22T12:00:12.345678Z","source":"client","conn":2,'
        b'"event":{ "type":"x",  "n":1.50 }}\n'
    )
    closed = notice("close", None, fields={"code": 1011}, direction=Direction.RECEIVED)
    assert encode_record(closed) == (
        b'{"time":null,"source":"server","conn":1,"notice":{"kind":"close","code":1011}}\n'
    )
    plain = text_record('a\n"東', Direction.UNKNOWN)
    assert encode_record(plain) == (
        '{"time":null,"source":"unknown","conn":1,"text":"a\\n\\"東"}\n'.encode()
    )


def test_what_is_not_utf_8_says_what_it_was() -> None:
    record = text_record(b"\xff", Direction.SENT)
    line = encode_record(record)
    assert line.endswith(b'"binary":"/w==","frame":"text"}\n')
    assert decode_line(line) == record


def test_a_record_that_claims_to_be_an_event() -> None:
    record = Record(RecordKind.EVENT, Direction.SENT, b"no object")
    assert decode_line(encode_record(record)) == record


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"{}",
        CREATE,
        b'{"source":"client"}',
        b'{"source":"nobody","event":{}}',
        b'{"source":"client","event":[]}',
        b'{"source":"client","binary":"*"}',
        b'{"source":"client","binary":"\xc3\xa9"}',
        b'{"time":null,"source":"client","conn":1,"text":5}',
        b'{"time":null,"source":"client","conn":1,"text":"\xff"}',
        b'{"time":null,"source":"client","conn":1,"event":{"a":NaN}}',
        b'{"time":null,"source":"client","conn":1,"event":{"a":}}',
        b'{"time":null,"source":"client","conn":1,"event":5}',
        b'{"time":null,"source":"client","conn":1,"event":' + DEEP + b"}",
        DEEP,
    ],
)
def test_what_is_no_line_of_ours(line: bytes) -> None:
    assert decode_line(line) is None


def test_more_keys_and_a_missing_connection_are_fine() -> None:
    line = b'{"note":1,"event":{ "a" : 1 },"time":"2026-11-22T12:00:12Z","source":"server"}\r\n'
    record = decode_line(line, 4)
    assert record == Record(
        RecordKind.EVENT, Direction.RECEIVED, b'{ "a" : 1 }', TIME_NS // 10**9 * 10**9, 1, 4
    )
    tail = b'{"time":null,"source":"client","conn":3,"event":{"a":1},"note":{"b":2}}'
    assert decode_line(tail) == Record(RecordKind.EVENT, Direction.SENT, b'{"a":1}', None, 3)


def test_trusted_lines_are_not_parsed() -> None:
    line = b'{"time":null,"source":"client","conn":1,"event":{"a":}}'
    record = decode_line(line, trust=True)
    assert isinstance(record, Record)
    assert record.payload == b'{"a":}'


def test_an_odd_header() -> None:
    assert decode_line(b'{"realtime_capture":3,"created":5,"app":null,"new":[]}') == CaptureHeader(
        version=3
    )


def test_of_repeated_keys_the_first_one_counts() -> None:
    front = b'{"time":null,"source":"client","conn":1,"event":{"a":1}'
    expected = Record(RecordKind.EVENT, Direction.SENT, b'{"a":1}')
    for rest in (b',"event":{"b":2}', b',"source":"server"', b',"realtime_capture":1'):
        assert decode_line(front + rest + b"}") == expected


def test_lines_that_begin_with_an_object() -> None:
    for kind, expected in (("event", True), ("notice", True), ("text", False), ("binary", False)):
        line = f'{{"time":null,"source":"client","conn":1,"{kind}":{{'.encode()
        assert holds_object(line) is expected
    assert not holds_object(CREATE)
    assert not holds_object(b'{"realtime_capture":1}')
