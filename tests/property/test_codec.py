"""The line format: whatever goes in comes back, byte for byte."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.core.codec import CaptureHeader, decode_line, encode_header, encode_record
from realtime_inspector.core.record import (
    Direction,
    Record,
    RecordKind,
    binary_record,
    notice,
    text_record,
)

LATEST_NS = 253_402_300_799 * 10**9
"""The end of the year 9999."""

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
)
json_values = st.recursive(
    scalars | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
objects = st.dictionaries(st.text(), json_values, max_size=5)
directions = st.sampled_from(list(Direction))
times = st.none() | st.integers(0, LATEST_NS).map(lambda ns: ns // 1000 * 1000)
conns = st.integers(1, 10**8)


@st.composite
def json_texts(draw: st.DrawFn) -> str:
    indent = draw(st.sampled_from([None, 0, 2]))
    ascii_only = draw(st.booleans())
    text = json.dumps(draw(objects), indent=indent, ensure_ascii=ascii_only)
    return draw(st.sampled_from(["", " ", "\t"])) + text + draw(st.sampled_from(["", " "]))


records = st.one_of(
    st.builds(text_record, json_texts(), directions, times, conns),
    st.builds(text_record, st.text(), directions, times, conns),
    st.builds(text_record, st.binary(), directions, times, conns),
    st.builds(binary_record, st.binary(), directions, times, conns),
    st.builds(
        lambda text, time, conn, by: notice("error", time, conn, {"message": text}, direction=by),
        st.text(st.characters(codec="utf-8")),
        times,
        conns,
        directions,
    ),
    st.builds(Record, st.sampled_from(list(RecordKind)), directions, st.binary(), times, conns),
)


@given(records)
def test_a_record_comes_back_as_it_was(record: Record) -> None:
    line = encode_record(record)
    line.decode()
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert isinstance(json.loads(line), dict)
    back = decode_line(line)
    assert isinstance(back, Record)
    if record.kind in (RecordKind.EVENT, RecordKind.NOTICE):
        expected = record.payload.replace(b"\n", b" ").replace(b"\r", b" ")
        assert back.payload in (record.payload, expected)
        assert (back.kind, back.direction, back.time_ns, back.conn) == (
            record.kind,
            record.direction,
            record.time_ns,
            record.conn,
        )
    else:
        assert back == record


@given(records)
def test_foreign_writers_may_use_other_white_space_and_key_order(record: Record) -> None:
    fields = json.loads(encode_record(record))
    pretty = json.dumps(dict(reversed(fields.items())), separators=(" , ", " : "))
    back = decode_line(pretty.encode(), 7)
    assert isinstance(back, Record)
    assert (back.kind, back.direction, back.line) == (record.kind, record.direction, 7)
    if record.kind in (RecordKind.EVENT, RecordKind.NOTICE) and "frame" not in fields:
        assert json.loads(back.payload) == json.loads(record.payload)


@given(records, st.integers(1, 40))
def test_a_cut_line_is_never_a_record(record: Record, missing: int) -> None:
    line = encode_record(record)[:-1]
    assert decode_line(line[: -min(missing, len(line))]) is None


@given(st.binary())
def test_any_bytes_are_read_without_an_exception(line: bytes) -> None:
    decode_line(line)


@given(st.builds(CaptureHeader, times, st.text(), st.text(), st.text(), st.text(), st.text()))
def test_a_header_comes_back(header: CaptureHeader) -> None:
    assert decode_line(encode_header(header)) == header
