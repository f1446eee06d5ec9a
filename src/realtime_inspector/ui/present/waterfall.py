"""A line of the timeline as styled text: bars to an eighth of a cell, the axis, figures."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.metrics import ResponseMetrics, ToolMetrics, TurnMetrics
from realtime_inspector.analysis.metrics.summary import LATENCIES, OF_RESPONSE
from realtime_inspector.analysis.waterfall import Part, Phase
from realtime_inspector.guide.interface import words
from realtime_inspector.guide.measures import measure_words
from realtime_inspector.store.timings import TimeSource
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.cells import fit, width_of
from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from realtime_inspector.analysis.metrics.summary import MetricsSummary
    from realtime_inspector.analysis.waterfall import Segment, Track
    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.widgets.line_view import LinePart

Parts = list["LinePart"]

EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
LOOKS: Final[Mapping[Phase, tuple[str, str]]] = {
    Phase.SPEECH: ("▓", "$speaker-user"),
    Phase.MESSAGE: ("◆", "$speaker-user"),
    Phase.WAITING: ("░", "$muted"),
    Phase.TEXT: ("▒", "$primary"),
    Phase.STREAMING: ("█", "$lane"),
    Phase.CLOSING: ("─", "$muted"),
    Phase.TOOL: ("▚", "$speaker-tool"),
    Phase.HEARD: ("▄", "$lane"),
    Phase.UNHEARD: ("╌", "$text-warning"),
}
"""How each phase is drawn: what fills its cells, and its colour."""
_SOLID: Final = "█"
_NAMES: Final[Mapping[Phase, str]] = {
    Phase.SPEECH: "speech",
    Phase.MESSAGE: "message",
    Phase.WAITING: "waiting",
    Phase.TEXT: "text before audio",
    Phase.STREAMING: "streaming",
    Phase.CLOSING: "until done",
    Phase.TOOL: "tool",
    Phase.HEARD: "heard",
    Phase.UNHEARD: "not heard",
}
_STATUS: Final[Mapping[str, tuple[str, str]]] = {
    "completed": ("✓", "$text-success"),
    "cancelled": ("✗", "$text-warning"),
    "incomplete": ("▲", "$text-warning"),
    "failed": ("✖", "bold $text-error"),
    "in_progress": ("…", "$muted"),
}
_LEAST_TICK: Final = 11
"""Cells between two ticks at least."""
_LABELS: Final = ((150, 30), (100, 24), (0, 19))
"""Cells of the names, from which width on."""


def label_width(width: int) -> int:
    """Cells of the column of names, of rows of some width."""
    return next(cells for least, cells in _LABELS if width >= least)


@dataclass(frozen=True, slots=True)
class Window:
    """Which time the cells of the chart stand for."""

    start_ns: float
    """At the left edge, from the zero of the axis."""
    cell_ns: float
    """Of one cell."""
    width: int
    """Cells."""

    def cell_of(self, from_zero_ns: float) -> float:
        """The cell, and how far in it, of a moment."""
        return (from_zero_ns - self.start_ns) / self.cell_ns

    @property
    def tick_ns(self) -> float:
        """Between two ticks: 1, 2 or 5 times a power of ten."""
        least = self.cell_ns * _LEAST_TICK
        power = 10.0 ** floor(log10(least))
        return next(step * power for step in (1, 2, 5, 10) if step * power >= least * 0.999)

    def ticks(self) -> Iterator[tuple[int, float]]:
        """Cells with a tick, and the moments that they stand for."""
        tick_ns = self.tick_ns
        number = ceil(self.start_ns / tick_ns - 1e-9)
        while (cell := self.cell_of(number * tick_ns)) < self.width:
            yield max(0, floor(cell + 1e-6)), number * tick_ns
            number += 1


# Words.


def span_words(span_ms: float | None, source: TimeSource, lang: Language) -> str:
    """A duration, as exact as its source is."""
    if span_ms is None:
        return numbers.UNKNOWN
    if source is TimeSource.OWN:
        return numbers.span(span_ms)
    if source is TimeSource.IDS:
        return f"≈{span_ms / 1000:.0f} s" if span_ms >= 1_000 else "<1 s"
    return words("{count} events", lang).format(count=f"{span_ms:,.0f}")


def tick_words(moment_ns: float, tick_ns: float, source: TimeSource) -> str:
    """What stands at a tick."""
    if source is TimeSource.NONE:
        return f"{moment_ns / 1e6:,.0f}"
    if abs(moment_ns) >= 60e9:
        minutes, rest_ns = divmod(moment_ns, 60e9)
        places = max(0, ceil(9 - log10(tick_ns) - 1e-9))
        size = 2 if not places else 3 + places
        return f"{minutes:.0f}:{rest_ns / 1e9:0{size}.{places}f}"
    if tick_ns < 1e6:
        return f"{moment_ns / 1e6:.{max(0, ceil(6 - log10(tick_ns) - 1e-9))}f} ms"
    if max(tick_ns, abs(moment_ns)) < 1e9:
        return f"{moment_ns / 1e6:.0f} ms"
    return f"{moment_ns / 1e9:.{max(0, ceil(9 - log10(tick_ns) - 1e-9))}f} s"


def name_of(track: Track, lang: Language) -> str:
    """What a track is called."""
    of = track.of
    if isinstance(of, ToolMetrics):
        return visible(of.name) or words("tool", lang)
    if track.part is Part.TURN and isinstance(of, TurnMetrics):
        if not of.number:
            return words("Before the first turn", lang)
        return words("Turn {number}", lang).format(number=of.number)
    if track.part is Part.USER:
        return words("You", lang)
    if track.part is Part.PLAYED:
        return words("played", lang)
    name = "Out of band {number}" if track.part is Part.ASIDE else "Response {number}"
    return words(name, lang).format(number=track.place)


_INDENTS: Final = {Part.TURN: 0, Part.PLAYED: 4, Part.TOOL: 4}


def status_words(response: ResponseMetrics, lang: Language) -> str:
    """How a response ended, and why."""
    reason = f" ({visible(response.reason)})" if response.reason else ""
    return words(visible(response.status), lang) + reason


def remark(track: Track, source: TimeSource, lang: Language) -> Parts:
    """What stands behind a bar: how long it took, and how it ended."""
    of = track.of
    if track.part is Part.PLAYED and isinstance(of, ResponseMetrics):
        said = words("heard {heard} of {made}", lang)
        heard, made = numbers.span(of.heard_ms), numbers.span(of.audio_ms)
        return [(said.format(heard=heard, made=made), "$text-warning")]
    if isinstance(of, ResponseMetrics):
        sign, style = _STATUS.get(of.status, ("?", "$muted"))
        ending = "" if of.status == "completed" else f" {status_words(of, lang)}"
        span_ms = of.duration_ms
        if span_ms is None and track.start_ns is not None and track.end_ns is not None:
            span_ms = (track.end_ns - track.start_ns) / 1e6  # so far
        return [
            (f"{sign} ", style),
            (span_words(span_ms, source, lang), ""),
            (ending, style),
        ]
    if isinstance(of, ToolMetrics):
        if of.end_ns is None:
            return [("… " + words("no result", lang), "$text-warning")]
        return [(span_words(of.tool_ms, source, lang), "$muted")]
    if track.part is Part.USER and of.is_spoken and track.segments:
        segment = track.segments[0]
        return [(span_words((segment.end_ns - segment.start_ns) / 1e6, source, lang), "$muted")]
    return []


def remark_cells(track: Track, source: TimeSource, lang: Language) -> int:
    """The cells that the remark takes, with the blanks around it."""
    return sum(width_of(text) for text, _ in remark(track, source, lang)) + 3


def figures_of(track: Track) -> Iterator[tuple[str, float]]:
    """The latencies of what a track is about, by their names in `guide.measures`."""
    of = track.of
    if track.part in (Part.USER, Part.PLAYED):
        return
    if isinstance(of, ResponseMetrics):
        found = [(name, getattr(of, attribute)) for name, attribute in OF_RESPONSE.items()]
    elif isinstance(of, ToolMetrics):
        found = [("tool", of.tool_ms)]
    else:
        found = [("turn", of.turn_ms), ("tool", of.tool_ms)]
    yield from ((name, ms) for name, ms in found if ms is not None)


def heading_words(track: Track, clock: str, source: TimeSource, lang: Language) -> str:
    """What a turn's first line says beside its name."""
    of = track.of
    if not isinstance(of, TurnMetrics):
        return ""
    facts = [clock]
    if of.session > 1:
        facts.append(words("session {number}", lang).format(number=of.session))
    for name, ms in figures_of(track):
        facts.append(f"{measure_words(name, lang)[0]} {span_words(ms, source, lang)}")
    if of.is_interrupted:
        facts.append(words("interrupted", lang))
    return " · ".join(filter(None, facts))


def spread_words(summary: MetricsSummary, source: TimeSource, lang: Language) -> list[str]:
    """The percentiles of each latency that there is, the most telling first."""
    found = []
    order = ("turn", "speech_to_reply", "first_audio", "first_token", "tool", "duration", "queue")
    for name in sorted(LATENCIES, key=order.index):
        spread = summary.latency_ms[name].spread()
        if spread is not None:
            p50, p90 = (span_words(ms, source, lang) for ms in (spread.p50, spread.p90))
            found.append(f"{measure_words(name, lang)[0]} {p50} / {p90} (×{spread.count:,})")
    return found


def definition_words(names: Sequence[str], lang: Language) -> list[str]:
    """What figures mean, one line each."""
    return [": ".join(measure_words(name, lang)) for name in names]


def legend(phases: AbstractSet[Phase], lang: Language) -> list[Parts]:
    """How each of some phases is drawn."""
    return [
        [
            (fill * (1 if phase is Phase.MESSAGE else 2), style),
            (f" {words(_NAMES[phase], lang)}", "$muted"),
        ]
        for phase, (fill, style) in LOOKS.items()
        if phase in phases
    ]


# Drawing.


def axis_parts(window: Window, label: str, label_cells: int, source: TimeSource) -> Parts:
    """The line of the ticks above the chart."""
    name, used = fit([(visible(label), "$muted")], label_cells)
    text = ""
    for cell, moment_ns in window.ticks():
        if cell >= len(text):
            said = f"╷{tick_words(moment_ns, window.tick_ns, source)}"
            text = text.ljust(cell) + said
    return [*name, (" " * (label_cells - used), ""), (text[: window.width], "$muted")]


def track_parts(
    track: Track, window: Window, zero_ns: int, label_cells: int, source: TimeSource, lang: Language
) -> Parts:
    """A line of the chart: the name, the bar, and what is to be said of it.

    Args:
        track: What it shows; not a turn's first line.
        window: The time that is seen.
        zero_ns: Where its axis begins.
        label_cells: Of the column of names.
        source: Where the times come from.
        lang: Of its own words.
    """
    cells = bar_cells(track.segments, window, zero_ns)
    said = remark(track, source, lang)
    _put_remark(cells, said, track, window, zero_ns)
    return [*name_parts(track, label_cells, lang), *_merged(cells)]


def name_parts(track: Track, label_cells: int, lang: Language) -> Parts:
    """The column of names."""
    indent = _INDENTS.get(track.part, 2)
    style = "bold $primary" if track.part is Part.TURN else "$muted" if indent == 4 else ""
    fitted, used = fit([(" " * indent + name_of(track, lang), style)], label_cells - 1)
    return [*fitted, (" " * (label_cells - used), "")]


def bar_cells(segments: Sequence[Segment], window: Window, zero_ns: int) -> list[LinePart]:
    """The cells of the chart, ticks and bars in them; what is beyond an edge has an arrow there."""
    cells: list[LinePart] = [(" ", "")] * window.width
    for cell, _ in window.ticks():
        cells[cell] = ("┊", "$faint")
    for segment in sorted(segments, key=lambda one: LOOKS[one.phase][0] == _SOLID):
        start = window.cell_of(segment.start_ns - zero_ns)
        end = window.cell_of(segment.end_ns - zero_ns)
        if end >= 0 and start < window.width:
            _fill(cells, segment.phase, start, end)
    if segments and window.width:
        if window.cell_of(segments[-1].end_ns - zero_ns) < 0:
            cells[0] = ("◂", "$muted")
        elif window.cell_of(segments[0].start_ns - zero_ns) >= window.width:
            cells[-1] = ("▸", "$muted")
    return cells


def _fill(cells: list[LinePart], phase: Phase, start: float, end: float) -> None:
    """Draws a phase: a solid one to an eighth of a cell, others to a cell, to one at least."""
    fill, style = LOOKS[phase]
    if fill != _SOLID:
        first = max(0, floor(start))
        last = max(first + 1, round(end))
        for cell in range(first, min(last, len(cells))):
            cells[cell] = (fill, style)
        return
    end = max(end, start + 1 / 8)
    for cell in range(max(0, floor(start)), min(ceil(end), len(cells))):
        cells[cell] = _eighth(style, max(0.0, start - cell), min(1.0, end - cell))


def _eighth(style: str, start: float, end: float) -> LinePart:
    """One cell of a solid bar that begins or ends in it."""
    left, right = round(start * 8), max(1, round(end * 8))
    if right == 8 and left:  # the part at the left is empty: drawn as the background's
        return EIGHTHS[min(left, 7)], (style, "reverse")
    return EIGHTHS[max(1, right - left)], style


def _put_remark(
    cells: list[LinePart], said: Parts, track: Track, window: Window, zero_ns: int
) -> None:
    """Writes what is said of a bar behind it, else before it, else over what fills the row."""
    if track.start_ns is None or track.end_ns is None:
        return
    start = floor(window.cell_of(track.start_ns - zero_ns))
    end = max(ceil(window.cell_of(track.end_ns - zero_ns)), start + 1) + 1
    if not said or end < 1 or start >= len(cells):
        return
    size = sum(width_of(text) for text, _ in said)
    at = end if end + size <= len(cells) else start - size - 1
    if at < 0:
        said = [(" ", ""), *said]
        said, size = fit(said, len(cells))
        at = len(cells) - size
    cells[at : at + size] = [*said, *[("", "")] * (size - len(said))]


def _merged(cells: Sequence[LinePart]) -> Parts:
    """Cells of the same style as one part."""
    parts: Parts = []
    for text, style in cells:
        if parts and parts[-1][1] == style:
            parts[-1] = (parts[-1][0] + text, style)
        elif text:
            parts.append((text, style))
    return parts
