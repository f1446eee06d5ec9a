"""Begins and ends lessons: each is a screen with a session of its own, on top of everything."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from realtime_inspector.config.connection import SIMULATOR
from realtime_inspector.lessons.progress import Progress
from realtime_inspector.ui.context import Inspection
from realtime_inspector.ui.present.problems import error_words
from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from textual.app import App

    from realtime_inspector.lessons.model import Lesson
    from realtime_inspector.runtime.live import LiveSession
    from realtime_inspector.ui.screens.lesson import LessonScreen


class Classroom:
    """The lessons of one run of the program. The user's own session goes on underneath."""

    def __init__(self, app: App[Any], home: Inspection) -> None:
        """Nothing is read or opened yet.

        Args:
            app: Shows the screens and runs the sessions.
            home: What the user has opened the program for.
        """
        self._app = app
        self._home = home
        self.speed = 1.0
        """How much faster than a real server the simulator of the lessons is."""
        self._progress = home.progress or Progress()
        self._session: LiveSession | None = None
        self._screen: LessonScreen | None = None

    @cached_property
    def lessons(self) -> list[Lesson]:
        """The lessons that there are, read when they are first asked for."""
        from realtime_inspector.lessons.lesson_file import built_in_lessons

        return built_in_lessons()

    def choose(self) -> None:
        """Shows the list of lessons, and begins the one that is chosen."""
        from realtime_inspector.lessons.lesson_file import LessonError
        from realtime_inspector.ui.screens.lessons import LessonsScreen

        try:
            lessons = self.lessons
        except LessonError as error:  # of somebody who is writing a lesson
            told = error_words(error, self._home.lang)
            self._app.notify(visible(told), severity="error", markup=False, timeout=20)
            return
        present = self._screen.run.lesson.name if self._screen is not None else ""
        screen = LessonsScreen(lessons, self._progress, self._home.lang, present)
        self._app.push_screen(screen, self._chosen)

    def begin(self, name: str) -> None:
        """Begins a lesson in a new session; the one before it ends.

        Raises:
            LessonError: There is no such lesson.
        """
        from realtime_inspector.lessons.lesson_file import find_lesson
        from realtime_inspector.runtime.lesson import make_lesson_session
        from realtime_inspector.ui.screens.lesson import JapaneseLessonScreen, LessonScreen

        lesson = find_lesson(self.lessons, name)
        self.leave()
        home = self._home
        session = make_lesson_session(lesson.setup, home.clock, self.speed)
        session.store.courtesy = home.store.courtesy  # told of the keys by the app
        inspection = Inspection(
            store=session.store,
            clock=home.clock,
            source="simulator (no key, no cost)",
            lang=home.lang,
            session=session,
            tariff=home.tariff.of(SIMULATOR),
        )
        place = self.lessons.index(lesson)
        following = self.lessons[place + 1] if place + 1 < len(self.lessons) else None
        kind = JapaneseLessonScreen if home.lang == "ja" else LessonScreen
        screen = kind(inspection, lesson, place + 1, self._progress, following)
        self._progress.reached(lesson.name, 0)
        self._session, self._screen = session, screen
        self._app.push_screen(screen)
        self._app.run_worker(session.run(), group="lesson", exit_on_error=False)

    def begin_next(self) -> None:
        """Begins the lesson after the present one."""
        if self._screen is None:
            return
        place = [one.name for one in self.lessons].index(self._screen.run.lesson.name)
        if place + 1 < len(self.lessons):
            self.begin(self.lessons[place + 1].name)

    def leave(self) -> None:
        """Ends the present lesson; the user's own session comes back to the screen."""
        screen, self._screen = self._screen, None
        self.stop()
        if screen is not None and screen is self._app.screen:
            self._app.pop_screen()

    def stop(self) -> None:
        """Closes the connection of the present lesson."""
        if self._session is not None:
            self._session.stop()
            self._session = None

    def _chosen(self, choice: str | None) -> None:
        from realtime_inspector.ui.screens.lessons import LEAVE

        if choice == LEAVE:
            self.leave()
        elif choice:
            self.begin(choice)
