from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.ui.present.field_values import value_at

EVENT = {
    "item_id": "item_1",
    "content_index": 0,
    "previous_item_id": None,
    "delta": "x" * 500,
    "response": {"status": "failed\x1b[31m", "output": [], "usage": {"total_tokens": 3}},
    "rate_limits": [{"name": "tokens"}],
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("item_id", '"item_1"'),
        ("content_index", "0"),
        ("previous_item_id", "null"),
        ("delta", ""),
        ("response", ""),
        ("response.output", "[]"),
        ("response.usage", ""),
        ("rate_limits[].name", ""),
        ("call_id", None),
        ("response.metadata", None),
        ("item_id.inside", None),
    ],
)
def test_value_at(path: str, expected: str | None) -> None:
    assert value_at(EVENT, path) == expected


def test_what_a_server_sent_cannot_act_on_the_terminal() -> None:
    said = value_at(EVENT, "response.status")
    assert said
    assert "\x1b" not in said


@given(st.text(max_size=60))
def test_any_string_becomes_one_safe_line(text: str) -> None:
    said = value_at({"name": text}, "name")
    assert said is not None
    assert not any(ord(character) < 32 or ord(character) == 0x7F for character in said)
