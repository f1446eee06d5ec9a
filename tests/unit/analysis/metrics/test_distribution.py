from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.analysis.metrics.distribution import Distribution, Spread


def test_percentiles_by_nearest_rank() -> None:
    assert Distribution(range(1, 101)).spread() == Spread(100, 50.5, 1, 50, 90, 99, 100)
    assert Distribution([7]).spread() == Spread(1, 7, 7, 7, 7, 7, 7)
    assert Distribution([4, 1, 3, 2]).spread() == Spread(4, 2.5, 1, 2, 4, 4, 4)
    assert Distribution().spread() is None


def test_what_is_not_known_is_not_counted() -> None:
    found = Distribution()
    found.add(None)
    found.add(3)
    assert len(found) == 1


@given(st.lists(st.lists(st.floats(0, 1e9), max_size=20), min_size=1, max_size=5), st.randoms())
def test_the_order_of_captures_does_not_matter(parts: list[list[float]], dice: object) -> None:
    whole = Distribution(value for part in parts for value in part)
    shuffled = list(parts)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    sums = Distribution()
    for part in shuffled:
        sums.extend(Distribution(part))
    assert sums.spread() == whole.spread()


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=200))
def test_each_percentile_occurred_and_they_rise(values: list[float]) -> None:
    found = Distribution(values).spread()
    assert found is not None
    told = [found.min, found.p50, found.p90, found.p99, found.max]
    assert told == sorted(told)
    assert set(told) <= set(values)
