"""A row of the sequence diagram as styled text: lifelines, an arrow with its words, bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.sequence import Arrow, Lifeline, Note, NoteKind, Run
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.cells import fit, shortened, width_of
from realtime_inspector.ui.present.events import numbers_width
from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.sequence_part import Bar, Line
    from realtime_inspector.ui.widgets.line_view import LinePart

Parts = list["LinePart"]

NAMES: Final = {
    Lifeline.USER: "You",
    Lifeline.CLIENT: "Client",
    Lifeline.SERVER: "API",
    Lifeline.TOOLS: "Tools",
}
BARS: Final = 3
"""Cells for responses that run side by side; more of them share the last one."""
_BAR_STYLES: Final = ("bold $lane", "bold $accent", "bold $warning")
_LANE_STYLE: Final = "$faint"
_WITH_TIME: Final = 96
_WITH_SHORT_TIME: Final = 62
_WITH_USER: Final = 58
"""Widths from which there is a column for the time, for the time in short, and for the user."""
_USER_SPANS: Final = ((150, 40), (110, 22), (0, 9))
_TOOL_SPANS: Final = ((150, 16), (110, 11), (0, 6))
"""Cells beside the messages, from which width on."""
_WIRES: Final = {False: "─", True: "╌"}
"""Of who asks, and of who answers."""
_LEAST_WIRE: Final = 3
"""Cells of an arrow that are seen beside its words."""
_WIRE_ENDS: Final = 6
"""Cells of an arrow before and behind its words: its beginning, its head, and blanks."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the lifelines stand in rows of some width."""

    number: int
    """Cells of the column of numbers."""
    time: int
    """Cells of the column of times; 0: there is none."""
    lifelines: tuple[Lifeline, ...]
    """From left to right."""
    spans: tuple[int, ...]
    """Cells between each of them and the next one."""

    @property
    def gutter(self) -> int:
        """Cells before the first lifeline."""
        return self.number + self.time + 4

    @property
    def places(self) -> dict[Lifeline, int]:
        """The column of each lifeline."""
        found, at = {}, self.gutter
        for lifeline, span in zip(self.lifelines, (*self.spans, 0), strict=True):
            found[lifeline] = at
            at += span + (BARS if lifeline is Lifeline.SERVER else 1)
        return found


def layout_of(width: int, records: int, *, has_tools: bool) -> Layout:
    """The layout for rows of some cells.

    Args:
        width: Cells of a row.
        records: How many records the log has.
        has_tools: Whether tools take part.
    """
    time = 10 if width >= _WITH_TIME else 7 if width >= _WITH_SHORT_TIME else 0
    number = numbers_width(records)
    user = _span(_USER_SPANS, width) if width >= _WITH_USER else 0
    tools = _span(_TOOL_SPANS, width) if has_tools else 0
    taken = number + time + 4 + BARS + 1 + 2
    main = max(8, width - taken - (user + 1 if user else 0) - (tools + 1 if tools else 0))
    lifelines = [Lifeline.CLIENT, Lifeline.SERVER]
    spans = [main]
    if user:
        lifelines.insert(0, Lifeline.USER)
        spans.insert(0, user)
    if tools:
        lifelines.append(Lifeline.TOOLS)
        spans.append(tools)
    return Layout(number, time, tuple(lifelines), tuple(spans))


def _span(spans: Sequence[tuple[int, int]], width: int) -> int:
    return next(span for least, span in spans if width >= least)


def title_parts(layout: Layout, lang: Language) -> Parts:
    """The names above the lifelines."""
    parts: Parts = []
    used = 0
    for lifeline, place in layout.places.items():
        name = words(NAMES[lifeline], lang)
        size = width_of(name)
        start = max(used + (1 if used else 0), place - size // 2)
        parts += [(" " * (start - used), ""), (name, "bold $primary")]
        used = start + size
    return parts


def line_parts(line: Line, layout: Layout, marks: Parts, clock: str, lang: Language) -> Parts:
    """A row of the diagram.

    Args:
        line: What it shows.
        layout: Where the lifelines stand.
        marks: Two cells with what is marked at it.
        clock: The time of its first record, as far as it is known.
        lang: Of its own words.
    """
    has_number = line.is_own
    number = str(line.seq) if has_number else ""
    parts: Parts = [
        *marks,
        (f"{number:<{layout.number}}", "$muted"),
        (f"{clock if has_number else '':<{layout.time}.{layout.time}}", "$muted"),
        (_bracket(line) + " ", "$warning"),
    ]
    spans = _note_spans(line.of, layout, lang) if isinstance(line.of, Note) else []
    spans = spans or _arrow_spans(line, layout)
    is_pause = isinstance(line.of, Note) and line.of.kind is NoteKind.PAUSE
    crossed = _crossed(line, layout)
    for lifeline, span in zip(layout.lifelines, (*spans, []), strict=True):
        parts += _lifeline_parts(line, lifeline, is_pause=is_pause, crossed=crossed)
        parts += span
    return parts


def _bracket(line: Line) -> str:
    """What holds the rows of one run together."""
    run = line.step
    if line.is_of_open_run and isinstance(run, Run):
        return _bracket_at(line.seq == run.seq, line.last_seq == run.last_seq)
    if not isinstance(run, Run) or len(run.arrows) == 1:
        return " "
    label = line.of.label
    return _bracket_at(run.arrows[0].label == label, run.arrows[-1].label == label)


def _bracket_at(is_first: bool, is_last: bool) -> str:
    return {(True, True): " ", (True, False): "╭", (False, True): "╰"}.get((is_first, is_last), "│")


# Lifelines.


def _lifeline_parts(
    line: Line, lifeline: Lifeline, *, is_pause: bool, crossed: tuple[Lifeline, str, str] | None
) -> Parts:
    plain = "┊" if is_pause else "│"
    if lifeline is not Lifeline.SERVER:
        return [(plain, _LANE_STYLE)]
    if crossed is not None and crossed[0] is lifeline:
        _, wire, style = crossed
        first: LinePart = ("┼", style)
        if 0 in line.bars:
            first = ("╂", _BAR_STYLES[0])
        return [first, (wire * (BARS - 1), style)]
    return [_bar_part(line.bars, depth, plain if depth == 0 else " ") for depth in range(BARS)]


def _bar_part(bars: Mapping[int, Bar], depth: int, plain: str) -> LinePart:
    found = [bar for at, bar in bars.items() if min(at, BARS - 1) == depth]
    if not found:
        return plain, _LANE_STYLE
    is_one = len(found) == 1
    sign = "╻" if is_one and found[0].begins else "╹" if is_one and found[0].ends else "┃"
    return sign, _BAR_STYLES[depth]


def _crossed(line: Line, layout: Layout) -> tuple[Lifeline, str, str] | None:
    """The lifeline that an arrow runs across, with the arrow's own line and style."""
    arrow = line.of
    if not isinstance(arrow, Arrow) or Lifeline.TOOLS not in layout.lifelines:
        return None
    if {arrow.source, arrow.target} != {Lifeline.CLIENT, Lifeline.TOOLS}:
        return None
    return Lifeline.SERVER, _WIRES[arrow.target is Lifeline.CLIENT], _wire_style(arrow)


# Arrows.


@dataclass(frozen=True, slots=True)
class _Hop:
    """A part of an arrow's way, between two lifelines by their places in the layout."""

    source: int
    target: int
    text: Parts
    """What stands on it."""
    text_at: int
    """On which span."""


def _arrow_spans(line: Line, layout: Layout) -> list[Parts]:
    arrow = line.of
    if not isinstance(arrow, Arrow):
        return [[(" " * span, "")] for span in layout.spans]
    hops = _hops(arrow, layout)
    return [_span_parts(arrow, hops, at, span) for at, span in enumerate(layout.spans)]


def _hops(arrow: Arrow, layout: Layout) -> list[_Hop]:
    at = {lifeline: place for place, lifeline in enumerate(layout.lifelines)}
    client = at[Lifeline.CLIENT]
    source, target = at.get(arrow.source, client), at.get(arrow.target, client + 1)
    said = visible(arrow.words)
    quoted = said.removeprefix("user ")  # whose lifeline it begins at says so already
    hops = []
    user = at.get(Lifeline.USER)
    if arrow.is_users and user is not None:
        room = layout.spans[user] - _LEAST_WIRE - 3
        is_said_there = bool(said) and width_of(quoted) <= room
        text: Parts = [(quoted, _words_style(arrow))] if is_said_there else []
        ends = (user, client) if arrow.source is Lifeline.CLIENT else (client, user)
        hops.append(_Hop(*ends, text, user))
        said = "" if is_said_there else said
    is_main = min(source, target) <= client < max(source, target)
    text_at = client if is_main else min(source, target)
    text = _label_parts(arrow, said, layout.spans[text_at] - _WIRE_ENDS)
    return [*hops, _Hop(source, target, text, text_at)]


def _label_parts(arrow: Arrow, said: str, room: int) -> Parts:
    """The type, cut in its middle if it is too long: its end tells most. Then marks, and words."""
    style = "bold $text-error" if arrow.is_failure else f"$family-{arrow.family}"
    marks: Parts = []
    if arrow.count > 1:
        marks.append((f" ×{arrow.count:,}", "$warning"))
    if arrow.is_failure:
        marks.append((" ✖", "bold $text-error"))
    left = room - sum(width_of(text) for text, _ in marks)
    parts: Parts = [(shortened(visible(arrow.label), left), style), *marks]
    if said:
        gap = "" if arrow.is_derived and arrow.target is Lifeline.TOOLS else "  "
        parts.append((gap + said, _words_style(arrow)))
    return parts


def _words_style(arrow: Arrow) -> str:
    return "$text-error" if arrow.is_failure else "$muted"


def _wire_style(arrow: Arrow) -> str:
    return "$error" if arrow.is_failure else f"$family-{arrow.family} 60%"


def _span_parts(arrow: Arrow, hops: Sequence[_Hop], at: int, span: int) -> Parts:
    for hop in hops:
        first, last = min(hop.source, hop.target), max(hop.source, hop.target) - 1
        if first <= at <= last:
            is_right = hop.target > hop.source
            has_head = at == (last if is_right else first)
            return _wire(
                span,
                hop.text if hop.text_at == at else [],
                head=("▶" if is_right else "◀") if has_head else "",
                line=_WIRES[arrow.source in (Lifeline.SERVER, Lifeline.TOOLS)],
                style=_wire_style(arrow),
            )
    return [(" " * span, "")]


def _wire(span: int, text: Parts, *, head: str, line: str, style: str) -> Parts:
    """An arrow of exactly so many cells, its words at the left."""
    begin = "◀" + line if head == "◀" else 2 * line
    end = "▶" if head == "▶" else ""
    room = span - width_of(begin) - len(end) - 2 - 1
    fitted, used = fit(text, room) if room > 1 else ([], 0)
    if not used:
        return [(begin + line * (span - len(begin) - len(end)) + end, style)]
    rest = span - len(begin) - len(end) - used - 2
    return [(begin + " ", style), *fitted, (" " + line * rest + end, style)]


# Notes.


def _note_spans(note: Note, layout: Layout, lang: Language) -> list[Parts]:
    spans: list[Parts] = [[(" " * span, "")] for span in layout.spans]
    at = layout.lifelines.index(Lifeline.CLIENT)
    room = layout.spans[at]
    if note.kind is NoteKind.PAUSE:
        said = words("{span} without an event", lang).format(span=numbers.span(note.span_ms))
        spans[at] = _centred([(f" {said} ", "italic $text-warning")], room, "┄", _LANE_STYLE)
        return spans
    style = "bold $text-error" if note.is_failure else "italic $muted"
    said = " · ".join(filter(None, (visible(note.label), visible(note.words))))
    spans[at] = _centred([("▏", style), (said, style), ("▕", style)], room, " ", "")
    return spans


def _centred(text: Parts, room: int, fill: str, style: str) -> Parts:
    fitted, used = fit(text, max(0, room - 2))
    left = (room - used) // 2
    return [(fill * left, style), *fitted, (fill * (room - used - left), style)]
