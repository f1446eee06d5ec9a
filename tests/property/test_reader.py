"""Reading never fails in any other way than by saying that a file is unreadable."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.capture.reader import read_capture
from realtime_inspector.core.errors import UnreadableCapture

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
