"""The row of families under the log: what is there, how many, and the filter itself."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from realtime_inspector.core.names import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from textual import events

SPACE: Final = 1
SHORT_NAMES: Final = {
    "session": "sess",
    "items": "item",
    "response": "resp",
    "input": "in",
    "output": "out",
    "tools": "tool",
    "other": "etc",
}
_FORMS: Final = ((False, True), (True, True), (True, False))
"""Short names or not, counts or not: from the most to the least that can be shown."""


class FamilyChips(Static):
    """`1 session 3  2 items 9 …`; a click or the number shows or hides a family."""

    class Toggled(Message):
        """A chip was clicked."""

        def __init__(self, family: str) -> None:
            super().__init__()
            self.family = family

    def __init__(self) -> None:
        super().__init__(id="chips")
        self._counts: Mapping[str, int] = {}
        self._hidden: Collection[str] = ()
        self._ends: list[int] = []

    def on_mount(self) -> None:
        """Shows the families before the first event."""
        self._draw()

    def on_resize(self) -> None:
        """Leaves out names or counts where the row is too narrow."""
        self._draw()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Gives the number of events of each family."""
        if counts != self._counts:
            self._counts = dict(counts)
            self._draw()

    def set_hidden(self, hidden: Collection[str]) -> None:
        """Gives the families that are not shown."""
        self._hidden = frozenset(hidden)
        self._draw()

    def on_click(self, event: events.Click) -> None:
        """Toggles the chip under the pointer."""
        for family, end in zip(FAMILIES, self._ends, strict=False):
            if event.x < end:
                self.post_message(self.Toggled(family))
                return

    def _draw(self) -> None:
        for is_short, has_count in _FORMS:
            chips = [self._chip(family, is_short, has_count) for family in FAMILIES]
            if sum(len(chip) + SPACE for chip in chips) - SPACE <= self.size.width:
                break
        self._ends = list(accumulate(len(chip) + SPACE for chip in chips))
        self.update(Content(" " * SPACE).join(chips), layout=False)

    def _chip(self, family: str, is_short: bool, has_count: bool) -> Content:
        count = self._counts.get(family, 0)
        style = f"$family-{family}" if count else "$faint"
        if family in self._hidden:
            style = "strike $faint"
        name = SHORT_NAMES[family] if is_short else family
        number = f" {count}" if has_count else ""
        key = str(FAMILIES.index(family) + 1)
        return Content.assemble((key, f"bold {style}"), (f" {name}", style), (number, "$muted"))
