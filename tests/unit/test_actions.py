from __future__ import annotations

import pytest

from realtime_inspector.actions import ACTIONS, Action
from realtime_inspector.core.errors import UsageError
from realtime_inspector.ui.bindings import check_keymap
from realtime_inspector.ui.panes.detail_json import JsonView
from realtime_inspector.ui.panes.event_log import EventLines
from realtime_inspector.ui.screens.lesson import LessonScreen
from realtime_inspector.ui.screens.main import MainScreen

OWNERS = {"main": MainScreen, "log": EventLines, "detail": JsonView, "lesson": LessonScreen}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_has_its_method_and_its_words(action: Action) -> None:
    assert callable(getattr(OWNERS[action.scope], f"action_{action.id.partition('.')[0]}"))
    assert action.title
    assert action.help.endswith((".", "/"))


def test_no_key_is_given_twice() -> None:
    check_keymap({})


def test_a_keymap_may_move_an_action() -> None:
    check_keymap({"next_error": "ctrl+e"})


def test_a_keymap_with_an_unknown_action_is_refused() -> None:
    with pytest.raises(UsageError, match="no action 'fly'"):
        check_keymap({"fly": "f12"})


def test_a_key_that_is_taken_is_refused() -> None:
    with pytest.raises(UsageError, match="'e' is given to"):
        check_keymap({"filter": "e"})
