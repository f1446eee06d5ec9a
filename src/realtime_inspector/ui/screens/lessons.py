"""The list of lessons: which there are, which are done, and which to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present.cells import wrap_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from realtime_inspector.guide.model import Language
    from realtime_inspector.lessons.model import Lesson
    from realtime_inspector.lessons.progress import Progress

LEAVE: Final = "leave"
"""What is chosen to end the present lesson."""


class LessonsScreen(ModalScreen[str | None]):
    """Gives the name of the lesson to begin, `LEAVE`, or `None` if nothing was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,ctrl+l", "close", "Close", id="lessons.close"),
        Binding("j", "move(1)", show=False, id="lessons.down"),
        Binding("k", "move(-1)", show=False, id="lessons.up"),
    ]

    def __init__(
        self, lessons: Sequence[Lesson], progress: Progress, lang: Language, present: str = ""
    ) -> None:
        """Makes the list.

        Args:
            lessons: All of them, in order.
            progress: What has been done.
            lang: The language of the person.
            present: The name of the lesson that is going on; empty: none is.
        """
        super().__init__()
        self._lessons = lessons
        self._progress = progress
        self._done = progress.all()
        self._lang: Language = lang
        self._present = present
        self._list = OptionList(*self._options(), id="lesson-list")
        self._about = Static(id="lesson-about")

    def compose(self) -> ComposeResult:
        """The list, and what one learns in the lesson under the cursor."""
        with Vertical(classes="dialogue", id="lessons") as frame:
            frame.border_title = words("Lessons", self._lang)
            frame.border_subtitle = words("Enter begins · Esc closes", self._lang)
            yield self._list
            yield self._about

    def on_mount(self) -> None:
        """The cursor stands on the first lesson that is not finished."""
        self._list.highlighted = self._next()
        self._list.focus()

    def on_resize(self) -> None:
        """Wraps the text for the width."""
        self.call_after_refresh(self._show_about)

    def action_close(self) -> None:
        """Back to where one was."""
        self.dismiss(None)

    def action_move(self, step: int) -> None:
        """Moves the cursor."""
        if step > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option.id)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show_about()

    def _options(self) -> list[Option]:
        minutes = words("{minutes} min", self._lang)
        options = [
            Option(
                Content.assemble(
                    (self._sign(lesson), "$text-success bold"),
                    (f"{number:>2}  {lesson.title.text(self._lang)}", ""),
                    (f"  {minutes.format(minutes=lesson.minutes)}", "$text-muted"),
                    (self._state(lesson), "$text-muted"),
                ),
                id=lesson.name,
            )
            for number, lesson in enumerate(self._lessons, start=1)
        ]
        if self._present:
            options.append(Option(Content(f"   ←  {words(LEAVE_LESSON, self._lang)}"), id=LEAVE))
        return options

    def _sign(self, lesson: Lesson) -> str:
        one = self._done.get(lesson.name)
        if lesson.name == self._present:
            return "▶"
        return "✓" if one is not None and one.is_finished else " "

    def _state(self, lesson: Lesson) -> str:
        one = self._done.get(lesson.name)
        if one is None or one.is_finished or not one.steps:
            return ""
        text = words("{steps} of {all} steps done", self._lang)
        return f" · {text.format(steps=one.steps, all=len(lesson.steps))}"

    def _next(self) -> int:
        finished = {name for name, one in self._done.items() if one.is_finished}
        names = [lesson.name for lesson in self._lessons]
        if self._present in names:
            return names.index(self._present)
        return next((i for i, name in enumerate(names) if name not in finished), 0)

    def _show_about(self) -> None:
        place = self._list.highlighted
        width = max(20, self._about.content_size.width)
        texts = [self._progress.problem] if self._progress.problem else []
        if place is not None and place < len(self._lessons):
            texts.append(self._lessons[place].about.text(self._lang))
        else:
            texts.append(words(LEAVE_ABOUT, self._lang))
        lines = [line for text in texts for line in wrap_cells(words(text, self._lang), width)]
        self._about.update(Content("\n".join(lines)))


LEAVE_LESSON: Final = "Leave the lesson"
LEAVE_ABOUT: Final = "Back to your own session. What you have done stays ticked off."
