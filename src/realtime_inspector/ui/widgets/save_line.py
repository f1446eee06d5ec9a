"""Asks for the name that a filter is saved under."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Label

from realtime_inspector.core.errors import UsageError
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from realtime_inspector.config.filters import SavedFilters
    from realtime_inspector.guide.model import Language


class SaveLine(Vertical):
    """`Save as:` and an input; under it what is wrong with the name."""

    DEFAULT_CSS = """
    SaveLine {
        display: none;
        height: auto;
        &.-open { display: block; }
        Horizontal { height: 1; }
        Label { width: auto; }
        Input { width: 1fr; }
        .save-problem { width: 100%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False, id="filter.save_leave"),
    ]

    class Done(Message):
        """A name was given, or not."""

        def __init__(self, saved_as: str) -> None:
            super().__init__()
            self.saved_as = saved_as
            """The name; empty: nothing was saved."""

    def __init__(self, lang: Language) -> None:
        super().__init__()
        self._lang: Language = lang
        self._input = Input(placeholder=words("a name, such as slow-tools", lang), compact=True)
        self._problem = Label("", classes="save-problem", markup=False)
        self._saved: SavedFilters | None = None
        self._expression = ""
        self._confirmed = ""
        """A name in use that Enter may overwrite."""

    def compose(self) -> ComposeResult:
        """One row, and a second one when it is needed."""
        with Horizontal():
            yield Label(words("Save as: @", self._lang), markup=False)
            yield self._input
        yield self._problem

    @property
    def is_open(self) -> bool:
        """Whether it asks for a name now."""
        return self.has_class("-open")

    def open(self, saved: SavedFilters, expression: str) -> None:
        """Asks for the name of a filter."""
        self._saved, self._expression, self._confirmed = saved, expression, ""
        used = (name for name, text in saved.all().items() if text == expression)
        self._input.value = next(used, "")
        self._say("")
        self.add_class("-open")
        self.screen.set_focus(self._input)

    def close(self) -> None:
        """Asks no more."""
        self.remove_class("-open")

    def action_leave(self) -> None:
        """Saves nothing."""
        self._done("")

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._say("")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        name = event.value.strip().removeprefix("@")
        if self._saved is None:
            return
        try:
            if self._is_in_use(self._saved, name):
                self._confirmed = name
                self._say(words("That name is in use. Enter again replaces it.", self._lang))
                return
            self._saved.save(name, self._expression)
        except UsageError as error:
            self._say(f"{error} {error.hint}".strip())
            return
        self._done(name)

    def _is_in_use(self, saved: SavedFilters, name: str) -> bool:
        is_other = saved.all().get(name, self._expression) != self._expression
        return is_other and name != self._confirmed

    def _done(self, name: str) -> None:
        self.close()
        self.post_message(self.Done(name))

    def _say(self, text: str) -> None:
        self._problem.update(visible(text))
        self._problem.display = bool(text)
