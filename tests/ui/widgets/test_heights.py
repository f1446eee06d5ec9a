from __future__ import annotations

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.ui.widgets.heights import Heights

HEIGHTS = st.lists(st.integers(0, 5), max_size=70)


@given(HEIGHTS, st.lists(st.tuples(st.integers(0, 69), st.integers(0, 9)), max_size=20))
def test_places_are_those_of_a_plain_list(model: list[int], changes: list[tuple[int, int]]) -> None:
    heights = Heights()
    for height in model:
        heights.append(height)
    for index, height in changes:
        if index < len(model):
            heights.put(index, height)
            model[index] = height
    starts = [0, *accumulate(model)]
    assert [heights.start(index) for index in range(len(model) + 1)] == starts
    assert [heights[index] for index in range(len(heights))] == model
    covered = [index for index, height in enumerate(model) for _ in range(height)]
    assert [heights.at(place) for place in range(heights.total)] == covered
    assert heights.at(heights.total) == len(model)


@given(HEIGHTS, st.integers(0, 70), HEIGHTS)
def test_what_is_cut_off_is_forgotten(before: list[int], count: int, after: list[int]) -> None:
    heights = Heights()
    for height in before:
        heights.append(height)
    heights.cut(count)
    for height in after:
        heights.append(height)
    model = before[:count] + after
    assert list(heights) == model
    assert [heights.start(index) for index in range(len(model) + 1)] == [0, *accumulate(model)]
