"""Filters: text to tree to text to tree is stable, and no text does worse than a FilterError."""

from __future__ import annotations

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.core.filter_tree import (
    And,
    Between,
    Contains,
    DirectionIs,
    Everything,
    FamilyIs,
    FindingIs,
    Flag,
    IdStarts,
    Matches,
    Measure,
    Node,
    Not,
    Or,
    PathIs,
    TypeIs,
)
from realtime_inspector.core.filters import FilterError, Row, parse_filter
from realtime_inspector.core.names import FAMILIES
from realtime_inspector.core.record import Direction, text_record

texts = st.text(min_size=1, max_size=12)
operators = st.sampled_from(["=", "!=", ">", "<", ">=", "<="])
numbers = st.integers(0, 10**9).map(float) | st.floats(0, 1e9).map(lambda v: round(v, 3))
counts = st.integers(0, 10**12).map(float)
steps = st.one_of(
    texts, st.integers(0, 10**6), st.sampled_from(["response", "item", "a-b", "x y", "type"])
)
terms: st.SearchStrategy[Node] = st.one_of(
    st.builds(TypeIs, texts),
    st.builds(DirectionIs, st.sampled_from(list(Direction))),
    st.builds(FamilyIs, st.sampled_from(FAMILIES)),
    st.builds(Flag, st.sampled_from(["err", "marked"])),
    st.builds(FindingIs, texts),
    st.builds(IdStarts, st.sampled_from(["resp", "item", "call", "id"]), texts),
    st.builds(Measure, st.sampled_from(["gap", "time", "size"]), operators, numbers),
    st.builds(Measure, st.just("conn"), operators, st.integers(0, 99).map(float)),
    st.builds(Measure, st.just("n"), operators, counts),
    st.builds(Between, st.just("n"), counts, st.none() | counts),
    st.builds(Between, st.sampled_from(["gap", "size", "time"]), st.none() | numbers, numbers),
    st.builds(Contains, st.text(max_size=12)),
    st.builds(Matches, st.sampled_from(["a", "a/b", r"\d+ /", "[/]", r"\\", "x|y", 'q"', ""])),
    st.builds(
        PathIs,
        st.lists(steps, max_size=3).map(lambda rest: ("a", *rest)) | st.tuples(texts),
        st.sampled_from([":", "=", "!=", ">", "<", ">=", "<="]),
        st.text(max_size=8),
    ),
    st.builds(PathIs, st.lists(steps, min_size=1, max_size=3).map(lambda s: ("a", *s))),
)


def groups(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.builds(And, several) | st.builds(Or, several) | st.builds(Not, inner)


trees = st.recursive(terms, groups, max_leaves=10)
row = Row(
    1,
    text_record('{"type":"response.done","response":{"id":"r","n":[1]}}', Direction.RECEIVED),
    5.0,
    9.0,
)


@given(trees)
def test_a_tree_comes_back_from_its_text(tree: Node) -> None:
    once = parse_filter(str(tree))
    again = parse_filter(str(once))
    assert again == once
    assert str(again) == str(once)
    assert once.matches(row) == tree.matches(row)


@given(terms)
def test_a_term_comes_back_as_it_was(term: Node) -> None:
    assert parse_filter(str(term)).tree == term


snippets = st.sampled_from(
    ["type:", "response.*", "(", ")", "|", " ", "or", "not ", "!", "-", '"', "/", ".a", "[0]", "=",
     ">", "gap", "500ms", "n:", "20..40", "err", "marked", "and", "\\", "東京", ":"]
)  # fmt: skip


@given(st.lists(snippets | st.text(max_size=3)).map("".join))
def test_any_text_is_a_filter_or_a_filter_error(text: str) -> None:
    with contextlib.suppress(FilterError):
        parsed = parse_filter(text)
        assert parse_filter(str(parsed)) == parsed
        assert isinstance(parsed.matches(row), bool)


def test_nothing_is_everything() -> None:
    assert parse_filter(" ").tree == Everything()
