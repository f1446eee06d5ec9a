"""The tracks of the timeline as rows, at a zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.metrics import ResponseMetrics
from realtime_inspector.analysis.waterfall import Part, Phase, Track
from realtime_inspector.guide.interface import words
from realtime_inspector.guide.measures import measure_words
from realtime_inspector.store.timings import TimeSource
from realtime_inspector.ui.present import waterfall
from realtime_inspector.ui.present.clock import clock_words
from realtime_inspector.ui.present.findings import said_by
from realtime_inspector.ui.present.waterfall import Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.store import Store
    from realtime_inspector.ui.timeline_part import TimelinePart
    from realtime_inspector.ui.widgets.line_view import LinePart

FURTHEST_NS: Final = 3_600_000_000_000
"""One cell is at most an hour."""
NEAREST_NS: Final = 10_000
"""One cell is at least 10 µs."""
MARGIN: Final = 1.05
"""So much wider than a turn at least is what shows the whole turn."""

PLAYED: Final = (
    "heard: audio_end_ms of conversation.item.truncate; it is drawn from the first audio delta on, "
    "as no event tells when playing began"
)
BY_IDS: Final = "The file tells no times: these are from the ids, right to the second only (≈)."
BY_NUMBER: Final = "The file tells no times, and neither do its ids: the axis counts events."


class Chart:
    """The tracks as rows of a `LineView`, at a zoom."""

    def __init__(self, store: Store, part: TimelinePart, lang: Language) -> None:
        """Shows nothing in particular yet.

        Args:
            store: The log.
            part: What has been measured.
            lang: Of its words.
        """
        self._store = store
        self._part = part
        self._lang: Language = lang
        self.is_on_one_clock = False
        """Whether all turns are on one axis; else each begins at its zero."""
        self.start_ns = 0.0
        """What is seen at the left edge, from the zero of the axis."""
        self.cell_ns = 1e8
        """What a cell stands for."""
        self.phases: frozenset[Phase] = frozenset()
        """Those that there are."""
        self._zeros: dict[int, int] = {}

    def arranged(self) -> None:
        """Other tracks are there: where each turn begins is found again."""
        self._zeros = {}
        tracks = self._part.tracks
        self.phases = frozenset(one.phase for track in tracks for one in track.segments)
        for track in tracks:
            if track.part is Part.TURN and track.start_ns is not None:
                self._zeros[track.turn] = track.start_ns

    def count(self) -> int:
        """Return the number of tracks."""
        return len(self._part.tracks)

    def line(self, index: int, width: int) -> Sequence[LinePart]:
        """Return one row."""
        track = self._part.tracks[index]
        cells = waterfall.label_width(width)
        if track.part is Part.TURN:
            clock = self.clock(track.seq)
            said = waterfall.heading_words(track, clock, self._part.source, self._lang)
            return [*waterfall.name_parts(track, cells, self._lang), (said, "$muted")]
        window = self.window(width)
        source = self._part.source
        return waterfall.track_parts(track, window, self.zero_of(track), cells, source, self._lang)

    def clock(self, seq: int) -> str:
        """When a record came; its number, where no times are known."""
        if self._part.source is TimeSource.NONE:
            return f"#{seq}"
        return clock_words(self._store, seq)

    def axis(self, width: int) -> Sequence[LinePart]:
        """The line above the rows."""
        label = "from first event" if self.is_on_one_clock else "time in the turn"
        if self._part.source is TimeSource.NONE:
            label = "event number" if self.is_on_one_clock else "events in the turn"
        cells = waterfall.label_width(width)
        doubt = "≈ " if self._part.source is TimeSource.IDS else ""
        said = doubt + words(label, self._lang)
        return waterfall.axis_parts(self.window(width), said, cells, self._part.source)

    def words_of(self, track: Track) -> list[str]:
        """What it is and when, its figures, and what they mean."""
        facts = [f"#{track.seq}"]
        if self._part.source is not TimeSource.NONE:
            facts.append(self.clock(track.seq))
        facts.append(waterfall.name_of(track, self._lang))
        if isinstance(track.of, ResponseMetrics):
            facts += [track.of.id, waterfall.status_words(track.of, self._lang)]
        if track.part is Part.PLAYED:
            facts += [text for text, _ in waterfall.remark(track, self._part.source, self._lang)]
        figures = list(waterfall.figures_of(track))
        spoken = [
            f"{measure_words(name, self._lang)[0]} "
            f"{waterfall.span_words(ms, self._part.source, self._lang)}"
            for name, ms in figures
        ]
        told = ["  ".join(facts) + ("    " + " · ".join(spoken) if spoken else "")]
        doubt = {TimeSource.IDS: BY_IDS, TimeSource.NONE: BY_NUMBER}.get(self._part.source)
        if doubt is not None:
            told.append(words(doubt, self._lang))
        if track.part is Part.PLAYED:
            told.append(words(PLAYED, self._lang))
        order = ("turn", "speech_to_reply", "first_audio", "first_token", "tool", "queue")
        names = sorted((name for name, _ in figures if name in order), key=order.index)
        told += waterfall.definition_words(names, self._lang)
        return told + [said_by(one, self._lang) for one in self._store.findings.of(track.seq)]

    def window(self, width: int) -> Window:
        """What is seen in rows of some width."""
        cells = max(8, width - waterfall.label_width(width))
        return Window(self.start_ns, self.cell_ns, cells)

    def zero_of(self, track: Track) -> int:
        """Where the axis of a track begins."""
        if not self.is_on_one_clock:
            return self._zeros.get(track.turn, 0)
        if self._part.source is TimeSource.OWN:
            return self._store.first_ns or 0
        return 0

    def fit_to(self, turn: Track, width: int) -> None:
        """Shows all of a turn, with room for what is said behind its bars."""
        if turn.start_ns is None or turn.end_ns is None:
            return
        cells = self.window(width).width
        wanted_ns = [max(1_000_000, turn.end_ns - turn.start_ns) * MARGIN / cells]
        for track in self._part.tracks:
            if track.turn == turn.turn and track.part is not Part.TURN and track.end_ns is not None:
                said = waterfall.remark_cells(track, self._part.source, self._lang)
                room = max(cells / 2, cells - said)
                wanted_ns.append((track.end_ns - turn.start_ns) / room)
        self.cell_ns = self._bounded(max(wanted_ns))
        self.start_ns = float(turn.start_ns - self.zero_of(turn))

    def zoom(self, times: float, at_cell: float) -> None:
        """Goes nearer or farther; the moment at a cell of the chart stays where it is."""
        new_ns = self._bounded(self.cell_ns * times)
        self.start_ns += at_cell * (self.cell_ns - new_ns)
        self.cell_ns = new_ns

    def pan(self, cells: float) -> None:
        """Moves along the axis."""
        self.start_ns += cells * self.cell_ns

    def bring_into_view(self, track: Track, width: int) -> bool:
        """Moves along the axis if nothing of a track is seen; tells whether it did."""
        if track.start_ns is None or track.end_ns is None:
            return False
        window, zero_ns = self.window(width), self.zero_of(track)
        start = window.cell_of(track.start_ns - zero_ns)
        if window.cell_of(track.end_ns - zero_ns) >= 0 and start < window.width:
            return False
        self.pan(start - window.width / 10)
        return True

    def _bounded(self, cell_ns: float) -> float:
        return min(max(cell_ns, NEAREST_NS), FURTHEST_NS)
