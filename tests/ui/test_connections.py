"""A capture that holds several connections: which one an event is of, and choosing one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from tests.support.app import Ui, opened

TWO: Final = Path(__file__).parents[1] / "fixtures" / "made" / "two-sessions.mitm"
ONE: Final = "openai-ga-text-tools.jsonl"
IN_A_FILE: Final = "xai-drop-and-resume.jsonl"


async def choose(ui: Ui, title: str, help_text: str) -> None:
    await ui.press("ctrl+p")
    await ui.type(title)
    await ui.until(lambda: help_text in ui.text, f"{title} in the palette")
    await ui.press("enter")


@pytest.mark.parametrize("capture", [TWO, IN_A_FILE])
async def test_the_detail_says_which_connection_an_event_is_of(capture: Path | str) -> None:
    async with opened(capture) as ui:
        await ui.press("escape", "g")
        await ui.until(lambda: "· connection 1" in ui.text, "the first connection")
        await ui.press("G")
        await ui.until(lambda: "· connection 2" in ui.text, "the second connection")


async def test_where_there_is_one_connection_nothing_is_said_of_it() -> None:
    async with opened(ONE) as ui:
        await ui.press("escape", "g")
        await ui.until(lambda: "#1 ↓ session.created" in ui.text, "the detail")
        assert "connection 1" not in ui.text
        await ui.press("ctrl+p")
        await ui.type("All connections")
        await ui.until(lambda: "No matches found" in ui.text, "nothing in the palette")


async def test_a_connection_is_chosen_in_the_palette() -> None:
    async with opened(TWO) as ui:
        await choose(ui, "Connection 2", "only its 50 events")
        await ui.until(lambda: "50 of 97" in ui.text, "the second connection alone")
        await choose(ui, "Connection 1", "only its 47 events")
        await ui.until(lambda: "47 of 97" in ui.text, "the first one instead")
        await choose(ui, "All connections", "of all connections")
        await ui.until(lambda: "97 · following" in ui.text or "─ 97" in ui.text, "all of it")


async def test_the_rest_of_the_filter_stays() -> None:
    async with opened(TWO, filter_text="dir:out type:session.update") as ui:
        await choose(ui, "Connection 1", "only its 47 events")
        await ui.until(lambda: "1 of 97" in ui.text, "both terms")


async def test_in_japanese() -> None:
    async with opened(TWO, lang="ja") as ui:
        await ui.press("escape", "g")
        await ui.until(lambda: "· 接続 1" in ui.text, "the connection")
        await choose(ui, "接続 2", "この接続のイベント 50 件")
        await ui.until(lambda: "97 件中 50 件" in ui.text, "the second connection alone")
