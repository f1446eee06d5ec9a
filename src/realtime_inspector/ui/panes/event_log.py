"""The event log: one row an event, runs of deltas folded, filtered, searched, followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.message import Message

from realtime_inspector.core.filters import FilterError, parse_filter
from realtime_inspector.core.names import FAMILIES
from realtime_inspector.guide.interface import words
from realtime_inspector.store.view import LogView
from realtime_inspector.ui.bindings import bindings_of
from realtime_inspector.ui.present.events import row_parts
from realtime_inspector.ui.widgets.family_chips import FamilyChips
from realtime_inspector.ui.widgets.line_view import LineView
from realtime_inspector.ui.widgets.prompt_bar import PromptBar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.row import Row
    from realtime_inspector.store.store import Store
    from realtime_inspector.ui.widgets.line_view import LinePart

SLOW_MS = 500.0
"""A gap that `s` stops at."""
EMPTY = "No events yet.\n\nThe first one is session.created."
EMPTY_FILTERED = "No event matches.\n\nPress f to change the filter, Esc to drop it."


class _Rows:
    """The log view as rows of a `LineView`."""

    def __init__(self, view: LogView) -> None:
        self.view = view
        self.lanes_width = 1

    def count(self) -> int:
        return len(self.view)

    def line(self, index: int, width: int) -> Sequence[LinePart]:
        seqs = self.view.seqs(index)
        row = self.view.store.row(seqs[0])
        return row_parts(self.view.store, row, seqs, width, self.lanes_width)


class EventLines(LineView):
    """The rows of the log."""

    BINDINGS: ClassVar = bindings_of("log")

    def __init__(self, rows: _Rows, empty_text: str, *, is_live: bool) -> None:
        super().__init__(rows, empty_text=empty_text, following=is_live, id="log-lines")

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
        """Enter opens a run too."""
        super().action_activate()
        self.action_fold()


class EventLogPane(Vertical):
    """Filter line, rows and family chips."""

    class Selected(Message):
        """The cursor is on another event."""

        def __init__(self, seq: int, run: int, *, is_by_user: bool) -> None:
            super().__init__()
            self.seq = seq
            self.run = run
            """How many events the row stands for: more than one for a folded run."""
            self.is_by_user = is_by_user

    def __init__(self, store: Store, lang: Language, *, is_live: bool) -> None:
        super().__init__(id="log")
        self._lang: Language = lang
        self._store = store
        self._view = LogView(store)
        self._rows = _Rows(self._view)
        self._lines = EventLines(self._rows, words(EMPTY, lang), is_live=is_live)
        self._filter_bar = PromptBar(
            "filter", "f", words("type:response.*  dir:out  err  /regex/  word", lang)
        )
        self._search_bar = PromptBar(
            "search", "/", words("text in events; n and N go on, Esc leaves", lang)
        )
        self._chips = FamilyChips()
        self._hidden_families: set[str] = set()
        self._filter_text = ""
        self._matches: Callable[[Row], bool] | None = None
        self._search = ""
        self._searched: tuple[str, int] = ("", 0)
        self._hits: list[int] = []
        self._related: frozenset[int] = frozenset()
        self._moved_to: int | None = None
        """Where `select` has put the cursor: whoever called it knows already."""
        self._counted = 0
        self._family_counts: dict[str, int] = dict.fromkeys(FAMILIES, 0)

    def compose(self) -> ComposeResult:
        """Filter and search lines come and go above and below the rows."""
        yield self._filter_bar
        yield self._lines
        yield self._search_bar
        yield self._chips

    def on_mount(self) -> None:
        """Titles, and what is in the store already."""
        self.border_title = words("Events", self._lang)
        self._lines.set_highlights(self._background)
        self.show()

    # What the screen tells.

    def show(self) -> None:
        """Takes in the records that arrived."""
        self._count_families()
        first = self._view.update()
        for index in range(first, min(len(self._view), first + 2)):
            self._lines.invalidate(index)
        self._lines.set_count(len(self._view))
        self._show_title()

    def select(self, seq: int, *, center: bool = True) -> None:
        """Puts the cursor on an event, or near it if the filter hides it."""
        index = self._view.nearest(seq)
        if index is not None:
            if index != self._lines.cursor_row:
                self._moved_to = index
            self._lines.move_cursor(index, center=center)

    def relate(self, seqs: Sequence[int]) -> None:
        """Marks the events that belong to the selection."""
        related = frozenset(seqs)
        if related != self._related:
            self._related = related
            self._lines.refresh()

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
        self._hidden_families ^= {family}
        self._chips.set_hidden(self._hidden_families)
        self._apply()

    def set_filter(self, text: str) -> None:
        """Filters by an expression; an empty one shows everything.

        Raises:
            FilterError: The expression is wrong; the message says where and why.
        """
        text = text.strip()
        self._matches = parse_filter(text).matches if text else None
        self._filter_text = text
        self._filter_bar.value = text
        self._apply()

    # Prompts.

    def open_filter(self) -> None:
        """Opens the filter line."""
        self._filter_bar.open(self._filter_text)

    def open_search(self) -> None:
        """Opens the search line."""
        self._search_bar.open(self._search)

    def close_top(self) -> bool:
        """Closes search, then filter; false if there was nothing to close."""
        if self._search_bar.is_open or self._search:
            self._search = ""
            self._hits = []
            self._search_bar.close()
            self._show_title()
            self.screen.set_focus(self._lines)
            return True
        if self._filter_bar.is_open or self._filter_text:
            self.set_filter("")
            self._filter_bar.close()
            self.screen.set_focus(self._lines)
            return True
        return False

    @on(PromptBar.Changed)
    def _prompt_changed(self, event: PromptBar.Changed) -> None:
        event.stop()
        if event.bar is self._search_bar:
            self._search = event.value
            self._find()
            return
        try:
            self.set_filter(event.value)
            event.bar.show_problem("")
        except FilterError as error:
            event.bar.show_problem(str(error))

    @on(PromptBar.Closed)
    def _prompt_closed(self, event: PromptBar.Closed) -> None:
        event.stop()
        if event.is_cancelled:
            if event.bar is self._search_bar:
                self._search = ""
                self._hits = []
            else:
                self.set_filter("")
            self._show_title()
        elif event.bar is self._search_bar:
            self.move_hit(1, from_here=True)
        self.screen.set_focus(self._lines)

    # Moving.

    def move_hit(self, step: int, *, from_here: bool = False) -> None:
        """Goes to the next or previous search hit, and on from the other end after the last."""
        self._find()
        hits = frozenset(self._hits)
        if not hits:
            self._tell("Nothing found." if self._search else "/ searches; n and N go on.")
        elif not self._go(lambda seq: seq in hits, step, from_here):
            start = -1 if step > 0 else len(self._view)
            if self._go(lambda seq: seq in hits, step, from_here=False, start=start):
                self._tell("Search went on from the other end.")
            else:
                self._tell("The hits are hidden by the filter.")

    def move_to(
        self, step: int, wanted: Callable[[Row], bool], *, is_from_other_end: bool = False
    ) -> bool:
        """Goes to the next or previous event of a kind; false if there is none that way."""
        start = (-1 if step > 0 else len(self._view)) if is_from_other_end else None
        store = self._store
        return self._go(lambda seq: wanted(store.row(seq)), step, from_here=False, start=start)

    def invalidate(self, seq: int) -> None:
        """Draws an event's row again."""
        index = self._view.index_of(seq)
        if index is not None:
            self._lines.invalidate(index)

    @property
    def cursor_seq(self) -> int | None:
        """Number of the event under the cursor."""
        index = self._lines.cursor_row
        return self._view.seq(index) if 0 <= index < len(self._view) else None

    def _tell(self, message: str) -> None:
        self.notify(words(message, self._lang), markup=False, timeout=3)

    def _go(
        self, wanted: Callable[[int], bool], step: int, from_here: bool, start: int | None = None
    ) -> bool:
        count = len(self._view)
        start = self._lines.cursor_row if start is None else start
        indexes: Iterator[int]
        if step > 0:
            indexes = iter(range(start + (0 if from_here else 1), count))
        else:
            indexes = iter(range(start - 1, -1, -1))
        for index in indexes:
            if any(wanted(seq) for seq in self._view.seqs(index)):
                self._lines.move_cursor(index, by_user=True, center=True)
                return True
        return False

    # Inside.

    def _find(self) -> None:
        """Finds the search text in the events that have not been searched yet."""
        needle = self._search.casefold()
        known, done = self._searched
        if known != needle:
            self._hits = []
            done = 0
        if needle:
            for seq in range(done + 1, len(self._store) + 1):
                row = self._store.row(seq)
                if needle in _searchable(row):
                    self._hits.append(seq)
        self._searched = (needle, len(self._store) if needle else 0)
        self._show_title()

    def _apply(self) -> None:
        cursor = self.cursor_seq
        was_following = self._lines.is_following
        matches, hidden = self._matches, frozenset(self._hidden_families)

        def accepts(row: Row) -> bool:
            return row.family not in hidden and (matches is None or matches(row))

        is_filtered = bool(hidden) or matches is not None
        self._view.filter(accepts if is_filtered else None)
        empty = EMPTY_FILTERED if is_filtered and len(self._store) else EMPTY
        self._lines.set_empty_text(words(empty, self._lang))
        self._lines.invalidate()
        self._lines.set_count(len(self._view))
        if cursor is not None and not was_following:
            index = self._view.nearest(cursor)
            if index is not None:
                self._lines.move_cursor(index, center=True)
        self._show_title()

    def _count_families(self) -> None:
        for seq in range(self._counted + 1, len(self._store) + 1):
            row = self._store.row(seq)
            self._family_counts[row.family] += 1
            if len(row.lanes) > self._rows.lanes_width:
                self._rows.lanes_width = len(row.lanes)
                self._lines.invalidate()
        if self._counted != len(self._store):
            self._counted = len(self._store)
            self._chips.set_counts(self._family_counts)

    def _show_title(self) -> None:
        shown, total = self._view.records, len(self._store)
        facts = [f"{shown} of {total}" if shown != total else f"{total}"]
        if self._search:
            facts.append(f"{len(self._hits)} hits")
        if self._lines.is_following:
            facts.append(words("following", self._lang))
        elif self._lines.new_below:
            facts.append(f"{self._lines.new_below} new below")
        self.border_subtitle = " · ".join(facts)

    def _background(self, index: int) -> str | None:
        if not self._related or index >= len(self._view):
            return None
        line = self._view.seqs(index)
        return "line-view--related" if not self._related.isdisjoint(line) else None

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
            run = self._view.line(event.index).count
            self.post_message(self.Selected(seq, run, is_by_user=event.by_user))

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


def is_slow(row: Row) -> bool:
    """Whether the event came late after the one before it."""
    return (row.gap_ms or 0) >= SLOW_MS


def _searchable(row: Row) -> str:
    """An event's text without its audio, for searching."""
    if row.fold_key is not None and row.size > 2_000:
        return row.type
    return row.record.payload.decode("utf-8", "replace").casefold()
