"""Help, the palette, and keys of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from tests.support.app import live, opened

from realtime_inspector.actions import ACTIONS
from realtime_inspector.core.errors import UsageError
from realtime_inspector.ui.present.keys import key_words

if TYPE_CHECKING:
    from pathlib import Path

CAPTURE: Final = "openai-ga-text-tools.jsonl"


async def test_export_while_typing_a_message_leaves_the_message(tmp_path: Path) -> None:
    async with live(tmp_path) as ui:
        await ui.until_ready()
        await ui.type("not sent yet")
        await ui.press("ctrl+s")
        assert ui.screen.query("#export-path")
        await ui.press("escape")
        assert ui.input.has("not sent yet")


@pytest.mark.parametrize("lang", ["en", "ja"])
async def test_help_lists_every_action(lang: str) -> None:
    async with opened(CAPTURE, lang=lang) as ui:
        await ui.press("question_mark")
        await ui.pilot.pause()
        text = str(ui.screen.query_one("#help-text").render())
        for action in ACTIONS:
            if not action.parameter:
                assert key_words(action.keys) in text
        if lang == "ja":
            assert "Go to the next error." not in text
        else:
            assert "Go to the next error." in text
        assert "/response [INSTRUCTIONS]" in text
        await ui.press("j", "k", "q")
        assert ui.log.is_shown


@pytest.mark.parametrize("where", ["input", "log"])
async def test_the_palette_runs_an_action(tmp_path: Path, where: str) -> None:
    async with live(tmp_path) as ui:
        await ui.until_ready()
        if where == "log":
            await ui.press("escape")
        await ui.press("ctrl+p")
        await ui.type("Automatic answers")
        await ui.until(lambda: "Whether response.create" in ui.text, "the action in the palette")
        await ui.press("enter")
        await ui.until(lambda: "manual response.create" in ui.status.text, "the action's work")


async def test_the_palette_lists_every_action() -> None:
    async with opened(CAPTURE) as ui:
        for action in ACTIONS:
            if action.scope != "main" or action.id == "command_palette":
                continue
            assert hasattr(ui.screen, f"action_{action.method.partition('(')[0]}"), action.id


async def test_a_keymap_replaces_keys() -> None:
    async with opened(CAPTURE, keymap={"next_error": "ctrl+n", "zoom": "Z"}) as ui:
        before = ui.log.widget.region.width
        await ui.press("z")
        assert ui.log.widget.region.width == before
        await ui.press("Z")
        assert ui.log.widget.region.width > before


@pytest.mark.parametrize(
    "keymap", [{"no_such_action": "x"}, {"zoom": "f"}, {"zoom": "ctrl+q"}], ids=str
)
async def test_a_keymap_that_cannot_work_is_refused(keymap: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="keymap"):
        async with opened(CAPTURE, keymap=keymap):
            pass


async def test_a_theme_that_does_not_exist_is_no_reason_to_fail() -> None:
    async with opened(CAPTURE, theme="no-such-theme") as ui:
        assert ui.log.rows
