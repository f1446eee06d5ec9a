"""The timeline: opened on the selected event, zoomed, moved in, left at another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support.app import CAPTURES, MIDDLE, NARROW, TINY, WIDE, Pane, Ui, live, opened
from tests.support.serving import write_capture
from tests.unit.export.captures import spoken_session

if TYPE_CHECKING:
    from pathlib import Path

SPOKEN = "azure-ga-spoken-tool-round.jsonl"


def rows(ui: Ui) -> Pane:
    return Pane(ui, "#timeline-lines", "#timeline")


async def open_timeline(ui: Ui) -> Pane:
    await ui.press("t")
    pane = rows(ui)
    await ui.until(lambda: pane.is_shown and bool(pane.text.strip()), "the timeline")
    return pane


@pytest.mark.parametrize("size", [WIDE, MIDDLE, NARROW])
async def test_it_shows_the_phases_of_a_turn_at_any_size(size: tuple[int, int]) -> None:
    async with opened(SPOKEN, size=size) as ui:
        pane = await open_timeline(ui)
        for text in ("Turn 1", "You", "▓", "Response 1", "░", "█", "remember_name", "▚"):
            await ui.until_shown(pane, text)
        assert "≈" in pane.text
        assert "134 events" in pane.hint


@pytest.mark.parametrize("name", sorted(path.name for path in CAPTURES.glob("*-*.*")))
async def test_every_shared_capture_opens_even_in_no_room(name: str) -> None:
    async with opened(name, size=TINY, lang="ja") as ui:
        await open_timeline(ui)
        await ui.press("plus", "minus", "l", "h", "a", "0", "G", "g")
        assert rows(ui).is_shown


async def test_zoom_and_pan_move_the_bars() -> None:
    async with opened(SPOKEN, size=MIDDLE) as ui:
        pane = await open_timeline(ui)
        await ui.until_shown(pane, "Response 2")
        axis = Pane(ui, "#timeline-axis")
        fitted = pane.text
        await ui.press("plus")
        await ui.until(lambda: pane.text != fitted, "a nearer look")
        near = axis.text
        await ui.press("l")
        await ui.until(lambda: axis.text != near, "later times")
        await ui.press("0")
        await ui.until(lambda: pane.text == fitted, "the whole turn")


async def test_enter_leads_to_the_first_event_of_a_response() -> None:
    async with opened(SPOKEN) as ui:
        await open_timeline(ui)
        await ui.press("g", "right_curly_bracket")
        screen = ui.screen
        seq = screen._track.seq
        assert screen._track.of.id.startswith("resp_")
        await ui.press("enter")
        await ui.until(lambda: not ui.screen.query("#timeline"), "the log")
        await ui.until(lambda: ui.log.selected == seq, "the response in the log")


async def test_a_live_session_is_measured_while_it_runs(tmp_path: Path) -> None:
    async with live(tmp_path, size=MIDDLE) as ui:
        await ui.until_ready()
        await ui.say("hello")
        await ui.until_answered()
        await ui.press("escape")
        pane = await open_timeline(ui)
        await ui.until_shown(pane, "Response 1")
        assert "Turn 2" not in pane.text
        await ui.until_shown(Pane(ui, "#timeline-legend"), "first token")


@pytest.mark.parametrize("size", [WIDE, MIDDLE, NARROW])
async def test_an_answer_that_was_broken_in_on_tells_how_much_was_heard(
    size: tuple[int, int], tmp_path: Path
) -> None:
    path = write_capture(tmp_path / "barge-in.jsonl", spoken_session())
    async with opened(path, size=size) as ui:
        pane = await open_timeline(ui)
        await ui.press("g")
        await ui.until_shown(pane, "heard 1.20 s of 2.00 s")
        row = next(index for index, line in enumerate(pane.lines) if "played" in line)
        assert "▄" in pane.lines[row]
        assert "╌" in pane.lines[row]
        assert "cancelled (turn_detected)" in pane.lines[row - 1], "all that is said has room"
        await ui.until_shown(Pane(ui, "#timeline-legend"), "not heard")
        await ui.press(*["j"] * row)
        await ui.until_shown(Pane(ui, "#timeline-detail"), "audio_end_ms")


async def test_what_is_said_of_the_longest_bar_is_on_the_screen_when_all_is_measured() -> None:
    async with opened("azure-ga-transcription-failed.jsonl", size=NARROW) as ui:
        pane = await open_timeline(ui)
        await ui.until(lambda: any("Response 1" in line and "✓" in line for line in pane.lines))
        line = next(line for line in pane.lines if "Response 1" in line)
        assert line.index("█") < line.index("✓"), "the remark stands behind its bar"


async def test_the_help_says_how_the_chart_is_read() -> None:
    async with opened(SPOKEN) as ui:
        await open_timeline(ui)
        await ui.press("question_mark")
        await ui.until(lambda: bool(ui.screen.query("#help")), "the help")
        await ui.until_shown(Pane(ui, "#help-text"), "Whole turn")


async def test_ctrl_s_offers_the_export() -> None:
    async with opened(SPOKEN) as ui:
        await open_timeline(ui)
        await ui.press("ctrl+s")
        await ui.until(lambda: bool(ui.screen.query("#formats")), "the export dialogue")
