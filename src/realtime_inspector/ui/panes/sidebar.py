"""The state: responses, the conversation, the session as effective, and the coach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from realtime_inspector.analysis.coach import NOTHING_TO_SAY, advise
from realtime_inspector.core.audio import session_formats
from realtime_inspector.core.state import CaptureState
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present.cells import wrap_cells
from realtime_inspector.ui.present.items import item_parts
from realtime_inspector.ui.present.responses import response_lines
from realtime_inspector.ui.present.safe import visible
from realtime_inspector.ui.present.state import session_lines
from realtime_inspector.ui.present.why import coach_words
from realtime_inspector.ui.widgets.frame import Frame
from realtime_inspector.ui.widgets.line_view import LineView
from realtime_inspector.ui.widgets.past_list import PastList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from realtime_inspector.analysis.metrics import Tariff
    from realtime_inspector.analysis.why import Situation
    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.widgets.line_view import LinePart


BACK = "Looking back"
THEN = "Chat and state are as they were right after this event. T shows now."
LAID_OUT_S: Final = 0.1
"""After so long a layout that was asked for has been done."""


class _Conversation:
    """The items of the current session as rows."""

    def __init__(self, lang: Language) -> None:
        self.state = CaptureState()
        self._lang: Language = lang

    def count(self) -> int:
        return len(self.state.order)

    def line(self, index: int, width: int) -> Sequence[LinePart]:
        item = self.state.items[self.state.order[index]]
        formats = session_formats(self.state.session.effective)
        audio = formats[1] if item.role == "assistant" else formats[0]
        return item_parts(item, audio, width, self._lang)


class FactsPanel(Static):
    """Lines of text that change as a whole, in a titled frame.

    It never becomes lower: what changes all the time must not move the rest.
    """

    def __init__(self, title: str, panel_id: str) -> None:
        """Makes the panel.

        Args:
            title: Stands in the frame.
            panel_id: The widget's id.
        """
        super().__init__(id=panel_id, classes="panel")
        self._title = title
        self.border_title = title
        self._lines: list[list[LinePart]] = []

    def show_moment(self, at: str) -> None:
        """Says in the frame of which event the lines are; empty: they are the newest."""
        title = _titled(self._title, at)
        if title != self.border_title:
            self.border_title = title

    def show(self, lines: list[list[LinePart]]) -> None:
        """Shows these lines, if they differ from what is shown; a line of one part is wrapped."""
        lines = [piece for line in lines for piece in self._wrapped(line)]
        lines += [[]] * (len(self._lines) - len(lines))
        if lines != self._lines:
            self._lines = lines
            if not self._is_high_enough:
                self.set_timer(LAID_OUT_S, self._ask_again)
            rows = (
                Content.assemble(*((visible(text), _style(style)) for text, style in line))
                for line in lines
            )
            # A layout of the whole screen costs more than all that a stream of events does.
            self.update(Content("\n").join(rows), layout=not self._is_high_enough)

    @property
    def _is_high_enough(self) -> bool:
        """Whether the lines have their room, or all that the panel may have."""
        limit = self.styles.max_height
        is_limited = limit is not None and self.outer_size.height >= limit.value
        return is_limited or len(self._lines) <= self.content_size.height

    def _ask_again(self) -> None:
        """A first layout that is under way swallows the request for another."""
        if not self._is_high_enough:
            self.refresh(layout=True)

    def _wrapped(self, line: list[LinePart]) -> list[list[LinePart]]:
        width = self.content_size.width
        if len(line) != 1 or not width:
            return [line]
        text, style = line[0]
        return [[(piece, style)] for piece in wrap_cells(visible(text), width)]


def _style(style: str | tuple[str, ...]) -> str:
    return style if isinstance(style, str) else " ".join(style)


def _titled(*facts: str) -> str:
    return " · ".join(filter(None, facts))


class Sidebar(Vertical):
    """Right column."""

    class ItemSelected(Message):
        """The user chose a conversation item."""

        def __init__(self, item_key: int, *, is_newest: bool) -> None:
            super().__init__()
            self.item_key = item_key
            self.is_newest = is_newest
            """Whether the list stays at its end, so that the newest state is wanted."""

    def __init__(self, lang: Language, tariff: Tariff) -> None:
        super().__init__(id="sidebar")
        self._lang: Language = lang
        self._tariff = tariff
        self._conversation = _Conversation(lang)
        self._selected: int | None = None
        self._response = FactsPanel(words("Response", lang), "response-panel")
        self._session = FactsPanel(words("Session", lang), "session-panel")
        self._coach = FactsPanel(words("Coach", lang), "coach-panel")
        self._items = PastList(
            self._conversation, empty_text=words("No items yet.", lang), can_follow=True, id="items"
        )
        self._frame = Frame(self._items, id="items-frame")

    def compose(self) -> ComposeResult:
        """From what changes most to what changes least, the coach at the bottom."""
        yield self._response
        yield self._frame
        yield self._session
        yield self._coach

    def on_mount(self) -> None:
        """Titles."""
        self._items.set_highlights(self._background)
        self._frame.set_title(words("Conversation", self._lang))

    def show_conversation(self, state: CaptureState, at: str = "") -> None:
        """Shows the items of a state.

        Args:
            state: The state.
            at: The event that it is of, in words, if it is not the newest.
        """
        has_moved = bool(at) and state.seq != self._conversation.state.seq
        before = self._conversation.state
        self._conversation.state = state
        changed = before.items is not state.items or before.order is not state.order
        if changed:
            self._items.invalidate()
            self._items.set_count(len(state.order))
        self._items.went_to(is_past=bool(at), has_moved=has_moved)
        count = len(state.order)
        self._frame.set_title(_titled(words("Conversation", self._lang), at, str(count)))
        self.set_class(bool(at), "-past")

    def show_facts(self, now: Situation, now_ns: int | None, at: str = "") -> None:
        """Shows the responses, the session and what the coach has to say.

        Args:
            now: The state, and what else the coach goes by.
            now_ns: The wall clock, for what is still running.
            at: The event that it is of, in words, if it is not the newest.
        """
        state = now.state
        for panel in (self._response, self._session, self._coach):
            panel.show_moment(at)
        width = max(20, self.size.width - 4)
        self._response.show(response_lines(state, now_ns, width, self._tariff, self._lang))
        self._session.show(session_lines(state, now_ns, width, self._lang))
        self._show_coach(now, at)

    def select_item(self, item_key: int | None) -> None:
        """Marks an item and scrolls to it."""
        if item_key == self._selected:
            return
        self._selected = item_key
        row = self._conversation.state.order.find_last(item_key)
        if row is not None:
            self._items.scroll_row_into_view(row)
        self._items.refresh()

    @property
    def focus_target(self) -> Widget:
        """What takes the keyboard for this pane."""
        return self._items

    @property
    def has_focus_inside(self) -> bool:
        """Whether the conversation list has the keyboard."""
        return self._items.has_focus

    def _show_coach(self, now: Situation, at: str) -> None:
        reason = advise(now)
        title, text = coach_words(reason, now, self._lang)
        if at and reason.id == NOTHING_TO_SAY:
            title, text = words(BACK, self._lang), words(THEN, self._lang)
        style = "bold $text-error" if reason.is_trouble else "bold $text-success"
        sign = "✖ " if reason.is_trouble else "● "
        self._coach.set_class(reason.is_trouble, "-trouble")
        self._coach.show([[(sign + title, style)], [(text, "")]])

    def _background(self, index: int) -> str | None:
        order = self._conversation.state.order
        if self._selected is None or index >= len(order) or order[index] != self._selected:
            return None
        return "line-view--related"

    @on(LineView.RowHighlighted)
    def _highlighted(self, event: LineView.RowHighlighted) -> None:
        event.stop()
        order = self._conversation.state.order
        if event.by_user and event.index < len(order):
            is_newest = self._items.is_following
            self.post_message(self.ItemSelected(order[event.index], is_newest=is_newest))

    @on(LineView.FollowChanged)
    @on(LineView.RowActivated)
    def _own_business(self, event: Message) -> None:
        event.stop()
