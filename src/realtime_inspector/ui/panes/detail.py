"""The selected event: its JSON, what it means, what belongs with it, and what is new in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import ContentSwitcher

from realtime_inspector.core.record import RecordKind
from realtime_inspector.guide import lookup
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.panes.detail_diff import DiffView
from realtime_inspector.ui.panes.detail_json import JsonView, count_of_characters
from realtime_inspector.ui.panes.detail_related import RelatedRows
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.cells import ELLIPSIS, width_of
from realtime_inspector.ui.present.explain import Explanation, explain
from realtime_inspector.ui.present.safe import visible
from realtime_inspector.ui.reading import text_of
from realtime_inspector.ui.rest import Rest
from realtime_inspector.ui.widgets.fixed_lines import FixedLines
from realtime_inspector.ui.widgets.frame import Frame
from realtime_inspector.ui.widgets.line_view import LineView
from realtime_inspector.ui.widgets.tab_strip import TabStrip

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.row import Row
    from realtime_inspector.store.store import Store

TABS: Final = ("JSON", "Explain", "Related", "Diff")
JSON, EXPLAIN, RELATED, DIFF = range(len(TABS))
SETTLE_S: Final = 0.05
"""While the cursor moves, the detail waits this long before it shows the event."""
PASSING_S: Final = 0.25
"""While the newest event is followed, it waits this long."""
ANSWERED_WITHIN: Final = 24
"""Records after the selected one that may change what is told about it, while a log grows."""
HINTS: Final = (
    "Space folds · / finds · v raw · p path · y text",
    "Enter on → goes there · c copies the text",
    "Enter goes there · c copies the event",
    "Enter goes there · c copies the text",
)
"""What can be pressed in each tab."""
SIGNS: Final = {"client": "↑", "server": "↓", "unknown": "?"}


class DetailPane(Frame):
    """Shows one record from all sides."""

    class Jump(Message):
        """The user wants to go to another record."""

        def __init__(self, seq: int) -> None:
            super().__init__()
            self.seq = seq

    class Settled(Message):
        """The cursor has come to rest, and the record is shown."""

    def __init__(self, store: Store, lang: Language) -> None:
        super().__init__(id="detail")
        self._store = store
        self._lang: Language = lang
        self._tab = JSON
        self._seq: int | None = None
        self._run = 1
        self._rest = Rest(self, store.courtesy, self._show_now, SETTLE_S)
        self._shown: dict[int, tuple[int, ...] | None] = {}
        self._related = RelatedRows(store, lang)
        self._explanation = FixedLines()
        self._page = Explanation()
        self._strip = TabStrip(id="detail-tabs")
        self._json = JsonView(store, lang)
        empty = words("Select an event.", lang)
        self._explain = LineView(
            self._explanation, empty_text=empty, can_follow=False, id="explain"
        )
        self._list = LineView(self._related, empty_text=empty, can_follow=False, id="related")
        self._diff = DiffView(store, lang)
        self._views: tuple[Widget, ...] = (self._json, self._explain, self._list, self._diff)

    def compose(self) -> ComposeResult:
        """Tab names over the views."""
        yield self._strip
        with ContentSwitcher(initial="json-view", id="detail-views"):
            yield from self._views

    def on_mount(self) -> None:
        """Before an event is selected."""
        self.border_title = words("Detail", self._lang)
        self._list.set_highlights(self._related.background)
        self._draw_tabs()

    # What the screen tells and reads.

    def show(self, seq: int, run: int = 1, *, is_passing: bool = False) -> None:
        """Shows a record, as soon as the cursor rests.

        Args:
            seq: Its number.
            run: How many records its row stands for.
            is_passing: The next one will come by itself: nobody can read each of a stream.
        """
        self._seq = seq
        self._run = run
        self._rest.ask(PASSING_S if is_passing else SETTLE_S)

    @property
    def is_current(self) -> bool:
        """Whether it shows what it was told to."""
        return self._seq is None or not self._rest.is_due

    def catch_up(self) -> None:
        """Explains anew what more has become known of; called for each change, so in haste."""
        shown, seq = self._shown.get(self._tab), self._seq
        is_grown = shown is not None and seq is not None and shown[1:] != self._known_of(seq)
        if self._tab in (EXPLAIN, RELATED) and is_grown and not self._rest.is_due:
            self._rest.ask(PASSING_S)

    def _known_of(self, seq: int) -> tuple[int, ...]:
        """How much can be told of a record: whether it has been folded, and what was found.

        What answers a record comes soon after it, so that the next few records count too.
        """
        store = self._store
        after = min(len(store) - seq, ANSWERED_WITHIN)
        return after, store.surroundings.is_folded(seq), len(store.findings.of(seq))

    def next_tab(self, step: int) -> None:
        """Goes to the next or previous tab."""
        self._choose((self._tab + step) % len(TABS))

    @property
    def has_focus_inside(self) -> bool:
        """Whether one of its views has the keyboard."""
        return self._json.has_focus_inside or any(view.has_focus for view in self._views)

    @property
    def focus_target(self) -> Widget:
        """What takes the keyboard for this pane."""
        return self._json.json if self._tab == JSON else self._views[self._tab]

    def value_for_copy(self) -> str:
        """What `c` copies: the JSON value under the cursor, the event of a row, or the text."""
        if self._tab == EXPLAIN:
            return self._explanation.text
        if self._tab == DIFF:
            return self._diff.text
        if self._tab == RELATED and 0 <= self._list.cursor_row < len(self._related.seqs):
            return json_of(self._store.row(self._related.seqs[self._list.cursor_row]))
        return self._json.json.value_for_copy()

    def copy(self) -> None:
        """Copies what `value_for_copy` says, if the clipboard can take it."""
        if self._tab == JSON:
            self._json.copy_value()
        else:
            text = self.value_for_copy()
            self._json.copy(text, count_of_characters(text, self._lang))

    # Searching in the event. The log's search is marked here too.

    def set_search(self, text: str) -> None:
        """Marks the text that is searched in the log."""
        self._json.set_search(text)

    def open_search(self) -> None:
        """Opens the search line of the JSON."""
        if self._tab != JSON:
            self._choose(JSON)
        self._json.open_search()

    def move_hit(self, step: int) -> None:
        """Goes to the next search hit in the event, or to the one before."""
        if self._tab != JSON:
            self._choose(JSON)
        self._json.move_hit(step)

    def close_search(self) -> bool:
        """Drops the search in the event; false if there is none."""
        return self._json.close_search()

    # Inside.

    def on_resize(self) -> None:
        """Wraps the explanation for the new width."""
        self._shown.pop(EXPLAIN, None)
        self._show_now()

    def on_descendant_focus(self) -> None:
        """Says what can be pressed, and where the cursor is."""
        self._draw_tabs()
        self._show_subtitle()

    def on_descendant_blur(self) -> None:
        """Nothing can be pressed here any more."""
        self._draw_tabs()
        self._show_subtitle()

    @on(TabStrip.Chosen)
    def _chosen(self, event: TabStrip.Chosen) -> None:
        event.stop()
        self._choose(event.index)

    @on(LineView.RowActivated, "#related")
    def _activated(self, event: LineView.RowActivated) -> None:
        event.stop()
        if event.index < len(self._related.seqs):
            self.post_message(self.Jump(self._related.seqs[event.index]))

    @on(LineView.RowActivated, "#explain")
    def _fact_activated(self, event: LineView.RowActivated) -> None:
        event.stop()
        target = self._page.targets.get(event.index)
        if target is not None:
            self.post_message(self.Jump(target))

    @on(DiffView.PathChosen)
    def _path_chosen(self, event: DiffView.PathChosen) -> None:
        event.stop()
        self._choose(JSON)
        self._json.go_to_path(event.path)

    @on(JsonView.StatusChanged)
    def _status_changed(self, event: JsonView.StatusChanged) -> None:
        event.stop()
        self._draw_tabs()
        self._show_subtitle()

    @on(LineView.RowHighlighted)
    @on(LineView.RowActivated)
    @on(LineView.FollowChanged)
    def _own_business(self, event: Message) -> None:
        event.stop()

    def _choose(self, tab: int) -> None:
        had_focus = self.has_focus_inside
        self._tab = tab
        self.query_one(ContentSwitcher).current = self._views[tab].id
        if had_focus:
            self.screen.set_focus(self.focus_target)
        self._show_now()

    def _draw_tabs(self) -> None:
        names = [words(name, self._lang) for name in TABS]
        names[JSON] = words(self._json.name_of_content, self._lang)
        if self._seq is not None:
            names[RELATED] += f" ({len(self._store.relations(self._seq).seqs):,})"
        is_here = self.has_focus_inside and self._seq is not None
        hint = words(HINTS[self._tab], self._lang) if is_here else ""
        self._strip.draw(names, self._tab, hint)

    def _show_now(self) -> None:
        seq = self._seq
        if seq is None or not 1 <= seq <= len(self._store):
            return
        row = self._store.row(seq)
        is_notice = row.kind.record is RecordKind.NOTICE
        sign = "·" if is_notice else SIGNS[row.kind.direction.value]
        # As content, not as a string: Textual reads markup in the titles of borders.
        self.set_title(Content(f"#{seq} {sign} {visible(row.type)}{self._connection_words(seq)}"))
        key = (seq, *self._known_of(seq)) if self._tab in (EXPLAIN, RELATED) else (seq,)
        if self._shown.get(self._tab) != key:
            self._shown[self._tab] = key
            show = (self._json.show, self._show_explanation, self._show_related, self._diff.show)
            show[self._tab](row)
        self._draw_tabs()
        self._show_subtitle()
        self.post_message(self.Settled())

    def _connection_words(self, seq: int) -> str:
        """Which connection an event is of, where the capture holds several."""
        columns = self._store.columns
        if not columns.has_several_connections:
            return ""
        number = columns.connection(seq - 1)
        return " · " + words("connection {number}", self._lang).format(number=number)

    def _show_subtitle(self) -> None:
        if self._seq is None or self._seq > len(self._store):
            return
        facts = [numbers.size(self._store.row(self._seq).size)]
        if self._run > 1:
            hint = words("first of the run, Enter opens it", self._lang)
            facts.insert(0, f"×{self._run}" + f": {hint}" * (not self.has_focus_inside))
        if self._tab == JSON:
            facts = [fact for fact in (self._json.hits, *facts) if fact]
            room = self.size.width - width_of(" · ".join(facts)) - 8
            path = visible(self._json.path) if self._json.has_focus_inside else ""
            if path and room > 8:
                facts.insert(0, path if len(path) <= room else ELLIPSIS + path[1 - room :])
        self.set_subtitle(Content(" · ".join(facts)))

    def _show_explanation(self, row: Row) -> None:
        guide = lookup(row.type) if row.kind.record is RecordKind.EVENT else None
        width = max(20, self._explain.line_width or self.size.width - 3)
        self._page = explain(self._store, row, guide, self._lang, width)
        self._explanation.lines = self._page.lines
        self._explain.set_count(0)
        self._explain.set_count(self._explanation.count())
        self._explain.invalidate()

    def _show_related(self, row: Row) -> None:
        self._related.show(self._store.relations(row.seq))
        self._list.set_model(self._related, cursor=self._related.place)


def json_of(row: Row) -> str:
    """A record as text for the clipboard: an event as indented JSON, anything else as it is."""
    if row.record.kind in (RecordKind.EVENT, RecordKind.NOTICE):
        return json.dumps(dict(row.event.raw), ensure_ascii=False, indent=2)
    return text_of(row.record)
