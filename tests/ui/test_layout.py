"""Which panes are visible, where the keyboard is, and that small terminals stay usable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from tests.support.app import CAPTURES, MIDDLE, NARROW, SMALL, TINY, WIDE, Ui, live, opened

if TYPE_CHECKING:
    from pathlib import Path

CAPTURE: Final = "openai-ga-text-tools.jsonl"
READABLE: Final = sorted(
    path.name for path in CAPTURES.iterdir() if path.suffix in {".jsonl", ".yaml"}
)


def _columns(ui: Ui) -> str:
    names = {"c": ui.chat, "l": ui.log, "d": ui.detail, "s": ui.items}
    return "".join(letter for letter, pane in names.items() if pane.is_shown)


def _focus(ui: Ui) -> str:
    return str(ui.screen.focused.id) if ui.screen.focused is not None else ""


async def test_tab_goes_round_the_panes(tmp_path: Path) -> None:
    async with live(tmp_path) as ui:
        await ui.until_ready()
        order = []
        for _ in range(5):
            order.append(_focus(ui))
            await ui.press("tab")
        assert order == ["chat-input", "transcript", "log-lines", "json", "items"]
        assert _focus(ui) == "chat-input"
        await ui.press("shift+tab")
        assert _focus(ui) == "items"
        await ui.press("i")
        assert _focus(ui) == "chat-input"
        await ui.press("escape")
        assert _focus(ui) == "log-lines"


@pytest.mark.parametrize(("size", "panes"), [(WIDE, "clds"), (MIDDLE, "clds"), (NARROW, "cld")])
async def test_what_a_width_shows(size: tuple[int, int], panes: str) -> None:
    async with opened(CAPTURE, size=size) as ui:
        assert _columns(ui) == panes


async def test_two_columns_show_the_one_with_the_keyboard() -> None:
    async with opened(CAPTURE, size=NARROW) as ui:
        await ui.press("tab", "tab")
        assert _focus(ui) == "items"
        assert _columns(ui) == "lds"
        await ui.press("tab")
        assert _focus(ui) == "transcript"
        assert _columns(ui) == "cld"


async def test_one_column_is_the_one_with_the_keyboard() -> None:
    async with opened(CAPTURE, size=SMALL) as ui:
        assert _columns(ui) == "ld"
        await ui.press("shift+tab")
        assert _columns(ui) == "c"
        await ui.press("shift+tab")
        assert _columns(ui) == "s"
        assert ui.coach.is_shown


async def test_forty_by_ten_is_usable(tmp_path: Path) -> None:
    async with live(tmp_path, size=TINY) as ui:
        await ui.until_ready()
        await ui.say("Hello")
        await ui.until_answered()
        assert _columns(ui) == "c"
        assert ui.input.is_shown
        assert len("".join(ui.chat.lines).strip()) > 20
        await ui.press("escape")
        assert len(ui.log.rows) >= 3
        await ui.press("k")
        assert ui.log.selected == len(ui.store) - 1
        await ui.press("question_mark")
        assert ui.screen.query("#help")
        await ui.press("escape", "ctrl+s", "enter")
        await ui.until(lambda: bool(ui.screen.query("#export-path")), "the dialogue")
        path = ui.screen.query_one("#export-path")
        await ui.until(lambda: path.has_focus and path.region.area > 0, "the path")
        assert path.is_on_screen


async def test_zoom_gives_a_pane_the_screen_and_takes_it_back() -> None:
    async with opened(CAPTURE) as ui:
        await ui.press("z")
        assert _columns(ui) == "l"
        assert ui.log.widget.region.width > 170
        await ui.press("tab")
        assert _columns(ui) == "clds"
        await ui.press("z")
        assert _columns(ui) == "d"
        await ui.press("q")
        assert _columns(ui) == "clds"
        await ui.press("tab", "z")
        assert _columns(ui) == "s"
        await ui.press("escape")
        assert _columns(ui) == "clds"


async def test_resizing_keeps_the_selection_and_the_place() -> None:
    async with opened(CAPTURE) as ui:
        await ui.press("G", "k", "k", "k")
        selected = ui.log.selected
        for width, height in (NARROW, TINY, (10, 3), (1, 1), SMALL, WIDE):
            await ui.pilot.resize_terminal(width, height)
            await ui.pilot.pause()
            assert ui.log.selected == selected
        await ui.settle()
        assert ui.detail.title.startswith(f"#{selected} ")
        assert any(f" {selected} " in f" {row.strip()} " for row in ui.log.rows)


async def test_resizing_while_an_answer_streams(tmp_path: Path) -> None:
    async with live(tmp_path, speed=4) as ui:
        await ui.until_ready()
        await ui.say("Tell me a long story")
        await ui.until_streaming(3)
        for width, height in (NARROW, TINY, (5, 2), SMALL, MIDDLE):
            await ui.pilot.resize_terminal(width, height)
            await ui.pilot.pause()
        await ui.until_answered()
        assert ui.chat.has("they are still streaming today.")
        assert "following" in ui.log.hint


@pytest.mark.parametrize("size", [WIDE, NARROW, TINY])
async def test_the_footer_always_shows_how_to_leave(size: tuple[int, int]) -> None:
    async with opened(CAPTURE, size=size) as ui:
        assert "Quit" in ui.footer.text
        assert "Help" in ui.footer.text


@pytest.mark.parametrize("name", READABLE)
@pytest.mark.parametrize("lang", ["en", "ja"])
async def test_every_shared_capture_opens_and_shows_every_tab(name: str, lang: str) -> None:
    async with opened(name, size=MIDDLE, lang=lang) as ui:
        count = len(ui.store)
        assert (f"イベント {count} 件" if lang == "ja" else f"{count} events") in ui.status.text
        assert ui.log.rows
        for key in ("G", "plus", "g", "right_square_bracket", "right_square_bracket"):
            await ui.press(key)
            await ui.settle()
        assert ui.detail.lines[2].strip()
        for strip in ui.strips(ui.screen.region):
            assert strip.cell_length == 120


async def test_keys_that_print_are_not_offered_while_typing(tmp_path: Path) -> None:
    async with live(tmp_path) as ui:
        await ui.until_ready()
        assert "Search" not in ui.footer.text
        await ui.press("slash", "f", "r", "question_mark")
        assert ui.input.has("/fr?")
        assert "response.create" not in ui.types()
        await ui.press("escape")
        assert "Search" in ui.footer.text
