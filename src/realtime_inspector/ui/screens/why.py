"""Why nothing is happening: one reason, the events that show it, what to do, what it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from realtime_inspector.actions import ACTIONS
from realtime_inspector.analysis.why import Diagnosis, Situation, diagnose
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.events import row_parts
from realtime_inspector.ui.present.why import (
    HEADING,
    action_words,
    advice_lines,
    checklist_lines,
    reason_lines,
)
from realtime_inspector.ui.situations import situation_at, situation_now
from realtime_inspector.ui.widgets.fixed_lines import FixedLines
from realtime_inspector.ui.widgets.line_view import LineView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.context import Inspection
    from realtime_inspector.ui.present.why import Line

COUNT_EVERY_S: Final = 1.0
"""How often the seconds are counted while a session is live."""
MOST_EVENTS: Final = 8


class WhyScreen(ModalScreen["int | str | None"]):
    """A dialogue over the main screen; it gives the event to go to, or the action to take."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,Y", "close", "Close", id="why.close"),
    ]

    def __init__(self, inspection: Inspection, seq: int | None = None) -> None:
        """Args: seq: The event after which nothing came; `None`: the newest that is shown."""
        super().__init__()
        self._inspection = inspection
        self._store = inspection.store
        self._lang: Language = inspection.lang
        is_recording = inspection.session is None
        self._seq = self._store.shown_state.seq if seq is None and is_recording else seq
        self._situation, self._diagnosis = self._diagnosed()
        self._seqs: dict[int, int] = {}
        """The events to go to, by line."""
        self._text = FixedLines()
        self._lines = LineView(self._text, can_follow=False, id="why-lines")

    def compose(self) -> ComposeResult:
        """A text in a frame."""
        with Vertical(classes="dialogue", id="why") as frame:
            frame.border_title = words("Why is nothing happening?", self._lang)
            yield self._lines

    def on_mount(self) -> None:
        """The clock of a live session."""
        self._lines.focus()
        if self._is_live:
            self.set_interval(COUNT_EVERY_S, self._look_again)

    def on_resize(self) -> None:
        """Wraps the text for the width."""
        self.call_after_refresh(self._show)

    def on_key(self, event: events.Key) -> None:
        """The key that helps does here what it does on the main screen."""
        action = next((one for one in ACTIONS if one.id == self._action), None)
        if action is not None and event.key in action.keys.split(","):
            event.stop()
            self.dismiss(action.id)

    def action_close(self) -> None:
        """Back to the main screen."""
        self.dismiss(None)

    @on(LineView.RowActivated)
    def _activated(self, event: LineView.RowActivated) -> None:
        event.stop()
        seq = self._seqs.get(self._lines.cursor_row)
        if seq is not None:
            self.dismiss(seq)

    @on(LineView.RowHighlighted)
    def _highlighted(self, event: LineView.RowHighlighted) -> None:
        event.stop()

    @property
    def _is_live(self) -> bool:
        return self._seq is None

    @property
    def _action(self) -> str:
        return self._diagnosis.reason.action if self._is_live else ""

    def _diagnosed(self) -> tuple[Situation, Diagnosis]:
        if self._seq is None:
            situation = situation_now(self._inspection)
        else:
            situation = situation_at(self._store, self._seq)
        return situation, diagnose(situation)

    def _look_again(self) -> None:
        self._situation, self._diagnosis = self._diagnosed()
        self._show()

    def _show(self) -> None:
        width = max(20, self._lines.line_width)
        now, reason = self._situation, self._diagnosis.reason
        lines: list[Line] = [*self._moment_lines(), *reason_lines(reason, now, self._lang, width)]
        lines += self._evidence_lines(len(lines) + 1, width)
        advice = advice_lines(reason, self._lang, width, is_live=self._is_live)
        lines += [[], *advice] if advice else []
        lines += [[], *checklist_lines(self._diagnosis, self._lang, width)]
        is_first = not self._text.lines
        self._text.lines = lines
        if is_first:
            first = min(self._seqs, default=0)
            self._lines.set_model(self._text, cursor=first)
        self._lines.set_count(len(lines))
        self._lines.invalidate()
        self._lines.styles.height = len(lines)
        self._show_keys()

    def _show_keys(self) -> None:
        hints = [words("Enter goes to the event", self._lang)] if self._seqs else []
        helping = action_words(self._action, self._lang)
        hints = [one for one in (helping, *hints, words("Esc closes", self._lang)) if one]
        self.query_one("#why").border_subtitle = " · ".join(hints)

    def _moment_lines(self) -> list[Line]:
        """In a capture: after which event, and how long nothing came."""
        seq = self._seq
        if seq is None:
            return []
        if seq >= len(self._store):
            said = words("After #{seq}, the last event of the capture:", self._lang)
            return [[(said.format(seq=seq), "$muted")], []]
        gap_ms = self._store.gap_ms(seq + 1)
        gap = numbers.span(gap_ms) if gap_ms is not None else words("an unknown time", self._lang)
        said = words("After #{seq}; {type} came next, {gap} later:", self._lang)
        following = self._store.row(seq + 1).type
        return [[(said.format(seq=seq, type=following, gap=gap), "$muted")], []]

    def _evidence_lines(self, first: int, width: int) -> list[Line]:
        seqs = [one for one in self._diagnosis.reason.seqs if 0 < one <= len(self._store)]
        seqs = seqs[-MOST_EVENTS:]
        self._seqs = {first + 1 + index: seq for index, seq in enumerate(seqs)}
        if not seqs:
            return []
        rows = [
            row_parts(self._store, self._store.row(seq), [seq], width, 0, self._lang)
            for seq in seqs
        ]
        return [[], [(words("Because", self._lang), HEADING)], *rows]
