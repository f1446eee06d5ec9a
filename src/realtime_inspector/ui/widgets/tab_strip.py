"""The names of tabs in one row, and at its right end what can be pressed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from realtime_inspector.ui.present.cells import width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

_GAP: Final = 3
_DOT: Final = " · "


class TabStrip(Static):
    """The names of the tabs; a click chooses one."""

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Creates an empty row.

        Args:
            id: As for any widget.
        """
        super().__init__(id=id)
        self._ends: list[int] = []

    def draw(self, names: Sequence[str], active: int, hint: str = "") -> None:
        """Shows the names, the active one marked, and of a hint what there is room for.

        Args:
            names: The tabs.
            active: The index of the one that is shown.
            hint: Parts between dots; the last ones are left out where it is narrow.
        """
        chips = [
            Content.assemble((name, "bold underline $primary" if index == active else "$muted"))
            for index, name in enumerate(names)
        ]
        self._ends = []
        for name in names:
            self._ends.append((self._ends[-1] if self._ends else 0) + width_of(name) + _GAP)
        row = Content(" " * _GAP).join(chips)
        room = self.size.width - (self._ends[-1] if self._ends else 0)
        while hint and width_of(hint) > room:
            hint = hint.rpartition(_DOT)[0]
        if hint:
            space = " " * (room - width_of(hint) + _GAP)
            row = Content.assemble(row, space, (hint, "$muted"))
        self.update(row, layout=False)

    def on_click(self, event: events.Click) -> None:
        """Chooses the tab under the pointer."""
        for index, end in enumerate(self._ends):
            if event.x < end:
                self.post_message(self.Chosen(index))
                return
