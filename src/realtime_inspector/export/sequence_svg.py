"""A sequence diagram as SVG elements: the geometry of the HTML page's and of the SVG export.

Colours come from style sheets by the class of each element; here is only what stands where.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from realtime_inspector.analysis.sequence import (
    Arrow,
    Lifeline,
    Note,
    NoteKind,
    Run,
    Step,
    is_recorded,
)
from realtime_inspector.analysis.transcript.words import clock_words, span_words
from realtime_inspector.core.redact import Redactor
from realtime_inspector.export.xml_text import inline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from realtime_inspector.analysis.sequence import Activation
    from realtime_inspector.export.diagnosis import FindingMark

    Marks: TypeAlias = Callable[[int, int], FindingMark | None]

WIDTH: Final = 1_000
_TOP: Final = 46
_ROW: Final = 30
_CELL: Final = 7.25
"""Width of a column of text in the 12 pixels of a monospaced font, near enough."""
_FIRST_X: Final = 150
_USER_WIDTH: Final = 150
"""Between the user and the client."""
_TOOLS_WIDTH: Final = 120
"""Between the server and the tools."""
_MARGIN: Final = 84
"""Right of the last lifeline: room for the rule of a finding."""
_FINDING_X: Final = WIDTH - _MARGIN + 18
_PAD: Final = 14
"""Between a lifeline and a text."""
_ROLES: Final = {
    Lifeline.USER: "You",
    Lifeline.CLIENT: "Client",
    Lifeline.SERVER: "API",
    Lifeline.TOOLS: "Tools",
}
_BAR: Final = 10
"""Width of an activation."""
_WIDE: Final = 0x1100
"""From this code point on a character takes two columns, near enough."""
_HEAD: Final = 7
_REPLIES: Final = frozenset({Lifeline.SERVER, Lifeline.TOOLS})
"""Who answers draws a dashed line."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A step and where it is drawn."""

    step: Step
    y: int
    """Of its first line."""

    @property
    def rows(self) -> int:
        """How many lines it takes."""
        return len(self.step.arrows) if isinstance(self.step, Run) else 1

    @property
    def bottom(self) -> int:
        """Below its last line."""
        return self.y + (self.rows - 1) * _ROW + 8


@dataclass(frozen=True, slots=True)
class Links:
    """Where on a page the parts of a picture lead to."""

    step: Callable[[int], str]
    """By the number of its record."""
    rule: Callable[[str], str]
    """By the id of a rule that found something."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Elements, and the height that they need."""

    height: int
    """In pixels; the width is `WIDTH`."""
    elements: Iterator[str]


class SequenceDrawing:
    """Draws steps between the same lifelines."""

    def __init__(
        self,
        lifelines: Sequence[Lifeline],
        marks: Marks,
        links: Links | None = None,
    ) -> None:
        """Places the lifelines.

        Args:
            lifelines: Who takes part, from left to right.
            marks: What is wrong with the records between two numbers, both included.
            links: Where the parts lead to; by default nowhere.
        """
        self._marks = marks
        self._x = _places_of(lifelines)
        self._links = links
        self._redactor = Redactor()
        """A key that came in two deltas is whole only in their run."""

    def picture(self, steps: Sequence[Step], start: int, bars: Iterable[Activation]) -> Picture:
        """Some steps below the names of the lifelines.

        Args:
            steps: What is on it.
            start: The place of the first of them among all steps.
            bars: The activations of all steps.
        """
        places: list[_Place] = []
        y = _TOP + _ROW
        for step in steps:
            gap = 6 if isinstance(step, Run) else 0
            places.append(_Place(step, y + gap))
            y = places[-1].bottom - 8 + _ROW + gap
        return Picture(y, self._elements(places, start, bars, y))

    def _elements(
        self, places: Sequence[_Place], start: int, bars: Iterable[Activation], bottom: int
    ) -> Iterator[str]:
        yield from self._lifelines(bottom)
        for place in places:
            yield from self._frame(place)
        for bar in bars:
            yield from self._activation(bar, start, places)
        for place in places:
            yield from self._step(place)

    def _lifelines(self, bottom: int) -> Iterator[str]:
        for lifeline, x in self._x.items():
            yield f'<path class="lifeline" d="M{x} {_TOP - 12}V{bottom}"/>'
            yield f'<rect class="actor" x="{x - 46}" y="6" width="92" height="28" rx="6"/>'
            yield f'<text class="actor" x="{x}" y="25">{_ROLES[lifeline]}</text>'

    def _activation(self, bar: Activation, start: int, places: Sequence[_Place]) -> Iterator[str]:
        first, last = bar.start - start, bar.end - start
        if last < 0 or first >= len(places):
            return
        top = places[first].y if first >= 0 else _TOP
        bottom = places[last].y if last < len(places) else places[-1].bottom + _ROW
        x = self._x[Lifeline.SERVER] - _BAR // 2 + bar.depth * _BAR * 2 // 3
        yield (
            f'<rect class="activation" x="{x}" y="{top}" width="{_BAR}" '
            f'height="{max(_BAR, bottom - top)}" rx="2">'
            f"<title>{inline(bar.response_id)}</title></rect>"
        )

    def _frame(self, place: _Place) -> Iterator[str]:
        if isinstance(place.step, Run):
            left, right = self._x[Lifeline.CLIENT] - 12, self._x[Lifeline.SERVER] + 12
            size = f'width="{right - left}" height="{place.bottom - place.y + 22}"'
            yield f'<rect class="run" x="{left}" y="{place.y - 20}" {size} rx="6"/>'

    def _step(self, place: _Place) -> Iterator[str]:
        step = place.step
        if isinstance(step, Note):
            yield from self._note(step, place.y)
        elif isinstance(step, Arrow):
            yield from self._arrow(step, place.y)
        else:
            for number, arrow in enumerate(step.arrows):
                yield from self._arrow(arrow, place.y + number * _ROW)
        if is_recorded(step):
            yield from self._finding(step, place.y)

    def _finding(self, step: Step, y: int) -> Iterator[str]:
        mark = self._marks(step.seq, step.last_seq)
        if mark is None:
            return
        title = f"<title>{inline('; '.join(mark.titles))}</title>"
        place = f'class="finding {mark.severity}" x="{_FINDING_X}" y="{y + 4}"'
        label = f"<text {place}>{mark.label}{title}</text>"
        if self._links is None:
            yield label
        else:
            yield f'<a href="{self._links.rule(mark.rules[0])}" tabindex="-1">{label}</a>'

    def _group(self, seq: int, classes: str) -> tuple[str, str]:
        """The tags around a step."""
        if self._links is None:
            return f'<g class="step{classes}">', "</g>"
        link = f'href="{self._links.step(seq)}" data-seq="{seq}" tabindex="-1"'
        return f'<a class="step{classes}" {link}>', "</a>"

    def _arrow(self, arrow: Arrow, y: int) -> Iterator[str]:
        kind = " failure" if arrow.is_failure else " derived" if arrow.is_derived else ""
        reply = " reply" if arrow.source in _REPLIES else ""
        begin, end = self._group(arrow.seq, f" f-{arrow.family}{kind}{reply}")
        yield begin
        if not arrow.is_derived:
            yield from self._gutter(arrow, y)
        yield self._wire(arrow.source, arrow.target, y)
        words = self._redactor.text(arrow.words)
        if arrow.is_users and Lifeline.USER in self._x:
            yield self._users_wire(arrow, y)
        yield self._text(arrow, words, y)
        yield end

    def _users_wire(self, arrow: Arrow, y: int) -> str:
        if arrow.source is Lifeline.CLIENT:
            return self._wire(Lifeline.USER, Lifeline.CLIENT, y)
        return self._wire(Lifeline.CLIENT, Lifeline.USER, y)

    def _wire(self, source: Lifeline, target: Lifeline, y: int) -> str:
        way = 1 if self._x[target] > self._x[source] else -1
        inset = way * (_BAR // 2 + 1)
        begin, end = self._x[source] + inset, self._x[target] - inset
        back = end - way * _HEAD
        head = f"M{back} {y - 4}L{end} {y}L{back} {y + 4}"
        return f'<path class="wire" d="M{begin} {y}H{end}"/><path class="head" d="{head}"/>'

    def _gutter(self, step: Arrow | Note, y: int) -> Iterator[str]:
        yield f'<text class="seq" x="44" y="{y + 4}">{step.seq}</text>'
        if step.elapsed_ms is not None:
            yield f'<text class="time" x="52" y="{y + 4}">{clock_words(step.elapsed_ms)}</text>'

    def _text(self, arrow: Arrow, words: str, y: int) -> str:
        left = min(self._x[arrow.source], self._x[arrow.target]) + _PAD
        right = max(self._x[arrow.source], self._x[arrow.target]) - _PAD
        room = int((right - left) / _CELL)
        count = f"{arrow.count} × " if arrow.count > 1 else ""
        label = _cut(f"{count}{arrow.label}", room)
        rest = room - _cells(label) - 2
        words = _cut(words, rest) if rest > 0 else ""
        more = f'<tspan class="words" dx="10">{inline(words)}</tspan>' if words else ""
        return f'<text x="{left}" y="{y - 6}">{inline(label)}{more}</text>'

    def _note(self, note: Note, y: int) -> Iterator[str]:
        left, right = self._x[Lifeline.CLIENT], self._x[Lifeline.SERVER]
        middle = (left + right) // 2
        if note.kind is NoteKind.PAUSE:
            words = f"{span_words(note.span_ms or 0)} without an event"
            yield f'<path class="pause" d="M{left + 16} {y - 4}H{right - 16}"/>'
            yield f'<text class="pause" x="{middle}" y="{y}">{words}</text>'
            return
        room = int((right - left) / _CELL) - 8
        words = _cut(self._redactor.text(f"{note.label} {note.words}".strip()), room)
        begin, end = self._group(note.seq, " note" + " failure" * note.is_failure)
        yield begin
        yield from self._gutter(note, y)
        yield f'<rect x="{left + 24}" y="{y - 16}" width="{right - left - 48}" height="22" rx="4"/>'
        yield f'<text class="said" x="{middle}" y="{y}">{inline(words)}</text>{end}'


def _places_of(lifelines: Sequence[Lifeline]) -> dict[Lifeline, int]:
    """Where the lifelines stand; most of the room is between client and server."""
    has_user, has_tools = Lifeline.USER in lifelines, Lifeline.TOOLS in lifelines
    client = _FIRST_X + _USER_WIDTH * has_user + 10
    server = WIDTH - _MARGIN - _TOOLS_WIDTH * has_tools
    x = {
        Lifeline.USER: _FIRST_X + 10,
        Lifeline.CLIENT: client,
        Lifeline.SERVER: server,
        Lifeline.TOOLS: server + _TOOLS_WIDTH,
    }
    return {one: x[one] for one in lifelines}


def _cells(text: str) -> int:
    return sum(2 if ord(character) >= _WIDE else 1 for character in text)


def _cut(text: str, cells: int) -> str:
    """Text that takes at most so many columns."""
    used = 0
    for at, character in enumerate(text):
        used += 2 if ord(character) >= _WIDE else 1
        if used > cells:
            return text[: max(0, at - 1)] + "…"
    return text
