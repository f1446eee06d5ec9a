"""Completion: any text, any cursor, any capture; what is inserted means what was offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.property.test_filters import trees

from realtime_inspector.core.filter_candidates import fits_line
from realtime_inspector.core.filter_completion import complete, is_unfinished
from realtime_inspector.core.filter_tokens import tokens
from realtime_inspector.core.filter_tree import PathIs, TypeIs
from realtime_inspector.core.filter_vocabulary import CaptureVocabulary
from realtime_inspector.core.filters import FilterError, parse_filter

if TYPE_CHECKING:
    from realtime_inspector.core.filter_tree import Node

words = st.text(max_size=10) | st.sampled_from(
    [
        "response.done",
        "response.created",
        "session.update",
        "resp_1",
        "a b",
        'q"q',
        "東京",
        "(",
        "!x",
    ]
)
json = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
vocabularies = st.builds(
    lambda types, ids, events, saved: CaptureVocabulary(
        types=lambda: types,
        ids=lambda _kind, prefix, limit: [one for one in ids if one.startswith(prefix)][:limit],
        findings=lambda: types,
        sample=lambda: events,
        saved=lambda: saved,
    ),
    st.dictionaries(words, st.integers(1, 10**6), max_size=5),
    st.lists(words, max_size=4),
    st.lists(st.dictionaries(words, json, max_size=3), max_size=3),
    st.dictionaries(words, words | trees.map(str), max_size=3),
)
snippets = st.sampled_from(
    ["type:", "ty", "response", "resp", "(", ")", "|", " ", " or ", "not ", "!", "-", '"', "/", ".",
     ".a", "[", "[0]", "=", ">", "gap", "gap>", "n:", "err", "@", "\\", "dir:", "family:", "typ:",
     "type:response.done", ".response.id=x"]
)  # fmt: skip
texts = st.lists(snippets | st.text(max_size=3), max_size=8).map("".join)
beginnings = st.sampled_from(
    ["", "err ", "(", "!", "-", "not ", "err | ", "((x or ", "!-", "x and "]
)


@given(texts, st.integers(-2, 60), vocabularies)
def test_nothing_else_of_the_text_is_touched(
    text: str, cursor: int, vocabulary: CaptureVocabulary
) -> None:
    found = complete(text, cursor, vocabulary)
    assert 0 <= found.start <= max(0, min(cursor, len(text))) <= found.end <= len(text)
    for candidate in found.candidates:
        new, place = found.apply(text, candidate)
        assert new.startswith(text[: found.start] + candidate.text)
        assert new.endswith(text[found.end :])
        assert len(new) - len(text[found.end :]) == place
        assert fits_line(candidate.text)
        assert candidate.shown


@given(beginnings, snippets | words, vocabularies)
def test_a_whole_term_can_be_read(
    beginning: str, typed: str, vocabulary: CaptureVocabulary
) -> None:
    text = beginning + typed
    found = complete(text, len(text), vocabulary)
    assume(found.start >= len(beginning))
    for candidate in found.candidates:
        if candidate.is_whole:
            new, _ = found.apply(text, candidate)
            before = text[len(beginning) : found.start]
            is_sign_alone = beginning.endswith(("!", "-")) and before[:1].isspace()
            if parses_alone(before) and not is_sign_alone:
                parse_filter(new + ")" * new_parentheses(beginning))


def parses_alone(text: str) -> bool:
    """Whether what stands before the candidate is right so far, such as `type:` or nothing."""
    return not text or is_filter(text + "x") or is_filter(text + "1") or text in ("dir:", "family:")


def new_parentheses(text: str) -> int:
    return text.count("(")


def is_filter(text: str) -> bool:
    try:
        parse_filter(text)
    except FilterError:
        return False
    return True


def meant(text: str, cursor: int, vocabulary: CaptureVocabulary) -> list[Node]:
    """What the filter would be with each candidate for a value."""
    found = complete(text, cursor, vocabulary)
    whole = [one for one in found.candidates if one.is_whole]
    return [parse_filter(found.apply(text, one)[0]).tree for one in whole]


@given(words.filter(bool))
def test_a_type_is_offered_so_that_it_is_that_type(name: str) -> None:
    vocabulary = CaptureVocabulary(types=lambda: {name: 1})
    assert (TypeIs(name) in meant("type:", 5, vocabulary)) == fits_line(name)


@given(words, words)
def test_a_path_and_its_value_are_offered_so_that_they_are_found(key: str, value: str) -> None:
    assume(fits_line(key))
    assume(fits_line(value))
    vocabulary = CaptureVocabulary(sample=lambda: [{"a": {key: value}}])
    found = complete(".a.", 3, vocabulary)
    texts = [one.text for one in found.candidates]
    assert [parse_filter(text).tree for text in texts] == [PathIs(("a", key))]
    text = f"{texts[0]}="
    assert PathIs(("a", key), "=", value) in meant(text, len(text), vocabulary)


@given(texts)
def test_pieces_cover_all_but_the_spaces(text: str) -> None:
    at = 0
    for piece in tokens(text):
        assert at <= piece.start < piece.end
        assert not text[at : piece.start].strip(" \t\r\n")
        at = piece.end
    assert not text[at:].strip(" \t\r\n")


@given(trees)
def test_a_right_filter_is_not_unfinished_in_a_worse_way(tree: Node) -> None:
    assert is_unfinished(str(tree))
    assert is_unfinished(f"({tree}")
