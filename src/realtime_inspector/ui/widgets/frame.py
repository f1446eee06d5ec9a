"""A frame around a view whose captions may be given again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from textual.containers import Vertical
from textual.geometry import Region

if TYPE_CHECKING:
    from textual.content import Content


class Frame(Vertical):
    """Its captions are painted only when they change, and nothing else then."""

    _title: str | Content = ""
    _subtitle: str | Content = ""
    _caption: Region | None = None
    """The line that is being changed."""

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Textual asks for the whole widget, and so for all in it, after a change of a caption."""
        if self._caption is not None and not regions:
            regions = (self._caption,)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def set_title(self, title: str | Content) -> None:
        """Gives the caption above; a plain text is read as markup, as Textual does."""
        if title != self._title:
            self._title = title
            self._caption = self._line(0)
            self.border_title = title
            self._caption = None

    def set_subtitle(self, subtitle: str | Content) -> None:
        """Gives the caption below."""
        if subtitle != self._subtitle:
            self._subtitle = subtitle
            self._caption = self._line(self.outer_size.height - 1)
            self.border_subtitle = subtitle
            self._caption = None

    def _line(self, y: int) -> Region:
        """A line of the frame, as seen from its content."""
        left, top = self.content_offset
        return Region(-left, y - top, self.outer_size.width, 1)
