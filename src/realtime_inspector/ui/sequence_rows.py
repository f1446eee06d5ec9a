"""The rows of the sequence diagram, and which of them pass the filter of the log."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from realtime_inspector.guide import severities
from realtime_inspector.ui.present import severity
from realtime_inspector.ui.present.clock import clock_words, short_clock_words
from realtime_inspector.ui.present.sequence import Layout, layout_of, line_parts

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.store import Store
    from realtime_inspector.ui.sequence_part import Line, SequencePart
    from realtime_inspector.ui.widgets.line_view import LinePart

_TOOL_TYPES: Final = ("function_call", "mcp_call")


class PassingPlaces:
    """What passes the log's filter, by places in order."""

    def __init__(self, places: array[int]) -> None:
        """Args: places: Those of the records that pass; it may grow."""
        self._places = places

    def has(self, first: int, last: int) -> bool:
        """Whether any of the records with these numbers passes."""
        at = bisect_left(self._places, first - 1)
        return at < len(self._places) and self._places[at] < last

    def next_from(self, seq: int) -> int | None:
        """The first one at a number or after it."""
        at = bisect_left(self._places, seq - 1)
        return self._places[at] + 1 if at < len(self._places) else None

    def last_to(self, seq: int) -> int | None:
        """The last one at a number or before it."""
        at = bisect_right(self._places, seq - 1)
        return self._places[at - 1] + 1 if at else None


class SequenceRows:
    """The part as rows of a `LineView`."""

    def __init__(self, store: Store, part: SequencePart, lang: Language) -> None:
        self._store = store
        self._part = part
        self._lang: Language = lang
        self._layout: tuple[object, Layout] = (None, layout_of(80, 1, has_tools=False))

    def count(self) -> int:
        """Return the number of rows."""
        return len(self._part.lines)

    def line(self, index: int, width: int) -> Sequence[LinePart]:
        """Return one row."""
        line = self._part.lines[index]
        layout = self.layout(width)
        return line_parts(line, layout, self._marks(line), self._clock(line, layout), self._lang)

    def layout(self, width: int) -> Layout:
        """The layout of rows of some width, as long as nobody new takes part."""
        kinds = self._store.columns.kinds.values
        size = numbers_of(len(self._store))
        asked = (width, size, len(kinds))
        if self._layout[0] != asked:
            has_tools = any(word in kind.canonical for kind in kinds for word in _TOOL_TYPES)
            self._layout = asked, layout_of(width, size, has_tools=has_tools)
        return self._layout[1]

    def _clock(self, line: Line, layout: Layout) -> str:
        if not layout.time:
            return ""
        spell = clock_words if layout.time > 7 else short_clock_words
        return spell(self._store, line.seq)

    def _marks(self, line: Line) -> list[LinePart]:
        """The user's mark, and how bad the worst is that has been found."""
        if not line.is_own:
            return [("  ", "")]
        first, last = line.step.seq, line.step.last_seq
        if line.is_of_open_run:
            first, last = line.seq, line.last_seq
        marks = self._store.marks
        at = bisect_left(marks, first)
        is_marked = at < len(marks) and marks[at] <= last
        found = next(self._store.findings.marked_within(first, last), None)
        sign: LinePart = (" ", "")
        if found is not None:
            sign = severities.SIGNS[found[0]], severity.STYLES[found[0]]
        return [("◆" if is_marked else " ", "bold $warning"), sign]


def numbers_of(count: int) -> int:
    """A count that has as many digits: a log that grows by one is not laid out anew."""
    return int("9" * len(str(count)))
