from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import realtime_inspector
from realtime_inspector.actions import ACTIONS, Action
from realtime_inspector.capture.formats.base import (
    Rewritten,
    left_out_words,
    merged_words,
    unreadable_words,
)
from realtime_inspector.core.events import CATALOGUE
from realtime_inspector.core.filters import FilterError, parse_filter
from realtime_inspector.core.notices import CLOSE_WORDS, close_words
from realtime_inspector.core.wording import joined, phrase
from realtime_inspector.guide.coaching import coaching
from realtime_inspector.guide.interface import told, wording, words
from realtime_inspector.ui.present.problems import filter_problem
from realtime_inspector.ui.slash import SLASH_COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(realtime_inspector.__file__).parent
KANA = re.compile("[぀-ヿ一-鿿]")


TELLING = {"words", "told", "_tell", "_move", "phrase", "say"}
"""Functions whose first text is for the user: on the screen, or in `core` as a template."""
OF_FACTS = {"say", "phrase"}
"""Of a `Telling`: these take the name of a sentence of `guide.facts`."""
LAYERS = ("ui", "core", "capture", "runtime", "analysis/contract")


def constants(tree: ast.Module) -> dict[str, ast.expr]:
    """What the names that are given a value at the top of a module stand for."""
    found: dict[str, ast.expr] = {}
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found[node.target.id] = node.value
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node.value
    return found


def texts_of(node: ast.expr, names: dict[str, ast.expr]) -> Iterator[str]:
    """The texts that an expression may stand for, as far as they stand in its module."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts_of(node.body, names)
        yield from texts_of(node.orelse, names)
    elif isinstance(node, ast.Name) and node.id in names:
        yield from texts_of(names[node.id], names)


def texts_told_to_the_user() -> set[str]:
    """Texts that are handed to one of the functions that tell, directly or by a name."""
    found: set[str] = set()
    for path in (file for layer in LAYERS for file in (SOURCE / layer).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = constants(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            function = node.func
            name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
            if name in TELLING - (OF_FACTS if "facts" in path.parts else set()):
                found.update(text for arg in node.args for text in texts_of(arg, names))
    return {text for text in found if re.search("[A-Za-z]{2}", re.sub(r"{\w+}", "", text))}


@pytest.mark.parametrize("text", sorted(texts_told_to_the_user()))
def test_every_text_of_the_screen_has_japanese(text: str) -> None:
    assert KANA.search(words(text, "ja")), text


REMARKS = [
    *unreadable_words(1, None),
    *unreadable_words(2, None),
    *unreadable_words(1, 7),
    *unreadable_words(2, 7),
    *merged_words(1, 7),
    *merged_words(2, 7),
    left_out_words(1),
    left_out_words(2),
    *Rewritten(1, 1, 7).words(),
    *Rewritten(2, 2, 7).words(),
]


@pytest.mark.parametrize("remark", REMARKS)
def test_what_is_told_about_a_file_has_japanese(remark: str) -> None:
    assert KANA.search(words(remark, "ja")), remark
    assert words(remark, "en") == remark


FILTERS = (
    "(", ")", "a)", "!", "- a", '"a', "/a", "/(/", "=3", "gap>", "gap:x", "gap:x..y", "type>a",
    "foo:1", "dir:up", "family:x", "..", ".a>", ".a:", '.a"',
)  # fmt: skip


@pytest.mark.parametrize("text", FILTERS)
def test_every_mistake_in_a_filter_is_told_in_japanese(text: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse_filter(text)
    assert KANA.search(words(caught.value.reason, "ja")), caught.value.reason
    assert "文字目" in filter_problem(caught.value, "ja")


@pytest.mark.parametrize("code", sorted(CLOSE_WORDS))
def test_every_close_code_is_told_in_japanese(code: int) -> None:
    assert KANA.search(close_words(code, "", wording("ja"))), code


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_has_a_japanese_title(action: Action) -> None:
    assert KANA.search(words(action.title, "ja")) or action.title in CATALOGUE, action.title


def test_braces_in_a_value_of_a_phrase_mean_nothing() -> None:
    made = phrase("Cannot read {path}: {reason}.", path="{reason}", reason="{0}")
    assert made == "Cannot read {reason}: {0}."
    assert words(made, "ja") == "{reason} を読み込めません: {0}。"


def test_phrases_inside_of_phrases_are_translated() -> None:
    made = joined(" · ", [phrase("silence"), phrase("off"), "audio"])
    assert made == "silence · off · audio"
    assert words(made, "ja") == "無音 · オフ · audio"


def test_what_was_received_is_not_translated() -> None:
    assert told("audio", "ja") == "audio"
    assert told(phrase("off"), "ja") == "オフ"


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_has_japanese_help(action: object) -> None:
    text = next(one.help for one in ACTIONS if one is action)
    if not next(one.parameter for one in ACTIONS if one is action):
        assert KANA.search(words(text, "ja")), text


def test_every_input_line_command_has_japanese_help() -> None:
    assert all(KANA.search(words(command.help, "ja")) for command in SLASH_COMMANDS)


def test_english_is_left_alone() -> None:
    assert words("Chat", "en") == "Chat"


def test_braces_in_a_value_mean_nothing_to_the_coach() -> None:
    _, text = coaching("response_failed", {"why": "{0} {why} {code}"}, "en", is_live=False)
    assert text == "{0} {why} {code}"
