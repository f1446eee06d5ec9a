"""The sequence diagram: who said what to whom, in order, around the selected event."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from realtime_inspector.analysis.sequence import Run
from realtime_inspector.guide.interface import words
from realtime_inspector.store.walk import starts_of_responses
from realtime_inspector.ui.panes.log_search_bar import LogSearchBar
from realtime_inspector.ui.present.safe import visible
from realtime_inspector.ui.present.sequence import title_parts
from realtime_inspector.ui.screens.over_log import Keys, OverLogScreen, key_bindings
from realtime_inspector.ui.sequence_lines import SequenceLines
from realtime_inspector.ui.sequence_part import SequencePart
from realtime_inspector.ui.sequence_rows import PassingPlaces, SequenceRows
from realtime_inspector.ui.widgets.fixed_lines import FixedLines
from realtime_inspector.ui.widgets.frame import Frame
from realtime_inspector.ui.widgets.key_footer import KeyFooter
from realtime_inspector.ui.widgets.line_view import LineView
from realtime_inspector.ui.widgets.prompt_bar import PromptBar

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.context import Inspection
    from realtime_inspector.ui.present.sequence import Layout

EMPTY: Final = "No events yet."
EMPTY_FILTERED: Final = "No event passes the filter of the log.\n\nf shows all events."

_KEYS: Final[Keys] = (
    ("q,d", "close", "Back", True),
    ("escape", "back", "Back", False),
    ("slash", "search", "Search", True),
    ("n", "next_hit", "Next hit", False),
    ("N", "previous_hit", "Previous hit", False),
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
_READING: Final[Mapping[Language, str]] = {
    "en": (
        "Time runs down. Each event is an arrow from who sent it to who gets it: ── the client "
        "asks, ╌╌ the API answers. A run of deltas is one arrow with ×count. ┃ at the API: a "
        "response is running, from response.created (╻) to response.done (╹). What an event "
        "brings to the user, or takes from them, goes on from the client's line to theirs; a "
        "tool's call and its result go on to the tools'. Before the number: ◆ your mark, and "
        "how bad the worst is that was found wrong there."
    ),
    "ja": (
        "上から下へ時間が進みます。イベントは、送った側から受け取る側への矢印です (── "
        "クライアントから、╌╌ API から)。delta の連続は ×個数 の 1 本にまとまります。API の線の "
        "┃ は、response.created (╻) から response.done (╹) までレスポンスが実行中であることを"
        "示します。ユーザーの入力や、ユーザーに届く内容の矢印は、クライアントの線から"
        "ユーザーの線まで続きます。ツールの呼び出しと結果は、ツールの線まで続きます。番号の前の "
        "◆ は自分で付けた印、その隣は、そこで見つかった指摘のうち最も重いものです。"
    ),
}
_ACTIONS: Final = frozenset(action for _, action, _, _ in _KEYS)


class SequenceScreen(OverLogScreen):
    """A diagram over the whole screen; closing it gives the number of the event it stands at."""

    BINDINGS: ClassVar[list[BindingType]] = key_bindings("sequence", _KEYS, "en")
    AUTO_FOCUS = "#sequence-lines"
    NAME = "Sequence diagram"
    READING = _READING
    KEYS = _KEYS
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
        self._search_bar = LogSearchBar(self._store, self._lang)
        self._search = self._search_bar.search
        self._rows = SequenceRows(self._store, self._part, self._search, self._lang)
        self._lines = SequenceLines(
            self._store, self._part, self._rows, can_follow=may_grow, following=is_following
        )
        self._titles = FixedLines()
        self._heading = LineView(self._titles, can_follow=False, id="sequence-heading")
        self._heading.can_focus = False
        self._detail = Static(id="sequence-detail", markup=False)
        self._known: tuple[object, ...] = ()
        self._layout: Layout | None = None
        """As of the last look: rows of another one are all to be drawn again."""

    def compose(self) -> ComposeResult:
        """Names, rows, what the row of the cursor says in full, footer."""
        with Frame(id="sequence"):
            yield self._heading
            yield self._lines
            yield self._search_bar
        yield self._detail
        yield KeyFooter()

    def on_mount(self) -> None:
        """Lays out what is seen first."""
        self._lines.begin_at(self._seq or 1)
        self.call_after_refresh(self._show_facts)

    def on_resize(self) -> None:
        """More rows may be seen."""
        self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        self._lines.lay_out()
        self._show_facts()
        self._show_line()

    def _look(self) -> None:
        """Goes on as the log grows, and as more becomes known of it."""
        store, search = self._store, self._search
        search.advance()
        drawn = store.columns.described, len(store.findings.noted), len(search.hits)
        known = drawn, len(store), search.progress
        if known != self._known:
            if drawn not in self._known:
                self._lines.invalidate()
            self._known = known
            self._lines.lay_out()
            self._show_facts()

    # Showing.

    def _show_facts(self) -> None:
        """The captions: what is shown, and how much of it."""
        layout = self._rows.layout(self._lines.line_width or self.app.size.width - 3)
        if layout != self._layout:
            self._layout = layout
            self._titles.lines = [title_parts(layout, self._lang)]
            self._heading.set_count(1)
            self._heading.invalidate()
            self._lines.invalidate()
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
        if self._search.text:
            facts += self._hit_words()
        if self._lines.is_following:
            facts.append(words("following", self._lang))
        elif self._lines.new_below:
            facts.append(
                words("{count:,} new below", self._lang).format(count=self._lines.new_below)
            )
        return " · ".join(facts)

    def _hit_words(self) -> list[str]:
        """How much has been found, and how far the search is."""
        hits = words("{count} hits", self._lang)
        facts = [hits.format(count=f"{len(self._search.hits):,}")]
        progress = self._search.progress
        if progress is not None:
            facts.append(f"{words('searching', self._lang)} {progress:.0%}")
        return facts

    @on(LineView.RowHighlighted, "#sequence-lines")
    def _highlighted(self, event: LineView.RowHighlighted) -> None:
        event.stop()
        line = self._lines.line
        if line is None:
            return
        if event.by_user or self._lines.is_following:
            self._seq = line.seq
        self._show_line()
        self._lines.lay_out()

    @on(SequenceLines.LaidOut)
    def _laid_out(self, event: SequenceLines.LaidOut) -> None:
        event.stop()
        self._show_facts()

    def _show_line(self) -> None:
        line = self._lines.line
        self._show_words(() if line is None else self._rows.words_of(line))

    @on(LineView.FollowChanged)
    def _follow_changed(self, event: LineView.FollowChanged) -> None:
        event.stop()
        self._show_facts()

    # Moving.

    def _go_to(self, seq: int) -> None:
        """Puts the cursor on an event, wherever it is."""
        self._lines.set_following(False)
        self._seq = seq
        if self._part.passing is not None and not self._part.passing.has(seq, seq):
            self._tell("The filter hides that event; f shows all events.")
        is_there = self._part.first <= seq <= self._part.last
        index = self._part.index_of(seq) if is_there else None
        if index is None:
            self._lines.begin_at(seq)
            return
        self._lines.move_cursor(index, center=True)

    @property
    def _shown_filter(self) -> str:
        return self._filter_text if self._part.passing is not None else ""

    def _go_to_end(self) -> None:
        if self._part.has_more_below:
            self._lines.begin_at(len(self._store))
        self._lines.go_to_end()
        line = self._part.lines[-1] if self._part.lines else None
        self._seq = line.seq if line is not None else self._seq

    @on(LineView.RowActivated, "#sequence-lines")
    def _activated(self, event: LineView.RowActivated) -> None:
        event.stop()
        self._seq = self._part.lines[event.index].seq
        self.action_close()

    # Searching.

    @on(LogSearchBar.Searched)
    def _searched(self, event: LogSearchBar.Searched) -> None:
        event.stop()
        self._lines.invalidate()
        self._show_facts()

    @on(PromptBar.Closed)
    def _search_closed(self, event: PromptBar.Closed) -> None:
        event.stop()
        self.set_focus(self._lines)
        line = self._lines.line
        if self._search.text and not (line is not None and self._search.has_hit(*line.extent)):
            self._move_hit(1)

    def _move_hit(self, step: int) -> None:
        """Goes to the next row with a hit, or to the one before; round the ends of the log."""
        hits, line = self._search.hits, self._lines.line
        if not hits or line is None:
            still = self._search.progress is not None
            nothing = "Nothing found so far." if still else "Nothing found."
            self._tell(nothing if self._search.text else "/ searches; n and N go on.")
            return
        first, last = line.extent
        beside = self._hit_beside(last if step > 0 else first, step)
        if beside is None:
            beside = self._hit_beside(0 if step > 0 else len(self._store) + 1, step)
            self._tell("Search went on from the other end.")
        self._move(beside, "The hits are hidden by the filter.")

    def _hit_beside(self, seq: int, step: int) -> int | None:
        """The next hit after a record, or the one before it, that the filter does not hide."""
        hits, passing = self._search.hits, self._part.passing
        while True:
            at = bisect_right(hits, seq) if step > 0 else bisect_left(hits, seq) - 1
            if not 0 <= at < len(hits):
                return None
            found = hits[at]
            shown: int | None = found
            if passing is not None:
                shown = passing.next_from(found) if step > 0 else passing.last_to(found)
            if shown is None or shown == found:
                return shown
            seq = shown - step

    # Actions.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a text is typed, keys are text."""
        del parameters
        return action not in _ACTIONS or not isinstance(self.focused, Input)

    def action_back(self) -> None:
        """Ends the search, else goes back to the log."""
        if self._search_bar.value:
            self._search_bar.clear()
        else:
            self.action_close()

    def action_search(self) -> None:
        """Opens the search line."""
        self._search_bar.open(self._search_bar.value)

    def action_next_hit(self) -> None:
        """Next search hit."""
        self._move_hit(1)

    def action_previous_hit(self) -> None:
        """Previous search hit."""
        self._move_hit(-1)

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
        self._lines.begin_at(self._seq or 1)

    def action_mark(self) -> None:
        """Marks the event, or takes the mark away."""
        if self._seq is not None:
            self._store.toggle_mark(self._seq)
            self._lines.invalidate(self._lines.cursor_row)


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
