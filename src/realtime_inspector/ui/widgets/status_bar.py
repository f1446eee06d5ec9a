"""The top line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from collections.abc import Sequence


class StatusBar(Static):
    """Facts side by side; what does not fit is left out from the least important on."""

    def __init__(self) -> None:
        super().__init__(id="status")
        self._facts: Sequence[tuple[str, str, int]] = ()

    def show(self, facts: Sequence[tuple[str, str, int]]) -> None:
        """Shows facts.

        Args:
            facts: Text, style and rank of each; a higher rank is left out earlier.
        """
        facts = [fact for fact in facts if fact[0]]
        if facts != self._facts:
            self._facts = facts
            self._draw()

    def on_resize(self) -> None:
        """More or fewer facts fit."""
        self._draw()

    def _draw(self) -> None:
        kept = list(self._facts)
        contents = [Content.assemble((text, style)) for text, style, _ in kept]
        while len(kept) > 1 and _width(contents) > self.size.width:
            least = max(range(len(kept)), key=lambda index: kept[index][2])
            del kept[least], contents[least]
        self.update(Content("  ").join(contents), layout=False)


def _width(contents: Sequence[Content]) -> int:
    return sum(content.cell_length for content in contents) + 2 * (len(contents) - 1)
