"""The foldable lines of a JSON value, without a screen."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.ui.widgets.json_lines import JsonLines
from realtime_inspector.ui.widgets.json_text import JsonPath, is_base64, json_text, path_text
from realtime_inspector.ui.widgets.ranges import Ranges
from realtime_inspector.ui.widgets.text_lines import (
    CHARACTERS_SHOWN,
    JsonWords,
    TextLines,
    text_rows,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=40,
)
WIDTH = 80


def shown(lines: JsonLines | TextLines, width: int = WIDTH) -> list[str]:
    return ["".join(text for text, _ in lines.line(i, width)) for i in range(lines.count())]


def hits(lines: JsonLines | TextLines) -> int:
    assert lines.hits.search_on(60)
    return len(lines.hits)


def hit_from(lines: JsonLines, row: int, step: int) -> int | None:
    """The line that `n` or `N` goes to."""
    lines.hits.search_on(60)
    hit = lines.hits.beside(*lines.span_of(row), step)
    return None if hit is None else lines.reveal(hit)


def deep(levels: int) -> dict[str, object]:
    value: dict[str, object] = {}
    for _ in range(levels):
        value = {"a": value, "b": [1]}
    return value


def test_a_small_value_is_shown_like_indented_json() -> None:
    value: dict[str, object] = {
        "type": "error",
        "n": [1, -2.5, 1e300],
        "none": None,
        "yes": True,
        "e": {},
        "l": [],
        "text": '東京 "q" \\ \n',
    }
    lines = JsonLines(value)
    marks = str.maketrans({"▾": " ", "▸": " "})
    got = [line.translate(marks)[2:] for line in shown(lines)]
    assert got == json.dumps(value, ensure_ascii=False, indent=2).splitlines()


@given(JSON)
def test_any_value_shown_is_its_json_again(value: object) -> None:
    lines = JsonLines(value)
    lines.unfold_all(0)
    width = 10_000
    for index in range(lines.count()):
        assert lines.line(index, width)
    if not re.search(r"[^ -~]", json_text(value)):
        text = "".join(shown(lines, width))
        assert json.loads(re.sub(r"[▾▸]", " ", text)) == value


@given(JSON)
def test_json_text_is_what_json_writes(value: object) -> None:
    assert json.loads(json_text(value)) == value


def test_json_text_of_lone_surrogates_can_be_encoded() -> None:
    assert json_text(["\ud83d東"]).encode()
    assert json.loads(json_text({"\ud83d": "\ud83d東"})) == {"\ud83d": "\ud83d東"}


def test_control_characters_are_visible() -> None:
    text = "".join(shown(JsonLines({"a\u202e": "\x1b[31m\x9b\u202e\ud800\u200b"})))
    assert text.isprintable()
    assert "\\u001b[31m⟨U+009B⟩⟨U+202E⟩⟨U+D800⟩⟨U+200B⟩" in text


def test_folding_and_unfolding() -> None:
    lines = JsonLines({"a": {"b": 1, "c": 2}, "d": [1, 2, 3]})
    assert lines.toggle(1, WIDTH) == 1
    assert shown(lines)[1] == '  ▸ "a": {… 2 keys},'
    assert lines.fold(1) is None
    assert lines.unfold(1, WIDTH) == 1
    assert shown(lines)[2] == '      "b": 1,'
    assert lines.unfold(2, WIDTH) is None
    assert lines.toggle(4, WIDTH) == 1  # on the closing bracket: folds, cursor on the head
    assert lines.toggle(2, WIDTH) == 2
    assert shown(lines)[2] == '  ▸ "d": [… 3]'
    assert lines.parent_row(2) == 0
    assert lines.parent_row(0) == 0


def test_a_folded_object_tells_itself_from_its_siblings() -> None:
    lines = JsonLines([{"id": "item_1", "type": "message", "role": "user", "x": {}}])
    lines.fold(1)
    assert shown(lines)[1] == "  ▸ {… 4 keys}  message · user · item_1"


def test_folds_are_kept_for_the_next_value() -> None:
    folds: dict[JsonPath, bool] = {}
    first = JsonLines({"a": {"b": 1}, "t": "x\ny"}, folds=folds)
    first.fold(1)
    first.unfold(2, WIDTH)
    second = JsonLines({"z": 0, "a": {"b": 2}, "t": "x\nz"}, folds=folds)
    assert shown(second) == [
        "▾ {",
        '    "z": 0,',
        '  ▸ "a": {… 1 key},',
        '  ▾ "t": 3 characters',
        "      x",
        "      z",
        "}".rjust(3),
    ]


def test_a_long_list_is_shown_in_parts() -> None:
    lines = JsonLines(list(range(5480)))
    assert lines.count() == 503
    assert shown(lines)[501] == "    … 4,980 more"
    assert lines.toggle(501, WIDTH) == 501
    assert shown(lines)[501] == "    500,"
    assert shown(lines)[1001] == "    … 4,480 more"
    assert lines.toggle(1001, WIDTH) == 1001  # as many again as there are
    assert shown(lines)[2001] == "    … 3,480 more"


def test_many_small_items_are_folded_alike() -> None:
    lines = JsonLines({"output": [{"id": f"item_{i}", "content": [{}]} for i in range(20_000)]})
    assert lines.count() < 600
    assert {line.split("  item")[0] for line in shown(lines)[2:500]} == {"    ▸ {… 2 keys},"}


def test_a_long_string_unfolds_to_its_text() -> None:
    text = "first line\nsecond " + "word " * 40
    lines = JsonLines({"instructions": text, "short": "x"}, width=60)
    assert shown(lines, 60)[1].startswith('  ▸ "instructions": "first line\\nsecond')
    assert shown(lines, 60)[2] == '    "short": "x"'
    assert lines.toggle(2, 60) is None
    assert lines.toggle(1, 60) == 1
    assert shown(lines, 60)[1] == '  ▾ "instructions": 218 characters,'
    assert shown(lines, 60)[2] == "      first line"
    body = "".join(line[6:] for line in shown(lines, 60)[3:-2])
    assert body == text.split("\n")[1]
    assert lines.set_width(40)
    assert max(map(len, shown(lines, 40))) <= 40
    assert not lines.set_width(40)
    assert lines.fold(5) == 1


def test_a_huge_string_unfolds_in_parts() -> None:
    lines = JsonLines(["x." * (CHARACTERS_SHOWN // 2) + "1234567"], width=100)
    lines.toggle(1, 100)
    last = lines.count() - 2
    assert shown(lines)[last].strip() == "… 7 more characters"
    lines.toggle(last, 100)
    assert "…" not in "".join(shown(lines))


def test_base64_is_one_line_with_what_the_owner_knows() -> None:
    asked: list[tuple[JsonPath, int]] = []

    def summarise(path: JsonPath, text: str) -> str | None:
        asked.append((path, len(text)))
        return "100 ms" if path == ("delta",) else None

    audio = "UklGRiQA" * 800
    lines = JsonLines({"delta": audio, "other": audio[:-1] + "="}, summarise=summarise)
    first, second = shown(lines)[1:3]
    assert first == '  ▸ "delta": base64 · 4.8 KB · 100 ms  UklGRiQAUklGRiQAUklGRiQA…,'
    assert second == '  ▸ "other": base64 · 4.8 KB  UklGRiQAUklGRiQAUklGRiQA…'
    shown(lines)
    assert asked == [(("delta",), 6400), (("other",), 6400)]


@pytest.mark.parametrize(
    ("text", "expected"), [("A" * 255, False), ("A" * 256, True), ("A" * 200 + " " * 100, False)]
)
def test_what_counts_as_base64(text: str, expected: bool) -> None:
    assert is_base64(text) is expected


def test_deep_nesting_needs_no_stack() -> None:
    value = deep(5000)
    lines = JsonLines(value)
    lines.unfold_all(0)
    assert lines.count() > 10_000
    assert any("›" in line for line in shown(lines)[:400])
    lines.set_search(re.compile("b"))
    assert hits(lines) == 5000
    row = hit_from(lines, 0, -1)
    assert row is not None
    assert path_text(lines.node_at(row).path) == ".b"
    row = hit_from(lines, row - 1, -1)
    assert row is not None
    assert json_text(value).count('"b"') == 5000
    assert lines.fold(0) == 0


def test_search_marks_and_finds_what_is_folded() -> None:
    lines = JsonLines({"a": {"Token": "x"}, "b": ["y", {"c": "one\ntoken " + "z" * 90}], "n": 17})
    lines.fold(lines.row_of_path(("a",)))
    lines.fold(lines.row_of_path(("b",)))
    lines.set_search(re.compile("token|17", re.IGNORECASE))
    assert hits(lines) == 3
    paths: list[JsonPath] = []
    row = 0
    for _ in range(4):
        found = hit_from(lines, row, 1)
        assert found is not None
        row = found
        paths.append(lines.node_at(row).path)
    assert paths == [("a", "Token"), ("b", 1, "c"), ("n",), ("a", "Token")]
    before = hit_from(lines, row, -1)
    assert before is not None
    assert lines.node_at(before).path == ("n",)
    text = hit_from(lines, before, -1)
    assert text is not None  # on the very line of the unfolded text
    assert ("token", ("json-tree--text", "json-tree--match")) in lines.line(text, WIDTH)
    lines.set_search(None)
    assert hits(lines) == 0
    assert hit_from(lines, 0, 1) is None


def test_search_reaches_beyond_the_cap_and_skips_base64() -> None:
    lines = JsonLines({"audio": "Abcd" * 200, "list": [*range(3000), "Abcd"]})
    lines.set_search(re.compile("Abcd"))
    assert hits(lines) == 1
    row = hit_from(lines, 0, 1)
    assert row is not None
    assert lines.node_at(row).path == ("list", 3000)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("response", "output", 0, "id"), ".response.output[0].id"),
        (("weird key", "日本"), '."weird key".日本'),
        (('say "hi" \\', 3), r'."say \"hi\" \\"[3]'),
    ],
)
def test_path_text(path: JsonPath, text: str) -> None:
    assert path_text(path) == text


def test_values_that_json_does_not_have() -> None:
    huge = 10**5000
    texts = shown(JsonLines({"a": float("inf"), "b": {1}, "c": huge}), 20_000)
    assert texts[1].endswith("Infinity,")
    assert texts[2].endswith("{1},")
    assert "0x" in texts[3]


@pytest.mark.parametrize("value", [None, 1, "text", "", [], {}, "long " * 100])
def test_a_value_that_is_no_container(value: object) -> None:
    lines = JsonLines(value)
    assert lines.count() == 1
    assert lines.node_at(0).path == ()
    lines.toggle(0, WIDTH)
    lines.unfold_all(0)


def test_words_can_be_translated() -> None:
    lines = JsonLines({"a": 1, "b": 2}, words=JsonWords(keys="{count} 個のキー"))
    lines.fold(0)
    assert shown(lines) == ["▸ {… 2 個のキー}"]


def test_text_is_wrapped_and_shown_in_parts() -> None:
    lines = TextLines("not json \x1b[0m\n" + "東" * CHARACTERS_SHOWN, width=50)
    assert shown(lines)[:2] == ["not json ␛[0m", "東" * 25]
    assert shown(lines)[-1].startswith("… ")
    assert lines.toggle(0, 50) is None
    assert lines.toggle(lines.count() - 1, 50) == 2001
    assert lines.toggle(lines.count() - 1, 50) is None
    assert lines.set_width(20)
    assert not lines.set_width(20)
    assert shown(lines)[1] == "東" * 10


def test_wrapping_keeps_empty_lines() -> None:
    rows = text_rows("a\n\nb\t", Ranges(5, 100), 20)
    assert [row.text for row in rows] == ["a", "", "b→"]
