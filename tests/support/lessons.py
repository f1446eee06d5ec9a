"""Lessons under Pilot: begun as a person begins them, and done as their files say."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from tests.support.app import MIDDLE, Ui

from realtime_inspector.lessons.progress import Progress
from realtime_inspector.runtime.clock import steady_clock
from realtime_inspector.store.store import Store
from realtime_inspector.ui.app import InspectorApp
from realtime_inspector.ui.context import Inspection
from realtime_inspector.ui.screens.lesson import LessonScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from realtime_inspector.guide.model import Language
    from realtime_inspector.lessons.model import Expected
    from realtime_inspector.lessons.run import LessonRun

SPEED: Final = 4.0
"""Fast, but slow enough for an answer to be under way when it is cancelled."""


@asynccontextmanager
async def in_lesson(
    name: str,
    *,
    lang: Language = "en",
    size: tuple[int, int] = MIDDLE,
    progress_file: Path | None = None,
) -> AsyncIterator[Ui]:
    """A lesson in the application, begun at once; an empty name opens the list."""
    home = Inspection(
        store=Store(),
        clock=steady_clock(),
        source="test",
        lang=lang,
        progress=Progress(progress_file),
    )
    app = InspectorApp(home, lesson=name)
    app.classroom.speed = SPEED
    async with app.run_test(size=size, notifications=True) as pilot:
        ui = Ui(app, pilot, home.store, None)
        if name:
            await entered(ui)
        else:
            await ui.until(lambda: bool(ui.screen.query("#lesson-list")), "the list")
        yield ui


async def entered(ui: Ui, name: str = "") -> None:
    """Waits until the screen of a lesson is shown, and looks at its session from then on."""

    def is_there() -> bool:
        screen = ui.screen
        return isinstance(screen, LessonScreen) and name in ("", screen.run.lesson.name)

    await ui.until(is_there, "the lesson")
    ui.store, ui.session = ui.screen._store, ui.screen._inspection.session
    await ui.until(lambda: getattr(ui.screen.focused, "id", "") == "chat-input", "the input line")


def run_of(ui: Ui) -> LessonRun:
    """How far the lesson is."""
    run: LessonRun = ui.screen.run
    return run


async def do_next(ui: Ui) -> None:
    """Does what brings about the next expectation, and waits for it."""
    run = run_of(ui)
    awaited = run.awaited
    assert awaited is not None
    line = awaited.line.text(ui.screen._inspection.lang)
    if awaited.is_looked_at:
        await look_at(ui, awaited)
    elif line:
        await ui.say(line)
    await ui.until(lambda: len(run_of(ui).sightings) > len(run.sightings), str(awaited.event))


async def look_at(ui: Ui, awaited: Expected) -> None:
    """Goes to the newest event that the lesson wants to be looked at."""
    seqs = range(len(ui.store), 0, -1)
    seq = next(one for one in seqs if awaited.event.matches(ui.store.row(one)))
    await ui.press("escape", "ctrl+g")
    await ui.type(str(seq))
    await ui.press("enter")


async def play(ui: Ui) -> None:
    """Does a lesson to its end."""
    while not run_of(ui).is_over:
        await do_next(ui)
