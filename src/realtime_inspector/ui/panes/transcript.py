"""The chat transcript."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from realtime_inspector.core.state import CaptureState, EntryKind
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present.transcript import entry_lines, entry_token
from realtime_inspector.ui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from realtime_inspector.core.state import Entry
    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.widgets.line_view import LinePart

EMPTY = "Nothing said yet.\n\nType a line below and press Enter."
EMPTY_CAPTURE = "No conversation in this capture."


class _Blocks:
    """Entries as lines; only entries that changed are laid out again."""

    def __init__(self, lang: Language) -> None:
        self._lang: Language = lang
        self.width = 0
        self._tokens: list[object] = []
        self._blocks: list[list[list[LinePart]]] = []
        self._starts: list[int] = []
        self._count = 0

    def count(self) -> int:
        return self._count

    def line(self, index: int, width: int) -> Sequence[LinePart]:
        del width
        block = bisect_right(self._starts, index) - 1
        return self._blocks[block][index - self._starts[block]]

    def entry_at(self, index: int) -> int:
        """Index of the entry that a line belongs to."""
        return bisect_right(self._starts, index) - 1

    def lines_of(self, entry: int) -> range:
        """Indexes of an entry's lines."""
        return range(self._starts[entry], self._starts[entry] + len(self._blocks[entry]))

    def update(self, state: CaptureState, width: int) -> int:
        """Lays out what changed; returns the index of the first changed line."""
        if width != self.width:
            self.width = width
            self._tokens.clear()
        first: int | None = None
        for index, entry in enumerate(state.entries):
            token = entry_token(state, entry)
            if index < len(self._tokens) and self._tokens[index] == token:
                continue
            first = index if first is None else first
            self._put(index, token, entry_lines(state, entry, width, self._lang))
        del self._blocks[len(state.entries) :], self._tokens[len(state.entries) :]
        return self._count if first is None else self._restart(first)

    def _put(self, index: int, token: object, lines: list[list[LinePart]]) -> None:
        if index < len(self._blocks):
            self._blocks[index] = lines
        else:
            self._blocks.append(lines)
        if index < len(self._tokens):
            self._tokens[index] = token
        else:
            self._tokens.append(token)

    def _restart(self, first: int) -> int:
        """Counts the lines again from one entry on; returns where it starts."""
        del self._starts[first:]
        at = 0
        if first:
            at = self._starts[first - 1] + len(self._blocks[first - 1])
        begin = at
        for block in self._blocks[first:]:
            self._starts.append(at)
            at += len(block)
        self._count = at
        return begin


class TranscriptPane(LineView):
    """Turns, calls, errors and notices as they happened."""

    def __init__(self, lang: Language, *, is_live: bool) -> None:
        empty = EMPTY if is_live else EMPTY_CAPTURE
        super().__init__(empty_text=words(empty, lang), id="transcript")
        self._blocks = _Blocks(lang)
        self._state = CaptureState()
        self._selected: int | None = None
        self.set_model(self._blocks)
        self.set_highlights(self._background)

    def show(self, state: CaptureState) -> None:
        """Shows the transcript of a state."""
        self._state = state
        if not self.line_width:
            return
        first = self._blocks.update(state, self.line_width)
        for line in range(first, self._blocks.count()):
            self.invalidate(line)
        self.set_count(self._blocks.count())

    def on_resize(self) -> None:
        """Breaks the lines for the new width."""
        self.show(self._state)
        super().on_resize()

    def entry_at_cursor(self) -> Entry | None:
        """The entry under the cursor."""
        if self.cursor_row < 0 or not self._blocks.count():
            return None
        return self._state.entries[self._blocks.entry_at(self.cursor_row)]

    def select_item(self, item_key: int | None, response_id: str | None, seq: int) -> None:
        """Marks the entry that an event belongs to and scrolls to it."""
        wanted = {(EntryKind.ITEM, item_key), (EntryKind.RESPONSE, response_id)}
        wanted |= {(EntryKind.PROBLEM, seq), (EntryKind.NOTICE, seq)}
        found = [
            index
            for index, entry in enumerate(self._state.entries)
            if (entry.kind, entry.key) in wanted
        ]
        self._select(found[0] if found else None)

    def clear_selection(self) -> None:
        """Marks nothing."""
        self._select(None)

    def _select(self, entry: int | None) -> None:
        if entry == self._selected:
            return
        self._selected = entry
        if entry is not None and len(lines := self._blocks.lines_of(entry)):
            self.scroll_row_into_view(lines[-1])
            self.scroll_row_into_view(lines[0])
        self.refresh()

    def _background(self, line: int) -> str | None:
        if self._selected is None or self._blocks.entry_at(line) != self._selected:
            return None
        return "line-view--related"

    def on_focus(self, _event: events.Focus) -> None:
        """Shows the cursor where the eye is: at the end, while following."""
        self.refresh()
