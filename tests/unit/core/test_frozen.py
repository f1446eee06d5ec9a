from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.core.frozen import replace
from realtime_inspector.core.state import CaptureState, ContentPart, Item, Response
from realtime_inspector.core.usage import Usage


@given(st.text(), st.booleans(), st.integers())
def test_it_is_dataclasses_replace(kind: str, is_done: bool, size: int) -> None:
    part = ContentPart(kind, audio_bytes=1)
    expected = dataclasses.replace(part, is_done=is_done, audio_bytes=size)
    assert replace(part, is_done=is_done, audio_bytes=size) == expected
    assert part == ContentPart(kind, audio_bytes=1)


@pytest.mark.parametrize("value", [CaptureState(seq=3), Item(key=1), Response("r"), Usage(1, 2)])
def test_all_fields_are_kept(value: CaptureState | Item | Response | Usage) -> None:
    copy = replace(value)
    assert copy == value
    assert copy is not value


def test_a_field_that_there_is_not_is_an_error() -> None:
    with pytest.raises(AttributeError):
        replace(Usage(), outputs=1)  # type: ignore[call-arg]
