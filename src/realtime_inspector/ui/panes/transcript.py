"""The chat transcript."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.state import CaptureState
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present.transcript import entry_lines
from realtime_inspector.ui.widgets.heights import Heights
from realtime_inspector.ui.widgets.past_list import PastList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events

    from realtime_inspector.core.state import Entry, Response
    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.widgets.line_view import LinePart

EMPTY = "Nothing said yet.\n\nType a line below and press Enter."
EMPTY_CAPTURE = "No conversation in this capture."
EMPTY_PAST = "Nothing had been said yet."


_UNKNOWN_LINES: Final = 3
"""What an entry is taken to need until it is laid out: who, what, and an empty line."""
FAR: Final = 2_000
"""Records between two states of which it is not asked what differs: most that is shown does."""
_Place = tuple[int, int]
"""An entry, and a line of it."""


class _Blocks:
    """Entries as lines. Far from the screen nothing is laid out, and heights are a guess."""

    def __init__(self, lang: Language) -> None:
        self._lang: Language = lang
        self._state = CaptureState()
        self._width = 0
        self._blocks: list[list[list[LinePart]] | None] = []
        """The lines of each entry; `None` where they are not known, or not any more."""
        self._heights = Heights()
        self._index: dict[int | str, int] = {}
        """Entries by key; keys of different kinds differ."""

    def count(self) -> int:
        return self._heights.total

    def line(self, index: int, width: int) -> Sequence[LinePart]:
        del width
        entry, line = self.place_of(index)
        block = self._blocks[entry]
        return block[line] if block is not None and line < len(block) else ()

    def place_of(self, row: int) -> _Place:
        """The entry that a line belongs to, and which of its lines it is."""
        row = max(0, row)
        entry = self._heights.at(row)
        return entry, row - self._heights.start(entry)

    def row_of(self, place: _Place) -> int:
        """The line at a place, or the last one that the entry has now."""
        entry, line = place
        is_entry = entry < len(self._heights)
        last = max(0, self._heights[entry] - 1) if is_entry else 0
        return self._heights.start(entry) + min(line, last)

    def entry_of(self, key: int | str | None) -> int | None:
        """The index of the entry with this key."""
        index = None if key is None else self._index.get(key)
        return index if index is not None and index < len(self._blocks) else None

    def lines_of(self, entry: int) -> range:
        """Indexes of an entry's lines."""
        start = self._heights.start(entry)
        return range(start, start + self._heights[entry])

    def update(self, state: CaptureState, width: int) -> None:
        """Takes over a state; what changed since the last one has to be laid out again."""
        before, self._state = self._state, state
        if width != self._width:
            self._width = width
            self._blocks = [None] * len(self._blocks)
        newer, older = (state, before) if state.seq >= before.seq else (before, state)
        shared = next(newer.entries.changed_from(older.entries), len(newer.entries))
        self._cut(min(shared, len(state.entries)))
        if newer.seq - older.seq > FAR:
            self._forget_all()
        elif self._blocks:
            for key in _changed_keys(newer, older):
                index = self.entry_of(key)
                if index is not None:
                    self._forget(index)
        for entry in state.entries.since(len(self._blocks)):
            self._append(entry)

    def _cut(self, count: int) -> None:
        """Keeps the entries that are the same: others follow an earlier state, or its beginning."""
        del self._blocks[count:]
        self._heights.cut(count)
        if not count:
            self._index.clear()

    def _append(self, entry: Entry) -> None:
        self._index[entry.key] = len(self._blocks)
        self._blocks.append(None)
        self._heights.append(_UNKNOWN_LINES)

    def _forget(self, entry: int) -> None:
        self._blocks[entry] = None
        if not self._heights[entry]:  # nothing was to be shown; now there may be
            self._heights.put(entry, _UNKNOWN_LINES)

    def _forget_all(self) -> None:
        self._blocks = [None] * len(self._blocks)
        for entry in [one for one, height in enumerate(self._heights) if not height]:
            self._heights.put(entry, _UNKNOWN_LINES)

    def blank(self, rows: range) -> list[int]:
        """Entries in these lines that are not laid out."""
        if not rows or not self._blocks:
            return []
        entries = range(self.place_of(rows[0])[0], self.place_of(rows[-1])[0] + 1)
        return [one for one in entries if self._blocks[one] is None and self._heights[one]]

    def unsettled(self, entry: int, lines: int) -> list[int]:
        """Entries to lay out among so many lines from the start of an entry up and down."""
        return [
            *self._unsettled(range(min(entry, len(self._blocks)) - 1, -1, -1), lines),
            *self._unsettled(range(entry, len(self._blocks)), lines),
        ]

    def _unsettled(self, entries: range, lines: int) -> Iterator[int]:
        for entry in entries:
            if lines <= 0:
                return
            if self._blocks[entry] is None:
                yield entry
            lines -= max(1, self._heights[entry])

    def lay_out(self, entries: Sequence[int]) -> int:
        """Lays out entries; returns the first line that is different or elsewhere now."""
        for entry in entries:
            lines = entry_lines(self._state, self._state.entries[entry], self._width, self._lang)
            self._blocks[entry] = lines
            self._heights.put(entry, len(lines))
        return self._heights.start(min(entries))


def _changed_keys(state: CaptureState, before: CaptureState) -> Iterator[int | str]:
    """Keys of the entries that may look otherwise than in an earlier state."""
    yield from state.items.changed_from(before.items)
    yield from state.problems.changed_from(before.problems)
    for response_id in state.responses.changed_from(before.responses):
        yield response_id
        old = before.responses.get(response_id)
        if old is None or _shown(old) != _shown(state.responses[response_id]):
            yield from state.responses[response_id].items


def _shown(response: Response) -> tuple[object, ...]:
    """What the entries of its items say of a response."""
    return response.first_token_ms, response.is_out_of_band


class TranscriptPane(PastList):
    """Turns, calls, errors and notices as they happened."""

    def __init__(self, lang: Language, *, is_live: bool) -> None:
        self._empty = words(EMPTY if is_live else EMPTY_CAPTURE, lang)
        self._empty_past = words(EMPTY_PAST, lang)
        super().__init__(empty_text=self._empty, id="transcript")
        self._blocks = _Blocks(lang)
        self._state = CaptureState()
        self._selected: int | None = None
        self._is_settling = False
        self.set_model(self._blocks)
        self.set_highlights(self._background)

    def show(self, state: CaptureState, *, is_past: bool = False) -> None:
        """Shows the transcript of a state, of an earlier one with its end in view."""
        has_moved = is_past and state.seq != self._state.seq
        self._state = state
        self.set_empty_text(self._empty_past if is_past else self._empty)
        if not self.line_width:
            return
        self._blocks.update(state, self.line_width)
        self.set_count(self._blocks.count())
        self._settle()
        self.went_to(is_past=is_past, has_moved=has_moved)

    def on_resize(self) -> None:
        """Breaks the lines for the new width."""
        self.show(self._state, is_past=self.is_past)
        super().on_resize()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Lays out what comes near the screen."""
        super().watch_scroll_y(old_value, new_value)
        if self._is_settling:
            return
        if self._blocks.blank(self._visible_rows()):
            self._settle()
        else:
            self.call_later(self._settle)  # not yet: who scrolls still counts with these rows

    def _visible_rows(self) -> range:
        top = self.scroll_offset.y
        return range(top, min(self.row_count, top + self.page_height))

    def _settle(self) -> None:
        """Lays out the lines on the screen, and a page on each side of it for the next key."""
        if self._is_settling or not self.row_count:
            return
        self._is_settling = True
        try:
            while entries := self._unsettled():
                self.rearrange(
                    partial(self._blocks.lay_out, entries),
                    self._blocks.place_of,
                    self._blocks.row_of,
                )
        finally:
            self._is_settling = False

    def _unsettled(self) -> list[int]:
        top = self._blocks.place_of(self.scroll_offset.y)[0]
        near = self._blocks.unsettled(top, 2 * max(1, self.page_height))
        return near or self._blocks.blank(self._visible_rows())

    def entry_at_cursor(self) -> Entry | None:
        """The entry under the cursor."""
        if self.cursor_row < 0 or not self._blocks.count():
            return None
        return self._state.entries[self._blocks.place_of(self.cursor_row)[0]]

    def select_item(self, item_key: int | None, response_id: str | None, seq: int) -> None:
        """Marks the entry that an event belongs to and scrolls to it."""
        found = [self._blocks.entry_of(key) for key in (item_key, response_id, seq)]
        self._select(min((one for one in found if one is not None), default=None))

    def clear_selection(self) -> None:
        """Marks nothing."""
        self._select(None)

    def _select(self, entry: int | None) -> None:
        if entry == self._selected:
            return
        self._selected = entry
        if entry is not None and self._blocks.lines_of(entry):
            self.scroll_row_into_view(self._blocks.lines_of(entry)[-1])
            # On its way onto the screen it was laid out, and may have moved.
            self.scroll_row_into_view(self._blocks.lines_of(entry).start)
        self.refresh()

    def _background(self, line: int) -> str | None:
        if self._selected is None or self._blocks.place_of(line)[0] != self._selected:
            return None
        return "line-view--related"

    def on_focus(self, _event: events.Focus) -> None:
        """Shows the cursor where the eye is: at the end, while following."""
        self.refresh()
