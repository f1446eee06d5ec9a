"""A list of what was there at an event: going on from its end goes on in time."""

from __future__ import annotations

from textual.message import Message

from realtime_inspector.ui.widgets.line_view import LineView


class PastList(LineView):
    """A `LineView` that may show the past.

    What came later is not in it, so its end is not where the cursor has to stop.
    """

    class Beyond(Message):
        """The user wants to go on from the end: to what came next, or to now."""

        def __init__(self, view: PastList, *, is_now: bool) -> None:
            super().__init__()
            self.view = view
            self.is_now = is_now

        @property
        def control(self) -> PastList:
            """The view; lets `@on` select by it."""
            return self.view

    is_past = False
    """Whether it shows an earlier state."""
    _is_going_on = False

    def action_cursor_down(self) -> None:
        """Moves the cursor one row down, or on in time."""
        if self.is_past and self.cursor_row >= self.row_count - 1:
            self._go_beyond(is_now=False)
        else:
            super().action_cursor_down()

    def action_page_down(self) -> None:
        """Moves the cursor one page down, or on in time."""
        if self.is_past and self.cursor_row >= self.row_count - 1:
            self._go_beyond(is_now=False)
        else:
            super().action_page_down()

    def action_go_last(self) -> None:
        """Goes to the end: that is now."""
        if self.is_past:
            self._go_beyond(is_now=True)
        else:
            super().action_go_last()

    def went_to(self, *, is_past: bool, has_moved: bool) -> None:
        """Tells what the rows show; to be called after they have changed.

        Args:
            is_past: Whether they are of an earlier state.
            has_moved: Whether they are of another event than before, of the past.
        """
        self.is_past = is_past
        if has_moved and self.row_count:
            if self._is_going_on:
                self.move_cursor(self.row_count - 1)
            elif not self.has_focus:
                self.scroll_row_into_view(self.row_count - 1)
        if has_moved or not is_past:
            self._is_going_on = False

    def _go_beyond(self, *, is_now: bool) -> None:
        self._is_going_on = not is_now
        self.post_message(self.Beyond(self, is_now=is_now))
