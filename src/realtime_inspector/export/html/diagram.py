"""The sequence diagram as SVG, in pieces of a readable height."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.sequence import (
    Activation,
    Arrow,
    Lifeline,
    Note,
    NoteKind,
    Run,
    Step,
    activations_of,
    lifelines_of,
)
from realtime_inspector.analysis.transcript.words import clock_words, count_words, span_words
from realtime_inspector.core.redact import Redactor
from realtime_inspector.export.html.markup import inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

STEPS: Final = 120
"""In one piece."""
MOST_STEPS: Final = 3_000
"""On one page."""
_WIDTH: Final = 1_000
_TOP: Final = 46
_ROW: Final = 30
_TEXT_CELLS: Final = 84
"""Columns of a text between client and server."""
_X: Final = {
    2: {Lifeline.CLIENT: 190, Lifeline.SERVER: 900},
    3: {Lifeline.TOOLS: 160, Lifeline.CLIENT: 280, Lifeline.SERVER: 930},
}
"""Where the lifelines stand, by how many there are."""
_ROLES: Final = {
    Lifeline.CLIENT: "Client",
    Lifeline.SERVER: "Server",
    Lifeline.TOOLS: "Tools",
}
_BAR: Final = 10
"""Width of an activation."""
_WIDE: Final = 0x1100
"""From this code point on a character takes two columns, near enough."""
_HEAD: Final = 7


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


def diagram(steps: Iterable[Step]) -> Iterator[str]:
    """The diagram, piece by piece; only the first one is open."""
    feed = iter(steps)
    shown = list(islice(feed, MOST_STEPS))
    rest = sum(1 for _ in feed)
    if not shown:
        yield '<p class="empty">There is no event to draw.</p>\n'
    bars = activations_of(shown)
    drawer = _Drawer(lifelines_of(shown))
    for start in range(0, len(shown), STEPS):
        part = shown[start : start + STEPS]
        title = f"Events {part[0].seq}–{part[-1].last_seq}"
        svg = "".join(drawer.svg(part, start, bars, title))
        if len(shown) <= STEPS:
            yield f'<div class="scroll" tabindex="0" role="group" aria-label="{title}">{svg}</div>'
        else:
            is_open = " open" if not start else ""
            yield f'<details{is_open}><summary>{title}</summary><div class="scroll">{svg}</div>'
            yield "</details>"
        yield "\n"
    if rest:
        words = f"{count_words(rest, 'step')} more of the diagram are left out; choose a part"
        yield f'<p class="aside">{words} with --filter to see it.</p>\n'


class _Drawer:
    """Draws steps between the same lifelines."""

    def __init__(self, lifelines: Sequence[Lifeline]) -> None:
        self._x = _X[len(lifelines)]
        self._redactor = Redactor()
        """A key that came in two deltas is whole only in their run."""

    def svg(
        self, steps: Sequence[Step], start: int, bars: Iterable[Activation], title: str
    ) -> Iterator[str]:
        """One piece.

        Args:
            steps: What is on it.
            start: The place of the first of them among all steps.
            bars: The activations of all steps.
            title: What it is called.
        """
        places: list[_Place] = []
        y = _TOP + _ROW
        for step in steps:
            y += 6 if isinstance(step, Run) else 0
            places.append(_Place(step, y))
            y = places[-1].bottom - 8 + _ROW + (6 if isinstance(step, Run) else 0)
        yield (
            f'<svg class="sequence" viewBox="0 0 {_WIDTH} {y}" role="img" '
            f'aria-label="Sequence diagram. {title}. The list of events has the same in words.">'
        )
        yield from self._lifelines(y)
        for place in places:
            yield from self._frame(place)
        for bar in bars:
            yield from self._activation(bar, start, places)
        for place in places:
            yield from self._step(place)
        yield "</svg>"

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
            f'height="{max(_BAR, bottom - top)}" rx="2"><title>{inline(bar.response_id)}</title>'
            "</rect>"
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

    def _arrow(self, arrow: Arrow, y: int) -> Iterator[str]:
        source, target = self._x[arrow.source], self._x[arrow.target]
        is_right = target > source
        inset = _BAR // 2 + 1
        begin, end = (
            (source + inset, target - inset) if is_right else (source - inset, target + inset)
        )
        head = f"M{end - _HEAD if is_right else end + _HEAD} {y - 4}L{end} {y}v0"
        head += f"L{end - _HEAD if is_right else end + _HEAD} {y + 4}"
        kind = " failure" if arrow.is_failure else " derived" if arrow.is_derived else ""
        is_reply = arrow.source is Lifeline.SERVER or arrow.source is Lifeline.TOOLS
        reply = " reply" if is_reply else ""
        yield f'<a class="step f-{arrow.family}{kind}{reply}" href="#e{arrow.seq}" '
        yield f'data-seq="{arrow.seq}" tabindex="-1">'
        if not arrow.is_derived:
            yield from self._gutter(arrow.seq, arrow.elapsed_ms, y)
        yield f'<path class="wire" d="M{begin} {y}H{end}"/><path class="head" d="{head}"/>'
        yield self._text(arrow, min(source, target) + 14, y)
        yield "</a>"

    def _gutter(self, seq: int, elapsed_ms: float | None, y: int) -> Iterator[str]:
        yield f'<text class="seq" x="44" y="{y + 4}">{seq}</text>'
        if elapsed_ms is not None:
            yield f'<text class="time" x="52" y="{y + 4}">{clock_words(elapsed_ms)}</text>'

    def _text(self, arrow: Arrow, x: int, y: int) -> str:
        count = f"{arrow.count} × " if arrow.count > 1 else ""
        label = _cut(f"{count}{arrow.label}", _TEXT_CELLS)
        left = _TEXT_CELLS - _cells(label) - 2
        words = _cut(self._redactor.text(arrow.words), left) if left > 0 else ""
        more = f'<tspan class="words" dx="10">{inline(words)}</tspan>' if words else ""
        return f'<text x="{x}" y="{y - 6}">{inline(label)}{more}</text>'

    def _note(self, note: Note, y: int) -> Iterator[str]:
        left, right = self._x[Lifeline.CLIENT], self._x[Lifeline.SERVER]
        middle = (left + right) // 2
        if note.kind is NoteKind.PAUSE:
            words = f"{span_words(note.span_ms or 0)} without an event"
            yield f'<path class="pause" d="M{left + 16} {y - 4}H{right - 16}"/>'
            yield f'<text class="pause" x="{middle}" y="{y}">{words}</text>'
            return
        words = _cut(self._redactor.text(f"{note.label} {note.words}".strip()), _TEXT_CELLS - 4)
        kind = " failure" if note.is_failure else ""
        yield f'<a class="step note{kind}" href="#e{note.seq}" data-seq="{note.seq}" tabindex="-1">'
        yield from self._gutter(note.seq, note.elapsed_ms, y)
        yield f'<rect x="{left + 24}" y="{y - 16}" width="{right - left - 48}" height="22" rx="4"/>'
        yield f'<text x="{middle}" y="{y}">{inline(words)}</text></a>'


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
