"""The index of a file equals a full parse of every line, however dirty the file is."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.logs import store_in_place

from realtime_inspector.capture.columns import FAILED
from realtime_inspector.capture.reader import CaptureReader
from realtime_inspector.capture.times import NO_TIME
from realtime_inspector.core.codec import CaptureHeader, encode_header, encode_record
from realtime_inspector.core.event import Event
from realtime_inspector.core.facts import FactStream
from realtime_inspector.core.failures import is_failure
from realtime_inspector.core.kind import kind_of
from realtime_inspector.core.record import Direction, RecordKind, binary_record, notice, text_record

Json = dict[str, Any]
TYPES: Final = (
    "error",
    "response.create",
    "response.created",
    "response.output_text.delta",
    "response.done",
    "session.created",
    "input_audio_buffer.append",
    "response.text.delta",
    "東京",
    'with"quote',
    "x",
    "",
)
TEXTS: Final = st.sampled_from(["", "refund", "東京", 'a"b', "\\", "\x00", "A" * 300, "é\u2028"])
IDS: Final = st.sampled_from(["r1", "r2", "i1", "", 'i"2'])
FIELDS: Final = st.fixed_dictionaries(
    {},
    optional={
        "delta": TEXTS,
        "response_id": IDS,
        "item_id": IDS,
        "response": st.fixed_dictionaries({"id": IDS, "status": st.sampled_from(["failed", "x"])}),
        "item": st.fixed_dictionaries({"id": IDS, "role": st.just("user")}),
        "session": st.just({"model": "m"}),
        "error": st.fixed_dictionaries({"code": st.just("e"), "event_id": IDS}),
        "number": st.one_of(st.none(), st.integers(-3, 10**9), st.just([])),
    },
)


@st.composite
def events(draw: st.DrawFn) -> str:
    """The text of an event, its keys in any order, spaced or not, escaped or not."""
    fields: Json = dict(draw(FIELDS))
    if draw(st.integers(0, 9)):
        fields["type"] = draw(st.sampled_from(TYPES))
    if draw(st.booleans()):
        fields["event_id"] = draw(st.sampled_from(["event_1", "event_22"]))
    order = draw(st.permutations(sorted(fields)))
    if draw(st.booleans()) and "type" in fields:
        order = ["type", *(name for name in order if name != "type")]
    return json.dumps(
        {name: fields[name] for name in order},
        ensure_ascii=draw(st.booleans()),
        separators=draw(st.sampled_from([(",", ":"), (", ", ": ")])),
    )


DIRECTIONS: Final = st.sampled_from(list(Direction))
START_NS: Final = 1_795_348_805_000_000_000
TIMES: Final = st.one_of(st.none(), st.integers(0, 10**6).map(lambda us: START_NS + us * 1000))


@st.composite
def own_lines(draw: st.DrawFn) -> bytes:
    """A line of our format, sound or damaged."""
    time, direction, conn = draw(TIMES), draw(DIRECTIONS), draw(st.sampled_from([1, 1, 2, 1234]))
    record = draw(
        st.one_of(
            events().map(lambda text: text_record(text, direction, time, conn)),
            TEXTS.map(lambda text: text_record(text, direction, time, conn)),
            st.binary(max_size=4).map(lambda data: binary_record(data, direction, time, conn)),
            st.sampled_from(["open", "close", "tool"]).map(lambda kind: notice(kind, time, conn)),
        )
    )
    line = encode_record(record)
    damage = draw(st.sampled_from(["", "", "", "", "tail", "middle", "utf8", "order", "blank"]))
    if damage == "tail":
        return line[: draw(st.integers(0, len(line) - 1))].replace(b"\n", b"") + b"\n"
    if damage == "middle":
        return line.replace(b'":', b'"', 4).replace(b'"', b'":', 3)
    if damage == "utf8":
        return line.replace(b"e", b"\xff", 1)
    if damage == "order":
        return json.dumps(dict(reversed(json.loads(line).items()))).encode() + b"\n"
    return b"  \n" if damage == "blank" else line


@st.composite
def foreign_lines(draw: st.DrawFn) -> bytes:
    """A bare event, a wrapped one in a shape of its own, or something else."""
    text = draw(events())
    direction = draw(st.sampled_from(["in", "out", "sent", "received", "?"]))
    stamps = ["1795348805.123456", "1795348805", '"2026-11-22T12:00:00Z"', "null"]
    stamp = draw(st.sampled_from(stamps))
    shape = draw(
        st.sampled_from(
            [
                "{event}",
                '{{"t":{stamp},"dir":"{direction}","event":{event}}}',
                '{{"dir":"{direction}","timestamp":{stamp},"event":{event}}}',
                '{{"direction":"{direction}","data":{event},"ts":{stamp}}}',
                '{{"kind":"message","direction":"{direction}","data":{event}}}',
                '{{"kind":"close","code":1006,"ts":{stamp}}}',
                "// {event}",
                "junk",
                "",
            ]
        )
    )
    return shape.format(event=text, stamp=stamp, direction=direction).encode() + b"\n"


HEADER: Final = encode_header(CaptureHeader(app="x"))
PLAIN: Final = b'{"type":"session.created","event_id":"event_0"}\n'


def check(content: bytes) -> None:
    """Everything that the index knows, against the records that the reader gives."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "c.jsonl")
        path.write_bytes(content)
        records = list(CaptureReader(path))
        store = store_in_place(path)
        columns = store.columns
        facts = FactStream()
        rows = [facts.feed(record) for record in records]
        assert len(store) == columns.described == len(records)
        for place, (record, row) in enumerate(zip(records, rows, strict=True)):
            event = Event.of(record)
            assert store.log.record(place) == record
            assert columns.kind(place) == kind_of(record, event)
            assert columns.size(place) in {None, len(record.payload)}
            known = NO_TIME if record.time_ns is None else record.time_ns
            assert columns.times[place] == known
            assert bool(columns.flags[place] & FAILED) == is_failure(record, event)
            assert columns.ids.values[columns.responses[place]] == (row.response_id or "")
            assert columns.ids.values[columns.items[place]] == (row.item_id or "")
            assert store.gap_ms(place + 1) == row.gap_ms
            assert store.elapsed_ms(place + 1) == row.elapsed_ms
        total = sum(columns.counts.values())
        assert total == len(records)
        unreadable = (RecordKind.TEXT, Direction.UNKNOWN)
        assert columns.unreadable == sum((r.kind, r.direction) == unreadable for r in records)


@settings(max_examples=120)
@given(st.lists(own_lines(), max_size=30), st.sampled_from([b"", b"\r"]), st.booleans())
def test_our_own_captures(lines: list[bytes], ending: bytes, is_torn: bool) -> None:
    content = HEADER + b"".join(line[:-1] + ending + b"\n" for line in lines)
    check(content[:-1] if is_torn and lines else content)


@settings(max_examples=120)
@given(st.lists(foreign_lines(), max_size=30), st.booleans())
def test_captures_of_others(lines: list[bytes], has_mark: bool) -> None:
    mark = b"\xef\xbb\xbf" if has_mark else b""
    check(mark + PLAIN * 40 + b"".join(lines))
