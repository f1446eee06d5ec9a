"""Playing a capture: keys, bar, mouse, and what the panes show meanwhile."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from tests.support.app import capture_of, live, opened
from tests.support.logs import HEADER, line_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.app import Ui

DELTA: Final = "response.output_text.delta"
ERROR: Final = {"type": "error", "error": {"code": "bad", "message": "not good"}}
FOREVER_MS: Final = 600_000
"""A pause that nobody sees the end of."""
LOW: Final = (80, 24)


def _events(count: int, at: dict[int, dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    return [(at or {}).get(number, {"type": f"thing.{number}"}) for number in range(1, count + 1)]


def _capture(folder: Path, count: int = 20, *, waits: dict[int, int] | None = None) -> Path:
    """Events 10 ms apart, with further milliseconds before some of them."""
    return capture_of(folder / "c.jsonl", _events(count), slow=waits)


async def _until_at(ui: Ui, seq: int) -> None:
    await ui.until(lambda: ui.scrub.has(f"{seq} of"), f"event {seq}")


def _timers(ui: Ui) -> int:
    """Timers of the playback that are going to fire."""
    return ui.screen._playback._due is not None


async def test_space_plays_to_the_end(tmp_path: Path) -> None:
    async with opened(_capture(tmp_path)) as ui:
        assert ui.scrub.has("‖ 1× 1 of 20 · 00:00.000 / 00:00.190")
        await ui.press("space")
        await ui.until(lambda: ui.scrub.has("The end. Space starts over."), "the end")
        assert ui.scrub.has("■ 1× 20 of 20 · 00:00.190")
        await ui.settle()
        assert ui.log.selected == 20
        assert ui.detail.title.startswith("#20 ")
        assert not _timers(ui)


async def test_from_the_end_it_starts_over(tmp_path: Path) -> None:
    async with opened(_capture(tmp_path, waits={5: FOREVER_MS}), longest_gap_s=0) as ui:
        await ui.press("G")
        assert ui.scrub.has("The end.")
        await ui.press("space")
        await _until_at(ui, 4)
        assert ui.scrub.has("▶")
        await ui.settle()
        assert ui.log.selected == 4


async def test_it_is_played_from_the_start_and_the_panes_follow() -> None:
    async with opened("openai-ga-text-tools.jsonl", is_played=True, speed=64.0) as ui:
        await ui.until(lambda: ui.scrub.has("The end."), "the end")
        await ui.settle()
        assert ui.scrub.has("64× 50 of 50")
        assert ui.log.selected == 50


async def test_space_pauses_where_it_is(tmp_path: Path) -> None:
    path = _capture(tmp_path, waits={11: FOREVER_MS})
    async with opened(path, longest_gap_s=0) as ui:
        await ui.press("space")
        await _until_at(ui, 10)
        assert ui.scrub.has("▶")
        assert "shortened" not in ui.scrub.text
        await ui.press("space")
        assert ui.scrub.has("‖ 1× 10 of 20")
        await ui.settle()
        assert ui.log.selected == 10
        assert "At event 10" in ui.text
        assert not _timers(ui)


async def test_a_pause_that_is_shortened_says_so(tmp_path: Path) -> None:
    path = _capture(tmp_path, waits={11: 42_000 - 10})
    async with opened(path, longest_gap_s=300.0) as ui:
        assert "shortened" not in ui.scrub.text
    async with opened(path, longest_gap_s=20.0, is_played=True) as ui:
        await ui.until(lambda: ui.scrub.has("gap of 42 s shortened to 20 s"), "the gap")
        assert ui.scrub.has("1 gap shortened to 20 s")
        assert "┄┄┄" in ui.scrub.lines[0]
    async with opened(path, longest_gap_s=0.02, is_played=True) as ui:
        await ui.until(lambda: ui.scrub.has("The end."), "the end, and soon")


async def test_the_speed(tmp_path: Path) -> None:
    path = _capture(tmp_path, 3, waits={2: FOREVER_MS})
    async with opened(path, longest_gap_s=0) as ui:
        for _ in range(8):
            await ui.press("greater_than_sign")
        assert ui.scrub.has("64×")
        for _ in range(9):
            await ui.press("less_than_sign")
        assert ui.scrub.has("0.25×")
        await ui.press("space", "greater_than_sign")
        assert ui.scrub.has("▶ 0.5×")


async def test_a_speed_between_the_steps_goes_to_the_next_step(tmp_path: Path) -> None:
    async with opened(_capture(tmp_path), speed=3.0) as ui:
        assert ui.scrub.has("3×")
        await ui.press("less_than_sign")
        assert ui.scrub.has("2×")


async def test_single_steps_go_into_folded_runs(tmp_path: Path) -> None:
    deltas = {n: {"type": DELTA, "item_id": "i", "delta": f"d{n} "} for n in range(3, 8)}
    path = capture_of(tmp_path / "c.jsonl", _events(9, deltas))
    async with opened(path) as ui:
        await ui.press("full_stop", "full_stop", "full_stop", "full_stop")
        await ui.settle()
        assert ui.scrub.has("5 of 9")
        assert ui.detail.title.startswith(f"#5 ↓ {DELTA}")
        assert ui.detail.has("d5")
        assert ui.log.selected == 3  # the row of the run
        assert "At event 5 of 9" in ui.text
        await ui.press("comma")
        await ui.settle()
        assert ui.detail.title.startswith("#4 ")
        for _ in range(9):
            await ui.press("full_stop")
        assert ui.scrub.has("9 of 9")
        for _ in range(12):
            await ui.press("comma")
        assert ui.scrub.has("1 of 9")


async def test_enter_opens_a_run_and_space_does_not(tmp_path: Path) -> None:
    deltas = {n: {"type": DELTA, "item_id": "i", "delta": "x"} for n in range(2, 8)}
    waits = {8: FOREVER_MS}
    path = capture_of(tmp_path / "c.jsonl", _events(9, deltas), slow=waits)
    async with opened(path, longest_gap_s=0) as ui:
        await ui.press("j", "enter")
        assert "×6" not in ui.log.text
        await ui.press("enter")
        assert "×6" in ui.log.text
        await ui.press("space")
        assert "×6" in ui.log.text
        assert ui.scrub.has("▶")


async def test_playback_goes_on_from_what_one_selects(tmp_path: Path) -> None:
    path = _capture(tmp_path, 40, waits={5: FOREVER_MS, 30: FOREVER_MS})
    async with opened(path, longest_gap_s=0, is_played=True) as ui:
        await _until_at(ui, 4)
        await ui.press("j")  # over the pause
        await _until_at(ui, 29)
        assert ui.scrub.has("▶")
        await ui.press("g")
        await _until_at(ui, 4)
        await ui.press("ctrl+g")
        await ui.type("33")
        await ui.press("enter")
        await ui.until(lambda: ui.scrub.has("The end."), "the end")


async def test_a_step_pauses(tmp_path: Path) -> None:
    path = _capture(tmp_path, waits={5: FOREVER_MS})
    async with opened(path, longest_gap_s=0, is_played=True) as ui:
        await _until_at(ui, 4)
        await ui.press("full_stop")
        assert ui.scrub.has("‖ 1× 5 of 20")
        assert not _timers(ui)


async def test_a_click_in_the_bar_goes_there_and_a_drag_along(tmp_path: Path) -> None:
    async with opened(_capture(tmp_path, 100)) as ui:
        region = ui.scrub.widget.content_region
        left, top, width = region.x, region.y, region.width
        await ui.pilot.click(offset=(left + width // 2, top))
        await ui.pilot.pause()
        assert 48 <= ui.log.selected <= 53
        await ui.pilot.mouse_down(offset=(left, top))
        await ui.pilot.pause()
        assert ui.log.selected == 1
        await ui.pilot.hover(offset=(left + width // 4, top))
        await ui.pilot.pause()
        assert 23 <= ui.log.selected <= 28
        await ui.pilot.hover(offset=(left + width - 1, top - 5))
        await ui.pilot.mouse_up(offset=(left + width - 1, top - 5))
        await ui.pilot.pause()
        assert ui.log.selected == 100
        await ui.pilot.hover(offset=(left, top))
        await ui.pilot.pause()
        assert ui.log.selected == 100
        await ui.click(ui.scrub, "■")
        await ui.until(lambda: ui.log.selected < 100, "playing")


async def test_the_bar_shows_errors_and_marks(tmp_path: Path) -> None:
    path = capture_of(tmp_path / "c.jsonl", _events(50, {25: ERROR}))
    async with opened(path) as ui:
        region = ui.scrub.widget.content_region
        strip = ui.strips(region)[0]
        red = [
            segment
            for segment in strip
            if segment.style is not None
            and segment.style.color is not None
            and (colour := segment.style.color.triplet) is not None
            and colour.red > colour.blue + 50
        ]
        assert "".join(segment.text for segment in red).strip()
        await ui.press("e", "m", "g")
        await ui.until(lambda: "◆" in ui.scrub.lines[0], "the mark")


async def test_next_response_and_back() -> None:
    async with opened("openai-ga-text-tools.jsonl") as ui:
        await ui.press("right_curly_bracket")
        first = ui.log.selected
        assert ui.store.row(first).type == "response.created"
        await ui.press("right_curly_bracket")
        second = ui.log.selected
        assert second > first
        assert ui.store.row(second).type == "response.created"
        await ui.press("left_curly_bracket")
        assert ui.log.selected == first


async def test_times_from_ids_are_called_so() -> None:
    async with opened("openai-ga-text-tools.jsonl") as ui:
        assert ui.scrub.has("1 of 50 · ≈00:00 / ≈00:01 · ≈ times from ids")
        assert any("≈00:01" in row for row in (await _at_end(ui)).log.rows)
        await ui.press("ctrl+g")
        await ui.type("00:01")
        await ui.press("enter")
        await ui.settle()
        assert ui.scrub.has("≈00:01 / ≈00:01")
        assert 1 < ui.log.selected < 50


async def _at_end(ui: Ui) -> Ui:
    await ui.press("G")
    return ui


async def test_without_any_times_it_has_a_fixed_pace(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text("".join(json.dumps({"type": f"thing.{n}"}) + "\n" for n in range(4)))
    async with opened(path) as ui:
        assert ui.scrub.has("1 of 4 · no times: 20 events/s")
        await ui.press("space")
        await ui.until(lambda: ui.scrub.has("The end."), "the end")


async def test_low_terminals_show_one_row_once_it_is_played(tmp_path: Path) -> None:
    path = _capture(tmp_path, waits={5: FOREVER_MS})
    async with opened(path, size=LOW) as ui:
        await ui.until(lambda: not ui.scrub.is_shown, "no bar")
        rows = len(ui.log.rows)
        await ui.press("space")
        await ui.until(lambda: ui.scrub.is_shown and ui.scrub.has("▶"), "the bar")
        assert ui.scrub.widget.size.height == 1
        assert len(ui.log.rows) >= rows - 1
        await ui.until(lambda: ui.scrub.has("gap of 600 s") or ui.scrub.has("10:00 min"), "the gap")
        await ui.press("b")
        await ui.until(lambda: not ui.scrub.is_shown, "no bar")
        await ui.press("b")
        await ui.until(lambda: ui.scrub.is_shown, "the bar")
        region = ui.scrub.widget.content_region
        await ui.pilot.click(offset=(region.x + 8, region.y))
        await ui.pilot.pause()
        assert ui.log.selected < 5


async def test_the_end_is_told_where_the_bar_is_hidden(tmp_path: Path) -> None:
    path = _capture(tmp_path, 4, waits={3: FOREVER_MS})
    async with opened(path, longest_gap_s=0, is_played=True) as ui:
        await _until_at(ui, 2)
        await ui.press("b", "j")
        await ui.until(lambda: "The end. Space starts over." in ui.toasts, "the end")


async def test_a_live_session_has_nothing_to_play(tmp_path: Path) -> None:
    async with live(tmp_path) as ui:
        await ui.until_ready()
        await ui.press("escape", "space")
        assert "there is nothing to play" in ui.toasts
        assert not ui.screen.query("#scrub")
        count = len(ui.store)
        await ui.press("less_than_sign", "b")
        await ui.press("comma")
        await ui.settle()
        assert ui.detail.title.startswith(f"#{count - 1} ")
        assert f"At event {count - 1} of" in ui.text


async def test_a_space_in_a_search_is_a_space(tmp_path: Path) -> None:
    async with opened(_capture(tmp_path)) as ui:
        await ui.press("slash", "a", "space", "b")
        assert ui.screen.focused.value == "a b"
        assert not ui.screen._playback.is_playing


async def test_a_file_that_grows_plays_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + b"".join(line_of("thing", n) for n in range(30)))
    async with opened(path, is_growing=True) as ui:
        await ui.press("g", "space")
        await ui.until(lambda: ui.scrub.has("The end."), "the end")
        with path.open("ab") as file:
            file.write(line_of("thing", 31))
        await ui.until(lambda: len(ui.store) == 31, "another event")
        await ui.until(lambda: ui.scrub.has("30 of 31"), "the bar")
        await ui.press("space")
        await ui.until(lambda: ui.scrub.has("31 of 31"), "the new one")


async def test_the_filter_hides_rows_and_playback_goes_on(tmp_path: Path) -> None:
    async with opened(_capture(tmp_path), filter_text="type:thing.7") as ui:
        await ui.press("space")
        await ui.until(lambda: ui.scrub.has("20 of 20"), "the end")
        assert ui.log.types == ["thing.7"]


async def test_in_japanese(tmp_path: Path) -> None:
    async with opened(_capture(tmp_path), lang="ja", is_played=True) as ui:
        await ui.until(lambda: ui.scrub.has("終わりです。Space で最初から再生します。"), "the end")
        assert ui.scrub.has("20 件中 20")
