"""A page of the event guide on top of everything: what an event type is, whatever is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from realtime_inspector.guide import lookup
from realtime_inspector.guide.interface import words
from realtime_inspector.guide.misnomers import MISNOMERS
from realtime_inspector.ui.present.guide_page import guide_lines, paragraph, sender_lines
from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.present.guide_page import Line


class EventGuideScreen(ModalScreen[None]):
    """All that the guide says about one event type."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,a", "close", "Close", id="guide.close"),
        Binding("down,j", "scroll(1)", show=False, id="guide.down"),
        Binding("up,k", "scroll(-1)", show=False, id="guide.up"),
        Binding("pagedown,space,ctrl+d", "page(1)", show=False, id="guide.page_down"),
        Binding("pageup,ctrl+u", "page(-1)", show=False, id="guide.page_up"),
        Binding("home,g", "end(False)", show=False, id="guide.top"),
        Binding("end,G", "end(True)", show=False, id="guide.bottom"),
    ]

    def __init__(self, name: str, lang: Language) -> None:
        """Args: name: The type, as on the wire. lang: The language."""
        super().__init__()
        self._name_on_wire = name
        self._lang: Language = lang

    def compose(self) -> ComposeResult:
        """A text in a scrolling frame."""
        with Vertical(classes="dialogue", id="guide") as frame:
            frame.border_title = Content(visible(self._name_on_wire))
            frame.border_subtitle = words("Esc closes", self._lang)
            yield VerticalScroll(Static(id="guide-text"), id="guide-scroll")

    def on_resize(self) -> None:
        """Wraps the text for the width; Textual would not break Japanese well."""
        self.call_after_refresh(self._show_text)

    def _show_text(self) -> None:
        width = self.query_one("#guide-scroll").scrollable_content_region.width
        lines = guide_page(self._name_on_wire, self._lang, max(20, width))
        self.query_one("#guide-text", Static).update(Content("\n").join(map(_content, lines)))

    def action_close(self) -> None:
        """Back to the screen under it."""
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Scrolls by a few lines."""
        self.query_one("#guide-scroll").scroll_relative(y=lines * 3, animate=False)

    def action_page(self, pages: int) -> None:
        """Scrolls by what is seen, but for a line that stays in sight."""
        scroll = self.query_one("#guide-scroll")
        seen = max(1, scroll.scrollable_content_region.height - 1)
        scroll.scroll_relative(y=pages * seen, animate=False)

    def action_end(self, bottom: bool) -> None:
        """Goes to the beginning or to the end."""
        scroll = self.query_one("#guide-scroll")
        scroll.scroll_to(y=scroll.max_scroll_y if bottom else 0, animate=False)


def _content(line: Line) -> Content:
    parts = ((text, style if isinstance(style, str) else "") for text, style in line)
    return Content.assemble(*parts)


def guide_page(name: str, lang: Language, width: int) -> list[Line]:
    """The page about an event type; of a name that does not exist, what to look for instead."""
    guide = lookup(name)
    if guide is None:
        instead = MISNOMERS.get(name)
        text = words("The event guide has no page about this.", lang)
        return paragraph(instead[lang] if instead is not None else text, width)
    return [
        *sender_lines(guide, name, lang, width),
        [],
        *paragraph(guide.text(lang).summary, width),
        [],
        *guide_lines(guide, lang, width),
    ]
