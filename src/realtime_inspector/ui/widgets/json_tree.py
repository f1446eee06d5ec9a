"""A foldable view of one JSON value, as fast for five megabytes as for one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from realtime_inspector.ui.widgets.json_lines import JsonLines
from realtime_inspector.ui.widgets.json_text import JsonPath, json_text, path_text
from realtime_inspector.ui.widgets.line_view import LineView
from realtime_inspector.ui.widgets.text_lines import JsonWords, TextLines

if TYPE_CHECKING:
    from realtime_inspector.ui.widgets.json_lines import Summarise


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
        Binding("shift+right,L", "unfold_all", "Unfold all", show=False, id="json.unfold_all"),
    ]

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
        self._lines: JsonLines | TextLines | None = None
        self._folds: dict[JsonPath, bool] = {}
        self._pattern: re.Pattern[str] | None = None

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
        lines.set_search(self._pattern)
        self._lines = lines
        self.set_model(lines, cursor=lines.row_of_path(path))

    def show_text(self, text: str) -> None:
        """Show what is not JSON, wrapped."""
        self._lines = TextLines(text, width=self.line_width, words=self._words)
        self.set_model(self._lines)

    def clear(self) -> None:
        """Show the empty text."""
        self._lines = None
        self.set_model(None)

    # What the owner reads.

    def selected_path(self) -> JsonPath:
        """Return where the cursor is in the value; `()` is all of it."""
        if isinstance(self._lines, JsonLines) and self.cursor_row >= 0:
            return self._lines.node_at(self.cursor_row).path
        return ()

    def selected_value(self) -> object:
        """Return the value under the cursor; None when there is nothing."""
        if isinstance(self._lines, JsonLines) and self.cursor_row >= 0:
            return self._lines.node_at(self.cursor_row).value
        return None if self._lines is None else self._lines.value

    def path_for_copy(self) -> str:
        """Return the cursor's path as the filter language writes it."""
        return path_text(self.selected_path())

    def value_for_copy(self) -> str:
        """Return the cursor's value as JSON; a text that is not JSON as it is."""
        if isinstance(self._lines, TextLines):
            return self._lines.value
        return json_text(self.selected_value())

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

    def action_unfold_all(self) -> None:
        """Unfold everything under the cursor's line."""
        lines = self._json()
        if lines is not None:
            self._show_layout(lines.unfold_all(self.cursor_row))

    # Searching.

    @property
    def match_count(self) -> int:
        """Keys and values that match the search, folded ones too; walks the value once."""
        return self._lines.match_count if isinstance(self._lines, JsonLines) else 0

    def set_search(self, pattern: str | re.Pattern[str] | None) -> None:
        """Mark what matches, in this value and those shown later.

        Args:
            pattern: Words to find whatever their case, a compiled pattern, or None for no search.
        """
        if isinstance(pattern, str):
            pattern = re.compile(re.escape(pattern), re.IGNORECASE) if pattern else None
        self._pattern = pattern
        if isinstance(self._lines, JsonLines):
            self._lines.set_search(pattern)
        self.invalidate()

    def next_match(self) -> bool:
        """Go to the next match, unfolding what hides it; False if nothing matches."""
        return self._go_to_match(1)

    def previous_match(self) -> bool:
        """Go to the match before; False if nothing matches."""
        return self._go_to_match(-1)

    def _go_to_match(self, step: int) -> bool:
        lines = self._json()
        row = None if lines is None else lines.match_from(self.cursor_row, step)
        if row is None:
            return False
        self._show_layout(row)
        return True

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
        lines = self._json()
        start = lines.marker_column(row, self.line_width) if lines is not None else -2
        if chain == 2 or start <= column < start + 2:
            self.action_toggle_fold()

    def _json(self) -> JsonLines | None:
        if isinstance(self._lines, JsonLines) and self.cursor_row >= 0:
            return self._lines
        return None

    def _toggle(self) -> bool:
        if self._lines is None or self.cursor_row < 0:
            return False
        if isinstance(self._lines, TextLines):
            if not self._lines.show_more(self.cursor_row):
                return False
            self._show_layout(self.cursor_row)
            return True
        row = self._lines.toggle(self.cursor_row, self.line_width)
        if row is None:
            return False
        self._show_layout(row)
        return True

    def _show_layout(self, row: int) -> None:
        """Show lines that moved, with the cursor on `row`."""
        if self._lines is not None:
            self.set_count(self._lines.count())
            self.invalidate()
            self.move_cursor(row, by_user=True)
