"""The event log: one row an event, runs of deltas folded, filtered, searched, followed."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.message import Message

from realtime_inspector.core.filter_connection import of_connection
from realtime_inspector.core.filter_vocabulary import CaptureVocabulary
from realtime_inspector.core.filters import FilterError, parse_filter
from realtime_inspector.core.names import FAMILIES
from realtime_inspector.guide.interface import words
from realtime_inspector.store.view import LogView
from realtime_inspector.store.walk import next_flagged, next_listed
from realtime_inspector.store.words import ids_of, sample_of, types_of
from realtime_inspector.ui.bindings import bindings_of
from realtime_inspector.ui.panes.log_filter import LogFilter
from realtime_inspector.ui.panes.log_search import LogSearch
from realtime_inspector.ui.present.events import MOST_JOINED, row_parts
from realtime_inspector.ui.present.problems import filter_problem
from realtime_inspector.ui.widgets.family_chips import FamilyChips
from realtime_inspector.ui.widgets.filter_bar import FilterBar
from realtime_inspector.ui.widgets.frame import Frame
from realtime_inspector.ui.widgets.line_view import LineView
from realtime_inspector.ui.widgets.prompt_bar import PromptBar

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from realtime_inspector.analysis.metrics import Tariff
    from realtime_inspector.config.filter_history import FilterHistory
    from realtime_inspector.config.filters import SavedFilters
    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.store import Store
    from realtime_inspector.ui.widgets.line_view import LinePart

EMPTY = "No events yet.\n\nThe first one is session.created."
EMPTY_FILTERED = "No event matches.\n\nPress f to change the filter, Esc to drop it."
STILL_LOOKING = "Nothing yet; still looking…"
MOST_REDRAWN: Final = 1_000
"""Rows with new findings that are drawn again one by one; all are where there are more."""
TITLE_S: Final = 0.2
"""How often the counts in the frame change."""
SEARCH_HINT = "text in events; n and N go on, Esc leaves"
GOTO_HINT = "number or time, such as 45 or 00:06.5"


class _Rows:
    """The log view as rows of a `LineView`."""

    def __init__(
        self, view: LogView, search: LogSearch, tariff: Tariff | None, lang: Language
    ) -> None:
        self.view = view
        self.search = search
        self.tariff = tariff
        self.lang: Language = lang
        self.lanes_width = 1

    def count(self) -> int:
        return len(self.view)

    def line(self, index: int, width: int) -> Sequence[LinePart]:
        view = self.view
        seqs = view.seqs(index, MOST_JOINED)
        row = view.store.row(seqs[0])
        count = view.count(index)
        worst = view.worst_finding(index)
        parts = row_parts(
            view.store,
            row,
            seqs,
            width,
            self.lanes_width,
            self.lang,
            count=count,
            worst=worst,
            tariff=self.tariff,
        )
        if not self.search.text:
            return parts
        return self.search.marked(parts, is_hit=self.search.has_hit(*view.bounds(index)))


class EventLines(LineView):
    """The rows of the log."""

    BINDINGS: ClassVar = bindings_of("log")

    def __init__(self, rows: _Rows, empty_text: str, *, is_live: bool) -> None:
        super().__init__(
            rows, empty_text=empty_text, can_follow=is_live, following=is_live, id="log-lines"
        )

    class FoldToggled(Message):
        """The user wants a run opened or folded."""

        def __init__(self, *, is_all: bool) -> None:
            super().__init__()
            self.is_all = is_all

    def action_fold(self) -> None:
        """Opens or folds the run under the cursor."""
        self.post_message(self.FoldToggled(is_all=False))

    def action_fold_all(self) -> None:
        """Opens or folds all runs."""
        self.post_message(self.FoldToggled(is_all=True))

    def action_activate(self) -> None:
        """A double click opens a run too."""
        super().action_activate()
        self.action_fold()


class EventLogPane(Frame):
    """Filter line, rows and family chips."""

    class Selected(Message):
        """The cursor is on another event."""

        def __init__(self, seq: int, run: int, last: int, *, is_by_user: bool) -> None:
            super().__init__()
            self.seq = seq
            self.run = run
            """How many events the row stands for: more than one for a folded run."""
            self.last = last
            """Number of the last of them."""
            self.is_by_user = is_by_user

    class Searched(Message):
        """Another text is searched for; empty: none."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(
        self,
        store: Store,
        lang: Language,
        *,
        is_live: bool,
        history: FilterHistory | None = None,
        saved: SavedFilters | None = None,
        tariff: Tariff | None = None,
    ) -> None:
        super().__init__(id="log")
        self._lang: Language = lang
        self._store = store
        self._view = LogView(store)
        self._filter = LogFilter(self._view)
        self._search = LogSearch(store)
        self._rows = _Rows(self._view, self._search, tariff, lang)
        self._lines = EventLines(self._rows, words(EMPTY, lang), is_live=is_live)
        self._saved = saved
        self._filter_bar = FilterBar(
            lang, vocabulary=self._vocabulary, history=history, saved=saved
        )
        self._search_bar = PromptBar("search", "/", words(SEARCH_HINT, lang))
        self._goto_bar = PromptBar("goto", "#", words(GOTO_HINT, lang))
        self._chips = FamilyChips()
        self._related: Sequence[int] = ()
        self._causes: Sequence[int] = ()
        self._moved_to: int | None = None
        """Where `select` has put the cursor: whoever called it knows already."""
        self._anchor = 1
        """Number of the event that the user, or the screen, has put the cursor on."""
        self._is_returning = False
        """Whether the cursor goes back to the anchor once the filter has come to it."""
        self._described = 0
        self._findings_drawn = 0
        """How many of the findings' notes have been drawn."""
        self._shown = 0
        self._is_title_due = False

    def compose(self) -> ComposeResult:
        """Filter and search lines come and go above and below the rows."""
        yield self._filter_bar
        yield self._lines
        yield self._search_bar
        yield self._goto_bar
        yield self._chips

    def on_mount(self) -> None:
        """Titles, and what is in the store already."""
        self.border_title = words("Events", self._lang)
        self._lines.set_highlights(self._background)
        self.show()

    def on_unmount(self) -> None:
        """Nothing goes on in the background."""
        self._filter.stop()
        self._search.stop()

    # What the screen tells.

    def show(self) -> None:
        """Takes in the records that arrived, and what has been found."""
        if self._filter.advance():
            self._lines.invalidate()
        hits = len(self._search.hits)
        self._search.advance()
        seq = self.cursor_seq
        first = self._view.update()
        if seq is not None and first <= self._lines.cursor_row:
            self._keep_cursor(seq)
        self._redraw_what_changed(first, is_found=hits != len(self._search.hits))
        self._redraw_findings()
        self._lines.set_count(len(self._view))
        self._return_to_anchor()
        self._chips.set_counts(self._family_counts())
        self._set_empty_text()
        self._show_title_soon()
        self._shown = len(self._store)

    def select(self, seq: int, *, center: bool = True) -> None:
        """Puts the cursor on an event, or near it if the filter hides it."""
        index = self._view.nearest(seq)
        if index is not None:
            self._anchor = seq
            if index != self._lines.cursor_row:
                self._moved_to = index
            self._lines.move_cursor(index, center=center)

    def relate(self, seqs: Sequence[int], causes: Sequence[int] = ()) -> None:
        """Marks the events that belong to the selection.

        Args:
            seqs: Their numbers, in order.
            causes: Numbers of those that led to it, in order.
        """
        if (seqs, causes) != (self._related, self._causes):
            self._related, self._causes = seqs, causes
            self._lines.refresh()

    @property
    def is_current(self) -> bool:
        """Whether it shows all that the store holds, as far as the filter goes."""
        count = len(self._store)
        is_looking = self._filter.progress is not None or self._search.progress is not None
        is_drawn = self._findings_drawn == len(self._store.findings.noted)
        is_shown = self._shown == count == self._described and is_drawn
        return is_shown and not is_looking and not self._is_title_due

    @property
    def focus_target(self) -> Widget:
        """What takes the keyboard for this pane."""
        return self._lines

    @property
    def has_focus_inside(self) -> bool:
        """Whether the rows have the keyboard."""
        return self._lines.has_focus

    @property
    def is_following(self) -> bool:
        """Whether the newest event is the selected one."""
        return self._lines.is_following

    def follow(self) -> None:
        """Goes to the newest event and stays there."""
        self._lines.action_go_last()

    def toggle_family(self, family: str) -> None:
        """Hides the events of a family, or shows them again."""
        self._filter.toggle_family(family)
        self._chips.set_hidden(self._filter.hidden)
        self._filtered()

    @property
    def filter_text(self) -> str:
        """What the log lets through, as an expression: the filter line and the hidden families."""
        hidden = " ".join(f"!family:{family}" for family in sorted(self._filter.hidden))
        text = self._filter.text
        return f"({text}) {hidden}" if text and hidden else text or hidden

    @property
    def passing(self) -> array[int] | None:
        """Places of the records that pass the filter, in order; `None`: all do."""
        return self._view.places

    def set_filter(self, text: str) -> None:
        """Filters by an expression; an empty one shows everything.

        Raises:
            FilterError: The expression is wrong; the message says where and why.
        """
        text = text.strip()
        self._filter.set_text(text)
        self._filter_bar.value = text
        self._filtered()

    @property
    def lang(self) -> Language:
        """The language of its words."""
        return self._lang

    @property
    def connection_counts(self) -> Mapping[int, int]:
        """How many events each connection has, by its number."""
        return self._store.columns.connection_counts()

    def choose_connection(self, connection: int | None) -> None:
        """Shows only one connection's events, or those of all; the rest of the filter stays."""
        self.set_filter(str(of_connection(parse_filter(self._filter.text), connection)))

    # Prompts.

    def open_filter(self) -> None:
        """Opens the filter line."""
        self._filter_bar.open(self._filter.text)

    def open_search(self) -> None:
        """Opens the search line."""
        self._search_bar.open(self._search.text)

    def open_goto(self) -> None:
        """Opens the line for a number or a time to go to."""
        self._goto_bar.open("")

    def toggle_audio_search(self) -> None:
        """Whether base64 is searched as well."""
        self._search.has_audio = not self._search.has_audio
        said = "Base64 is searched too." if self._search.has_audio else "Base64 is left out."
        self._tell(said)
        self._set_search(self._search.text)

    def close_top(self) -> bool:
        """Closes search, then filter; false if there was nothing to close."""
        if self._search_bar.is_open or self._search.text:
            self._set_search("")
            self._search_bar.close()
        elif self._filter_bar.is_open or self._filter.text:
            self.set_filter("")
            self._filter_bar.close()
        else:
            return False
        self.screen.set_focus(self._lines)
        return True

    @on(PromptBar.Changed)
    def _prompt_changed(self, event: PromptBar.Changed) -> None:
        event.stop()
        act = {self._filter_bar: self.set_filter, self._search_bar: self._set_search}.get(event.bar)
        if act is None or event.value != event.bar.value:  # more was typed, which comes next
            return
        try:
            act(event.value)
            event.bar.show_problem("")
        except FilterError as error:
            if event.bar is self._filter_bar:
                self._filter_bar.show_problem(error)
            else:
                event.bar.show_problem(filter_problem(error, self._lang))

    @on(PromptBar.Closed)
    def _prompt_closed(self, event: PromptBar.Closed) -> None:
        event.stop()
        if event.bar is self._search_bar:
            if event.is_cancelled:
                self._set_search("")
            else:
                self.move_hit(1, from_here=True)
        elif event.bar is self._goto_bar:
            if not event.is_cancelled:
                self._go_to(event.bar.value)
            event.bar.close()
        elif event.is_cancelled:
            self.set_filter("")
        self.screen.set_focus(self._lines)

    # Moving.

    def move_hit(self, step: int, *, from_here: bool = False) -> None:
        """Goes to the next or previous search hit, and on from the other end after the last."""
        if not self._search.hits:
            still = self._search.progress is not None
            nothing = "Nothing found so far." if still else "Nothing found."
            self._tell(nothing if self._search.text else "/ searches; n and N go on.")
            return
        start = self._lines.cursor_row - from_here
        self._move(step, "The hits are hidden by the filter.", start, self._next_hit)

    def move_flagged(self, step: int, flag: int, none: str) -> None:
        """Goes to the next or previous event with a flag (`FAILED`, `SLOW`)."""
        self._move(
            step,
            none,
            self._lines.cursor_row,
            lambda line, way: next_flagged(self._view, line, way, flag),
        )

    def move_listed(self, step: int, seqs: Sequence[int], none: str) -> None:
        """Goes to the next or previous of some events, given by their numbers in order."""
        self._move(
            step,
            none,
            self._lines.cursor_row,
            lambda line, way: next_listed(self._view, line, way, seqs),
        )

    def marks_changed(self, seq: int) -> None:
        """Draws an event's row again, and filters by marks anew."""
        index = self._view.index_of(seq)
        if index is not None:
            self._lines.invalidate(index)
        self._filter.marks_changed()
        self._filtered()

    @property
    def cursor_seq(self) -> int | None:
        """Number of the event under the cursor."""
        index = self._lines.cursor_row
        return self._view.seq(index) if 0 <= index < len(self._view) else None

    def _tell(self, message: str) -> None:
        self.notify(words(message, self._lang), markup=False, timeout=3)

    def _next_hit(self, line: int, step: int) -> int | None:
        return next_listed(self._view, line, step, self._search.hits)

    def _move(
        self, step: int, none: str, start: int, find: Callable[[int, int], int | None]
    ) -> None:
        """Goes to the next line that is wanted; after the last one, on from the other end."""
        index = find(start, step)
        if index is None:
            index = find(-1 if step > 0 else len(self._view), step)
            if index is None:
                self._tell(none)
                return
            self._tell("Search went on from the other end.")
        self._lines.move_cursor(index, by_user=True, center=True)

    def _go_to(self, text: str) -> None:
        """Goes to a number, such as `45`, or to a time since the start, such as `00:06.5`."""
        try:
            seq = self._store.seq_at(text)
        except FilterError:
            self._tell("That is neither a number nor a time such as 00:06.5.")
            return
        index = self._view.nearest(seq)
        if index is not None:
            self._lines.move_cursor(index, by_user=True, center=True)

    # Inside.

    def _set_search(self, text: str) -> None:
        try:
            self._search.set_text(text)
        finally:  # a wrong expression ends the search before it, too
            self.post_message(self.Searched(self._search.text))
            self._lines.invalidate()
            self._show_title()

    def _filtered(self) -> None:
        """Shows what the filter lets through now, with the cursor near where it was."""
        self._is_returning = not self._lines.is_following
        self._view.update()
        self._lines.invalidate()
        self._lines.set_count(len(self._view))
        self._return_to_anchor()
        self._set_empty_text()
        self._show_title()

    def _keep_cursor(self, seq: int) -> None:
        """Lines above the cursor may have become more."""
        index = self._view.index_of(seq)
        if index is not None and index != self._lines.cursor_row:
            self._lines.set_count(len(self._view))
            self._moved_to = index
            self._lines.move_cursor(index)

    def _return_to_anchor(self) -> None:
        index = self._view.nearest(self._anchor)
        if not self._is_returning or index is None:
            return
        if self._view.seq(index) == self._anchor:
            self._moved_to = index
        self._lines.move_cursor(index, center=True)
        progress = self._filter.progress
        if progress is None or progress * len(self._store) >= self._anchor:
            self._is_returning = False

    def _redraw_what_changed(self, first: int, *, is_found: bool) -> None:
        columns = self._store.columns
        width = max(map(len, columns.lane_texts.values), default=1)
        top = self._lines.scroll_offset.y
        is_new = top < len(self._view) and self._view.seq(top) <= columns.described
        if width != self._rows.lanes_width or is_found:
            self._rows.lanes_width = max(1, width)
            self._lines.invalidate()
        elif columns.described != self._described and is_new and self._is_view_new(top):
            self._lines.invalidate()
        self._described = columns.described
        for index in range(first, min(len(self._view), first + 2)):
            self._lines.invalidate(index)

    def _redraw_findings(self) -> None:
        """Draws the rows again that findings have come to name since."""
        noted = self._store.findings.noted
        news = noted[self._findings_drawn :]
        self._findings_drawn = len(noted)
        if len(news) > MOST_REDRAWN:
            self._lines.invalidate()
            return
        for seq in news:
            index = self._view.index_of(seq)
            if index is not None:
                self._lines.invalidate(index)

    def _is_view_new(self, top: int) -> bool:
        """Whether rows on the screen have been read since they were drawn."""
        bottom = min(len(self._view), top + self._lines.page_height) - 1
        return self._view.bounds(bottom)[1] > self._described

    def _family_counts(self) -> dict[str, int]:
        counts = dict.fromkeys(FAMILIES, 0)
        columns = self._store.columns
        for number, count in columns.counts.items():
            counts[columns.kinds.values[number].family] += count
        return counts

    def _set_empty_text(self) -> None:
        empty = EMPTY
        if self._filter.is_on and len(self._store):
            empty = EMPTY_FILTERED if self._filter.progress is None else STILL_LOOKING
        self._lines.set_empty_text(words(empty, self._lang))

    def _show_title_soon(self) -> None:
        """Not at every frame: a new text in the frame has the whole frame painted again."""
        if not self._is_title_due:
            self._is_title_due = True
            self.set_timer(TITLE_S, self._show_title)

    def _show_title(self) -> None:
        self._is_title_due = False
        shown, total = self._view.records, len(self._store)
        count = f"{total:,}"
        if shown != total or self._filter.is_on:
            count = words("{shown} of {total}", self._lang).format(shown=f"{shown:,}", total=count)
        facts = [count]
        progress = self._filter.progress
        if progress is not None:
            facts.append(f"{words('filtering', self._lang)} {progress:.0%}")
        self._filter_bar.show_count(" · ".join(facts), f"{shown:,}")
        if self._search.text:
            hits = words("{count} hits", self._lang)
            facts.append(hits.format(count=f"{len(self._search.hits):,}"))
            progress = self._search.progress
            if progress is not None:
                facts.append(f"{words('searching', self._lang)} {progress:.0%}")
        if self._lines.is_following:
            facts.append(words("following", self._lang))
        elif self._lines.new_below:
            below = words("{count} new below", self._lang)
            facts.append(below.format(count=f"{self._lines.new_below:,}"))
        self.set_subtitle(" · ".join(facts))

    def _background(self, index: int) -> str | None:
        if not (self._related or self._causes) or index >= len(self._view):
            return None
        bounds = self._view.bounds(index)
        if _has_one_of(self._causes, *bounds):
            return "line-view--cause"
        return "line-view--related" if _has_one_of(self._related, *bounds) else None

    def _vocabulary(self) -> CaptureVocabulary:
        store, saved = self._store, self._saved
        top = self._lines.scroll_offset.y
        shown = range(top, min(len(self._view), top + self._lines.page_height))
        seqs = [self.cursor_seq or 1, *(self._view.seq(index) for index in shown)]
        return CaptureVocabulary(
            types=lambda: types_of(store),
            ids=lambda kind, prefix, limit: ids_of(store, kind, prefix, limit),
            connections=store.columns.connection_counts,
            findings=lambda: store.findings.words,
            sample=lambda: sample_of(store, seqs),
            saved=saved.all if saved is not None else dict,
        )

    @on(LineView.FollowChanged)
    def _follow_changed(self, event: LineView.FollowChanged) -> None:
        event.stop()
        self._show_title()

    @on(LineView.RowHighlighted)
    def _highlighted(self, event: LineView.RowHighlighted) -> None:
        event.stop()
        is_our_own = event.index == self._moved_to and not event.by_user
        self._moved_to = None
        if event.index < len(self._view) and not is_our_own:
            seq = self._view.seq(event.index)
            run = self._view.count(event.index)
            if event.by_user:
                self._anchor, self._is_returning = seq, False
            last = self._view.bounds(event.index)[1]
            self.post_message(self.Selected(seq, run, last, is_by_user=event.by_user))

    @on(EventLines.FoldToggled)
    def _fold_toggled(self, event: EventLines.FoldToggled) -> None:
        event.stop()
        index = self._lines.cursor_row
        if not 0 <= index < len(self._view):
            return
        if event.is_all:
            seq = self._view.seq(index)
            self._view.set_all_open(is_open=not self._view.is_all_open)
            index = self._view.nearest(seq) or 0
        else:
            index = self._view.toggle_fold(index)
        self._lines.invalidate()
        self._lines.set_count(len(self._view))
        self._lines.move_cursor(index, by_user=True)

    @on(FamilyChips.Toggled)
    def _chip_toggled(self, event: FamilyChips.Toggled) -> None:
        event.stop()
        self.toggle_family(event.family)


def _has_one_of(seqs: Sequence[int], first: int, last: int) -> bool:
    """Whether one of some numbers, which are in order, is in a range."""
    at = bisect_left(seqs, first)
    return at < len(seqs) and seqs[at] <= last
