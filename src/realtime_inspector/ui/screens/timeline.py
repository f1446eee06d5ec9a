"""The timeline: what took how long in each turn, around the selected event."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, Static

from realtime_inspector.analysis.metrics import ResponseMetrics
from realtime_inspector.analysis.waterfall import Part, Track
from realtime_inspector.capture.columns import FAILED
from realtime_inspector.guide.interface import words
from realtime_inspector.guide.measures import measure_words
from realtime_inspector.store.timings import TimeSource
from realtime_inspector.store.walk import next_flagged_seq
from realtime_inspector.ui.present import waterfall
from realtime_inspector.ui.present.cells import fit, wrap_cells
from realtime_inspector.ui.present.clock import clock_words
from realtime_inspector.ui.present.findings import said_by
from realtime_inspector.ui.present.safe import visible
from realtime_inspector.ui.present.waterfall import Window
from realtime_inspector.ui.timeline_part import TimelinePart
from realtime_inspector.ui.widgets.fixed_lines import FixedLines
from realtime_inspector.ui.widgets.frame import Frame
from realtime_inspector.ui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult

    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.store import Store
    from realtime_inspector.ui.context import Inspection
    from realtime_inspector.ui.widgets.line_view import LinePart

LOOK_S: Final = 0.1
"""How often a log that grows is looked at."""
PIECE_S: Final = 0.02
"""Between two pieces that are measured in the background."""
AT_ONCE: Final = 12
"""Pieces that are measured at most before the first look."""
ZOOM: Final = 1.5
"""One step nearer or farther."""
FURTHEST_NS: Final = 3_600_000_000_000
"""One cell is at most an hour."""
NEAREST_NS: Final = 10_000
"""One cell is at least 10 µs."""
MARGIN: Final = 1.3
"""So much wider than a turn is what shows the whole turn: there is room for words behind bars."""
EMPTY: Final = "No turn and no response in these events."
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


class TimelineLines(LineView):
    """The rows; the wheel zooms with Ctrl, and moves along the axis with Shift."""

    class Wheeled(Message):
        """The wheel was turned with a modifier, or over the axis."""

        def __init__(self, column: int, *, zoom: int = 0, pan: int = 0) -> None:
            super().__init__()
            self.column = column
            self.zoom = zoom
            """1: nearer, -1: farther."""
            self.pan = pan
            """1: to later times."""

    zooms_always = False
    """Whether the wheel zooms without Ctrl."""

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Zooms in, or goes to earlier times."""
        self._wheel(event, 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Zooms out, or goes to later times."""
        self._wheel(event, -1)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """Goes to earlier times."""
        event.stop()
        self.post_message(self.Wheeled(event.x, pan=-1))

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """Goes to later times."""
        event.stop()
        self.post_message(self.Wheeled(event.x, pan=1))

    def _wheel(self, event: events.MouseEvent, step: int) -> None:
        if event.shift:
            wheeled = self.Wheeled(event.x, pan=-step)
        elif event.ctrl or self.zooms_always:
            wheeled = self.Wheeled(event.x, zoom=step)
        else:
            return
        event.prevent_default()
        event.stop()
        self.post_message(wheeled)


class AxisLine(TimelineLines):
    """The line of the ticks."""

    can_focus = False
    zooms_always = True


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


def _bindings(lang: Language) -> list[BindingType]:
    return [
        Binding(keys, action, words(title, lang), show=is_shown, id=f"timeline.{action}")
        for keys, action, title, is_shown in _KEYS
    ]


class TimelineScreen(Screen[int | None]):
    """A waterfall over the whole screen; closing it gives the number of the event it stands at."""

    BINDINGS: ClassVar[list[BindingType]] = _bindings("en")
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
        super().__init__()
        self._inspection = inspection
        self._store = inspection.store
        self._lang: Language = inspection.lang
        self._seq = seq
        """The event that closing it leads to."""
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

    def compose(self) -> ComposeResult:
        """Axis, rows, what the signs mean, what the row of the cursor measures, footer."""
        with Frame(id="timeline"):
            yield self._axis
            yield self._lines
        yield self._legend
        yield self._detail
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Measures what is seen first."""
        self._begin_at(len(self._store) if self._lines.is_following else self._seq or 1)
        self.set_interval(LOOK_S, self._look)
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
        self._kick()

    def _look(self) -> None:
        """Shows what has been measured since the last look."""
        self._kick()
        known = (self._part.first, self._part.last, len(self._store.findings.noted))
        if known != self._known:
            self._arrange()

    def _arrange(self) -> None:
        """Shows all that is measured, with the cursor on what it was on."""
        self._known = (self._part.first, self._part.last, len(self._store.findings.noted))
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

    def _move_listed(self, seqs: Sequence[int], step: int, none: str) -> None:
        here = self._seq or 1
        at = bisect_right(seqs, here) if step > 0 else bisect_left(seqs, here) - 1
        if seqs:
            self._go_to(seqs[at % len(seqs)])
        else:
            self._tell(none)

    def _move_failed(self, step: int) -> None:
        seq = next_flagged_seq(self._store, self._seq or 1, step, FAILED)
        if seq is None:
            self._tell("No error here.")
        else:
            self._go_to(seq)

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

    def _tell(self, message: str) -> None:
        self.notify(words(message, self._lang), markup=False, timeout=3)

    # Actions.

    def action_close(self) -> None:
        """Back to the log, at the event that is selected here."""
        self.dismiss(None if self._lines.is_following else self._seq)

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

    def action_next_error(self) -> None:
        """Next error."""
        self._move_failed(1)

    def action_previous_error(self) -> None:
        """Previous error."""
        self._move_failed(-1)

    def action_next_finding(self) -> None:
        """Next event that something is wrong with."""
        self._move_listed(self._store.findings.marked, 1, "Nothing wrong was found.")

    def action_previous_finding(self) -> None:
        """Previous event that something is wrong with."""
        self._move_listed(self._store.findings.marked, -1, "Nothing wrong was found.")

    def action_follow(self) -> None:
        """Stays at the newest turn."""
        if not self._part.holds(len(self._store)):
            self._begin_at(len(self._store))
        self._lines.action_go_last()

    def action_help(self) -> None:
        """Opens the help."""
        from realtime_inspector.ui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self._lang))


def _is_response(track: Track) -> bool:
    return track.part in (Part.RESPONSE, Part.ASIDE)


def _key(track: Track | None) -> tuple[Part, int] | None:
    """What a track is, however many come before it."""
    return None if track is None else (track.part, id(track.of))


class JapaneseTimelineScreen(TimelineScreen, inherit_bindings=False):
    """The same with its footer in Japanese."""

    BINDINGS: ClassVar[list[BindingType]] = _bindings("ja")


def timeline_screen(
    inspection: Inspection, seq: int | None, *, is_following: bool = False
) -> TimelineScreen:
    """The timeline in the user's language; see `TimelineScreen`."""
    kind = JapaneseTimelineScreen if inspection.lang == "ja" else TimelineScreen
    return kind(inspection, seq, is_following=is_following)
