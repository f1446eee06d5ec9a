"""The main screen on the session of a lesson, with the lesson in a band over the panes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar, Final

from textual.message import Message

from realtime_inspector.lessons.run import LessonRun
from realtime_inspector.ui.bindings import bindings_of
from realtime_inspector.ui.screens.main import MainScreen
from realtime_inspector.ui.widgets.lesson_panel import LessonPanel

if TYPE_CHECKING:
    from textual.widget import Widget

    from realtime_inspector.lessons.model import Lesson
    from realtime_inspector.lessons.progress import Progress
    from realtime_inspector.ui.context import Inspection

HINT_AFTER_S: Final = 45.0
"""The first hint comes by itself after so long without progress."""


class LessonScreen(MainScreen):
    """Feeds the lesson with what happens, marks what it waited for, and shows how far it is."""

    BINDINGS: ClassVar = bindings_of("lesson")

    class NextRequested(Message):
        """The person wants the lesson after this one."""

    def __init__(
        self,
        inspection: Inspection,
        lesson: Lesson,
        number: int,
        progress: Progress,
        following: Lesson | None,
    ) -> None:
        """Makes the screen.

        Args:
            inspection: Of the lesson's own session.
            lesson: What is to be done.
            number: Of the lesson, from 1.
            progress: Where it is remembered.
            following: The lesson after this one.
        """
        super().__init__(inspection)
        self.run = LessonRun(lesson)
        """How far the lesson is."""
        self._progress = progress
        self._following = following
        self._fed = 0
        """How many records the lesson has seen."""
        self._moved_on_s = time.monotonic()
        """When something expected came for the last time, or a hint was given."""
        self._panel = LessonPanel(self.run, number, inspection.lang, following)

    def band(self) -> Widget | None:
        """The lesson."""
        return self._panel

    # What happens.

    def _show(self) -> None:
        super()._show()
        run = self.run
        while self._fed < len(self._store):
            self._fed += 1
            run = run.after(self._store.row(self._fed))
        self._go_on(run)

    def looked_at(self, seq: int) -> None:
        """The person has selected an event, which the lesson may have waited for."""
        self._go_on(self.run.after_look(self._store.row(seq)))

    def _tick(self) -> None:
        super()._tick()
        is_quiet = time.monotonic() - self._moved_on_s > HINT_AFTER_S
        if is_quiet and not self.run.hints:
            self._go_on(self.run.after_hint())

    def _return_to_now(self) -> None:
        """Who has looked at an event and now sends something wants to see what comes of it."""
        super()._return_to_now()
        self.action_follow()

    def _go_on(self, run: LessonRun) -> None:
        """Takes over a moment of the lesson: marks what has come, and remembers what is done."""
        before, self.run = self.run, run
        if run is before:
            return
        self._moved_on_s = time.monotonic()
        for sighting in run.sightings[len(before.sightings) :]:
            if sighting.seq not in self._store.marks:
                self._store.toggle_mark(sighting.seq)
                self._log.marks_changed(sighting.seq)
        if run.step_index != before.step_index:
            self._progress.reached(run.lesson.name, run.step_index, is_finished=run.is_over)
            self.refresh_bindings()
        self._panel.show(run)

    # What the person wants.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What the lesson has not come to is not offered."""
        if action == "lesson_next":
            return self.run.is_over and self._following is not None
        if action == "lesson_hint":
            return not self.run.is_over
        return super().check_action(action, parameters)

    def action_lesson_hint(self) -> None:
        """Shows the next hint; after the last one, types the line for the person."""
        run = self.run.after_hint()
        if run is not self.run:
            self._go_on(run)
            return
        awaited = self.run.awaited
        line = awaited.line.text(self._inspection.lang) if awaited is not None else ""
        if line:
            self._enter("input")
            self._input.value = line
            self._input.cursor_position = len(line)
        else:
            self._tell("There is no further hint.")

    def action_lesson_show(self) -> None:
        """Goes to the last event that the lesson waited for, or back to the newest one."""
        if not self.run.sightings:
            self._tell("Nothing has happened in this lesson yet.")
            return
        seq = self.run.sightings[-1].seq
        if self._selected == seq and not self._log.is_following:
            self.action_follow()
        else:
            self._go_to(seq)

    def action_lesson_next(self) -> None:
        """Begins the lesson after this one."""
        self.post_message(self.NextRequested())


class JapaneseLessonScreen(LessonScreen, inherit_bindings=False):
    """The same with its footer in Japanese: bindings belong to a class, not to an instance."""

    BINDINGS: ClassVar = [*bindings_of("main", "ja"), *bindings_of("lesson", "ja")]
