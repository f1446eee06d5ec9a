from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import realtime_inspector
from realtime_inspector.actions import ACTIONS
from realtime_inspector.guide.coaching import coaching
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.slash import SLASH_COMMANDS

SOURCE = Path(realtime_inspector.__file__).parent
KANA = re.compile("[぀-ヿ一-鿿]")


def texts_told_to_the_user() -> set[str]:
    """Literal texts that the screen hands to `words`, directly or through `_tell` and `_move`."""
    found: set[str] = set()
    for path in (SOURCE / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            function = node.func
            name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
            if name in {"words", "_tell", "_move"}:
                values = (arg.value for arg in node.args if isinstance(arg, ast.Constant))
                found |= {value for value in values if isinstance(value, str)}
    return found


@pytest.mark.parametrize("text", sorted(texts_told_to_the_user()))
def test_every_text_of_the_screen_has_japanese(text: str) -> None:
    assert KANA.search(words(text, "ja")), text


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
