"""The selected event: its JSON, what it means, and what belongs with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import ContentSwitcher, Static

from realtime_inspector.core.audio import session_formats
from realtime_inspector.core.record import RecordKind
from realtime_inspector.guide import lookup
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.bindings import bindings_of
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.events import row_parts
from realtime_inspector.ui.present.explain import explain_lines
from realtime_inspector.ui.present.safe import visible
from realtime_inspector.ui.widgets.json_tree import JsonTree
from realtime_inspector.ui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.widget import Widget

    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.row import Row
    from realtime_inspector.store.store import Store
    from realtime_inspector.ui.widgets.line_view import LinePart

TABS: Final = ("JSON", "Explain", "Related")
SETTLE_S: Final = 0.05
"""While the cursor moves, the detail waits this long before it shows the event."""
SIGNS: Final = {"client": "↑", "server": "↓", "unknown": "?"}
_INPUT_AUDIO: Final = frozenset({"input_audio_buffer.append", "session.input_audio_buffer.append"})


class _Related:
    """The records that belong with the selected one, as rows."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.seqs: Sequence[int] = ()

    def count(self) -> int:
        return len(self.seqs)

    def line(self, index: int, width: int) -> Sequence[LinePart]:
        row = self.store.row(self.seqs[index])
        return row_parts(self.store, row, [row.seq], width, 0)


class _Explanation:
    """The event guide's words on the selected event, wrapped."""

    def __init__(self) -> None:
        self.lines: list[list[LinePart]] = []

    def count(self) -> int:
        return len(self.lines)

    def line(self, index: int, width: int) -> Sequence[LinePart]:
        del width
        return self.lines[index]


class TabStrip(Static):
    """The names of the tabs; a click chooses one."""

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self) -> None:
        super().__init__(id="detail-tabs")
        self._ends: list[int] = []

    def draw(self, names: Sequence[str], active: int) -> None:
        """Shows the names, the active one marked."""
        chips = [
            Content.assemble((name, "bold underline $primary" if index == active else "$muted"))
            for index, name in enumerate(names)
        ]
        self._ends = [
            sum(len(name) + 3 for name in names[: index + 1]) for index in range(len(names))
        ]
        self.update(Content("   ").join(chips))

    def on_click(self, event: events.Click) -> None:
        """Chooses the tab under the pointer."""
        for index, end in enumerate(self._ends):
            if event.x < end:
                self.post_message(self.Chosen(index))
                return


class DetailPane(Vertical):
    """Shows one record from all sides."""

    BINDINGS: ClassVar = bindings_of("detail")

    class Jump(Message):
        """The user wants to go to another record."""

        def __init__(self, seq: int) -> None:
            super().__init__()
            self.seq = seq

    def __init__(self, store: Store, lang: Language) -> None:
        super().__init__(id="detail")
        self._store = store
        self._lang: Language = lang
        self._tab = 0
        self._seq: int | None = None
        self._run = 1
        self._is_due = False
        self._shown: dict[int, tuple[int, int] | None] = {}
        self._related = _Related(store)
        self._explanation = _Explanation()
        self._strip = TabStrip()
        self._json = JsonTree(empty_text="Select an event to see its JSON.", id="json")
        self._explain = LineView(
            self._explanation, empty_text="Select an event.", can_follow=False, id="explain"
        )
        self._list = LineView(
            self._related, empty_text="Select an event.", can_follow=False, id="related"
        )
        self._views: tuple[LineView, ...] = (self._json, self._explain, self._list)

    def compose(self) -> ComposeResult:
        """Tab names over the views."""
        yield self._strip
        with ContentSwitcher(initial="json", id="detail-views"):
            yield from self._views

    def on_mount(self) -> None:
        """Before an event is selected."""
        self.border_title = "Detail"
        self._draw_tabs()

    def show(self, seq: int, run: int = 1) -> None:
        """Shows a record, as soon as the cursor rests; `run` says how many its row stands for."""
        self._seq = seq
        self._run = run
        if not self._is_due:
            self._is_due = True
            self.set_timer(SETTLE_S, self._show_now)

    def next_tab(self, step: int) -> None:
        """Goes to the next or previous tab."""
        self._choose((self._tab + step) % len(TABS))

    @property
    def has_focus_inside(self) -> bool:
        """Whether one of its views has the keyboard."""
        return any(view.has_focus for view in self._views)

    @property
    def focus_target(self) -> Widget:
        """What takes the keyboard for this pane."""
        return self._views[self._tab]

    def value_for_copy(self) -> str:
        """JSON text of the value under the cursor."""
        return self._json.value_for_copy()

    def action_copy_path(self) -> None:
        """Copies the path under the cursor as the filter writes it."""
        path = self._json.path_for_copy()
        self.app.copy_to_clipboard(path)
        self.notify(f"Copied {visible(path)}", markup=False, timeout=2)

    def set_search(self, text: str) -> None:
        """Marks a text in the JSON."""
        self._json.set_search(text or None)

    def on_resize(self) -> None:
        """Wraps the explanation for the new width."""
        self._shown.clear()
        self._show_now()

    @on(TabStrip.Chosen)
    def _chosen(self, event: TabStrip.Chosen) -> None:
        event.stop()
        self._choose(event.index)

    @on(LineView.RowActivated, "#related")
    def _activated(self, event: LineView.RowActivated) -> None:
        event.stop()
        if event.index < len(self._related.seqs):
            self.post_message(self.Jump(self._related.seqs[event.index]))

    @on(LineView.RowHighlighted)
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
        names = list(TABS)
        if self._seq is not None:
            names[2] = f"Related ({len(self._store.related(self._seq))})"
        self._strip.draw(names, self._tab)

    def _show_now(self) -> None:
        self._is_due = False
        seq = self._seq
        if seq is None or not 1 <= seq <= len(self._store):
            return
        row = self._store.row(seq)
        is_notice = row.record.kind is RecordKind.NOTICE
        sign = "·" if is_notice else SIGNS[row.record.direction.value]
        # As content, not as a string: Textual reads markup in the titles of borders.
        self.border_title = Content(f"#{seq} {sign} {visible(row.type)}")
        size = numbers.size(row.size)
        hint = words("first of the run, Space opens it", self._lang)
        self.border_subtitle = f"×{self._run}: {hint} · {size}" if self._run > 1 else size
        self._draw_tabs()
        key = (seq, len(self._store.related(seq)) if self._tab else 0)
        if self._shown.get(self._tab) != key:
            self._shown[self._tab] = key
            (self._show_json, self._show_explanation, self._show_related)[self._tab](row)

    def _show_json(self, row: Row) -> None:
        record = row.record
        if record.kind in (RecordKind.EVENT, RecordKind.NOTICE):
            self._json.show(dict(row.event.raw), summarise=self._audio_words)
        else:
            self._json.show_text(record.payload.decode("utf-8", "replace"))

    def _audio_words(self, path: tuple[str | int, ...], text: str) -> str | None:
        """The duration of the audio in a field, by the session's format."""
        if self._seq is None or not path or path[-1] not in {"audio", "delta", "data"}:
            return None
        formats = session_formats(self._store.state.session.effective)
        audio = formats[0] if self._store.row(self._seq).type in _INPUT_AUDIO else formats[1]
        return f"{audio.name} · {numbers.span(audio.duration_ms(len(text) * 3 // 4))}"

    def _show_explanation(self, row: Row) -> None:
        guide = lookup(row.type) if row.record.kind is RecordKind.EVENT else None
        width = max(20, self._explain.line_width or self.size.width - 3)
        self._explanation.lines = explain_lines(self._store, row, guide, self._lang, width)
        self._explain.set_count(0)
        self._explain.set_count(self._explanation.count())
        self._explain.invalidate()

    def _show_related(self, row: Row) -> None:
        self._related.seqs = list(self._store.related(row.seq))
        place = self._related.seqs.index(row.seq) if row.seq in self._related.seqs else 0
        self._list.set_model(self._related, cursor=place)


def json_of(row: Row) -> str:
    """A record as text for the clipboard: an event as indented JSON, anything else as it is."""
    if row.record.kind in (RecordKind.EVENT, RecordKind.NOTICE):
        return json.dumps(dict(row.event.raw), ensure_ascii=False, indent=2)
    return row.record.payload.decode("utf-8", "replace")
