"""The timeline: what took how long in each turn, around the selected event."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.content import Content
from textual.widgets import Static

from realtime_inspector.analysis.metrics import ResponseMetrics
from realtime_inspector.analysis.waterfall import Part, Track
from realtime_inspector.guide.interface import words
from realtime_inspector.guide.measures import measure_words
from realtime_inspector.store.timings import TimeSource
from realtime_inspector.ui.present import waterfall
from realtime_inspector.ui.present.cells import fit, wrap_cells
from realtime_inspector.ui.present.findings import said_by
from realtime_inspector.ui.present.safe import visible
from realtime_inspector.ui.screens.over_log import OverLogScreen, key_bindings
from realtime_inspector.ui.timeline_chart import Chart
from realtime_inspector.ui.timeline_lines import AxisLine, TimelineLines
from realtime_inspector.ui.timeline_part import TimelinePart
from realtime_inspector.ui.widgets.fixed_lines import FixedLines
from realtime_inspector.ui.widgets.frame import Frame
from realtime_inspector.ui.widgets.key_footer import KeyFooter
from realtime_inspector.ui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from realtime_inspector.ui.context import Inspection

ARRANGE_S: Final = 0.1
"""Between two times that what has been measured is shown, while there is more to measure."""
PIECE_S: Final = 0.02
"""Between two pieces that are measured in the background."""
AT_ONCE: Final = 12
"""Pieces that are measured at most before the first look."""
ZOOM: Final = 1.5
"""One step nearer or farther."""
EMPTY: Final = "No turn and no response in these events."
BY_IDS: Final = "The file tells no times: these are from the ids, right to the second only (≈)."
BY_NUMBER: Final = "The file tells no times, and neither do its ids: the axis counts events."


_KEYS: Final = (
    ("q,escape,t", "close", "Back", True),
    ("plus,equals_sign", "zoom_in", "Zoom in", True),
    ("minus", "zoom_out", "Zoom out", True),
    ("0", "fit", "Whole turn", True),
    ("h,left", "earlier", "Earlier", False),
    ("l,right", "later", "Later", False),
    ("a", "one_clock", "One clock", True),
    ("right_curly_bracket", "next_response", "Response", True),
    ("left_curly_bracket", "previous_response", "Previous response", False),
    ("e", "next_error", "Error", True),
    ("E", "previous_error", "Previous error", False),
    ("w", "next_finding", "Finding", True),
    ("W", "previous_finding", "Previous finding", False),
    ("F", "follow", "Follow", False),
    ("question_mark,f1", "help", "Help", False),
)
"""Keys, action, title, whether it is in the footer."""


class TimelineScreen(OverLogScreen):
    """A waterfall over the whole screen; closing it gives the number of the event it stands at."""

    BINDINGS: ClassVar[list[BindingType]] = key_bindings("timeline", _KEYS, "en")
    AUTO_FOCUS = "#timeline-lines"

    def __init__(
        self, inspection: Inspection, seq: int | None, *, is_following: bool = False
    ) -> None:
        """Measures nothing yet.

        Args:
            inspection: What is shown.
            seq: Number of the event to begin at; `None`: the first one.
            is_following: Whether to stay at the newest turn.
        """
        super().__init__(inspection, seq)
        self._part = TimelinePart(self._store, inspection.tariff)
        self._chart = Chart(self._store, self._part, self._lang)
        may_grow = inspection.session is not None or inspection.is_growing
        self._lines = TimelineLines(
            None,
            empty_text=words(EMPTY, self._lang),
            can_follow=may_grow,
            following=is_following,
            id="timeline-lines",
        )
        self._ticks = FixedLines()
        self._axis = AxisLine(self._ticks, can_follow=False, id="timeline-axis")
        self._legend = Static(id="timeline-legend", markup=False)
        self._detail = Static(id="timeline-detail", markup=False)
        self._is_due = False
        self._wanted: int | None = None
        """The event whose track is to be shown once it has been measured."""
        self._is_fitted = False
        self._is_own_zoom = False
        """Whether the user has chosen what is seen: the newest turn is then not fitted again."""
        self._known: tuple[int, ...] = ()
        self._arranged_at = 0.0

    def compose(self) -> ComposeResult:
        """Axis, rows, what the signs mean, what the row of the cursor measures, footer."""
        with Frame(id="timeline"):
            yield self._axis
            yield self._lines
        yield self._legend
        yield self._detail
        yield KeyFooter()

    def on_mount(self) -> None:
        """Measures what is seen first."""
        self._begin_at(len(self._store) if self._lines.is_following else self._seq or 1)
        self.call_after_refresh(self._resized)

    def on_resize(self) -> None:
        """Other columns are seen."""
        self.call_after_refresh(self._resized)

    @property
    def _width(self) -> int:
        return self._lines.line_width or max(20, self.app.size.width - 3)

    def _resized(self) -> None:
        if not self._is_fitted:
            self.action_fit()
            self._is_fitted = bool(self._part.tracks)
        self._redraw()

    # Measuring.

    def _begin_at(self, seq: int) -> None:
        """Measures the events around one, and puts the cursor on its track."""
        self._part.start(max(1, seq))
        self._wanted = seq
        for _ in range(AT_ONCE):
            if not self._part.advance() or self._part.last >= seq:
                break
        self._arrange()
        self._kick()

    def _kick(self) -> None:
        if not self._is_due and self._part.has_more:
            self._is_due = True
            rest_s = PIECE_S + (PIECE_S if self._store.courtesy.is_asked_for else 0.0)
            self.set_timer(rest_s, self._measure)

    def _measure(self) -> None:
        self._is_due = False
        self._part.advance()
        if not self._part.has_more or time.monotonic() - self._arranged_at >= ARRANGE_S:
            self._arrange()
        self._kick()

    def _look(self) -> None:
        """Goes on as the log grows, and as more is found wrong with it."""
        self._kick()
        if not self._is_due and self._known != self._knowledge():
            self._arrange()

    def _knowledge(self) -> tuple[int, ...]:
        return self._part.first, self._part.last, len(self._store.findings.noted)

    def _arrange(self) -> None:
        """Shows all that is measured, with the cursor on what it was on."""
        self._known = self._knowledge()
        self._arranged_at = time.monotonic()
        kept = _key(self._track)
        self._part.arrange()
        self._chart.arranged()
        if self._lines.row_count:
            self._lines.set_count(self._chart.count())
        else:
            self._lines.set_model(self._chart)
        row = self._row_wanted(kept)
        if row is not None and not self._lines.is_following:
            self._lines.move_cursor(row)
        is_growing = self._lines.is_following and not self._is_own_zoom
        if self._part.tracks and (is_growing or not self._is_fitted):
            self.action_fit()
        self._redraw()

    def _row_wanted(self, kept: tuple[Part, int] | None) -> int | None:
        if self._wanted is not None:
            row = self._part.index_of(self._wanted)
            if self._part.last >= self._wanted or not self._part.has_more:
                self._wanted = None
                self._is_fitted = False
            return row
        tracks = self._part.tracks
        return next((row for row, track in enumerate(tracks) if _key(track) == kept), None)

    @property
    def _track(self) -> Track | None:
        row = self._lines.cursor_row
        return self._part.tracks[row] if 0 <= row < len(self._part.tracks) else None

    @property
    def _turn(self) -> Track | None:
        """The first line of the turn that the cursor is in."""
        track = self._track
        rows = reversed(self._part.tracks[: self._lines.cursor_row + 1])
        return None if track is None else next(one for one in rows if one.part is Part.TURN)

    # Showing.

    def _redraw(self) -> None:
        self._lines.invalidate()
        self._ticks.lines = [self._chart.axis(self._width)]
        self._axis.set_count(1)
        self._axis.invalidate()
        self._show_facts()
        self._show_detail()

    def _show_facts(self) -> None:
        """The captions: what is shown, and how much of it; what signs mean, and percentiles."""
        frame = self.query_one("#timeline", Frame)
        clock = (
            "all turns on one clock" if self._chart.is_on_one_clock else "each turn from its start"
        )
        title = f"{words('Timeline', self._lang)} · {words(clock, self._lang)}"
        frame.set_title(Content(title))
        frame.set_subtitle(Content(self._extent()))
        width = max(20, self.app.size.width - 2)
        legend, _ = fit(waterfall.legend_parts(self._lang), width)
        spread = waterfall.spread_words(self._part.summary(), self._part.source, self._lang)
        line, _ = fit([("p50 / p90  " + " · ".join(spread), "")], width)
        styled = [(text, str(style)) for text, style in legend]
        self._legend.update(Content.assemble(*styled, "\n", *(text for text, _ in line)))

    def _extent(self) -> str:
        part, count = self._part, len(self._store)
        if part.is_whole:
            facts = [words("{count} events", self._lang).format(count=f"{count:,}")]
        else:
            said = words("measured: events {first:,} to {last:,} of {count:,}", self._lang)
            facts = [said.format(first=part.first, last=part.last, count=count)]
        if self._lines.is_following:
            facts.append(words("following", self._lang))
        return " · ".join(facts)

    def _show_detail(self) -> None:
        track = self._track
        width = max(20, self.app.size.width - 4)
        height = max(2, self._detail.size.height or 4)
        lines: list[str] = []
        if track is not None:
            for text in self._words_of(track):
                lines += wrap_cells(visible(text), width)
        if len(lines) > height:
            lines = [*lines[: height - 1], lines[height - 1].rstrip()[: width - 1] + "…"]
        self._detail.update(Content("\n".join(lines)))

    def _words_of(self, track: Track) -> list[str]:
        """What it is and when, its figures, and what they mean."""
        facts = [f"#{track.seq}", self._chart.clock(track.seq)]
        facts.append(waterfall.name_of(track, self._lang))
        if isinstance(track.of, ResponseMetrics):
            facts += [track.of.id, waterfall.status_words(track.of, self._lang)]
        if isinstance(track.of, ResponseMetrics) and track.part is Part.PLAYED:
            facts += [text for text, _ in waterfall.remark(track, self._part.source, self._lang)]
        facts += [said_by(one, self._lang) for one in self._store.findings.of(track.seq)]
        figures = [] if track.part is Part.USER else list(waterfall.figures_of(track))
        spoken = [
            f"{measure_words(name, self._lang)[0]} "
            f"{waterfall.span_words(ms, self._part.source, self._lang)}"
            for name, ms in figures
        ]
        found = ["  ".join(facts) + ("    " + " · ".join(spoken) if spoken else "")]
        doubt = {TimeSource.IDS: BY_IDS, TimeSource.NONE: BY_NUMBER}.get(self._part.source)
        if doubt is not None:
            found.append(words(doubt, self._lang))
        order = ("turn", "speech_to_reply", "first_audio", "first_token", "tool", "queue")
        names = sorted((name for name, _ in figures if name in order), key=order.index)
        return found + waterfall.definition_words(names, self._lang)

    @on(LineView.RowHighlighted, "#timeline-lines")
    def _highlighted(self, event: LineView.RowHighlighted) -> None:
        event.stop()
        track = self._track
        if track is None:
            return
        if event.by_user or self._lines.is_following:
            self._seq = track.seq
        if event.by_user and self._chart.bring_into_view(track, self._width):
            self._redraw()
        self._show_detail()

    @on(LineView.FollowChanged)
    def _follow_changed(self, event: LineView.FollowChanged) -> None:
        event.stop()
        self._show_facts()

    # Moving.

    def _go_to(self, seq: int) -> None:
        """Puts the cursor on the track of an event, wherever it is."""
        self._lines.set_following(False)
        self._seq = seq
        if not self._part.holds(seq) or self._part.last < seq:
            self._begin_at(seq)
            return
        row = self._part.index_of(seq)
        if row is not None:
            self._lines.move_cursor(row, center=True)
            track = self._part.tracks[row]
            if self._chart.bring_into_view(track, self._width):
                self._redraw()
        self._show_detail()

    @on(LineView.RowActivated, "#timeline-lines")
    def _activated(self, event: LineView.RowActivated) -> None:
        event.stop()
        self._seq = self._part.tracks[event.index].seq
        self._lines.set_following(False)
        self.action_close()

    @on(TimelineLines.Wheeled)
    def _wheeled(self, event: TimelineLines.Wheeled) -> None:
        event.stop()
        if event.zoom:
            column = max(0, event.column - waterfall.label_width(self._width))
            self._zoom(1 / ZOOM if event.zoom > 0 else ZOOM, column)
        else:
            self._pan(event.pan / 20)

    def _zoom(self, times: float, at_cell: float) -> None:
        self._is_fitted = self._is_own_zoom = True
        self._chart.zoom(times, at_cell)
        self._redraw()

    def _pan(self, share: float) -> None:
        self._is_fitted = self._is_own_zoom = True
        self._chart.pan(share * self._chart.window(self._width).width)
        self._redraw()

    def _cell_of_cursor(self) -> float:
        """Where to zoom: at the beginning of the cursor's track, if that is seen."""
        track, window = self._track, self._chart.window(self._width)
        if track is not None and track.start_ns is not None:
            cell = window.cell_of(track.start_ns - self._chart.zero_of(track))
            if 0 <= cell < window.width:
                return cell
        return window.width / 2

    def _move_row(self, step: int, fits: Callable[[Track], bool], none: str) -> None:
        tracks = self._part.tracks
        at = self._lines.cursor_row + step
        while 0 <= at < len(tracks) and not fits(tracks[at]):
            at += step
        if 0 <= at < len(tracks):
            self._lines.set_following(False)
            self._lines.move_cursor(at, by_user=True)
        else:
            self._tell(none)

    # Actions.

    def action_zoom_in(self) -> None:
        """Shows less time, larger."""
        self._zoom(1 / ZOOM, self._cell_of_cursor())

    def action_zoom_out(self) -> None:
        """Shows more time."""
        self._zoom(ZOOM, self._cell_of_cursor())

    def action_fit(self) -> None:
        """Shows the whole turn."""
        turn = self._turn
        if turn is not None:
            self._chart.fit_to(turn, self._width)
            self._is_fitted = True
            self._is_own_zoom = False
            self._redraw()

    def action_earlier(self) -> None:
        """Moves to earlier times."""
        self._pan(-0.1)

    def action_later(self) -> None:
        """Moves to later times."""
        self._pan(0.1)

    def action_one_clock(self) -> None:
        """Puts all turns on one axis, or each on its own again."""
        self._chart.is_on_one_clock = not self._chart.is_on_one_clock
        self.action_fit()
        self._redraw()

    def action_next_response(self) -> None:
        """The next response."""
        self._move_row(1, _is_response, "No response here.")

    def action_previous_response(self) -> None:
        """The response before."""
        self._move_row(-1, _is_response, "No response here.")

    def action_follow(self) -> None:
        """Stays at the newest turn."""
        if not self._part.holds(len(self._store)):
            self._begin_at(len(self._store))
        self._lines.action_go_last()


def _is_response(track: Track) -> bool:
    return track.part in (Part.RESPONSE, Part.ASIDE)


def _key(track: Track | None) -> tuple[Part, int] | None:
    """What a track is, however many come before it."""
    return None if track is None else (track.part, id(track.of))


class JapaneseTimelineScreen(TimelineScreen, inherit_bindings=False):
    """The same with its footer in Japanese."""

    BINDINGS: ClassVar[list[BindingType]] = key_bindings("timeline", _KEYS, "ja")


def timeline_screen(
    inspection: Inspection, seq: int | None, *, is_following: bool = False
) -> TimelineScreen:
    """The timeline in the user's language; see `TimelineScreen`."""
    kind = JapaneseTimelineScreen if inspection.lang == "ja" else TimelineScreen
    return kind(inspection, seq, is_following=is_following)
