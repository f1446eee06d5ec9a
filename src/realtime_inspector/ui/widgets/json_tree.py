"""A foldable view of one JSON value, as fast for five megabytes as for one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol

from textual.binding import Binding, BindingType
from textual.message import Message

from realtime_inspector.ui.widgets.hex_lines import HexLines
from realtime_inspector.ui.widgets.json_lines import JsonLines
from realtime_inspector.ui.widgets.json_text import JsonPath, json_text, path_text
from realtime_inspector.ui.widgets.line_view import LineModel, LineView
from realtime_inspector.ui.widgets.text_lines import JsonWords, TextLines

if TYPE_CHECKING:
    from textual.timer import Timer

    from realtime_inspector.ui.widgets.json_spelling import Summarise
    from realtime_inspector.ui.widgets.text_search import Hits

_SLICE_S: Final = 0.008
"""The search has the thread for so long at a stretch."""
_PAUSE_S: Final = 0.004
_PATIENCE_S: Final = 0.05
"""`next_match` waits so long for a hit that has not been found yet."""


class _Lines(LineModel, Protocol):
    """What a `JsonTree` shows."""

    @property
    def hits(self) -> Hits[Any]: ...

    def is_gap(self, index: int) -> bool: ...

    def toggle(self, index: int, width: int) -> int | None: ...

    def set_width(self, width: int) -> bool: ...

    def set_search(self, pattern: re.Pattern[str] | None) -> None: ...

    def span_of(self, index: int) -> tuple[Any, Any]: ...

    def reveal(self, hit: Any) -> int: ...


class JsonTree(LineView):
    """Shows a parsed JSON value, or a text that is none; folds, searches, and knows its paths."""

    DEFAULT_CSS = """
    JsonTree {
        & > .json-tree--key { color: $text-primary; }
        & > .json-tree--string { color: $text-success; }
        & > .json-tree--number { color: $text-warning; }
        & > .json-tree--literal { color: $text-accent; text-style: bold; }
        & > .json-tree--punctuation { color: $text-muted; }
        & > .json-tree--note { color: $text-muted; text-style: italic; }
        & > .json-tree--match { background: $warning 40%; text-style: bold underline; }
        & > .json-tree--text { color: $foreground; }
        &:ansi > .json-tree--match { background: transparent; text-style: reverse; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "json-tree--key",
        "json-tree--string",
        "json-tree--number",
        "json-tree--literal",
        "json-tree--punctuation",
        "json-tree--note",
        "json-tree--match",
        "json-tree--text",
    }
    """
    | Class | Description |
    | :- | :- |
    | `json-tree--key` | Names in objects. |
    | `json-tree--string` | Strings. |
    | `json-tree--number` | Numbers. |
    | `json-tree--literal` | `true`, `false`, `null`. |
    | `json-tree--punctuation` | Brackets, colons, commas. |
    | `json-tree--note` | What is not in the JSON: fold markers, counts, sizes. |
    | `json-tree--match` | Where the search hits. |
    | `json-tree--text` | Unfolded strings, and text that is not JSON. |
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "toggle_fold", "Fold", show=False, id="json.toggle"),
        Binding("left,h", "fold", "Fold", show=False, id="json.fold"),
        Binding("right,l", "unfold", "Unfold", show=False, id="json.unfold"),
    ]

    class HitsChanged(Message):
        """The search has found more, or is over."""

    def __init__(
        self,
        *,
        empty_text: str = "",
        words: JsonWords | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Create an empty view.

        Args:
            empty_text: What to show while there is no value.
            words: The few words among the JSON, for translation.
            id: As for any widget.
            classes: As for any widget.
        """
        super().__init__(empty_text=empty_text, can_follow=False, id=id, classes=classes)
        self._words = words
        self._lines: _Lines | None = None
        self._folds: dict[JsonPath, bool] = {}
        self._pattern: re.Pattern[str] | None = None
        self._anchor: Any = None
        """Where a search that is being typed began; None when nothing is sought."""
        self._searching: Timer | None = None

    # What the owner tells.

    def show(self, value: object, *, summarise: Summarise | None = None) -> None:
        """Show a value, with the folds and the path of the one before where it has them too.

        Args:
            value: As `json.loads` gives it.
            summarise: Says what a base64 string is, such as its duration; `(path, text) -> words`.
        """
        path = self.selected_path()
        lines = JsonLines(
            value,
            width=self.line_width,
            summarise=summarise,
            folds=self._folds,
            words=self._words,
        )
        self._show_lines(lines, lines.row_of_path(path))

    def show_text(self, text: str) -> None:
        """Show what is not JSON, wrapped."""
        self._show_lines(TextLines(text, width=self.line_width, words=self._words))

    def show_bytes(self, value: bytes) -> None:
        """Show what is not even text, in hexadecimal."""
        self._show_lines(HexLines(value, width=self.line_width))

    def clear(self) -> None:
        """Show the empty text."""
        self._lines = None
        self._stop_searching()
        self.set_model(None)

    def go_to_path(self, path: JsonPath) -> None:
        """Unfold to a path, as far as the value has it, and put the cursor there."""
        lines = self._json()
        if lines is not None:
            self._show_layout(lines.reveal_path(path), center=True)

    # What the owner reads.

    def selected_path(self) -> JsonPath:
        """Return where the cursor is in the value; `()` is all of it."""
        if isinstance(self._lines, JsonLines) and self.cursor_row >= 0:
            return self._lines.node_at(self.cursor_row).path
        return ()

    def selected_value(self) -> object:
        """Return the value under the cursor; None when there is nothing."""
        if isinstance(self._lines, JsonLines):
            return self._lines.node_at(max(0, self.cursor_row)).value
        return self._lines.value if isinstance(self._lines, (TextLines, HexLines)) else None

    def path_for_copy(self) -> str:
        """Return the cursor's path as the filter language writes it; empty for all of it."""
        return path_text(self.selected_path())

    def value_for_copy(self) -> str:
        """Return the cursor's value as JSON; a text that is not JSON as it is."""
        value = self.selected_value()
        if isinstance(self._lines, TextLines):
            return self._lines.value
        return value.hex(" ") if isinstance(value, bytes) else json_text(value)

    # Folding: the actions behind the keys.

    def action_toggle_fold(self) -> None:
        """Fold or unfold the cursor's line, or show more where it says so."""
        if not self._toggle():
            super().action_activate()

    def action_activate(self) -> None:
        """Enter does what there is to do: fold, unfold, show more, or activate."""
        self.action_toggle_fold()

    def action_fold(self) -> None:
        """Fold the cursor's line, or go to its parent."""
        lines = self._json()
        if lines is None:
            return
        row = lines.fold(self.cursor_row)
        if row is None:
            self.move_cursor(lines.parent_row(self.cursor_row), by_user=True)
        else:
            self._show_layout(row)

    def action_unfold(self) -> None:
        """Unfold the cursor's line, or go to what is in it."""
        lines = self._json()
        if lines is None:
            return
        row = lines.unfold(self.cursor_row, self.line_width)
        if row is not None:
            self._show_layout(row)
        elif lines.node_at(self.cursor_row).is_open:
            self.action_cursor_down()

    def unfold_all(self) -> bool:
        """Unfold everything under the cursor's line; False if that were too many lines."""
        lines = self._json()
        if lines is None:
            return True
        row, is_all = lines.unfold_all(self.cursor_row)
        self._show_layout(row)
        return is_all

    def fold_all(self) -> None:
        """Fold everything under the cursor's line."""
        lines = self._json()
        if lines is not None:
            self._show_layout(lines.fold_all(self.cursor_row))

    def go_to_sibling(self, step: int) -> None:
        """Go to the next value on the same level, or with `step` -1 to the one before."""
        lines = self._json()
        if lines is not None:
            self.move_cursor(lines.sibling_row(self.cursor_row, step), by_user=True)

    # Searching.

    @property
    def hit_count(self) -> int:
        """Hits found so far, folded ones too."""
        return 0 if self._lines is None else len(self._lines.hits)

    @property
    def is_count_final(self) -> bool:
        """Whether all is searched and all hits are counted."""
        hits = None if self._lines is None else self._lines.hits
        return hits is None or (hits.is_done and not hits.is_cut)

    @property
    def hit_number(self) -> int | None:
        """Number of the first hit in the cursor's line, from 1."""
        if self._lines is None or self.cursor_row < 0:
            return None
        return self._lines.hits.number(*self._lines.span_of(self.cursor_row))

    @property
    def place(self) -> object:
        """Where the cursor is, for `set_search` to begin at."""
        if self._lines is None or self.cursor_row < 0:
            return None
        return self._lines.span_of(self.cursor_row)[0]

    def set_search(self, pattern: str | re.Pattern[str] | None, *, start: object = None) -> None:
        """Mark what matches, in this value and those shown later.

        Args:
            pattern: Words to find whatever their case, a compiled pattern, or None for no search.
            start: A `place`: the cursor goes to the first hit from there on.
        """
        if isinstance(pattern, str):
            pattern = re.compile(re.escape(pattern), re.IGNORECASE) if pattern else None
        self._pattern = pattern
        self._anchor = start
        self._begin_search()
        self.invalidate()

    def next_match(self) -> bool:
        """Go to the next match, unfolding what hides it; False if nothing matches."""
        return self._go_to_match(1)

    def previous_match(self) -> bool:
        """Go to the match before; False if nothing matches."""
        return self._go_to_match(-1)

    def _go_to_match(self, step: int) -> bool:
        if self._lines is None or self.cursor_row < 0:
            return False
        self._lines.hits.search_on(_PATIENCE_S)
        hit = self._lines.hits.beside(*self._lines.span_of(self.cursor_row), step)
        if hit is None:
            return False
        self._show_layout(self._lines.reveal(hit), center=True)
        return True

    def _begin_search(self) -> None:
        self._stop_searching()
        if self._lines is not None:
            self._lines.set_search(self._pattern)
            self._search_on()

    def _search_on(self) -> None:
        """Search for a moment, and again after a pause, so that keys are answered meanwhile."""
        if self._lines is None:
            return
        is_done = self._lines.hits.search_on(_SLICE_S)
        if self._anchor is not None:
            self._go_to_anchor(is_done=is_done)
        self._searching = None if is_done else self.set_timer(_PAUSE_S, self._search_on)
        self.post_message(self.HitsChanged())

    def _go_to_anchor(self, *, is_done: bool) -> None:
        if self._lines is None:
            return
        hit = self._lines.hits.from_place(self._anchor, is_going_round=is_done)
        if hit is not None:
            self._anchor = None
            self._show_layout(self._lines.reveal(hit), center=True)

    def _stop_searching(self) -> None:
        if self._searching is not None:
            self._searching.stop()
            self._searching = None

    # Inside.

    def on_resize(self) -> None:
        """Wrap for the new width; `LineView` does the rest."""
        if self._lines is None:
            return
        path = self.selected_path()
        if self._lines.set_width(self.line_width):
            row = self.cursor_row
            if isinstance(self._lines, JsonLines):
                row = self._lines.row_of_path(path)
            self._show_layout(row)

    def row_clicked(self, row: int, column: int, *, chain: int) -> None:
        """Select the row; on its marker, or with a double click, fold or unfold it."""
        self.move_cursor(row, by_user=True)
        if self._lines is None:
            return
        lines = self._json()
        start = lines.marker_column(row, self.line_width) if lines is not None else -2
        if chain == 2 or start <= column < start + 2 or (chain == 1 and self._lines.is_gap(row)):
            self.action_toggle_fold()

    def _show_lines(self, lines: _Lines, row: int = 0) -> None:
        self._lines = lines
        self._anchor = None
        self.set_model(lines, cursor=row)
        self._begin_search()

    def _json(self) -> JsonLines | None:
        if isinstance(self._lines, JsonLines) and self.cursor_row >= 0:
            return self._lines
        return None

    def _toggle(self) -> bool:
        if self._lines is None or self.cursor_row < 0:
            return False
        row = self._lines.toggle(self.cursor_row, self.line_width)
        if row is None:
            return False
        self._show_layout(row)
        return True

    def _show_layout(self, row: int, *, center: bool = False) -> None:
        """Show lines that moved, with the cursor on `row`."""
        if self._lines is not None:
            self.set_count(self._lines.count())
            self.invalidate()
            self.move_cursor(row, by_user=True, center=center)
