"""A text that is not JSON as wrapped lines, as far as they are wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.ui.present.cells import wrap_cells
from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from realtime_inspector.ui.widgets.line_view import LinePart

CHARACTERS_SHOWN: Final = 50_000
"""Characters of a text shown at first, and added each time more is wanted."""

WIDTH_UNKNOWN: Final = 80
"""The width before the first layout."""

NOTE: Final = "json-tree--note"
TEXT: Final = "json-tree--text"


@dataclass(frozen=True, slots=True)
class JsonWords:
    """The few words among the JSON, for translation."""

    keys: str = "{count} keys"
    more: str = "{count} more"
    characters: str = "{count} characters"
    base64: str = "base64"


class TextLines:
    """Wrapped lines of a text that is not JSON, for a `LineView`."""

    def __init__(
        self, text: str, *, width: int = WIDTH_UNKNOWN, words: JsonWords | None = None
    ) -> None:
        self.value = text
        self._words = words or JsonWords()
        self._width = width or WIDTH_UNKNOWN
        self._limit = CHARACTERS_SHOWN
        self._lines: list[str] = []
        self._layout()

    def count(self) -> int:
        """Return the number of lines, one more if there is more to show."""
        return len(self._lines) + self._has_more()

    def line(self, index: int, width: int) -> list[LinePart]:  # noqa: ARG002 - wrapped already
        """Return one line."""
        if index < len(self._lines):
            return [(self._lines[index], TEXT)]
        count = f"{len(self.value) - self._limit:,}"
        return [(f"… {self._words.characters.format(count=count)}", NOTE)]

    def show_more(self, index: int) -> bool:
        """Wrap some more if `index` is the line that says so."""
        if not self._has_more() or index < len(self._lines):
            return False
        self._limit += CHARACTERS_SHOWN
        self._layout()
        return True

    def set_width(self, width: int) -> bool:
        """Wrap for another width; True if lines moved."""
        if width == self._width or not width:
            return False
        self._width = width
        self._layout()
        return True

    def _has_more(self) -> bool:
        return len(self.value) > self._limit

    def _layout(self) -> None:
        self._lines = wrap_text(self.value[: self._limit], self._width)


def wrap_text(text: str, width: int) -> list[str]:
    """Wrap a text of several lines; everything that is not plain is made visible."""
    return [
        piece for line in text.split("\n") for piece in wrap_cells(visible(line), max(8, width))
    ]
