"""The row of families under the log: what is there, how many, and the filter itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from realtime_inspector.core.names import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from textual import events


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
        for shorten in (len("response"), 4, 0):
            chips = [
                self._chip(index, family, shorten) for index, family in enumerate(FAMILIES, start=1)
            ]
            if sum(len(chip) for chip in chips) <= self.size.width:
                break
        self._ends = [sum(len(chip) for chip in chips[: n + 1]) for n in range(len(chips))]
        self.update(Content("").join(chips))

    def _chip(self, index: int, family: str, letters: int) -> Content:
        count = self._counts.get(family, 0)
        if family in self._hidden:
            style, key = "strike $text-disabled", "$text-disabled"
        elif count:
            style, key = f"$family-{family}", f"bold $family-{family}"
        else:
            style, key = "$text-disabled", "$text-disabled"
        name = f" {family[:letters]}" if letters else ""
        return Content.assemble((f"{index}", key), (name, style), (f" {count}  ", "$text-muted"))
