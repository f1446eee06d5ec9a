"""Playback on the screen: joins the player with timers, the scrub bar and the selection."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, Protocol

from realtime_inspector.guide.interface import words
from realtime_inspector.store.density import cell_at, cells_of, place_in
from realtime_inspector.store.player import Player, next_speed
from realtime_inspector.store.timeline import Timeline
from realtime_inspector.ui.present.playing import THE_END, scrub_facts
from realtime_inspector.ui.widgets.scrub_bar import ScrubBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.timer import Timer
    from textual.widget import Widget

    from realtime_inspector.store.density import Cell
    from realtime_inspector.store.store import Store
    from realtime_inspector.ui.context import Inspection

FRAME_S: Final = 0.05
"""Between two events that are shown; those that come sooner are passed over."""
GLANCE_S: Final = 0.5
"""In a long pause, the position moves so often."""
READ_S: Final = 0.02
"""Between two parts of the work on the times of a long log."""
GROWN: Final = 1.25
"""While a log is read, the bar is worked out anew when so much more of it is known."""
NOTHING_TO_PLAY: Final = (
    "This session is live: there is nothing to play. Open its recording: open CAPTURE --play"
)


class ShowPlayed(Protocol):
    """Selects a record; `is_passing`: the next one comes by itself."""

    def __call__(self, seq: int, *, is_passing: bool) -> None:
        """Select it."""
        ...


class _Cells:
    """The cells of the bar, worked out again only when they can be others."""

    def __init__(self, store: Store, timeline: Timeline) -> None:
        self._store, self._timeline = store, timeline
        self._made_of: tuple[object, ...] = ()
        self._known = 0
        self._cells: Sequence[Cell] = ()

    def get(self, width: int) -> Sequence[Cell]:
        """So many cells, some of which may be a moment old while a log is read."""
        timeline, store = self._timeline, self._store
        is_whole = timeline.known == len(store)
        known = timeline.known if is_whole or timeline.known > GROWN * self._known else self._known
        made_of = (width, known, timeline.source, tuple(store.marks))
        if made_of != self._made_of:
            self._made_of, self._known = made_of, known
            self._cells = cells_of(timeline, width, store.columns.flags, store.marks)
        return self._cells


class Playback:
    """Plays a capture on a screen. While it stands still, no timer runs."""

    def __init__(self, inspection: Inspection, screen: Widget, show: ShowPlayed) -> None:
        """Create it before the screen is composed.

        Args:
            inspection: What is looked at.
            screen: Whose timers are used.
            show: Has the screen select what is played.
        """
        self._store, self._lang = inspection.store, inspection.lang
        self._screen, self._show = screen, show
        self._is_live = inspection.session is not None
        timeline = Timeline(self._store.columns, inspection.longest_gap_s)
        self._player = Player(timeline, speed=inspection.speed)
        self._cells = _Cells(self._store, timeline)
        self._due: Timer | None = None
        self._is_reading = False
        self._seq = 1
        """The selected record."""
        self.bar = ScrubBar(self)
        """To be composed by the screen; for a capture only."""

    @property
    def is_playing(self) -> bool:
        """Whether the selection moves by itself."""
        return self._player.is_playing

    # What the user wants.

    def toggle(self) -> None:
        """Plays, from the first record if it is at the end, or pauses."""
        if self._is_live:
            self._tell(NOTHING_TO_PLAY)
        elif self._player.is_playing:
            self._stop()
        else:
            self.play()

    def play(self) -> None:
        """Plays a capture, if it does not yet and there is something in it."""
        if not len(self._store):
            return
        self._player.play(time.monotonic())
        self.bar.add_class("-used").remove_class("-off")
        self._show_position()
        self._wait()

    def step(self, count: int) -> None:
        """Goes to the next record, or the one before, and stands still there."""
        if not len(self._store):
            return
        self._player.pause(time.monotonic())
        self._go_to(min(max(1, self._seq + count), len(self._store)))

    def change_speed(self, step: int) -> None:
        """Plays faster (1) or slower (-1)."""
        if self._is_live:
            self._tell(NOTHING_TO_PLAY)
            return
        player = self._player
        player.set_speed(next_speed(player.speed, step), time.monotonic())
        self.bar.add_class("-used").remove_class("-off")
        self._show_bar()
        self._wait()

    def toggle_bar(self) -> None:
        """Shows the bar, or hides it."""
        if self._is_live:
            self._tell(NOTHING_TO_PLAY)
            return
        self.bar.set_class(self.bar.display, "-off")
        self.bar.set_class(not self.bar.has_class("-off"), "-used")

    def seek_cell(self, cell: int, width: int) -> None:
        """Goes to the record at a cell of the bar."""
        self._go_to(place_in(self._player.timeline, cell, width) + 1)

    # What happens.

    def selected(self, seq: int, *, is_by_user: bool) -> None:
        """The screen has selected a record.

        Args:
            seq: Its number.
            is_by_user: Whether the user has chosen it, or follows the newest: playback goes on
                from there.
        """
        if not is_by_user:
            return
        self._seq = seq
        if not self._is_live and seq != self._player.place + 1:
            self._player.seek(seq - 1, time.monotonic())
            self._show_bar()
            self._wait()

    def store_changed(self) -> None:
        """More of the log is known, or something else about it."""
        if self._is_live:
            return
        has_more = self._player.take_in(time.monotonic())
        if has_more and not self._is_reading:
            self._is_reading = True
            self._screen.set_timer(READ_S, self._read_on)
        self._show_bar()
        if self._player.is_playing and self._due is None:
            self._wait()

    # The bar's model.

    def cells(self, width: int) -> Sequence[Cell]:
        """The log in so many cells."""
        return self._cells.get(width)

    def head(self, width: int) -> int:
        """The cell of the position."""
        player = self._player
        return cell_at(player.timeline, player.moment_ns(time.monotonic()), width)

    # Inside.

    def _go_to(self, seq: int) -> None:
        self._player.seek(seq - 1, time.monotonic())
        self._show_position()
        self._wait()

    def _stop(self) -> None:
        self._player.pause(time.monotonic())
        self._show_position()
        self._wait()

    def _read_on(self) -> None:
        self._is_reading = False
        self.store_changed()

    def _wait(self) -> None:
        """Sets the timer for the next record that is due, if one is."""
        if self._due is not None:
            self._due.stop()
            self._due = None
        wait_s = self._player.wait_s(time.monotonic())
        if wait_s is not None:
            wait_s = min(max(wait_s, FRAME_S), GLANCE_S)
            self._due = self._screen.set_timer(wait_s, self._play_on)

    def _play_on(self) -> None:
        self._due = None
        player, before = self._player, self._player.place
        if not player.is_playing:
            return
        self._store.courtesy.painting()
        player.advance(time.monotonic())
        if player.is_at_end and player.timeline.known == len(self._store):
            self._stop()
            if not self.bar.display:
                self._tell(THE_END)
        elif player.place != before:
            self._show_position()
        else:
            self._show_bar()
        # When this has been painted: a slow terminal is not given more than it can take.
        self._screen.call_after_refresh(self._wait)

    def _show_position(self) -> None:
        self._seq = self._player.place + 1
        self._show(self._seq, is_passing=self._player.is_playing)
        self._show_bar()

    def _tell(self, message: str) -> None:
        self._screen.notify(words(message, self._lang), markup=False, timeout=4)

    def _show_bar(self) -> None:
        self.bar.show(scrub_facts(self._store, self._player, time.monotonic(), self._lang))
