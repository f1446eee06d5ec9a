"""Resolves the styles of rows: each look and name once, so that painting a row costs nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from textual.color import Color
from textual.markup import parse_style
from textual.style import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style as RichStyle
    from textual.filter import LineFilter
    from textual.widget import Widget

    from realtime_inspector.ui.widgets.line_view import StyleName


class Look(NamedTuple):
    """All that decides how a row is painted besides its text."""

    is_cursor: bool
    background: str | None


class RowStyles:
    """A cache of Rich styles for one widget, line filters (such as no colour) already applied."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._filters: Sequence[LineFilter] = ()
        self._cache: dict[tuple[Look | None, StyleName], RichStyle] = {}

    def clear(self) -> None:
        """Forget all: the theme or the widget's state changed."""
        self._cache.clear()

    def filters_changed(self) -> bool:
        """Take note of the app's line filters; True if they are others than before."""
        filters = self._widget.app.get_line_filters()
        if filters == self._filters:
            return False
        self._filters = filters
        self._cache.clear()
        return True

    def get(self, look: Look | None, name: StyleName) -> RichStyle:
        """Return the style of a part in a row that looks so; without a look, outside rows."""
        key = (look, name)
        style = self._cache.get(key)
        if style is None:
            style = self._cache[key] = self._resolve(look, name)
        return style

    def _resolve(self, look: Look | None, name: StyleName) -> RichStyle:
        style = self._widget.visual_style
        if look is not None and look.background:
            style += self._named(look.background)
        if look is not None and look.is_cursor:
            style += self._named("line-view--cursor")
        for part in (name,) if isinstance(name, str) else name:
            if part:
                style += self._named(part)
        if look is not None and look.is_cursor and self._widget.app.no_color:
            style += Style(reverse=True)  # without colours nothing else would mark it
        return self._filtered(style)

    def _filtered(self, style: Style) -> RichStyle:
        segments = [Segment(" ", style.rich_style)]
        background = style.background or Color(0, 0, 0)
        for line_filter in self._filters:
            segments = line_filter.apply(segments, background)
        return segments[0].style or style.rich_style

    def _named(self, name: str) -> Style:
        try:
            styles = self._widget.get_component_styles(name)
        except KeyError:
            return self._parsed(name)
        style = Style.from_styles(styles)
        if not styles.has_rule("color"):
            style = replace(style, foreground=None)
        return style

    def _parsed(self, text: str) -> Style:
        """Parse a style such as `bold $text-muted`.

        Variables are put in here: Textual's own way loses the share of automatic colours, and it
        reads all variables of the theme for each style, which is a tenth of the start.
        """
        variables = self._widget.app.theme_variables
        words: list[str] = []
        share: float | None = None
        for word in text.split():
            value = variables.get(word[1:], word) if word[0] == "$" else word
            if value.startswith("auto ") and value.endswith("%"):
                share = float(value.removeprefix("auto ").removesuffix("%"))
            else:
                words.append(value)
        style = parse_style(" ".join(words), {})
        return style if share is None else replace(style, foreground=Color.automatic(share))
