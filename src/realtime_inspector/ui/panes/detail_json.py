"""The JSON of the selected event: folded, searched, copied, or the text as it was received."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.worker import Worker, WorkerState, get_current_worker

from realtime_inspector.core.audio import session_formats
from realtime_inspector.core.filter_match import as_text
from realtime_inspector.core.filter_tree import PathIs
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.bindings import bindings_of
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.audio import audio_format_at, audio_words
from realtime_inspector.ui.present.safe import visible
from realtime_inspector.ui.reading import CancelledError, Content, content_of, text_of
from realtime_inspector.ui.widgets.json_text import brief_json
from realtime_inspector.ui.widgets.json_tree import JsonTree
from realtime_inspector.ui.widgets.line_view import LineView
from realtime_inspector.ui.widgets.prompt_bar import PromptBar
from realtime_inspector.ui.widgets.text_lines import JsonWords

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.row import Row
    from realtime_inspector.store.store import Store

BIG_BYTES: Final = 6_000_000
"""From this size on an event is read in a thread."""
COPIED_MOST: Final = 2_000_000
"""Characters that are handed to the terminal for its clipboard; many take less."""
TOO_LONG: Final = "Too long for the clipboard. Write it to a file: filter CAPTURE n:NUMBER -o FILE"
_TERM_MOST: Final = 200
"""Characters of a value that make a sensible filter."""


class JsonView(Vertical):
    """A `JsonTree` with the search line under it."""

    BINDINGS: ClassVar = bindings_of("detail")

    class StatusChanged(Message):
        """The cursor is elsewhere, or the search has found more."""

    def __init__(self, store: Store, lang: Language) -> None:
        super().__init__(id="json-view")
        self._store = store
        self._lang: Language = lang
        self._row: Row | None = None
        self._is_raw = False
        self._content: Content | None = None
        self._reader: Worker[Content] | None = None
        self._own_search = ""
        self._log_search = ""
        self._search_start: object = None
        self.json = JsonTree(id="json", words=_json_words(lang))
        self._prompt = PromptBar(
            "find", "/", words("text in this event; n and N go on, Esc leaves", lang)
        )
        self.say_empty()

    def compose(self) -> ComposeResult:
        """The search line comes and goes under the lines."""
        yield self.json
        yield self._prompt

    # What the pane tells and reads.

    def show(self, row: Row) -> None:
        """Shows a record; a very long one is read in a thread meanwhile."""
        self._row = row
        self._stop_reading()
        if row.size < BIG_BYTES:
            record = self._store.log.record(row.seq - 1, trust=True)
            self._show_content(content_of(record, is_raw=self._is_raw))
            return
        reading = words("Reading {size} …", self._lang).format(size=numbers.size(row.size))
        self.json.clear()
        self.json.set_empty_text(reading)
        self._content = None
        read = partial(self._read, row.seq, is_raw=self._is_raw)
        self._reader = self.run_worker(read, group="read", thread=True, exit_on_error=False)

    def say_empty(self) -> None:
        """Says what to do while nothing is selected."""
        self.json.set_empty_text(words("Select an event to see its JSON.", self._lang))

    @property
    def name_of_content(self) -> str:
        """What is shown, as the name of the tab."""
        if isinstance(self._content, bytes):
            return "Bytes"
        if isinstance(self._content, str):
            return "Raw" if self._is_raw else "Text"
        return "JSON"

    @property
    def has_focus_inside(self) -> bool:
        """Whether the lines or the search line have the keyboard."""
        return self.json.has_focus or self._prompt.is_open

    @property
    def path(self) -> str:
        """Where the cursor is, as the filter writes it."""
        return self.json.path_for_copy()

    @property
    def hits(self) -> str:
        """What the search has found, in words; empty without a search."""
        if not (self._own_search or self._log_search) or self._content is None:
            return ""
        count, number = self.json.hit_count, self.json.hit_number
        total = f"{count:,}" if self.json.is_count_final else f"{count:,}+"
        text = words("1 hit" if total == "1" else "{count} hits", self._lang).format(count=total)
        return text if number is None else f"{number:,}/{text}"

    def go_to_path(self, path: tuple[str | int, ...]) -> None:
        """Unfolds to a path, in the tree."""
        if self._is_raw:
            self.action_raw()
        self.json.go_to_path(path)

    # Reading.

    def _read(self, seq: int, *, is_raw: bool) -> Content:
        worker = get_current_worker()

        def check() -> None:
            if worker.is_cancelled:
                raise CancelledError

        record = self._store.log.record(seq - 1, trust=True)
        check()
        return content_of(record, is_raw=is_raw, check=check)

    @on(Worker.StateChanged)
    def _reader_changed(self, event: Worker.StateChanged) -> None:
        event.stop()
        worker = event.worker
        if worker is not self._reader:
            return
        if event.state is WorkerState.SUCCESS and worker.result is not None:
            self._reader = None
            self._show_content(worker.result)
        elif event.state is WorkerState.ERROR:
            self._reader = None
            self.json.set_empty_text(f"{words('This cannot be read:', self._lang)} {worker.error}")

    def _stop_reading(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
            self._reader = None

    def _show_content(self, content: Content) -> None:
        self._content = content
        if isinstance(content, bytes):
            self.json.show_bytes(content)
        elif isinstance(content, str):
            self.json.show_text(content)
        else:
            self.json.show(content, summarise=self._audio_words)
        self.post_message(self.StatusChanged())

    def _audio_words(self, path: tuple[str | int, ...], text: str) -> str | None:
        """What is to hear in a field, by the session's formats."""
        if not isinstance(self._content, dict):
            return None
        formats = session_formats(self._store.state.session.effective)
        audio = audio_format_at(self._content, path, formats)
        return None if audio is None else audio_words(text, audio, self._lang)

    # Searching.

    def set_search(self, text: str) -> None:
        """Marks the text that is searched in the log, unless another is searched here."""
        self._log_search = text
        if not self._own_search:
            self.json.set_search(text)

    def open_search(self) -> None:
        """Opens the search line."""
        self._search_start = self.json.place
        self._prompt.open(self._own_search)

    def move_hit(self, step: int) -> None:
        """Goes to the next hit, or to the one before."""
        if not (self._own_search or self._log_search):
            self._tell("/ searches; n and N go on.")
        elif not (self.json.next_match() if step > 0 else self.json.previous_match()):
            self._tell("Nothing found.")

    def close_search(self) -> bool:
        """Drops the search; false if there is none."""
        if not self._own_search and not self._prompt.is_open:
            return False
        self._drop_search()
        self._prompt.close()
        self.screen.set_focus(self.json)
        return True

    def _drop_search(self) -> None:
        self._own_search = ""
        self.json.set_search(self._log_search)

    @on(PromptBar.Changed)
    def _search_changed(self, event: PromptBar.Changed) -> None:
        event.stop()
        self._own_search = event.value
        self.json.set_search(event.value or self._log_search, start=self._search_start)

    @on(PromptBar.Closed)
    def _search_closed(self, event: PromptBar.Closed) -> None:
        event.stop()
        if event.is_cancelled:
            self._drop_search()
        self.screen.set_focus(self.json)

    @on(JsonTree.HitsChanged)
    @on(LineView.RowHighlighted)
    def _status_changed(self, event: Message) -> None:
        event.stop()
        self.post_message(self.StatusChanged())

    def copy_value(self) -> None:
        """Copies the value under the cursor as JSON, or the whole of a text."""
        value = self.json.selected_value()
        is_big = self._row is not None and self._row.size > COPIED_MOST
        if is_big and len(brief_json(value, COPIED_MOST)) > COPIED_MOST:
            self._tell(TOO_LONG)
        else:
            text = self.json.value_for_copy()
            self.copy(text, count_of_characters(text, self._lang))

    def copy(self, text: str, what: str) -> None:
        """Hands a text to the terminal's clipboard, and says so."""
        if len(text) > COPIED_MOST:
            self._tell(TOO_LONG)
            return
        self.app.copy_to_clipboard(text)
        message = f"{words('Copied', self._lang)} {visible(what)}"
        self.notify(message, markup=False, timeout=2)

    # Actions: the names are those of `actions.ACTIONS`.

    def action_raw(self) -> None:
        """Shows the text as it was received, or the tree again."""
        self._is_raw = not self._is_raw
        if self._row is not None:
            self.show(self._row)

    def action_unfold_under(self) -> None:
        """Unfolds everything under the cursor."""
        if not self.json.unfold_all():
            self._tell("That is too much for one screen: the first levels are open.")

    def action_fold_under(self) -> None:
        """Folds everything under the cursor."""
        self.json.fold_all()

    def action_next_sibling(self) -> None:
        """Next value on the same level."""
        self.json.go_to_sibling(1)

    def action_previous_sibling(self) -> None:
        """Previous value on the same level."""
        self.json.go_to_sibling(-1)

    def action_copy_path(self) -> None:
        """Copies the path under the cursor as the filter writes it."""
        path = self.path
        if path:
            self.copy(path, path)
        else:
            self._tell("This is the whole event: it has no path.")

    def action_copy_term(self) -> None:
        """Copies a filter for events with the value under the cursor."""
        path, value = self.json.selected_path(), self.json.selected_value()
        if not path:
            self._tell("This is the whole event: it has no path.")
            return
        is_short = not isinstance(value, dict | list) and len(as_text(value)) <= _TERM_MOST
        term = str(PathIs(path, "=", as_text(value)) if is_short else PathIs(path))
        self.copy(term, term)

    def action_copy_text(self) -> None:
        """Copies the string under the cursor as it reads, without quotes and escapes."""
        value = self.json.selected_value()
        if isinstance(value, str):
            self.copy(value, count_of_characters(value, self._lang))
        else:
            self._tell("This is no string; c copies it as JSON.")

    def action_copy_event(self) -> None:
        """Copies the whole event exactly as it was received."""
        if self._row is None:
            return
        if self._row.size > 4 * COPIED_MOST:  # bytes, four of which may be one character
            self._tell(TOO_LONG)
        else:
            text = text_of(self._store.log.record(self._row.seq - 1, trust=True))
            self.copy(text, count_of_characters(text, self._lang))

    def _tell(self, message: str) -> None:
        self.notify(words(message, self._lang), markup=False, timeout=3)


def count_of_characters(text: str, lang: Language) -> str:
    """How long a text is, in words."""
    return words("{count} characters", lang).format(count=f"{len(text):,}")


def _json_words(lang: Language) -> JsonWords:
    return JsonWords(
        one_key=words("1 key", lang),
        keys=words("{count} keys", lang),
        more=words("{count} more", lang),
        characters=words("{count} characters", lang),
        more_characters=words("{count} more characters", lang),
    )
