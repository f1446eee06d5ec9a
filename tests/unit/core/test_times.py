from __future__ import annotations

from typing import Any

import pytest

from realtime_inspector.core.times import format_time, parse_time

NS = 1_795_348_812_345_678_000


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-22T12:00:12.345678Z", NS),
        ("2026-11-22 12:00:12,345678", NS),
        ("2026-11-22T21:00:12.345678+09:00", NS),
        ("2026-11-22T21:00:12.345678+0900", NS),
        (NS, NS),
        (NS // 1000, NS),
        (NS / 1e9, NS),
        (NS // 1_000_000, NS // 1_000_000 * 1_000_000),
        (str(NS // 10**9), NS // 10**9 * 10**9),
        ("12:00:12", None),
        ("10:00:12 Uhr am Sonntag", None),
        ("2026-13-45T12:00:00", None),
        ("0001-01-01T00:00:00+14:00", -62_135_647_200_000_000_000),
        ("", None),
        (0, None),
        (1234.5, None),
        (True, None),
        (float("nan"), None),
        (float("inf"), None),
        (1e19, None),
        (10**400, None),
        (None, None),
        ({}, None),
    ],
)
def test_times_in_logs(value: Any, expected: int | None) -> None:
    found = parse_time(value)
    if expected is None or found is None:
        assert found is expected
    else:
        assert abs(found - expected) <= 1000


def test_times_in_our_captures() -> None:
    assert format_time(NS + 999) == "2026-11-22T12:00:12.345678Z"
    assert format_time(0) == "1970-01-01T00:00:00.000000Z"
    assert format_time(None) is None
    assert format_time(10**21) is None
