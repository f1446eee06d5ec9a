from __future__ import annotations

import pytest

from realtime_inspector.core.filter_connection import of_connection
from realtime_inspector.core.filters import parse_filter


@pytest.mark.parametrize(
    ("text", "connection", "expected"),
    [
        ("", 2, "conn:2"),
        ("", None, ""),
        ("err", 2, "conn:2 err"),
        ("err | dir:in", 2, "conn:2 (err | dir:in)"),
        ("err dir:in", 2, "conn:2 err dir:in"),
        ("conn:1 err", 2, "conn:2 err"),
        ("conn:1", None, ""),
        ("conn:1 err", None, "err"),
        ("conn>1 err", 3, "conn:3 conn>1 err"),
        ("!conn:1", 2, "conn:2 !conn:1"),
    ],
)
def test_a_connection_is_chosen_beside_the_rest(
    text: str, connection: int | None, expected: str
) -> None:
    chosen = of_connection(parse_filter(text), connection)
    assert str(chosen) == expected
    assert parse_filter(str(chosen)) == chosen
