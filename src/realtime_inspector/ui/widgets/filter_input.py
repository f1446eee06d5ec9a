"""The input of the filter line: colours its pieces, and marks where it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.highlighter import Highlighter
from textual.message import Message
from textual.widgets import Input

from realtime_inspector.core.filter_tokens import TokenKind, tokens

if TYPE_CHECKING:
    from rich.style import Style
    from rich.text import Text
    from textual.widgets.input import Selection

WRONG: Final = "filter--wrong"
_STYLE_OF: Final[dict[TokenKind, str]] = {
    TokenKind.KEY: "filter--key",
    TokenKind.PATH: "filter--path",
    TokenKind.OPERATOR: "filter--operator",
    TokenKind.STRING: "filter--string",
    TokenKind.REGEX: "filter--regex",
    TokenKind.FLAG: "filter--key",
    TokenKind.NOT: "filter--operator",
    TokenKind.JOIN: "filter--operator",
    TokenKind.PARENTHESIS: "filter--operator",
}
"""Values and bare words keep the text's own colour."""


class FilterInput(Input):
    """An input for the filter language. What its keys do beyond editing is the bar's business."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*_STYLE_OF.values(), WRONG}
    """
    | Class | Description |
    | :- | :- |
    | `filter--key` | Names such as `type`, and the flags `err` and `marked`. |
    | `filter--path` | `.path.to[0]` |
    | `filter--operator` | Comparisons, parentheses, `|`, `!` and their words. |
    | `filter--string` | Quoted text. |
    | `filter--regex` | `/regular expressions/` |
    | `filter--wrong` | The piece that cannot be understood. |
    """

    class CursorMoved(Message):
        """The cursor is elsewhere, by typing or by itself."""

    class EndPassed(Message):
        """→ was pressed at the end of the text."""

    def __init__(self) -> None:
        super().__init__(highlighter=_Colours(self), select_on_focus=False)
        self.claimed_actions: frozenset[str] = frozenset()
        """Actions of the screen whose keys mean something else here now."""
        self._wrong: int | None = None

    @property
    def wrong_at(self) -> int | None:
        """Where the text is wrong, in characters from 0."""
        return self._wrong

    def mark_wrong(self, position: int | None) -> None:
        """Marks the piece at a place; `None` marks nothing."""
        if position != self._wrong:
            self._wrong = position
            self.refresh()

    def watch_selection(self, old: Selection, new: Selection) -> None:
        """Tells where the cursor is."""
        if old != new:
            self.post_message(self.CursorMoved())

    def action_cursor_right(self, select: bool = False) -> None:
        """Moves on, or says that there is nothing more."""
        if self.cursor_at_end and not select:
            self.post_message(self.EndPassed())
        else:
            super().action_cursor_right(select)


class _Colours(Highlighter):
    """Rich's interface to the colours of an input."""

    def __init__(self, line: FilterInput) -> None:
        self._line = line

    def highlight(self, text: Text) -> None:
        """Styles the pieces of a filter."""
        pieces = tokens(text.plain)
        for piece in pieces:
            name = _STYLE_OF.get(piece.kind)
            if name is not None:
                text.stylize(self._style(name), piece.start, piece.end)
        at = self._line.wrong_at
        if at is not None and pieces:
            wrong = next((piece for piece in pieces if piece.end > at), pieces[-1])
            text.stylize(self._style(WRONG), max(wrong.start, min(at, wrong.end - 1)), wrong.end)

    def _style(self, name: str) -> Style:
        return self._line.get_component_rich_style(name, partial=True)
