"""Lessons on the screen: each done to its end, and what a person sees on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support.app import NARROW, Pane, Ui, live
from tests.support.lessons import do_next, entered, in_lesson, play, run_of

from realtime_inspector.lessons.lesson_file import built_in_lessons
from realtime_inspector.lessons.progress import LessonProgress, Progress
from realtime_inspector.ui.screens import lesson as lesson_screen

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [lesson.name for lesson in built_in_lessons()]


def panel(ui: Ui) -> Pane:
    return Pane(ui, "#lesson-panel")


@pytest.mark.parametrize("name", NAMES)
async def test_each_lesson_can_be_done_as_its_file_says(name: str, tmp_path: Path) -> None:
    file = tmp_path / "lessons.json"
    async with in_lesson(name, progress_file=file) as ui:
        await play(ui)
        await ui.until_shown(panel(ui), "done ✓")
        assert all(one.seq in ui.store.marks for one in run_of(ui).sightings)
        assert Progress(file).of(name).is_finished


@pytest.mark.parametrize("name", ["first-session", "function-call"])
async def test_in_japanese_on_a_small_terminal(name: str) -> None:
    async with in_lesson(name, lang="ja", size=NARROW) as ui:
        while not run_of(ui).is_over:
            step = run_of(ui).step
            assert step is not None
            await ui.until_shown(panel(ui), step.task.ja.replace("`", "")[-10:])
            assert ui.input.is_shown
            await do_next(ui)
        await ui.until_shown(panel(ui), "完了 ✓")
        assert ui.screen.run.lesson.title.ja in panel(ui).text


async def test_only_the_right_thing_goes_on() -> None:
    async with in_lesson("first-session") as ui:
        await ui.until_ready()
        await ui.until_shown(panel(ui), "step 1 of 4")
        await ui.say("/cancel")
        await ui.until_event("error")
        await ui.say("/response")
        await ui.until_answered()
        assert run_of(ui).step_index == 0
        assert "step 1 of 4" in panel(ui).text
        await ui.say("Hello!")
        await ui.until_shown(panel(ui), "step 2 of 4")
        created = ui.seq_of("conversation.item.create")
        await ui.until_shown(panel(ui), f"#{created} conversation.item.create: your words went")
        assert created in ui.store.marks


async def test_a_slip_is_named_and_goes_when_it_is_mended() -> None:
    async with in_lesson("function-call") as ui:
        await ui.until_ready()
        await ui.say("Hello!")
        await ui.say("/response")
        await ui.until_shown(panel(ui), "it answered in words")
        assert run_of(ui).step_index == 0
        await ui.say("What is the weather in Rome?")
        await ui.say("/response")
        await ui.until_shown(panel(ui), "step 2 of 4")
        assert not panel(ui).has("it answered in words")


async def test_hints_come_by_key_and_then_the_line_is_typed() -> None:
    async with in_lesson("first-session") as ui:
        await ui.until_ready()
        await ui.until_shown(panel(ui), "Ctrl+T: hint")
        assert not panel(ui).has("If the cursor is not in the line")
        await ui.press("ctrl+t")
        await ui.until_shown(panel(ui), "If the cursor is not in the line")
        assert panel(ui).has("Ctrl+T: types it")
        await ui.press("escape", "ctrl+t")
        assert ui.screen.query_one("#chat-input").value == "Hello!"
        await ui.press("enter")
        await ui.until_shown(panel(ui), "step 2 of 4")


async def test_a_hint_comes_by_itself_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lesson_screen, "HINT_AFTER_S", 0.0)
    async with in_lesson("first-session") as ui:
        await ui.until_shown(panel(ui), "If the cursor is not in the line")
        assert run_of(ui).hints == 1


async def test_what_came_last_is_shown_by_a_key_and_left_by_it() -> None:
    async with in_lesson("first-session") as ui:
        await ui.until_ready()
        for line in ("Hello!", "/response"):
            await ui.say(line)
        await ui.until_event("rate_limits.updated")
        shown = ui.seq_of("response.done")
        await ui.until_shown(panel(ui), f"Ctrl+Y: show #{shown}")
        await ui.press("ctrl+y")
        await ui.until(lambda: ui.detail.title.startswith(f"#{shown} "), "its detail")
        assert not ui.log_pane().is_following
        await ui.press("ctrl+y")
        await ui.until(lambda: ui.log_pane().is_following, "the newest event")


async def test_who_looked_back_sees_what_comes_of_the_next_thing_sent() -> None:
    async with in_lesson("first-session") as ui:
        await ui.until_ready()
        await ui.press("ctrl+y")
        await ui.say("Hello!")
        await ui.until_event("conversation.item.done")
        await ui.until(lambda: ui.log_pane().is_following, "the newest event")


async def test_the_next_lesson_follows_and_the_list_shows_what_is_done() -> None:
    async with in_lesson(NAMES[0]) as ui:
        first = ui.session
        await ui.press("ctrl+n")
        assert run_of(ui).lesson.name == NAMES[0]
        await play(ui)
        await ui.until_shown(panel(ui), "Ctrl+N: next lesson")
        await ui.press("ctrl+n")
        await entered(ui, NAMES[1])
        await ui.until(lambda: first is not None and not first.is_connected, "its end")
        await ui.press("ctrl+l")
        await ui.until(lambda: "✓ 1  The first session" in ui.text, "the list")
        assert "▶ 2  Why nothing comes back" in ui.text
        await ui.press("escape")
        await ui.until(lambda: "step 1 of 5" in ui.text, "back in the lesson")


async def test_a_lesson_is_chosen_in_the_list_and_left_again() -> None:
    async with in_lesson("") as ui:
        await ui.until(lambda: "The first session" in ui.text, "the list")
        assert "You say one sentence" in ui.text
        await ui.press("j", "j", "enter")
        await entered(ui, NAMES[2])
        await ui.until_ready()
        await ui.press("ctrl+l", "end")
        await ui.until(lambda: "Back to your own session" in ui.text, "what leaving does")
        await ui.press("enter")
        await ui.until(lambda: ui.session is not None and not ui.session.is_connected, "its end")
        assert not ui.screen.query("#lesson-panel")
        assert len(ui.app.screen_stack) == 2


async def test_a_damaged_progress_file_is_told_in_the_list(tmp_path: Path) -> None:
    file = tmp_path / "lessons.json"
    file.write_text("{")
    async with in_lesson("", progress_file=file) as ui:
        await ui.until(lambda: "was damaged" in ui.text, "the word")
        await ui.press("enter")
        await entered(ui, NAMES[0])
        assert Progress(file).all() == {NAMES[0]: LessonProgress()}


async def test_who_is_new_is_pointed_to_the_lessons_until_the_first_message(tmp_path: Path) -> None:
    async with live(tmp_path, progress=Progress(tmp_path / "lessons.json")) as ui:
        await ui.until_ready()
        assert "New here? Press Ctrl+L" in ui.text
        await ui.say("Hello there")
        await ui.until(lambda: "New here?" not in ui.text, "no word any more")


async def test_the_own_session_goes_on_under_a_lesson(tmp_path: Path) -> None:
    progress = Progress(tmp_path / "lessons.json")
    async with live(tmp_path, progress=progress) as ui:
        await ui.until_ready()
        own, session = ui.store, ui.session
        await ui.press("ctrl+l")
        await ui.until(lambda: bool(ui.screen.query("#lesson-list")), "the list")
        await ui.press("enter")
        await entered(ui, NAMES[0])
        await ui.until_ready()
        assert session is not None
        assert session.is_connected
        await ui.press("ctrl+l")
        await ui.until(lambda: bool(ui.screen.query("#lesson-list")), "the list")
        await ui.press("end", "enter")
        await ui.until(lambda: not ui.screen.query("#lesson-panel"), "the own session")
        ui.store = own
        assert "New here?" not in ui.text
        await ui.say("Hello there")
        await ui.until_answered()


async def test_nobody_is_pointed_to_them_who_knows_them(tmp_path: Path) -> None:
    progress = Progress(tmp_path / "lessons.json")
    progress.reached(NAMES[0], 1)
    async with live(tmp_path, progress=progress) as ui:
        await ui.until_ready()
        assert "New here?" not in ui.text
