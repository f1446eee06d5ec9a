"""The list of the diagram's rows: lays out what comes near the screen, some at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.message import Message

from realtime_inspector.ui.widgets.part_view import PartView

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.store.store import Store
    from realtime_inspector.ui.sequence_part import Line, SequencePart
    from realtime_inspector.ui.sequence_rows import SequenceRows

PIECE_S: Final = 0.02
"""Between two pieces that are laid out in the background."""
AT_ONCE: Final = 4
"""Pieces that are laid out at most before the first look."""
MARGIN: Final = 3
"""Pages above and below the screen that are laid out."""


class SequenceLines(PartView):
    """The rows of a part of the log, which goes on where the screen comes near its ends."""

    class LaidOut(Message):
        """More rows are there, or fewer."""

    def __init__(
        self,
        store: Store,
        part: SequencePart,
        rows: SequenceRows,
        *,
        can_follow: bool,
        following: bool,
    ) -> None:
        """Lays out nothing yet.

        Args:
            store: The log.
            part: What of it is laid out.
            rows: How that is drawn.
            can_follow: Whether the log may grow.
            following: Whether to stay at the newest event.
        """
        super().__init__(None, can_follow=can_follow, following=following, id="sequence-lines")
        self._store = store
        self._part = part
        self._rows = rows
        self._is_due = False
        """Whether the next piece is to be laid out."""

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        lines, row = self._part.lines, self.cursor_row
        return lines[row] if 0 <= row < len(lines) else None

    def begin_at(self, seq: int) -> None:
        """Lays out the events around one anew, and puts the cursor on it."""
        if self.is_following:
            seq = len(self._store)
        self._part.start(seq)
        height = self.page_height or self.app.size.height
        for _ in range(AT_ONCE):
            if not self._part.has_more_below or len(self._part.lines) > height:
                break
            self._part.extend_down()
        for _ in range(AT_ONCE):
            if not self._part.has_more_above or (self._part.index_of(seq) or 0) > height:
                break
            self._part.extend_up()
        is_following = self.is_following
        self.set_model(self._rows)
        if not is_following and self._part.lines:
            self.move_cursor(self._part.index_of(seq) or 0)
            self._centre()
        self.post_message(self.LaidOut())
        self.lay_out()

    def lay_out(self) -> None:
        """Has the next piece laid out, if the screen is near an end of what is."""
        if not self._is_due and (self._wants_below() or self._wants_above()):
            self._is_due = True
            rest_s = PIECE_S + (PIECE_S if self._store.courtesy.is_asked_for else 0.0)
            self.set_timer(rest_s, self._lay_out)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Goes on laying out."""
        super().watch_scroll_y(old_value, new_value)
        self.lay_out()

    # Inside.

    def _centre(self) -> None:
        """Puts the row of the cursor in the middle."""
        if self.page_height:
            self.scroll_row_into_view(self.cursor_row, center=True)
        else:  # the first layout takes it from here
            self.set_scroll(None, max(0, self.cursor_row - self.app.size.height // 2))

    def _wants_below(self) -> bool:
        bottom = self.scroll_offset.y + self.page_height
        is_near = len(self._part.lines) - bottom < MARGIN * self.page_height
        return is_near and self._part.has_more_below

    def _wants_above(self) -> bool:
        is_near = self.scroll_offset.y < MARGIN * self.page_height
        return is_near and self._part.has_more_above

    def _lay_out(self) -> None:
        self._is_due = False
        if self._wants_below():
            self._lay_out_below()
        elif self._wants_above():
            self._shift(self._part.extend_up)
            if self._part.drop_bottom():
                self.set_count(len(self._part.lines))
        self.post_message(self.LaidOut())
        self.lay_out()

    def _lay_out_below(self) -> None:
        first = self._part.extend_down()
        for index in range(first, min(self.row_count, first + 8)):
            self.invalidate(index)
        self.set_count(len(self._part.lines))
        self._shift(lambda: -self._part.drop_top())

    def _shift(self, change: Callable[[], int]) -> None:
        """Lets lines come or go at the top, and keeps what is seen where it is."""
        moved = 0

        def act() -> int:
            nonlocal moved
            moved = change()
            return 0

        self.rearrange(act, lambda row: row, lambda row: max(0, row + moved))
