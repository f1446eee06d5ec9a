"""A line that opens for a filter or a search and closes again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Label

if TYPE_CHECKING:
    from textual.app import ComposeResult


class PromptBar(Vertical):
    """A label, an input and what is wrong with it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False, id="prompt.leave"),
    ]

    class Changed(Message):
        """The text has changed."""

        def __init__(self, bar: PromptBar, value: str) -> None:
            super().__init__()
            self.bar = bar
            self.value = value

    class Closed(Message):
        """Enter or Escape."""

        def __init__(self, bar: PromptBar, *, is_cancelled: bool) -> None:
            super().__init__()
            self.bar = bar
            self.is_cancelled = is_cancelled

    def __init__(self, name: str, sign: str, hint: str, line: Input | None = None) -> None:
        """Makes the bar `#NAME-bar`.

        Args:
            name: What its ids begin with.
            sign: Stands before the text.
            hint: Shown while there is no text.
            line: The input, if it is to be another than a plain one.
        """
        super().__init__(id=f"{name}-bar", classes="prompt-bar")
        self._sign = Label(sign, classes="prompt-sign", markup=False)
        self._input = line or Input()
        self._input.placeholder = hint
        self._input.compact = True
        self._input.id = f"{name}-input"
        self._problem = Label("", classes="prompt-problem", markup=False)

    def compose(self) -> ComposeResult:
        """Sign and input side by side, the problem under them."""
        with Horizontal(classes="prompt-line"):
            yield self._sign
            yield self._input
        yield self._problem

    @property
    def is_open(self) -> bool:
        """Whether it has the keyboard."""
        return self._input.has_focus

    @property
    def value(self) -> str:
        """The text."""
        return self._input.value

    @value.setter
    def value(self, text: str) -> None:
        # The owner may give back what is being typed, without the space that begins a new term.
        if not (self.is_open and text == self._input.value.strip()):
            self._set_text(text)

    def _set_text(self, text: str) -> None:
        if text != self._input.value:
            with self._input.prevent(Input.Changed):
                self._input.value = text
        self.set_class(bool(text), "-filled")

    def open(self, text: str) -> None:
        """Shows the line and gives it the keyboard."""
        self._set_text(text)
        self.add_class("-open")
        self.screen.set_focus(self._input)

    def close(self) -> None:
        """Hides the line if it is empty."""
        self.remove_class("-open")
        self._set_text("")
        self.show_problem("")

    def show_problem(self, words: str) -> None:
        """Says what is wrong with the text; an empty string says that nothing is."""
        self._problem.update(words)
        self.set_class(bool(words), "-wrong")

    def action_leave(self) -> None:
        """Drops the text and closes."""
        self.close()
        self.post_message(self.Closed(self, is_cancelled=True))

    def text_changed(self, text: str) -> None:
        """The text is another one: by typing, not by `value`."""
        self.set_class(bool(text), "-filled")
        self.post_message(self.Changed(self, text))

    def submit(self) -> None:
        """Enter: the text is what is wanted."""
        self.remove_class("-open")
        self.post_message(self.Closed(self, is_cancelled=False))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.text_changed(event.value)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.submit()
