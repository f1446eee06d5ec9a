from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.unit.export.captures import added, call, created, exported, message, received, result

from realtime_inspector.core.safe import visible
from realtime_inspector.export import exporter
from realtime_inspector.export.base import ExportSource
from realtime_inspector.export.markdown import code, escaped, fenced, quoted

if TYPE_CHECKING:
    from markdown_it.token import Token

PARSER = MarkdownIt("gfm-like", {"html": True})
assert PARSER.linkify is not None
PARSER.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
PARSER.linkify.add("//", None)  # not GitHub's
HARMLESS = frozenset({"text", "text_special", "hardbreak", "softbreak"})
MARKS = [*"`~*_#>|<[]()!&$+-=:.\\1 \t\n\r", "```", "~~~", "---", "===", "<b>", "https://a.b"]
MARKED = st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=4)), max_size=24).map("".join)


def said_in(tokens: list[Token]) -> str:
    """The text of a block quote; fails on anything in it that is not plain text."""
    words: list[str] = []
    for token in tokens:
        assert token.type in {
            "blockquote_open",
            "blockquote_close",
            "paragraph_open",
            "paragraph_close",
            "inline",
        }
        for child in token.children or ():
            assert child.type in HARMLESS | {"s_open", "s_close"}
            words.append("\n" if child.type == "hardbreak" else child.content)
        if token.type == "paragraph_close":
            words.append("\n")
    return "".join(words)


def squeezed(text: str) -> str:
    return "".join(visible(text.replace("\r", "\n").replace("\n", " ").replace("\t", " ")).split())


@given(MARKED)
@example("# a\n- b\n1. c\n```\nd\n    e\n===\n| f |\n<script>\nhttps://x.y www.z.a &amp; $x$")
@example("a\\\n~~b~~\\")
@example("1)\n+\n:-\n|-|\n")
def test_quoted_text_is_only_text(text: str) -> None:
    assert squeezed(said_in(PARSER.parse(quoted(text)))) == squeezed(text)


@given(MARKED, st.integers(0, 40))
def test_struck_text_is_only_text(text: str, at: int) -> None:
    tokens = PARSER.parse(quoted(text, at))
    assert squeezed(said_in(tokens)) == squeezed(text)
    struck = "".join(
        child.content
        for token in tokens
        for index, child in enumerate(token.children or ())
        if _is_struck(token.children or [], index)
    )
    assert squeezed(struck) == squeezed(text[at:])


def _is_struck(children: list[Token], index: int) -> bool:
    before = Counter(child.type for child in children[:index])
    return before["s_open"] > before["s_close"]


@given(MARKED)
@example("`")
@example("```\n````\n")
def test_a_fence_holds_everything(text: str) -> None:
    (token,) = PARSER.parse(fenced(text))
    assert token.type == "fence"
    assert squeezed(token.content).replace('"', "") == squeezed(text).replace('"', "")


@given(MARKED.filter(lambda text: bool(text.strip())))
@example("`a``b`")
@example(" a ")
@example(" `")
def test_a_code_span_holds_everything(text: str) -> None:
    inline = PARSER.parse(f"x {code(text)} y")[1]
    (span,) = (child for child in inline.children or () if child.type == "code_inline")
    assert span.content == visible(text)


@given(MARKED)
def test_a_table_cell_holds_everything(text: str) -> None:
    tokens = PARSER.parse(f"| a | b |\n| --- | --- |\n| x | {escaped(text)} |\n| y | z |\n")
    cells = [token for token in tokens if token.type == "td_open"]
    assert len(cells) == 4


def shape(text: str) -> Counter[str]:
    """How many of which blocks a document has whose texts are all `text`."""
    records = [
        created(0, instructions=text or "x", model=text, tools=[{"name": text}]),
        added(1, message("user", text, "u")),
        added(2, call(text, text, "c", "i")),
        added(3, result(text, "c", "r")),
        received(4, "error", error={"message": text, "code": text, "param": text}),
    ]
    document = exported(exporter("md"), records, ExportSource(text, (text,))).decode()
    counted = ("heading_open", "fence", "table_open", "html_block", "blockquote_open", "hr")
    blocks = Counter(token.type for token in PARSER.parse(document))
    return Counter({kind: blocks[kind] for kind in counted})


@given(MARKED.filter(lambda text: bool(text.strip())))
def test_no_text_changes_the_shape_of_the_document(text: str) -> None:
    assert shape(text) == shape("x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("snake_case _it_", r"snake_case \_it\_"),
        ("# no", r"\# no"),
        ("12. no", r"12\. no"),
        ("1.5 kg", "1.5 kg"),
        ("2026-11-22", "2026-11-22"),
        ("3)", r"3\)"),
        ("a - b", "a - b"),
        ("see https://a.b", r"see https\://a.b"),
        ("  x", "\u00a0\u00a0x"),
        ("東京の天気は?", "東京の天気は?"),
    ],
)
def test_escapes_are_few(text: str, expected: str) -> None:
    assert escaped(text) == expected


def test_lines_and_paragraphs_stay() -> None:
    assert quoted("a\nb\n\nc") == "> a\\\n> b\n>\n> c\n"


def test_struck_part() -> None:
    assert quoted("heard this, not that", 12) == "> heard this, ~~not that~~\n"
    assert quoted("晴れです。明日は", 5) == "> 晴れです。 ~~明日は~~\n"
    assert quoted("a\nb c\nd", 4) == "> a\\\n> b ~~c~~\\\n> ~~d~~\n"


def test_json_is_laid_out_without_losing_anything() -> None:
    assert fenced('{"a":1}') == '```json\n{"a": 1}\n```\n'
    assert fenced('{"a":1,"a":2}').startswith("```text\n")
    assert fenced("[NaN]").startswith("```text\n")
    long = '{"city": "東京", "days": ["' + "x" * 70 + '"]}'
    assert '\n  "city": "東京",\n' in fenced(long)
