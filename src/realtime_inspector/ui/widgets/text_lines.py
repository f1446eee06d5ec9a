"""A text that is not JSON as wrapped lines, as far as they are wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from realtime_inspector.ui.present.cells import wrap_cells
from realtime_inspector.ui.present.safe import visible
from realtime_inspector.ui.widgets.ranges import Ranges
from realtime_inspector.ui.widgets.text_search import Hits, find_in_text, marked

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from realtime_inspector.ui.widgets.line_view import LinePart

CHARACTERS_SHOWN: Final = 50_000
"""Characters of a text shown at first; each time more is wanted, as much again is added."""

CHARACTERS_ADDED: Final = 1_000_000
"""The most that is added at a time: wrapping takes a tenth of a second."""

WIDTH_UNKNOWN: Final = 80
"""The width before the first layout."""

NOTE: Final = "json-tree--note"
TEXT: Final = "json-tree--text"
MATCH: Final = "json-tree--match"


@dataclass(frozen=True, slots=True)
class JsonWords:
    """The few words among the JSON, for translation."""

    one_key: str = "1 key"
    keys: str = "{count} keys"
    more: str = "{count} more"
    characters: str = "{count} characters"
    more_characters: str = "{count} more characters"
    base64: str = "base64"


class TextRow(NamedTuple):
    """One line of a wrapped text, or the gap where some of it is not shown."""

    text: str
    """As it is drawn; empty for a gap."""
    start: int
    end: int
    """Characters of the text that the line stands for."""
    is_gap: bool = False


class TextLines:
    """Wrapped lines of a text that is not JSON, for a `LineView`."""

    def __init__(
        self, text: str, *, width: int = WIDTH_UNKNOWN, words: JsonWords | None = None
    ) -> None:
        self.value = text
        self._words = words or JsonWords()
        self._width = width or WIDTH_UNKNOWN
        self._ranges = Ranges(len(text), CHARACTERS_SHOWN)
        self._pattern: re.Pattern[str] | None = None
        self._hits: Hits[int] = Hits(iter(()))
        self._rows: list[TextRow] = []
        self._layout()

    # A `LineModel`.

    def count(self) -> int:
        """Return the number of lines, those that say what is not shown among them."""
        return len(self._rows)

    def line(self, index: int, width: int) -> list[LinePart]:  # noqa: ARG002 - wrapped already
        """Return one line."""
        row = self._rows[index]
        if row.is_gap:
            count = f"{row.end - row.start:,}"
            return [(f"… {self._words.more_characters.format(count=count)}", NOTE)]
        return text_parts(self.value, row, self._pattern)

    def is_gap(self, index: int) -> bool:
        """Whether a line stands for what is not shown."""
        return self._rows[index].is_gap

    def toggle(self, index: int, width: int) -> int | None:  # noqa: ARG002 - wrapped already
        """Show some more if the line says that there is more."""
        row = self._rows[index]
        if not row.is_gap:
            return None
        self._ranges.show_more(row.start, CHARACTERS_SHOWN, CHARACTERS_ADDED)
        self._layout()
        return index

    def set_width(self, width: int) -> bool:
        """Wrap for another width; True if lines moved."""
        if width == self._width or not width:
            return False
        self._width = width
        self._layout()
        return True

    # Searching.

    @property
    def hits(self) -> Hits[int]:
        """What the search has found: places in the text."""
        return self._hits

    def set_search(self, pattern: re.Pattern[str] | None) -> None:
        """Mark what matches."""
        self._pattern = pattern
        self._hits = Hits(iter(()) if pattern is None else find_in_text(pattern, self.value))

    def span_of(self, index: int) -> tuple[int, int]:
        """Return the first and the last place that a line stands for."""
        row = self._rows[index]
        return (row.start, row.start) if row.is_gap else (row.start, row.end - 1)

    def reveal(self, hit: int) -> int:
        """Show what is around a hit; return its line."""
        if self._ranges.show_around(hit, CHARACTERS_SHOWN):
            self._layout()
        return next(index for index, row in enumerate(self._rows) if hit < row.end)

    def _layout(self) -> None:
        self._rows = list(text_rows(self.value, self._ranges, self._width))


def text_rows(text: str, ranges: Ranges, width: int) -> Iterator[TextRow]:
    """Wrap what is shown of a text; what is not becomes one line a gap."""
    for start, end, is_shown in ranges.parts():
        if is_shown:
            yield from _wrapped(text, start, end, width)
        else:
            yield TextRow("", start, end, is_gap=True)
    if not text:
        yield TextRow("", 0, 1)


def text_parts(text: str, row: TextRow, pattern: re.Pattern[str] | None) -> list[LinePart]:
    """Return a wrapped line with the hits marked, also those that go on in the next line."""
    if pattern is None:
        return [(row.text, TEXT)]
    if not text.startswith(row.text, row.start):  # characters spelt out: places do not fit
        return marked(row.text, TEXT, pattern)
    return marked(text, TEXT, pattern, row.start, row.start + len(row.text))


def _wrapped(text: str, start: int, end: int, width: int) -> Iterator[TextRow]:
    """Wrap a part of a text of several lines; everything that is not plain is made visible."""
    while start < end:
        stop = text.find("\n", start, end)
        after = end if stop < 0 else stop + 1
        line = text[start : end if stop < 0 else stop]
        shown = visible(line)
        pieces = wrap_cells(shown, max(8, width))
        for number, piece in enumerate(pieces, start=1):
            # Where characters were spelt out, a line stands for its share of the text.
            length = len(piece) if shown is line else len(piece) * len(line) // len(shown)
            place = after if number == len(pieces) else min(start + length, after)
            yield TextRow(piece, start, place)
            start = place
