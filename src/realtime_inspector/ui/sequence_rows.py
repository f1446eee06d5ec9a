"""The rows of the sequence diagram, and which of them pass the filter of the log."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.sequence import Arrow, Lifeline, Note, NoteKind
from realtime_inspector.guide import severities
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present import numbers, severity
from realtime_inspector.ui.present.clock import clock_words, short_clock_words
from realtime_inspector.ui.present.findings import said_by
from realtime_inspector.ui.present.sequence import NAMES, Layout, layout_of, line_parts

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.store import Store
    from realtime_inspector.ui.panes.log_search import LogSearch
    from realtime_inspector.ui.sequence_part import Line, SequencePart
    from realtime_inspector.ui.widgets.line_view import LinePart

_TOOL_TYPES: Final = ("function_call", "mcp_call")
_NUMBER: Final = 2
"""Which part of a row is its number: two marks come before it."""


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

    def __init__(self, store: Store, part: SequencePart, search: LogSearch, lang: Language) -> None:
        self._store = store
        self._part = part
        self._search = search
        self._lang: Language = lang
        self._layout: tuple[object, Layout] = (None, layout_of(80, 1, has_tools=False))

    def count(self) -> int:
        """Return the number of rows."""
        return len(self._part.lines)

    def line(self, index: int, width: int) -> Sequence[LinePart]:
        """Return one row."""
        line = self._part.lines[index]
        layout = self.layout(width)
        clock = self._clock(line, layout)
        parts = line_parts(line, layout, self._marks(line), clock, self._lang)
        if not self._search.text:
            return parts
        is_hit = line.is_own and self._search.has_hit(*line.extent)
        return self._search.marked(parts, is_hit=is_hit, number=_NUMBER)

    def layout(self, width: int) -> Layout:
        """The layout of rows of some width, as long as nobody new takes part."""
        kinds = self._store.columns.kinds.values
        size = numbers_of(len(self._store))
        asked = (width, size, len(kinds), self._part.has_tools)
        if self._layout[0] != asked:
            has_tools = self._part.has_tools or any(
                word in kind.canonical for kind in kinds for word in _TOOL_TYPES
            )
            self._layout = asked, layout_of(width, size, has_tools=has_tools)
        return self._layout[1]

    def words_of(self, line: Line) -> list[str]:
        """What it is and when, who says it to whom, and what is wrong with it."""
        of = line.of
        if isinstance(of, Note) and of.kind is NoteKind.PAUSE:
            said = words("{span} without an event", self._lang)
            return [said.format(span=numbers.span(of.span_ms))]
        number = f"#{of.seq}" if of.last_seq == of.seq else f"#{of.seq}–{of.last_seq}"
        facts = [number, clock_words(self._store, of.seq)]
        if isinstance(of, Arrow):
            facts.append(f"{self._role(of.source)} → {self._role(of.target)}")
        count = f" ×{of.count:,}" if isinstance(of, Arrow) and of.count > 1 else ""
        facts += [of.label + count, of.words]
        found = [said_by(one, self._lang) for one in self._store.findings.of(of.seq)]
        return ["  ".join(filter(None, facts)), *found]

    def _role(self, lifeline: Lifeline) -> str:
        return words(NAMES[lifeline], self._lang)

    def _clock(self, line: Line, layout: Layout) -> str:
        if not layout.time:
            return ""
        spell = clock_words if layout.time > 7 else short_clock_words
        return spell(self._store, line.seq)

    def _marks(self, line: Line) -> list[LinePart]:
        """The user's mark, and how bad the worst is that has been found."""
        if not line.is_own:
            return [("  ", "")]
        first, last = line.extent
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
