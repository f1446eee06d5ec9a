"""A column of times gives back what was put in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.capture.times import NO_TIME, Times

START = 1_795_348_805_000_000_000
TIMES = st.one_of(
    st.integers(0, 10**9).map(lambda us: START + us * 1000),
    st.integers(0, 10**9).map(lambda us: START + us * 1000),
    st.sampled_from([NO_TIME, 0, 2**63 - 1, START + 1, START - 2**31 * 1000, START + 2**31 * 1000]),
)


@given(st.lists(TIMES, max_size=600), st.integers(0, 700), st.integers(0, 700))
def test_what_was_put_in_comes_out(values: list[int], first: int, last: int) -> None:
    times = Times()
    times.extend(values)
    assert len(times) == len(values)
    assert list(times) == values
    assert [times[place] for place in range(len(values))] == values
    first, last = sorted((min(first, len(values)), min(last, len(values))))
    assert list(times.span(first, last)) == values[first:last]


@given(st.lists(TIMES, max_size=600), st.one_of(TIMES, st.integers(START, START + 10**12)))
def test_the_first_time_that_is_not_before_another(values: list[int], wanted: int) -> None:
    times = Times()
    times.extend(values)
    found = [place for place, time_ns in enumerate(values) if time_ns >= wanted]
    assert times.first_from(wanted) == (found[0] if found else len(values))


def test_usual_times_take_half_the_room() -> None:
    times = Times()
    times.extend(START + n * 1_000_000 for n in range(10_000))
    assert {block.typecode for block in times._blocks} == {"i"}
