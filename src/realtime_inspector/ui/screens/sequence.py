"""The sequence diagram: who said what to whom, in order, around the selected event."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from realtime_inspector.analysis.sequence import Arrow, Lifeline, Note, NoteKind, Run
from realtime_inspector.guide.interface import words
from realtime_inspector.store.walk import starts_of_responses
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.cells import wrap_cells
from realtime_inspector.ui.present.clock import clock_words
from realtime_inspector.ui.present.findings import said_by
from realtime_inspector.ui.present.safe import visible
from realtime_inspector.ui.present.sequence import NAMES, title_parts
from realtime_inspector.ui.screens.over_log import OverLogScreen, key_bindings
from realtime_inspector.ui.sequence_part import SequencePart
from realtime_inspector.ui.sequence_rows import PassingPlaces, SequenceRows
from realtime_inspector.ui.widgets.fixed_lines import FixedLines
from realtime_inspector.ui.widgets.frame import Frame
from realtime_inspector.ui.widgets.key_footer import KeyFooter
from realtime_inspector.ui.widgets.line_view import LineView

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from realtime_inspector.ui.context import Inspection
    from realtime_inspector.ui.sequence_part import Line

PIECE_S: Final = 0.02
"""Between two pieces that are laid out in the background."""
AT_ONCE: Final = 4
"""Pieces that are laid out at most before the first look."""
MARGIN: Final = 3
"""Pages above and below the screen that are laid out."""
DETAIL_LINES: Final = 2
EMPTY: Final = "No events yet."
EMPTY_FILTERED: Final = "No event passes the filter of the log.\n\nf shows all events."


class SequenceLines(LineView):
    """The rows; what is beyond the laid out part is asked of the screen."""

    class Scrolled(Message):
        """Other rows may be on the screen."""

    class EndWanted(Message):
        """The user wants to see the beginning of the log, or its end."""

        def __init__(self, *, is_last: bool) -> None:
            super().__init__()
            self.is_last = is_last

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tells the screen."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Scrolled())

    def action_go_first(self) -> None:
        """Goes to the beginning of the log."""
        self.post_message(self.EndWanted(is_last=False))

    def action_go_last(self) -> None:
        """Goes to the end of the log."""
        self.post_message(self.EndWanted(is_last=True))

    def go_to_end(self) -> None:
        """Goes to the last row that is laid out, and follows if rows may arrive."""
        super().action_go_last()


_KEYS: Final = (
    ("q,escape,d", "close", "Back", True),
    ("e", "next_error", "Error", True),
    ("E", "previous_error", "Previous error", False),
    ("right_curly_bracket", "next_response", "Response", True),
    ("left_curly_bracket", "previous_response", "Previous response", False),
    ("w", "next_finding", "Finding", True),
    ("W", "previous_finding", "Previous finding", False),
    ("plus,space", "unfold", "Unfold", True),
    ("f", "filter", "Filter on/off", True),
    ("m", "mark", "Mark", False),
    ("F", "follow", "Follow", False),
    ("ctrl+s", "export", "Export", True),
    ("question_mark,f1", "help", "Help", False),
)
"""Keys, action, title, whether it is in the footer."""


class SequenceScreen(OverLogScreen):
    """A diagram over the whole screen; closing it gives the number of the event it stands at."""

    BINDINGS: ClassVar[list[BindingType]] = key_bindings("sequence", _KEYS, "en")
    AUTO_FOCUS = "#sequence-lines"
    _lines: SequenceLines

    def __init__(
        self,
        inspection: Inspection,
        seq: int | None,
        *,
        passing: array[int] | None = None,
        filter_text: str = "",
        is_following: bool = False,
    ) -> None:
        """Lays out nothing yet.

        Args:
            inspection: What is shown.
            seq: Number of the event to begin at; `None`: the first one.
            passing: Places of the records that pass the log's filter; `None`: all do.
            filter_text: The filter, for the title.
            is_following: Whether to stay at the newest event.
        """
        super().__init__(inspection, seq)
        self._passing = passing
        self._filter_text = filter_text
        may_grow = inspection.session is not None or inspection.is_growing
        self._part = SequencePart(self._store, self._lang)
        self._rows = SequenceRows(self._store, self._part, self._lang)
        self._lines = SequenceLines(
            None,
            empty_text=words(EMPTY, self._lang),
            can_follow=may_grow,
            following=is_following,
            id="sequence-lines",
        )
        self._titles = FixedLines()
        self._heading = LineView(self._titles, can_follow=False, id="sequence-heading")
        self._heading.can_focus = False
        self._detail = Static(id="sequence-detail", markup=False)
        self._is_due = False
        """Whether the next piece is to be laid out."""
        self._known: tuple[int, ...] = ()

    def compose(self) -> ComposeResult:
        """Names, rows, what the row of the cursor says in full, footer."""
        with Frame(id="sequence"):
            yield self._heading
            yield self._lines
        yield self._detail
        yield KeyFooter()

    def on_mount(self) -> None:
        """Lays out what is seen first."""
        self._begin_at(self._seq or 1)
        self.call_after_refresh(self._show_facts)

    def on_resize(self) -> None:
        """More rows may be seen."""
        self.call_after_refresh(self._kick)

    # Laying out.

    def _begin_at(self, seq: int) -> None:
        """Lays out the events around one, and puts the cursor on it."""
        if self._lines.is_following:
            seq = len(self._store)
        self._part.start(seq)
        height = self._lines.page_height or self.app.size.height
        for _ in range(AT_ONCE):
            if not self._part.has_more_below or len(self._part.lines) > height:
                break
            self._part.extend_down()
        for _ in range(AT_ONCE):
            if not self._part.has_more_above or (self._index_of(seq) or 0) > height:
                break
            self._part.extend_up()
        is_following = self._lines.is_following
        self._lines.set_model(self._rows)
        if not is_following and self._part.lines:
            self._lines.move_cursor(self._index_of(seq) or 0)
            self._centre()
        self._kick()

    def _centre(self) -> None:
        """Puts the row of the cursor in the middle."""
        row = self._lines.cursor_row
        if self._lines.page_height:
            self._lines.scroll_row_into_view(row, center=True)
        else:  # the first layout takes it from here
            self._lines.set_scroll(None, max(0, row - self.app.size.height // 2))

    def _index_of(self, seq: int) -> int | None:
        return self._part.index_of(seq)

    def _kick(self) -> None:
        """Has the next piece laid out, if one is wanted."""
        if not self._is_due and self._is_wanted():
            self._is_due = True
            rest_s = PIECE_S + (PIECE_S if self._store.courtesy.is_asked_for else 0.0)
            self.set_timer(rest_s, self._lay_out)

    def _is_wanted(self) -> bool:
        return self._wants_below() or self._wants_above()

    def _wants_below(self) -> bool:
        bottom = self._lines.scroll_offset.y + self._lines.page_height
        is_near = len(self._part.lines) - bottom < MARGIN * self._lines.page_height
        return is_near and self._part.has_more_below

    def _wants_above(self) -> bool:
        is_near = self._lines.scroll_offset.y < MARGIN * self._lines.page_height
        return is_near and self._part.has_more_above

    def _lay_out(self) -> None:
        self._is_due = False
        if self._wants_below():
            self._lay_out_below()
        elif self._wants_above():
            self._shift(self._part.extend_up)
            if self._part.drop_bottom():
                self._lines.set_count(len(self._part.lines))
        self._show_facts()
        self._kick()

    def _lay_out_below(self) -> None:
        first = self._part.extend_down()
        for index in range(first, min(self._lines.row_count, first + 8)):
            self._lines.invalidate(index)
        self._lines.set_count(len(self._part.lines))
        self._shift(lambda: -self._part.drop_top())

    def _shift(self, change: Callable[[], int]) -> None:
        """Lets lines come or go at the top, and keeps what is seen where it is."""
        moved = 0

        def act() -> int:
            nonlocal moved
            moved = change()
            return 0

        self._lines.rearrange(act, lambda row: row, lambda row: max(0, row + moved))

    def _look(self) -> None:
        """Goes on as the log grows, and as more becomes known of it."""
        findings = self._store.findings
        known = len(self._store), self._store.columns.described, len(findings.noted)
        if known != self._known:
            is_older = self._known[1:] != known[1:]
            self._known = known
            if is_older:
                self._lines.invalidate()
            self._kick()
            self._show_facts()

    # Showing.

    def _show_facts(self) -> None:
        """The captions: what is shown, and how much of it."""
        layout = self._rows.layout(self._lines.line_width or self.app.size.width - 3)
        self._titles.lines = [title_parts(layout, self._lang)]
        self._heading.set_count(1)
        self._heading.invalidate()
        frame = self.query_one("#sequence", Frame)
        facts = [words("Sequence diagram", self._lang)]
        if self._part.passing is not None:
            facts.append(f"{words('filter', self._lang)}: {self._filter_text}")
        else:
            facts.append(words("all events", self._lang))
        frame.set_title(Content(visible(" · ".join(facts))))
        frame.set_subtitle(Content(self._extent()))
        is_filtered = self._part.passing is not None
        self._lines.set_empty_text(words(EMPTY_FILTERED if is_filtered else EMPTY, self._lang))

    def _extent(self) -> str:
        part, count = self._part, len(self._store)
        facts = []
        if part.first > 1 or part.last < count:
            shown = words("drawn: events {first:,} to {last:,} of {count:,}", self._lang)
            facts.append(shown.format(first=part.first, last=part.last, count=count))
        else:
            facts.append(words("{count} events", self._lang).format(count=f"{count:,}"))
        if self._lines.is_following:
            facts.append(words("following", self._lang))
        elif self._lines.new_below:
            facts.append(
                words("{count:,} new below", self._lang).format(count=self._lines.new_below)
            )
        return " · ".join(facts)

    @on(LineView.RowHighlighted, "#sequence-lines")
    def _highlighted(self, event: LineView.RowHighlighted) -> None:
        event.stop()
        if not 0 <= event.index < len(self._part.lines):
            return
        line = self._part.lines[event.index]
        if event.by_user or self._lines.is_following:
            self._seq = line.seq
        self._show_detail(line)
        self._kick()

    def _show_detail(self, line: Line) -> None:
        width = max(20, self.app.size.width - 4)
        text = visible(self._words_of(line))
        lines = wrap_cells(text, width)[: DETAIL_LINES + 1]
        if len(lines) > DETAIL_LINES:
            lines = [*lines[: DETAIL_LINES - 1], lines[DETAIL_LINES - 1].rstrip()[:-1] + "…"]
        self._detail.update(Content("\n".join(lines)))

    def _words_of(self, line: Line) -> str:
        of = line.of
        if isinstance(of, Note) and of.kind is NoteKind.PAUSE:
            said = words("{span} without an event", self._lang)
            return said.format(span=numbers.span(of.span_ms))
        number = f"#{of.seq}" if of.last_seq == of.seq else f"#{of.seq}–{of.last_seq}"
        facts = [number, clock_words(self._store, of.seq)]
        if isinstance(of, Arrow):
            facts.append(f"{self._role(of.source)} → {self._role(of.target)}")
        count = f" ×{of.count:,}" if isinstance(of, Arrow) and of.count > 1 else ""
        facts += [of.label + count, of.words]
        facts += [said_by(one, self._lang) for one in self._store.findings.of(of.seq)]
        return "  ".join(filter(None, facts))

    def _role(self, lifeline: Lifeline) -> str:
        return words(NAMES[lifeline], self._lang)

    @on(SequenceLines.Scrolled)
    def _scrolled(self, event: SequenceLines.Scrolled) -> None:
        event.stop()
        self._kick()

    @on(LineView.FollowChanged)
    def _follow_changed(self, event: LineView.FollowChanged) -> None:
        event.stop()
        self._show_facts()

    # Moving.

    def _go_to(self, seq: int) -> None:
        """Puts the cursor on an event, wherever it is."""
        self._lines.set_following(False)
        self._seq = seq
        is_there = self._part.first <= seq <= self._part.last
        index = self._index_of(seq) if is_there else None
        if index is None:
            self._begin_at(seq)
            return
        self._lines.move_cursor(index, center=True)

    @on(SequenceLines.EndWanted)
    def _end_wanted(self, event: SequenceLines.EndWanted) -> None:
        event.stop()
        if not event.is_last:
            self._go_to(1)
            return
        if self._part.has_more_below:
            self._begin_at(len(self._store))
        self._lines.go_to_end()
        line = self._part.lines[-1] if self._part.lines else None
        self._seq = line.seq if line is not None else self._seq

    @on(LineView.RowActivated, "#sequence-lines")
    def _activated(self, event: LineView.RowActivated) -> None:
        event.stop()
        self._seq = self._part.lines[event.index].seq
        self.action_close()

    # Actions.

    def action_next_response(self) -> None:
        """Beginning of the next response."""
        self._move_listed(starts_of_responses(self._store), 1, "No response here.")

    def action_previous_response(self) -> None:
        """Beginning of the response before."""
        self._move_listed(starts_of_responses(self._store), -1, "No response here.")

    def action_unfold(self) -> None:
        """Shows a run event by event, or folds it again."""
        if self._lines.cursor_row < 0:
            return
        row = self._lines.cursor_row
        first = self._part.toggle(row)
        if first is None:
            if isinstance(self._part.lines[row].step, Run):
                self._tell("This run is too long, or still going on: it stays folded.")
            return
        self._lines.invalidate()
        self._lines.set_count(len(self._part.lines))
        self._lines.move_cursor(first, by_user=True)

    def action_filter(self) -> None:
        """Shows only what passes the log's filter, or everything again."""
        if self._passing is None:
            self._tell("The log has no filter: all events are shown.")
            return
        is_on = self._part.passing is None
        self._part.passing = PassingPlaces(self._passing) if is_on else None
        self._begin_at(self._seq or 1)
        self._show_facts()

    def action_mark(self) -> None:
        """Marks the event, or takes the mark away."""
        if self._seq is not None:
            self._store.toggle_mark(self._seq)
            self._lines.invalidate(self._lines.cursor_row)

    def action_follow(self) -> None:
        """Stays at the newest event."""
        self._end_wanted(SequenceLines.EndWanted(is_last=True))

    def action_export(self) -> None:
        """Opens the export dialogue."""
        from realtime_inspector.ui.exporting import Parts
        from realtime_inspector.ui.screens.export import ExportScreen

        text = self._filter_text if self._part.passing is not None else ""
        parts = Parts.of(self._inspection, self._seq, text)
        self.app.push_screen(ExportScreen(self._inspection, parts))


class JapaneseSequenceScreen(SequenceScreen, inherit_bindings=False):
    """The same with its footer in Japanese."""

    BINDINGS: ClassVar[list[BindingType]] = key_bindings("sequence", _KEYS, "ja")


def sequence_screen(
    inspection: Inspection,
    seq: int | None,
    *,
    passing: array[int] | None = None,
    filter_text: str = "",
    is_following: bool = False,
) -> SequenceScreen:
    """The diagram in the user's language; see `SequenceScreen`."""
    kind = JapaneseSequenceScreen if inspection.lang == "ja" else SequenceScreen
    return kind(
        inspection, seq, passing=passing, filter_text=filter_text, is_following=is_following
    )
