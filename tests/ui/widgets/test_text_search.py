"""Searching what is long, a piece at a time; and which parts of it are shown."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.core.filter_tree import PathIs
from realtime_inspector.core.filters import parse_filter
from realtime_inspector.ui.widgets.hex_lines import HexLines
from realtime_inspector.ui.widgets.json_lines import JsonLines
from realtime_inspector.ui.widgets.json_search import IN_KEY, Hit, find_in_json
from realtime_inspector.ui.widgets.json_text import brief_json, is_base64, media_type, path_text
from realtime_inspector.ui.widgets.ranges import Ranges
from realtime_inspector.ui.widgets.text_lines import TextLines
from realtime_inspector.ui.widgets.text_search import MOST_HITS, Hits, find_in_text, marked

TEXT = st.text(alphabet='abAB \n東\x1b"\\', max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 99) | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT, inner, max_size=5),
    max_leaves=30,
)


def found(pattern: re.Pattern[str], value: object) -> list[Hit]:
    return [hit for hit in find_in_json(pattern, value) if hit is not None]


def naive(pattern: re.Pattern[str], value: Any, where: tuple[int, ...] = ()) -> list[Any]:
    """Hits by recursion over all values."""
    hits: list[Any] = []
    if isinstance(value, dict | list):
        keys = value if isinstance(value, dict) else [None] * len(value)
        values = value.values() if isinstance(value, dict) else value
        for place, (key, child) in enumerate(zip(keys, values, strict=True)):
            here = (*where, place)
            hits += [(here, IN_KEY, m.start()) for m in pattern.finditer(key or "")]
            hits += naive(pattern, child, here)
        return hits
    if isinstance(value, str):
        return [(where, 1, m.start()) for m in pattern.finditer(value)]
    return [(where, 1, 0)] if pattern.search(json.dumps(value)) else []


@given(JSON, st.sampled_from(["a", "ab", "b a", "1", "true", "\\", "東"]))
def test_hits_in_json_are_those_of_a_full_walk_in_document_order(value: Any, text: str) -> None:
    pattern = re.compile(re.escape(text), re.IGNORECASE)
    places = [hit.place for hit in found(pattern, value)]
    assert places == naive(pattern, value)
    assert places == sorted(places)


@given(JSON, st.sampled_from(["a", "ab", "1", "東"]))
def test_going_from_hit_to_hit_comes_past_every_line_with_one(value: Any, text: str) -> None:
    lines = JsonLines(value, width=30)
    lines.fold_all(0)
    lines.fold(0)
    lines.set_search(re.compile(text, re.IGNORECASE))
    lines.hits.search_on(60)
    seen: set[Any] = set()
    row = 0
    for _ in range(len(lines.hits) + 1):
        hit = lines.hits.beside(*lines.span_of(row), 1)
        if hit is None:
            break
        row = lines.reveal(hit)
        first, last = lines.span_of(row)
        assert first <= hit.place <= last
        assert any("json-tree--match" in style for _, style in lines.line(row, 30))
        seen |= {one.place for one in lines.hits.found if first <= one.place <= last}
    first, last = lines.span_of(0)
    seen |= {one.place for one in lines.hits.found if first <= one.place <= last}
    assert seen == {hit.place for hit in lines.hits.found}


@given(st.text(alphabet="ab", max_size=60), st.sampled_from(["a", "ab", "aa", "bab"]))
def test_hits_in_a_text_do_not_depend_on_its_blocks(text: str, words: str) -> None:
    pattern = re.compile(words)
    expected = [match.start() for match in pattern.finditer(text)]
    assert [place for place in find_in_text(pattern, text) if place is not None] == expected


def test_a_hit_across_the_blocks_of_a_long_text_is_found_once() -> None:
    text = "x" * 999_998 + "needle" + "x" * 1_500_000 + "needle"
    places = [place for place in find_in_text(re.compile("needle"), text) if place is not None]
    assert places == [999_998, len(text) - 6]


def test_more_hits_than_anyone_counts_are_cut() -> None:
    hits = Hits(find_in_text(re.compile("a"), "a" * (MOST_HITS + 5)))
    assert hits.search_on(60)
    assert hits.is_cut
    assert len(hits) == MOST_HITS


def test_hits_are_numbered_and_go_round() -> None:
    hits = Hits(iter([3, None, 7, 9]))
    assert hits.search_on(60)
    assert (hits.number(3, 3), hits.number(4, 6), hits.number(4, 9)) == (1, None, 2)
    assert (hits.beside(7, 7, 1), hits.beside(9, 9, 1), hits.beside(3, 3, -1)) == (9, 3, 9)
    assert hits.from_place(4, is_going_round=False) == 7
    assert hits.from_place(10, is_going_round=False) is None
    assert hits.from_place(10, is_going_round=True) == 3


def test_a_search_stops_when_its_time_is_over_and_goes_on() -> None:
    hits = Hits(iter([None, 1, None, 2]))
    assert not hits.search_on(-1)
    assert not hits.search_on(-1)
    assert len(hits) == 1
    assert hits.search_on(-1)
    assert len(hits) == 2


def test_a_hit_that_goes_on_in_the_next_line_is_marked_in_both() -> None:
    lines = TextLines("0123456789 needle", width=14)
    lines.set_search(re.compile("9 nee"))
    parts = [lines.line(row, 14) for row in range(lines.count())]
    assert [text for line in parts for text, style in line if isinstance(style, tuple)] == [
        "9 ", "nee",
    ]  # fmt: skip


def test_a_hit_far_down_a_long_text_is_shown_with_what_is_around_it() -> None:
    text = "word " * 400_000 + "needle" + " word" * 20_000
    for lines in (TextLines(text, width=80), JsonLines({"t": text}, width=80)):
        lines.set_search(re.compile("needle"))
        lines.hits.search_on(60)
        row = lines.reveal(lines.hits.found[0])  # type: ignore[arg-type]
        assert "needle" in "".join(part for part, _ in lines.line(row, 80))
        assert lines.count() < 3_000
        assert sum(lines.is_gap(at) for at in range(lines.count())) == 2


def test_an_element_far_down_a_long_array_is_shown_with_its_neighbours() -> None:
    lines = JsonLines([*range(1_000_000)], width=80)
    lines.set_search(re.compile("900123"))
    lines.hits.search_on(60)
    row = lines.reveal(lines.hits.found[0])
    assert lines.node_at(row).path == (900_123,)
    assert lines.node_at(row - 1).path == (900_122,)
    assert lines.count() < 1_100
    gaps = [at for at in range(lines.count()) if lines.is_gap(at)]
    assert len(gaps) == 2
    assert lines.toggle(gaps[0], 80) == gaps[0]
    assert lines.node_at(gaps[0]).path == (500,)
    assert lines.reveal_path((999_999,)) == lines.count() - 2


@given(st.integers(0, 60), st.lists(st.tuples(st.booleans(), st.integers(0, 59)), max_size=12))
def test_ranges_cover_everything_once_and_in_order(
    size: int, asked: list[tuple[bool, int]]
) -> None:
    ranges = Ranges(size, 5)
    for is_more, place in asked:
        before = {
            at for start, end, is_shown in ranges.parts() if is_shown for at in range(start, end)
        }
        gaps = [start for start, _, is_shown in ranges.parts() if not is_shown]
        if is_more and gaps:
            ranges.show_more(gaps[place % len(gaps)], 3, 7)
        elif not is_more and place < size:
            ranges.show_around(place, 10)
            assert ranges.shows(place)
        parts = list(ranges.parts())
        assert [at for start, end, _ in parts for at in range(start, end)] == list(range(size))
        assert all(one[2] is not other[2] for one, other in pairwise(parts))
        assert before <= {at for at in range(size) if ranges.shows(at)}


PATH = st.lists(
    st.text(alphabet='ab"\\. []東\n', min_size=1, max_size=4) | st.integers(0, 99),
    min_size=1,
    max_size=4,
)


@given(st.text(min_size=1, max_size=5), PATH)
def test_a_path_is_what_the_filter_reads(first: str, rest: list[str | int]) -> None:
    path = (first, *rest)
    assert parse_filter(path_text(path)).tree == PathIs(path)


@given(JSON, st.integers(1, 60))
def test_json_in_brief_is_its_beginning(value: Any, most: int) -> None:
    whole = json.dumps(value, ensure_ascii=False)
    brief = brief_json(value, most)
    assert brief == (whole if len(whole) <= most else whole[:most] + "…")


def test_an_image_in_a_data_url_is_base64_with_a_type() -> None:
    url = "data:image/png;base64," + "iVBORw0KGgo" * 30
    assert is_base64(url)
    assert media_type(url) == "image/png"
    assert not is_base64("data:text/plain," + "word" * 100)


def test_marking_keeps_the_text() -> None:
    parts = marked("one two one", "x", re.compile("one"))
    assert parts == [("one", ("x", "json-tree--match")), (" two ", "x"),
                     ("one", ("x", "json-tree--match")), ("", "x")]  # fmt: skip


def test_bytes_are_shown_sixteen_a_line_and_eight_where_it_is_narrow() -> None:
    lines = HexLines(bytes(range(60, 100)), width=80)
    assert lines.count() == 3
    shown = "".join(text for text, _ in lines.line(2, 80))
    assert shown == f"00000020  {'5c 5d 5e 5f 60 61 62 63':<47}  \\]^_`abc"
    assert lines.set_width(50)
    assert lines.count() == 5
    assert not lines.set_width(60)
