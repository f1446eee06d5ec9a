"""Where a capture is played: how many events there are when, the position, and what is going on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Protocol

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from realtime_inspector.ui.present.cells import fit, width_of
from realtime_inspector.ui.widgets.row_styles import RowStyles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from realtime_inspector.store.density import Cell

BLOCKS: Final = " ▁▂▃▄▅▆▇█"
PAUSE: Final = "┄"
MARK: Final = "◆"
HEAD: Final = "┃"
_DOT: Final = " · "
_LEAST_BAR: Final = 12
"""Cells that the bar keeps when it shares its row with the facts."""


class ScrubModel(Protocol):
    """What the bar shows, asked for while it is painted."""

    def cells(self, width: int) -> Sequence[Cell]:
        """The log in so many cells."""
        ...

    def head(self, width: int) -> int:
        """The cell of the position."""
        ...


@dataclass(frozen=True, slots=True)
class ScrubFacts:
    """What stands beside or under the bar."""

    sign: str = ""
    """Whether it plays, and how fast."""
    position: str = ""
    notice: str = ""
    """What has to be known now, such as a pause that is shortened."""
    details: tuple[str, ...] = ()
    """The rest; the last ones are left out where there is no room."""


class ScrubBar(Widget):
    """Two rows, bar and facts, or both in one where rows are scarce."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ScrubBar { height: 1; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "scrub-bar--played",
        "scrub-bar--coming",
        "scrub-bar--failed",
        "scrub-bar--mark",
        "scrub-bar--head",
        "scrub-bar--sign",
        "scrub-bar--notice",
        "scrub-bar--fact",
    }

    class Sought(Message):
        """The user points at a cell of the bar."""

        def __init__(self, cell: int, width: int) -> None:
            super().__init__()
            self.cell = cell
            self.width = width
            """How many cells there are."""

    class Toggled(Message):
        """The user clicked the sign."""

    def __init__(self, model: ScrubModel) -> None:
        super().__init__(id="scrub")
        self._model = model
        self._facts = ScrubFacts()
        self._row_styles = RowStyles(self)
        self._is_dragged = False

    def show(self, facts: ScrubFacts) -> None:
        """Paints the position, and these facts."""
        self._facts = facts
        self.refresh()

    # The mouse.

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Goes to where the pointer is, and follows it from now on."""
        event.stop()
        x, y = event.x - self.gutter.left, event.y - self.gutter.top
        first, width = self._bar
        if y == 0 and first <= x < first + width:
            self._is_dragged = True
            self.capture_mouse()
            self._seek(x)
        elif 0 <= x <= width_of(self._facts.sign):
            self.post_message(self.Toggled())

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Goes along with the pointer."""
        if self._is_dragged:
            event.stop()
            self._seek(event.x - self.gutter.left)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Stays there."""
        if self._is_dragged:
            event.stop()
            self._is_dragged = False
            self.release_mouse()

    def _seek(self, x: int) -> None:
        first, width = self._bar
        self.post_message(self.Sought(min(max(0, x - first), width - 1), width))

    # Painting.

    def notify_style_update(self) -> None:
        """Forgets the old colours."""
        super().notify_style_update()
        self._row_styles.clear()

    def render_line(self, y: int) -> Strip:
        """The bar with facts at its sides, or alone with the facts under it."""
        self._row_styles.filters_changed()
        width = self.size.width
        if self.size.height > 1:
            parts = self._bar_parts(width) if y == 0 else self._facts_parts(width)
        else:
            room = self._bar[1]
            left, right = self._sides
            parts = [(left, "scrub-bar--sign"), *self._bar_parts(room)]
            parts += [(right, "scrub-bar--notice" if self._facts.notice else "scrub-bar--fact")]
        fitted, used = fit(parts, width)
        segments = [Segment(text, self._row_styles.get(None, style)) for text, style in fitted]
        segments.append(Segment(" " * (width - used), self._row_styles.get(None, "")))
        return Strip(segments, width)

    @property
    def _sides(self) -> tuple[str, str]:
        """What stands left and right of the bar where they share a row."""
        facts = self._facts
        left = f"{facts.sign} "
        right = f" {facts.position}"
        if facts.notice:
            longer = f" {facts.notice}{_DOT}{facts.position}"
            room = self.size.width - width_of(left) - width_of(longer)
            right = longer if room >= _LEAST_BAR else f" {facts.notice}"
        return left, right

    @property
    def _bar(self) -> tuple[int, int]:
        """First cell and width of the bar."""
        if self.size.height > 1:
            return 0, max(1, self.size.width)
        left, right = map(width_of, self._sides)
        return left, max(1, self.size.width - left - right)

    def _bar_parts(self, width: int) -> list[tuple[str, str]]:
        head = self._model.head(width)
        cells = self._model.cells(width)
        return [_cell_part(cell, index, head) for index, cell in enumerate(cells)]

    def _facts_parts(self, width: int) -> list[tuple[str, str]]:
        facts = self._facts
        parts = [(f"{facts.sign} ", "scrub-bar--sign"), (facts.position, "scrub-bar--fact")]
        if facts.notice:
            parts += [(_DOT, "scrub-bar--coming"), (facts.notice, "scrub-bar--notice")]
        used = sum(width_of(text) for text, _ in parts)
        for detail in facts.details:
            used += width_of(_DOT + detail)
            if used > width:
                break
            parts.append((_DOT + detail, "scrub-bar--coming"))
        return parts


def _cell_part(cell: Cell, index: int, head: int) -> tuple[str, str]:
    if index == head:
        return HEAD, "scrub-bar--head"
    text = PAUSE if cell.is_pause and not cell.level else BLOCKS[cell.level]
    if cell.has_mark:
        return MARK, "scrub-bar--mark"
    if cell.has_failure:
        return text, "scrub-bar--failed"
    return text, "scrub-bar--played" if index < head else "scrub-bar--coming"
