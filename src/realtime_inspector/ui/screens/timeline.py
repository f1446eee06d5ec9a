"""The timeline: what took how long in each turn, around the selected event."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.content import Content
from textual.widgets import Static

from realtime_inspector.analysis.waterfall import Part, Track
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present import waterfall
from realtime_inspector.ui.present.cells import flowed
from realtime_inspector.ui.screens.over_log import Keys, OverLogScreen, key_bindings
from realtime_inspector.ui.timeline_chart import Chart
from realtime_inspector.ui.timeline_lines import AxisLine, TimelineLines
from realtime_inspector.ui.timeline_part import TimelinePart
from realtime_inspector.ui.widgets.fixed_lines import FixedLines
from realtime_inspector.ui.widgets.frame import Frame
from realtime_inspector.ui.widgets.key_footer import KeyFooter
from realtime_inspector.ui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.context import Inspection
    from realtime_inspector.ui.widgets.line_view import LinePart

ARRANGE_S: Final = 0.1
"""Between two times that what has been measured is shown, while there is more to measure."""
PIECE_S: Final = 0.02
"""Between two pieces that are measured in the background."""
AT_ONCE: Final = 12
"""Pieces that are measured at most before the first look."""
ZOOM: Final = 1.5
"""One step nearer or farther."""
MOST_SPREAD: Final = 3
"""Lines with percentiles, where there is height."""
EMPTY: Final = "No turn and no response in these events."


_KEYS: Final[Keys] = (
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
    ("ctrl+s", "export", "Export", True),
    ("question_mark,f1", "help", "Help", False),
)
_READING: Final[Mapping[Language, str]] = {
    "en": (
        "A line for what the user did in a turn, one for each response, one for each tool, and "
        "one for what was heard of an answer that was cut short. The lines under the chart say "
        "what each filling means, how the figures of all turns are spread, and what the figures "
        "of the selected line are and mean. Ctrl with the wheel zooms, as does the wheel over "
        "the axis; Shift with the wheel moves along it."
    ),
    "ja": (
        "ターンごとに、ユーザーの入力、各レスポンス、各ツール、途中で切れた返事の再生分を 1 行"
        "ずつ表示します。図の下には、塗り方の意味、全ターンの数値の分布、選んだ行の数値とその"
        "定義が並びます。Ctrl+ホイール、または軸の上のホイールで拡大・縮小、Shift+ホイールで"
        "軸に沿って移動します。"
    ),
}


class TimelineScreen(OverLogScreen):
    """A waterfall over the whole screen; closing it gives the number of the event it stands at."""

    BINDINGS: ClassVar[list[BindingType]] = key_bindings("timeline", _KEYS, "en")
    AUTO_FOCUS = "#timeline-lines"
    NAME = "Timeline"
    READING = _READING
    KEYS = _KEYS

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
        self._fitted: tuple[Part, int] | None = None
        """The turn that is shown whole."""
        self._is_own_zoom = False
        """Whether the user has chosen what is seen: no turn is then fitted again as it grows."""
        self._known: tuple[int, ...] = ()
        self._arranged_at = 0.0
        self._legend_shown: list[list[LinePart]] = []

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
        self._fit_again()
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
        self._fit_again()
        self._redraw()

    def _row_wanted(self, kept: tuple[Part, int] | None) -> int | None:
        if self._wanted is not None:
            row = self._part.index_of(self._wanted)
            if self._part.last >= self._wanted or not self._part.has_more:
                self._wanted = self._fitted = None
                self._is_own_zoom = False
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

    def _fit_again(self) -> None:
        """Shows the whole turn that was fitted last, as far as it is measured now."""
        if self._is_own_zoom:
            return
        if self._fitted is None or self._lines.is_following:
            self._fitted = _key(self._turn)
        turn = next((one for one in self._part.tracks if _key(one) == self._fitted), None)
        if turn is not None:
            self._chart.fit_to(turn, self._width)

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
        self._show_legend(max(20, self.app.size.width - 2))

    def _show_legend(self, width: int) -> None:
        """What the fillings mean that there are, and how the figures are spread."""
        legend = waterfall.legend(self._chart.phases, self._lang)
        shown = [*flowed(legend, "  ", width), *self._spread_lines(width)]
        if shown != self._legend_shown:  # its height may change, which is a layout
            self._legend_shown = shown
            lines = [
                Content.assemble(*((text, str(style)) for text, style in one)) for one in shown
            ]
            self._legend.update(Content("\n").join(lines))

    def _spread_lines(self, width: int) -> list[list[LinePart]]:
        texts = waterfall.spread_words(self._part.summary, self._part.source, self._lang)
        if not texts:
            return []
        items: list[list[LinePart]] = [[(text, "")] for text in texts]
        items[0].insert(0, ("p50 / p90  ", ""))
        lines = flowed(items, " · ", width - 2)
        shown = lines[: MOST_SPREAD if self.has_class("-high") else 1]
        if shown != lines:
            shown[-1].append((" …", ""))
        return shown

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
        self._show_words(() if track is None else self._chart.words_of(track))

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

    def _go_to_end(self) -> None:
        if not self._part.holds(len(self._store)):
            self._begin_at(len(self._store))
        self._lines.go_to_end()
        self._seq = len(self._store)

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
        self._is_own_zoom = True
        self._chart.zoom(times, at_cell)
        self._redraw()

    def _pan(self, share: float) -> None:
        self._is_own_zoom = True
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
        self._is_own_zoom = False
        self._fitted = None
        self._fit_again()
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

    def action_next_response(self) -> None:
        """The next response."""
        self._move_row(1, _is_response, "No response here.")

    def action_previous_response(self) -> None:
        """The response before."""
        self._move_row(-1, _is_response, "No response here.")


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
