"""Lessons on the screen: each done to its end, and what a person sees on the way."""

from __future__ import annotations

import pytest
from tests.support.lessons import in_lesson, play, run_of

from realtime_inspector.lessons.lesson_file import built_in_lessons

NAMES = [lesson.name for lesson in built_in_lessons()]


@pytest.mark.parametrize("name", NAMES)
async def test_each_lesson_can_be_done_as_its_file_says(name: str) -> None:
    async with in_lesson(name) as ui:
        await play(ui)
        assert "done ✓" in ui.text
        assert all(one.seq in ui.store.marks for one in run_of(ui).sightings)
