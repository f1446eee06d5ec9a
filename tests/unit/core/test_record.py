"""What a record knows of its frame."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.core.record import Direction, binary_record, text_record


@given(st.binary(max_size=40))
def test_a_frame_knows_its_length(frame: bytes) -> None:
    assert binary_record(frame, Direction.SENT).frame_bytes == len(frame)
    assert text_record(frame, Direction.SENT).frame_bytes == len(frame)
