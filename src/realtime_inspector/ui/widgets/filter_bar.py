"""The filter line: completion, history, saved filters, a count, and what is wrong.

How a pane uses it:

    bar = FilterBar(lang, vocabulary=make_vocabulary, history=FilterHistory(path), saved=...)

- yield it above the rows; `bar.open(text)` gives it the keyboard; `bar.value = text` and
  `bar.close()` are those of `PromptBar`;
- on `PromptBar.Changed` evaluate `event.value`: `bar.show_problem(error)` with the `FilterError`,
  or `bar.show_problem("")`, and `bar.show_count("1,234 of 987,873", short="1,234")`;
- on `PromptBar.Closed` give the keyboard back to the rows. Enter on a filter that has a problem
  closes nothing;
- keys that the screen has bound with priority are the bar's while it claims their actions: let
  the screen's `check_action` return `None` for `screen.focused.claimed_actions`, if it has any.

`make_vocabulary` is called whenever the bar opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label

from realtime_inspector.core.errors import UsageError
from realtime_inspector.core.filter_completion import (
    Candidate,
    CandidateKind,
    Completion,
    complete,
    is_unfinished,
)
from realtime_inspector.core.filter_vocabulary import CaptureVocabulary
from realtime_inspector.core.filters import FilterError
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present.problems import filter_problem
from realtime_inspector.ui.present.safe import visible
from realtime_inspector.ui.widgets.candidate_list import CandidateList
from realtime_inspector.ui.widgets.filter_input import FilterInput
from realtime_inspector.ui.widgets.line_history import LineHistory
from realtime_inspector.ui.widgets.line_view import LineView
from realtime_inspector.ui.widgets.prompt_bar import PromptBar
from realtime_inspector.ui.widgets.save_line import SaveLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

    from realtime_inspector.config.filter_history import FilterHistory
    from realtime_inspector.config.filters import SavedFilters
    from realtime_inspector.core.filter_vocabulary import Vocabulary
    from realtime_inspector.guide.model import Language

NARROW: Final = 50
"""Cells of the bar below which the count is shown in its short form."""
HINT: Final = "type:response.*  dir:out  err  /regex/  word"
KEYS: Final = "Tab takes · ↑↓ choose · Enter filters · Ctrl+S saves"
SAVED_KEYS: Final = "Tab takes · Shift+Delete removes it"
_NEXT_PANE: Final = "next_pane"
_EXPORT: Final = "export"


class FilterBar(PromptBar):
    """A `PromptBar` that knows the filter language. What drops down covers, and moves nothing."""

    DEFAULT_CSS = """
    FilterBar {
        height: 1;
        .filter-popup { overlay: screen; constrain: none inside; height: auto; width: 100%; }
        .filter-popup { display: none; }
        &.-dropped .filter-popup { display: block; }
        .filter-count { width: auto; padding: 0 1; }
        .filter-keys { height: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "accept", "Take", show=False, id="filter.accept"),
        Binding("down", "down", "Next", show=False, id="filter.down"),
        Binding("up", "up", "Previous", show=False, id="filter.up"),
        Binding("ctrl+space,ctrl+@", "offer", "Candidates", show=False, id="filter.offer"),
        Binding("ctrl+s", "save_as", "Save filter", show=False, id="filter.save"),
        Binding("shift+delete", "forget", "Remove filter", show=False, id="filter.forget"),
    ]

    def __init__(
        self,
        lang: Language,
        *,
        vocabulary: Callable[[], Vocabulary] = CaptureVocabulary,
        history: FilterHistory | None = None,
        saved: SavedFilters | None = None,
    ) -> None:
        """Makes the bar `#filter-bar`.

        Args:
            lang: The language of its own words.
            vocabulary: Called when the bar opens; gives what to complete with.
            history: Where used filters are kept; `None`: only in this bar.
            saved: The user's saved filters; `None`: none can be saved.
        """
        self._line = FilterInput()
        super().__init__("filter", "f", words(HINT, lang), self._line)
        self._lang: Language = lang
        self._make_vocabulary = vocabulary
        self._vocabulary = vocabulary()
        self._stored_history = history
        self._history = LineHistory()
        self._saved = saved
        self._count = Label("", classes="filter-count", markup=False)
        self._counts = ("", "")
        self._count_width = 0
        self._list = CandidateList(lang)
        self._keys = Label("", classes="filter-keys", markup=False)
        self._save_line = SaveLine(lang)
        self._completion = Completion(0, 0, "")
        self._completed: tuple[str, int] | None = None
        """The text and cursor that the candidates are for."""
        self._silent: str | None = None
        """A text that came from the history: it opens no list."""
        self._wrong: FilterError | str = ""
        self._is_refused = False

    def compose(self) -> ComposeResult:
        """Sign, input and count in one row; what drops down lies over the rows below."""
        with Horizontal(classes="prompt-line"):
            yield self._sign
            yield self._input
            yield self._count
        with Vertical(classes="filter-popup"):
            yield self._problem
            yield self._save_line
            yield self._list
            yield self._keys

    @property
    def is_open(self) -> bool:
        """Whether it has the keyboard."""
        return self._input.has_focus or self._save_line.is_open

    def open(self, text: str) -> None:
        """Shows the line, gives it the keyboard, and learns the capture's words anew."""
        super().open(text)
        self._line.cursor_position = len(text)
        self._vocabulary = self._make_vocabulary()
        if self._stored_history is not None:
            self._history.load(self._stored_history.entries())
        self._history.leave()
        self._completed = None
        if not text:
            self.action_offer()

    def close(self) -> None:
        """Hides the line and what drops down from it."""
        self._save_line.close()
        self._drop(Completion(0, 0, ""))
        super().close()

    # What the owner tells.

    def show_count(self, text: str, short: str = "") -> None:
        """Says how much the filter lets through.

        Args:
            text: `1,234 of 987,873`, or `counting… 12 %`.
            short: What to show where there is little room; by default the text's first word.
        """
        counts = (text, short or text.partition(" ")[0])
        if counts != self._counts:
            self._counts = counts
            self._show_count()

    def show_problem(self, problem: FilterError | str) -> None:
        """Says what is wrong, and marks the place; an empty string says that nothing is.

        What only needs typing on is said quietly, or not at all while candidates are shown.
        """
        self._wrong = problem
        self._show_problem()

    # Typing.

    def text_changed(self, text: str) -> None:
        """Offers what can be written now, and says that the text changed."""
        self._is_refused = False
        if text != self._silent:
            self._silent = None
            self._history.leave()
            self._complete(is_asked=False)
        super().text_changed(text)

    def submit(self) -> None:
        """Takes the candidate that the user chose; else closes, if the filter is right."""
        chosen = self._list.chosen
        if chosen is not None:
            self._take(chosen)
            return
        self._hide_list()
        if self._wrong:
            self._is_refused = True
            self._show_problem()
            return
        text = self.value.strip()
        if text:
            self._history.remember(text)
            if self._stored_history is not None:
                self._stored_history.remember(text)
        super().submit()

    # Keys.

    def action_leave(self) -> None:
        """Closes the list; pressed again, drops the text and closes the line."""
        if self._completion.candidates:
            self._hide_list()
        else:
            super().action_leave()

    def action_accept(self) -> None:
        """Takes the chosen candidate, or the first."""
        candidate = self._list.chosen or self._list.first
        if candidate is not None:
            self._take(candidate)

    def action_down(self) -> None:
        """Down the list, or to newer lines, or opens the list."""
        if self._completion.candidates:
            self._list.choose_next()
            self._show_keys()
        elif self._history.is_inside:
            self._recall(self._history.newer())
        else:
            self.action_offer()

    def action_up(self) -> None:
        """Up the list; from where nothing is chosen, to older lines."""
        if self._list.choose_previous():
            self._show_keys()
        else:
            self._recall(self._history.older(self.value))

    def action_offer(self) -> None:
        """Opens the list wherever the cursor is."""
        self._completed = None
        self._complete(is_asked=True)

    def action_save_as(self) -> None:
        """Asks for a name for the filter."""
        text = self.value.strip()
        if self._saved is None or not text or self._wrong:
            self._is_refused = True
            self._show_problem()
            return
        self._hide_list()
        self._save_line.open(self._saved, text)
        self._show_popup()

    def action_forget(self) -> None:
        """Removes the saved filter that is chosen."""
        chosen = self._list.chosen
        if chosen is None or chosen.kind is not CandidateKind.SAVED or self._saved is None:
            return
        try:
            self._saved.delete(chosen.shown.removeprefix("@"))
        except UsageError as error:
            said = f"{error} {error.hint}".strip()
        else:
            said = f"{words('Removed', self._lang)} {chosen.shown}: {chosen.example}"
        self.notify(visible(said), markup=False)
        self._vocabulary = self._make_vocabulary()
        self.action_offer()

    # Messages of the parts.

    @on(FilterInput.CursorMoved)
    def _cursor_moved(self, event: FilterInput.CursorMoved) -> None:
        event.stop()
        if self._completion.candidates:
            self._complete(is_asked=True)

    @on(FilterInput.EndPassed)
    def _end_passed(self, event: FilterInput.EndPassed) -> None:
        event.stop()
        self.action_accept()

    @on(CandidateList.Picked)
    def _picked(self, event: CandidateList.Picked) -> None:
        event.stop()
        self._take(event.candidate)

    @on(LineView.RowHighlighted)
    @on(LineView.RowActivated)
    @on(LineView.FollowChanged)
    def _list_moved(self, event: LineView.RowHighlighted) -> None:
        """The list's own affair; the pane around us has a list too and must not be misled."""
        event.stop()

    @on(SaveLine.Done)
    def _saved_or_not(self, event: SaveLine.Done) -> None:
        event.stop()
        self._vocabulary = self._make_vocabulary()
        self._show_popup()
        self.screen.set_focus(self._input)
        if event.saved_as:
            self.notify(f"{words('Saved', self._lang)} @{visible(event.saved_as)}", markup=False)

    @on(Input.Blurred)
    def _blurred(self, event: Input.Blurred) -> None:
        event.stop()
        if event.input is self._input:
            self._hide_list()
        self._show_popup()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Shows again what a click elsewhere has hidden."""
        del event
        self._show_popup()

    def on_resize(self) -> None:
        """The count may have to be shorter."""
        self._show_count()

    # Inside.

    def _complete(self, *, is_asked: bool) -> None:
        """Works the candidates out; they are shown where the user needs or wants them."""
        text, cursor = self._input.value, self._input.cursor_position
        if (text, cursor) == self._completed:
            return
        self._completed = (text, cursor)
        found = complete(text, cursor, self._vocabulary)
        is_between = not found.typed and text[:cursor].endswith(" ")
        if is_between and not is_asked:
            found = Completion(found.start, found.end, found.typed)
        self._drop(found)

    def _drop(self, completion: Completion) -> None:
        self._completion = completion
        self._list.show(completion.candidates)
        self._show_keys()
        self._show_problem()

    def _hide_list(self) -> None:
        if self._completion.candidates:
            self._drop(Completion(0, 0, ""))

    def _take(self, candidate: Candidate) -> None:
        text, cursor = self._completion.apply(self._input.value, candidate)
        self._hide_list()
        self._input.value = text
        self._input.cursor_position = cursor

    def _recall(self, text: str | None) -> None:
        if text is None:
            return
        self._hide_list()
        self._silent = text
        self._input.value = text
        self._input.cursor_position = len(text)

    @property
    def _is_pending(self) -> bool:
        """Whether the text is only not finished yet, as far as one can tell."""
        if self._is_refused or isinstance(self._wrong, str):
            return False
        if self._completion.candidates:
            return self._completion.candidates[0].kind is not CandidateKind.FIX
        text = self._input.value
        return self._wrong.position >= len(text.rstrip()) or is_unfinished(text)

    def _show_problem(self) -> None:
        wrong = self._wrong
        is_pending = self._is_pending
        at = wrong.position if isinstance(wrong, FilterError) and not is_pending else None
        self._line.mark_wrong(at)
        said = filter_problem(wrong, self._lang) if isinstance(wrong, FilterError) else wrong
        is_said = bool(said) and not (is_pending and self._completion.candidates)
        super().show_problem(visible(said) if is_said else "")
        self.set_class(is_pending, "-pending")
        self._show_popup()

    def _show_keys(self) -> None:
        chosen = self._list.chosen
        is_saved = chosen is not None and chosen.kind is CandidateKind.SAVED
        self._keys.update(words(SAVED_KEYS if is_saved else KEYS, self._lang))
        self._keys.display = bool(self._completion.candidates) and (
            is_saved or not self._input.value
        )
        self._show_popup()

    def _show_popup(self) -> None:
        has_any = bool(self._completion.candidates) or self.has_class("-wrong")
        self.set_class(self.is_open and (has_any or self._save_line.is_open), "-dropped")
        self._list.display = bool(self._completion.candidates)
        self._line.claimed_actions = frozenset(
            ({_NEXT_PANE} if self._completion.candidates else set())
            | ({_EXPORT} if self._saved is not None else set())
        )

    def _show_count(self) -> None:
        text, short = self._counts
        shown = short if self.size.width < NARROW else text
        self._count.update(shown, layout=len(shown) != self._count_width)
        self._count_width = len(shown)
        self._count.display = bool(text)
