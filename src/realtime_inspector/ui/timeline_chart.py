"""The tracks of the timeline as rows, at a zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.waterfall import Part, Track
from realtime_inspector.guide.interface import words
from realtime_inspector.store.timings import TimeSource
from realtime_inspector.ui.present import waterfall
from realtime_inspector.ui.present.clock import clock_words
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
MARGIN: Final = 1.3
"""So much wider than a turn is what shows the whole turn: there is room for words behind bars."""


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
        self._zeros: dict[int, int] = {}

    def arranged(self) -> None:
        """Other tracks are there: where each turn begins is found again."""
        self._zeros = {}
        for track in self._part.tracks:
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
        label = "time from the first event" if self.is_on_one_clock else "time in the turn"
        if self._part.source is TimeSource.NONE:
            label = "event number" if self.is_on_one_clock else "events in the turn"
        cells = waterfall.label_width(width)
        said = words(label, self._lang)
        return waterfall.axis_parts(self.window(width), said, cells, self._part.source)

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

    def fit_to(self, track: Track, width: int) -> None:
        """Shows all of a turn."""
        if track.start_ns is None or track.end_ns is None:
            return
        span_ns = max(1_000_000, track.end_ns - track.start_ns)
        self.cell_ns = self._bounded(span_ns * MARGIN / self.window(width).width)
        self.start_ns = float(track.start_ns - self.zero_of(track))

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
