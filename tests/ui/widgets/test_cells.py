"""Cutting and wrapping by cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from realtime_inspector.ui.present.cells import (
    clipped_lines,
    fit,
    shortened,
    take_cells,
    width_of,
    wrap_cells,
)
from realtime_inspector.ui.present.safe import visible

SAFE_TEXT = st.text(st.sampled_from("ab 東京🎉e\u0301…")).map(visible)


@pytest.mark.parametrize(
    ("text", "room", "taken"),
    [
        ("abc", 2, ("ab", 2)),
        ("abc", 5, ("abc", 3)),
        ("abc", 0, ("", 0)),
        ("abc", -3, ("", 0)),
        ("東京", 3, ("東", 2)),
        ("東京", 1, ("", 0)),
        ("e\u0301e\u0301", 1, ("e\u0301", 1)),
    ],
)
def test_take_cells(text: str, room: int, taken: tuple[str, int]) -> None:
    assert take_cells(text, room) == taken


@pytest.mark.parametrize(
    ("parts", "width", "fitted"),
    [
        (["abc", "def"], 6, "abcdef"),
        (["abc", "def"], 5, "abcd…"),
        (["abc", "def"], 3, "ab…"),
        (["abc", "", "def"], 4, "abc…"),
        (["東京", "東京"], 7, "東京東…"),
        (["東京", "東京"], 6, "東京…"),
        (["abc"], 1, "…"),
        (["abc"], 0, ""),
        ([], 5, ""),
    ],
)
def test_fit(parts: list[str], width: int, fitted: str) -> None:
    kept, used = fit([(part, 0) for part in parts], width)
    assert "".join(text for text, _ in kept) == fitted
    assert used == cell_len(fitted)


@given(st.lists(SAFE_TEXT), st.integers(0, 40))
def test_fit_never_exceeds_and_says_when_it_cuts(parts: list[str], width: int) -> None:
    kept, used = fit([(part, index) for index, part in enumerate(parts)], width)
    text = "".join(part for part, _ in kept)
    assert used == cell_len(text) <= width
    whole = "".join(parts)
    if cell_len(whole) <= width:
        assert text == whole
    elif width:
        assert text.endswith("…")
        assert whole.startswith(text[:-1])


@given(SAFE_TEXT, st.integers(2, 20))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    lines = wrap_cells(text, width)
    assert "".join(lines) == text
    assert all(width_of(line) <= width for line in lines)


def test_wrapping_prefers_a_space_near_the_end() -> None:
    assert wrap_cells("one two three four", 10) == ["one two ", "three four"]


@pytest.mark.parametrize(
    ("width", "short"),
    [(40, "response.output_text.delta"), (11, "respo…delta"), (2, "r…"), (1, "…"), (0, "")],
)
def test_a_type_is_cut_in_its_middle(width: int, short: str) -> None:
    assert shortened("response.output_text.delta", width) == short


@given(SAFE_TEXT, st.integers(-2, 30))
def test_what_is_cut_in_its_middle_fits(text: str, width: int) -> None:
    short = shortened(text, width)
    assert width_of(short) <= max(0, width)
    assert short == text or width_of(text) > width


@given(st.lists(SAFE_TEXT, max_size=4), st.integers(2, 30), st.integers(1, 5))
def test_clipped_lines_are_no_more_and_no_wider_than_there_is_room(
    texts: list[str], width: int, most: int
) -> None:
    lines = clipped_lines(texts, width, most)
    assert len(lines) <= most
    assert all(width_of(line) <= width for line in lines)
