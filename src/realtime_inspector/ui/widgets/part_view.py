"""A list that shows a part of a log: its owner knows what is beyond."""

from __future__ import annotations

from textual.message import Message

from realtime_inspector.ui.widgets.line_view import LineView


class PartView(LineView):
    """Home and End are about the whole log, not about the rows that there are."""

    class EndWanted(Message):
        """The user wants to see the beginning of the log, or its end."""

        def __init__(self, *, is_last: bool) -> None:
            super().__init__()
            self.is_last = is_last

    def go_to_end(self) -> None:
        """Goes to the last row that there is, and follows if rows may arrive."""
        super().action_go_last()

    def action_go_first(self) -> None:
        """Goes to the beginning of the log."""
        self.post_message(self.EndWanted(is_last=False))

    def action_go_last(self) -> None:
        """Goes to the end of the log."""
        self.post_message(self.EndWanted(is_last=True))
