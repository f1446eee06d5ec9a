"""A frame around a view whose captions may be given again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

if TYPE_CHECKING:
    from textual.content import Content


class Frame(Vertical):
    """Its captions are painted only when they change: each painting is one of the whole frame."""

    _title: str | Content = ""
    _subtitle: str | Content = ""

    def set_title(self, title: str | Content) -> None:
        """Gives the caption above; a plain text is read as markup, as Textual does."""
        if title != self._title:
            self._title = title
            self.border_title = title

    def set_subtitle(self, subtitle: str | Content) -> None:
        """Gives the caption below."""
        if subtitle != self._subtitle:
            self._subtitle = subtitle
            self.border_subtitle = subtitle
