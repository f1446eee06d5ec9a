"""The session contract: field by field what was asked, what was accepted, what came."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from realtime_inspector.analysis.contract import Observer, contract_of
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present.contract import clause_lines
from realtime_inspector.ui.widgets.fixed_lines import FixedLines
from realtime_inspector.ui.widgets.line_view import LineView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from realtime_inspector.analysis.contract import Clause
    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.context import Inspection

SLICE_S: Final = 0.02
"""How long records are read before keys are looked at again."""
PAUSE_S: Final = 0.01
LOOK_EVERY_S: Final = 1.0
"""How often new records are taken in once all there were have been."""
MOST_RECORDS: Final = 200_000
"""Records that are looked at, from the beginning of the session on."""


class ContractScreen(ModalScreen["int | None"]):
    """A dialogue over the main screen; it gives the event to go to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,equals_sign", "close", "Close", id="contract.close"),
    ]

    def __init__(self, inspection: Inspection, seq: int | None = None) -> None:
        """Args: seq: An event of the session; `None`: of the newest one."""
        super().__init__()
        self._store = inspection.store
        self._lang: Language = inspection.lang
        is_live = inspection.session is not None
        self._first, self._last = self._span(None if is_live else seq)
        self._next = self._first
        self._observer = Observer()
        self._clauses: list[Clause] = []
        self._of_line: list[Clause] = []
        self._text = FixedLines()
        self._lines = LineView(self._text, can_follow=False, id="contract-lines")

    def compose(self) -> ComposeResult:
        """A text in a frame."""
        with Vertical(classes="dialogue", id="contract"):
            yield self._lines

    def on_mount(self) -> None:
        """Reads the session, piece by piece."""
        self._lines.focus()
        self._read()

    def on_resize(self) -> None:
        """Wraps the text for the width."""
        self.call_after_refresh(self._show)

    def action_close(self) -> None:
        """Back to the main screen."""
        self.dismiss(None)

    @on(LineView.RowActivated)
    def _activated(self, event: LineView.RowActivated) -> None:
        event.stop()
        row = self._lines.cursor_row
        seqs = self._of_line[row].seqs if row < len(self._of_line) else ()
        if seqs:
            self.dismiss(seqs[-1])

    @on(LineView.RowHighlighted)
    def _highlighted(self, event: LineView.RowHighlighted) -> None:
        event.stop()

    def _span(self, seq: int | None) -> tuple[int, int | None]:
        """First and last record of the session that an event is of; `None`: as far as it goes."""
        starts = [*self._store.folding.sessions]
        seq = len(self._store) if seq is None else seq
        before = [start for start in starts if start <= seq]
        first = before[-1] if len(before) > 1 else 1
        after = [start for start in starts if start > max(seq, starts[0])] if starts else []
        return first, after[0] - 1 if after else None

    @property
    def _end(self) -> int:
        """Number of the last record to be read."""
        count = len(self._store) if self._last is None else self._last
        return min(count, self._first + MOST_RECORDS - 1)

    def _read(self) -> None:
        """Reads some more records, and comes again for others."""
        has_grown = self._next <= self._end
        until_s = time.monotonic() + SLICE_S
        while self._next <= self._end and time.monotonic() < until_s:
            row = self._store.row(self._next)
            self._observer.feed(self._next, row.record, row.event)
            self._next += 1
        is_done = self._next > self._end
        if is_done and (has_grown or not self._clauses):
            self._clauses = contract_of(self._observer)
            self._show()
        elif not is_done:
            self._show_frame()
        if not is_done or self._last is None:
            self.set_timer(LOOK_EVERY_S if is_done else PAUSE_S, self._read)

    def _show(self) -> None:
        width = max(20, self._lines.line_width)
        lines = clause_lines(self._clauses, self._lang, width)
        is_first = not self._text.lines
        self._text.lines = [line for line, _ in lines]
        self._of_line = [clause for _, clause in lines]
        if is_first:
            self._lines.set_model(self._text, cursor=0)
        self._lines.set_empty_text(words("Reading the session…", self._lang))
        self._lines.set_count(len(lines))
        self._lines.invalidate()
        self._lines.styles.height = max(1, len(lines))
        self._show_frame()

    def _show_frame(self) -> None:
        frame, lang = self.query_one("#contract"), self._lang
        facts = [words("Session contract", lang), words("= as asked  ≠ differs  ? not seen", lang)]
        read = self._next - self._first
        facts.append(words("{count} events", lang).format(count=f"{read:,}"))
        if self._next > self._first + MOST_RECORDS - 1:
            facts.append(words("the beginning only", lang))
        frame.border_title = " · ".join(facts)
        hints = ("Enter goes to the event", "Esc closes")
        frame.border_subtitle = " · ".join(words(one, lang) for one in hints)
