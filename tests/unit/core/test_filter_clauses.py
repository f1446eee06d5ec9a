from __future__ import annotations

import re
import sys
import unicodedata

import pytest

from realtime_inspector.core.filter_clauses import (
    glob_clause,
    holds,
    key_clause,
    pattern_clause,
    value_clause,
    word_clause,
)
from realtime_inspector.core.filter_sieve import required_bytes, sieve
from realtime_inspector.core.filters import parse_filter

ALL = [chr(code) for code in range(sys.maxunicode + 1)]


def test_letters_without_case_are_equal_to_nothing_else() -> None:
    """What `word_clause` builds on, for the tables of this Python."""
    for char in ALL:
        folded = char.casefold()
        if folded != char:
            assert all(unicodedata.category(one) != "Lo" for one in (char, *folded))


def test_only_the_letters_that_are_left_out_have_an_unusual_case() -> None:
    for letter in "abcdefghijklmnopqrstuvwxyz":
        pattern = re.compile(letter, re.IGNORECASE)
        alike = {char for char in ALL if pattern.fullmatch(char)}
        assert (alike == {letter, letter.upper()}) is (letter not in "isk")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (word_clause("Refund"), (b"refund", b"\\u00")),
        (word_clause('say "Hello"'), (b"hello", b"\\u00")),
        (word_clause('"'), None),
        (word_clause(""), None),
        (word_clause("straße"), None),
        (word_clause("in 東京"), ("東京".encode(), b"\\u6771", b"\\u4eac", b"\\u005c")),
        (word_clause("𠮷"), ("𠮷".encode(), b"\\ud842", b"\\u005c")),
        (value_clause("Item_1"), (b"item_1", b"\\u00")),
        (value_clause("é/É"), ("é".encode(), b"\\u")),
        (key_clause("Usage"), (b'"usage"', b'"usage\\', b"\\u00")),
        (key_clause("a/bc"), (b"bc", b"\\u00")),
        (glob_clause("*.Delta"), (b".delta", b"\\u00")),
        (glob_clause("*?"), None),
        (glob_clause("é*kelvin"), None),
        (pattern_clause("refund"), (b"refund", b"\\u00")),
        (pattern_clause("order.{0,20}refund"), (b"refund", b"\\u00")),
        (pattern_clause("kelvin"), (b"elv", b"\\u00")),
        (pattern_clause("colou?r"), (b"colo", b"\\u00")),
        (pattern_clause("a|b"), None),
        (pattern_clause("(?:order|refund)"), None),
        (pattern_clause("(?x)r e f"), None),
        (pattern_clause(r"\x41bcd"), None),
        (pattern_clause(r"ab\d[def]gh{2,3}"), (b"ab", b"\\u00")),
        (pattern_clause(r"[]abc]def"), (b"def", b"\\u00")),
        (pattern_clause(r"[^]\]abc]*def"), (b"def", b"\\u00")),
    ],
)
def test_clauses(found: tuple[bytes, ...] | None, expected: tuple[bytes, ...] | None) -> None:
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("type:error", (b"error", b"\\u00")),
        ("type:response.text.delta", (b"response.text.delta", b"\\u00",
                                      b"response.output_text.delta")),
        ("type:*", None),
        ("type:text", None),
        ("family:items", (b"conversation.", b"\\u00")),
        ("family:other", None),
        ("dir:out", (b'"client"', b"\\u00")),
        ("dir:unknown", None),
        ("resp:resp_1", (b"resp_1", b"\\u00")),
        ("err", None),
        ("!refund", None),
        ("err refund", (b"refund", b"\\u00")),
        ("err | refund", None),
        ("order | refund", (b"order", b"\\u00", b"refund")),
        ('/"type":/', (b"type", b"\\u00")),
        (".error.code", (b'"code"', b'"code\\', b"\\u00")),
        (".error.code=x", (b'"code"', b'"code\\', b"\\u00")),
        (".a=long_value", (b"long_value", b"\\u00")),
        (".a=123456", (b'"a"', b'"a\\', b"\\u00")),
        (".a=null", None),
        (".a!=null", (b'"a"', b'"a\\', b"\\u00")),
        (".x[0]=1", (b'"x"', b'"x\\', b"\\u00")),
        ("n:5", None),
    ],
)  # fmt: skip
def test_what_a_filter_requires(text: str, expected: tuple[bytes, ...] | None) -> None:
    assert required_bytes(parse_filter(text).tree) == expected


def test_one_choice_is_enough() -> None:
    assert holds((b"a", b"b"), b"xb")
    assert not holds((b"a", b"b"), b"x")


@pytest.mark.parametrize(
    ("text", "line", "number", "expected"),
    [
        ("n:5 refund", b"refund", 5, True),
        ("n:5 refund", b"refund", 6, False),
        ("n:5 refund", b"order", 5, False),
        ("!n:5", b"", 5, False),
        ("!n:1..4", b"", 5, True),
        ("n:5 | refund", b"order", 5, True),
        ("n:5 | refund", b"order", 6, False),
        ("size>3", b"1234", 1, True),
        ("size>3", b"12", 1, False),
        ("size:3..9", b"12", 1, False),
        ("refund", b"\\u0072efund", 1, True),
        ("refund", b"\\n", 1, False),
    ],
)
def test_the_sieve(text: str, line: bytes, number: int, expected: bool) -> None:
    passes = sieve(parse_filter(text).tree)
    assert passes is not None
    assert passes(line, number) is expected


@pytest.mark.parametrize("text", ["", "err", "!refund", "refund | err", "size<3", "gap>1s"])
def test_filters_without_a_sieve(text: str) -> None:
    assert sieve(parse_filter(text).tree) is None
