"""Reading never fails in any other way than by saying that a file is unreadable."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.capture.console_values import console_value_at
from realtime_inspector.capture.reader import read_capture
from realtime_inspector.core.errors import UnreadableCapture
from realtime_inspector.core.record import RecordKind

if TYPE_CHECKING:
    from realtime_inspector.core.record import Record

EVENT = b'{"type":"session.created"}\n'
pieces = st.one_of(
    st.binary(max_size=30),
    st.sampled_from(
        [
            b"{",
            b"}\n",
            b"[",
            b"]",
            b"\n",
            b'{"type":"x",\n',
            b'"data": {',
            b'{"kind":"close"}\n',
            b'{"source":"client","event":{"type":"x"}}\n',
            b'{"realtime_capture":1}\n',
            b'{"log":{"entries":[{"_webSocketMessages":[1]}]}}',
            b"interactions:\n- a\n",
            b"\x1f\x8b",
            b"\xff\xfe",
            b"// ",
        ]
    ),
)


def read(data: bytes) -> list[Record]:
    try:
        return list(read_capture("-", stdin=io.BytesIO(data)))
    except UnreadableCapture:
        return []


@given(st.lists(pieces).map(b"".join))
def test_any_file_is_read_or_refused(data: bytes) -> None:
    read(data)


@given(st.lists(pieces).map(b"".join).filter(lambda data: b"{" not in data))
def test_damage_does_not_hide_the_events_after_it(data: bytes) -> None:
    records = read(EVENT + data.replace(b"//", b"") + b"\n" + EVENT)
    events = [json.loads(r.payload) for r in records if r.payload.startswith(b"{")]
    assert events == [{"type": "session.created"}] * 2


TALK = [json.dumps({"type": "thing", "n": n, "text": "東京 {[\\"}).encode() for n in range(12)]
SCRIBBLES = [b"scribble", b"", b"   ", b"# note", b"// note", b"\xff\xfe\x00", b'"', b"}", b"]",
             b'{"type":"cut', b"[1,2]", "東京".encode()]  # fmt: skip
mangled = st.lists(st.tuples(st.integers(0, len(TALK)), st.sampled_from(SCRIBBLES)), max_size=8)


@given(
    mangled,
    st.sets(st.integers(1, len(TALK) - 1), max_size=4),
    st.sampled_from([b"\n", b"\r\n"]),
    st.sampled_from(["", "utf-8-sig", "utf-16", "gzip"]),
    st.booleans(),
)
def test_events_that_nobody_has_touched_are_all_there(
    inserted: list[tuple[int, bytes]],
    cut: set[int],
    line_break: bytes,
    packing: str,
    is_ended: bool,
) -> None:
    lines = [line[: len(line) // 2] if n in cut else line for n, line in enumerate(TALK)]
    for place, scribble in sorted(inserted, reverse=True):
        lines.insert(place, scribble)
    data = line_break.join(lines) + line_break * is_ended
    reader = read_capture("-", stdin=io.BytesIO(packed(data, packing)))
    records = list(reader)
    payloads = [record.payload for record in records if record.kind is RecordKind.EVENT]
    assert payloads == [line for n, line in enumerate(TALK) if n not in cut]
    shown = [line for line in lines if line.strip() and not line.startswith((b"#", b"//"))]
    assert len(records) == len(shown)
    assert reader.unreadable == len(shown) - len(payloads)
    if reader.unreadable:
        first = next(n for n, line in enumerate(lines, 1) if line in shown and line not in TALK)
        assert reader.first_unreadable == first
        assert f"line {first}" in reader.notes[0]


def packed(data: bytes, packing: str) -> bytes:
    """The same as other programs store it."""
    if packing == "gzip":
        return gzip.compress(data)
    return data.decode("utf-8", "replace").encode(packing) if packing else data


@given(st.text("{}[]()'\"`:,.+\\<>*ntypeObjc019 \n#/-", max_size=60))
def test_console_output_of_any_kind_is_read_or_refused(text: str) -> None:
    read(f"{{ type: 'session.created' }}\n{text}\n".encode())
    with contextlib.suppress(ValueError):
        console_value_at(text, 0)


@given(st.lists(pieces).map(b"".join))
def test_what_stands_behind_the_beginning_of_a_document_is_read_or_refused(data: bytes) -> None:
    message = b'{"type":"send","time":1,"opcode":1,"data":"{\\"type\\":\\"x\\"}"}'
    read(b'{"log":{"entries":[{"_webSocketMessages":[' + message + data)
    read(b"interactions:\n- direction: sent\n  data: {type: session.update}\n- " + data)
    read(b'[{"type":"session.created"},' + data)
