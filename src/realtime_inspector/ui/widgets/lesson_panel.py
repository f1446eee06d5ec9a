"""The band over the panes in which a lesson speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from realtime_inspector.ui.present.lesson import keys_words, lesson_lines, title_words

if TYPE_CHECKING:
    from realtime_inspector.guide.model import Language
    from realtime_inspector.lessons.model import Lesson
    from realtime_inspector.lessons.run import LessonRun


class LessonPanel(Static):
    """Its height stays, so that the panes under it do not jump with each step."""

    def __init__(
        self, run: LessonRun, number: int, lang: Language, following: Lesson | None
    ) -> None:
        """Makes the panel.

        Args:
            run: How far the lesson is.
            number: Of the lesson, from 1.
            lang: The language of the person.
            following: The lesson after this one.
        """
        super().__init__(id="lesson-panel")
        self._run = run
        self._number = number
        self._lang: Language = lang
        self._following = following

    def show(self, run: LessonRun) -> None:
        """Shows another moment of the lesson."""
        if run != self._run:
            self._run = run
            self._draw()

    def on_resize(self) -> None:
        """Another width breaks the lines elsewhere."""
        self._draw()

    def _draw(self) -> None:
        run, lang, size = self._run, self._lang, self.content_size
        self.border_title = Content(title_words(run, self._number, lang))
        self.border_subtitle = Content(keys_words(run, lang, self._following))
        self.set_class(run.is_over, "-over")
        lines = lesson_lines(run, lang, size.width, size.height, self._following)
        rows = (Content.assemble(*line) for line in lines)
        self.update(Content("\n").join(rows), layout=False)
