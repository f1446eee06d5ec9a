from __future__ import annotations

import copy

from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.core.growing_text import GrowingText


@given(st.text(max_size=5), st.lists(st.text(max_size=700), max_size=12))
def test_it_is_the_string_of_its_pieces_and_every_version_stays(
    start: str, pieces: list[str]
) -> None:
    text, whole = GrowingText(start), start
    versions = [(text, whole)]
    for piece in pieces:
        text, whole = text.append(piece), whole + piece
        versions.append((text, whole))
    for version, expected in versions:
        assert str(version) == expected
        assert version == expected
        assert version == GrowingText(expected)
        assert hash(version) == hash(expected)
        assert copy.deepcopy(version) == version


def test_it_equals_texts_only() -> None:
    assert GrowingText("1") != 1
    assert GrowingText("1") != "2"
    assert repr(GrowingText("1").append("é")) == "GrowingText('1é')"
