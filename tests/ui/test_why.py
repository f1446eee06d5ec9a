"""Why nothing happens, told by the coach and in its dialogue; and the session contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.app import CAPTURES, Pane, capture_of, live, opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.app import Ui

TEXT_TOOLS = CAPTURES / "openai-ga-text-tools.jsonl"


def dialogue(ui: Ui) -> Pane:
    return Pane(ui, "#why")


def contract(ui: Ui) -> Pane:
    return Pane(ui, "#contract")


async def test_the_reason_is_named_and_its_key_brings_the_answer(tmp_path: Path) -> None:
    async with live(tmp_path, auto_response=False) as ui:
        await ui.until_ready()
        await ui.say("Hello")
        await ui.until_event("conversation.item.done")
        await ui.until_shown(ui.coach, "Nobody asked for an answer")
        await ui.press("escape", "Y")
        await ui.until(lambda: dialogue(ui).is_shown, "the dialogue")
        await ui.until_shown(dialogue(ui), "Nobody asked for an answer")
        assert dialogue(ui).has("conversation.item.create")
        assert dialogue(ui).has("no response is active")
        assert dialogue(ui).has("r sends response.create")
        await ui.press("r")
        await ui.until_answered()
        assert not dialogue(ui).is_shown
        await ui.press("Y")
        await ui.until_shown(dialogue(ui), "it is your turn")


async def test_the_coach_counts_the_quiet_seconds(tmp_path: Path) -> None:
    async with live(tmp_path, auto_response=False) as ui:
        await ui.until_ready()
        await ui.say("Hello")
        await ui.until_event("conversation.item.done")
        await ui.until_shown(ui.coach, "Nobody asked for an answer · 3 s")
        await ui.until_shown(ui.coach, "Y tells more")


async def test_an_event_that_shows_it_is_one_key_away(tmp_path: Path) -> None:
    async with live(tmp_path, auto_response=False, lang="ja") as ui:
        await ui.until_ready()
        await ui.say("こんにちは")
        await ui.until_event("conversation.item.done")
        await ui.press("escape", "Y")
        await ui.until_shown(dialogue(ui), "まだ返事を求めていません")
        await ui.press("enter")
        await ui.until(lambda: not dialogue(ui).is_shown, "the main screen")
        assert ui.log.selected == ui.seq_of("conversation.item.create")


async def test_a_capture_tells_it_of_the_selected_event(tmp_path: Path) -> None:
    async with opened(TEXT_TOOLS) as ui:
        await ui.press("j", "Y")
        await ui.until_shown(dialogue(ui), "After #2; session.updated came next")
        assert dialogue(ui).has("session.update is not confirmed")
        await ui.press("escape", "G", "Y")
        await ui.until_shown(dialogue(ui), "the last event of the capture")
        assert dialogue(ui).has("it is your turn")


async def test_what_the_server_said_is_not_interpreted(tmp_path: Path) -> None:
    error = {"type": "invalid_request_error", "code": "x", "message": "[b]no[/b] \x1b[31mred"}
    session = {"id": "s", "model": "[i]m[/i]\x1b[0m", "voice": "v"}
    path = capture_of(
        tmp_path / "odd.jsonl",
        [{"type": "session.created", "session": session}, {"type": "error", "error": error}],
    )
    async with opened(path) as ui:
        await ui.press("G", "Y")
        await ui.until_shown(dialogue(ui), "[b]no[/b]")
        assert "\x1b" not in ui.text
        await ui.press("escape", "equals_sign")
        await ui.until_shown(contract(ui), "[i]m[/i]")


async def test_the_contract_of_a_session(tmp_path: Path) -> None:
    async with opened(TEXT_TOOLS) as ui:
        await ui.press("equals_sign")
        await ui.until_shown(contract(ui), "called: get_weather ×1")
        assert contract(ui).has("= tools")
        assert contract(ui).has("? input audio")
        await ui.press("enter")
        await ui.until(lambda: not contract(ui).is_shown, "the main screen")
        assert ui.log.selected == 3


async def test_the_contract_of_a_live_session_grows(tmp_path: Path) -> None:
    async with live(tmp_path) as ui:
        await ui.until_ready()
        await ui.press("escape", "equals_sign")
        await ui.until_shown(contract(ui), "never called")
        assert ui.session is not None
        ui.session.say("Hello there")
        await ui.until_shown(contract(ui), "reached by 0 of 1 responses")
