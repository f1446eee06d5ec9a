"""The main screen: puts the panes together and carries the selection between them."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input

from realtime_inspector.actions import actions_of
from realtime_inspector.analysis.why import Situation
from realtime_inspector.capture.columns import FAILED, SLOW
from realtime_inspector.core.errors import UsageError
from realtime_inspector.core.state import EntryKind
from realtime_inspector.core.wording import phrase
from realtime_inspector.guide.causes import cause_words
from realtime_inspector.guide.interface import words
from realtime_inspector.store.walk import starts_of_responses
from realtime_inspector.ui.bindings import bindings_of
from realtime_inspector.ui.bridge import Bridge
from realtime_inspector.ui.jumps import Jumps
from realtime_inspector.ui.panes.detail import DetailPane, json_of
from realtime_inspector.ui.panes.detail_json import COPIED_MOST, TOO_LONG
from realtime_inspector.ui.panes.event_log import EventLogPane
from realtime_inspector.ui.panes.sidebar import Sidebar
from realtime_inspector.ui.panes.transcript import TranscriptPane
from realtime_inspector.ui.playback import Playback
from realtime_inspector.ui.present.moment import moment_words, short_moment_words
from realtime_inspector.ui.present.problems import error_words
from realtime_inspector.ui.present.safe import visible
from realtime_inspector.ui.present.status import status_facts
from realtime_inspector.ui.situations import situation_now
from realtime_inspector.ui.slash import SLASH_COMMANDS, SlashCommand
from realtime_inspector.ui.time_travel import TimeTravel
from realtime_inspector.ui.turns import Turns
from realtime_inspector.ui.widgets.chat_input import ChatInput
from realtime_inspector.ui.widgets.frame import Frame
from realtime_inspector.ui.widgets.key_footer import KeyFooter
from realtime_inspector.ui.widgets.line_view import LineView
from realtime_inspector.ui.widgets.past_list import PastList
from realtime_inspector.ui.widgets.scrub_bar import ScrubBar
from realtime_inspector.ui.widgets.status_bar import StatusBar
from realtime_inspector.ui.widgets.welcome_band import WelcomeBand

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from realtime_inspector.core.state import CaptureState, Entry
    from realtime_inspector.runtime.live import LiveSession
    from realtime_inspector.ui.context import Inspection
    from realtime_inspector.ui.screens.findings import Chosen

NO_FINDING: Final = "No finding here. ! tells what has been looked at."
TICK_S: Final = 1.0
"""How often clocks on the screen move while a session is live."""
PASSING_S: Final = 0.5
"""How often a state is shown that soon gives way to the next."""
COLUMNS: Final = ("chat", "middle", "sidebar")
PANES: Final = ("input", "transcript", "log", "detail", "items")
"""In the order of Tab."""
COLUMN_OF: Final = {
    "input": "chat",
    "transcript": "chat",
    "log": "middle",
    "detail": "middle",
    "items": "sidebar",
}


_PRINTED: Final = frozenset(
    action.id.partition(".")[0]
    for action in actions_of("main")
    if not action.is_priority and action.id not in {"back", "help"}
)
"""Actions whose keys are characters: while a line is typed, they are text."""
_LIVE_ONLY: Final = frozenset({"request_response", "cancel_response"})
_SENDING: Final = frozenset({"response", "cancel", "audio", "tool", "truncate", "raw"})
"""Commands after which one wants to see what comes of it."""


class MainScreen(Screen[None]):
    """Chat, events with detail, and state, side by side."""

    BINDINGS: ClassVar = bindings_of("main")
    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (80, "-two"), (110, "-three")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (15, "-low"), (30, "-high")]  # noqa: RUF012 - as Textual declares them
    AUTO_FOCUS = ""

    class LeaveRequested(Message):
        """The user wants to quit."""

    class LessonsRequested(Message):
        """The user wants to see the lessons."""

    def __init__(self, inspection: Inspection) -> None:
        super().__init__()
        self._inspection = inspection
        self._store = inspection.store
        self._selected: int | None = None
        self._selected_item: int | None = None
        """The item that was selected instead of an event."""
        self._chosen: int | None = None
        """The event whose state belongs to the selection: of a folded run, the last one."""
        self._followed_to: int | None = None
        """The row that the cursor was put on by going back to now."""
        self._is_relation_due = False
        """Whether what belongs to the selection is to be marked, once the cursor rests."""
        self._jumps = Jumps()
        self._zoomed = ""
        self._status = StatusBar()
        self._transcript = TranscriptPane(inspection.lang, is_live=inspection.session is not None)
        self._input = ChatInput(words("Message, or /help", inspection.lang))
        self._log = EventLogPane(
            self._store,
            inspection.lang,
            is_live=inspection.session is not None or inspection.is_growing,
            history=inspection.filter_history,
            saved=inspection.saved_filters,
            tariff=inspection.tariff,
        )
        self._detail = DetailPane(self._store, inspection.lang)
        self._sidebar = Sidebar(inspection.lang, inspection.tariff)
        self._state_shown_s = 0.0
        self._told = 0
        """How much of the news about the capture has been told."""
        self._playback = Playback(inspection, self, self._show_played)
        self._turns = Turns(self, self._store.courtesy)
        self._travel = TimeTravel(self, self._store, self._show_moment)
        self._bridge = Bridge(self, self._store, self._show)

    def compose(self) -> ComposeResult:
        """Status line, three columns, footer."""
        yield self._status
        band = self.band()
        if band is not None:
            yield band
        with Horizontal(id="columns"):
            with Vertical(id="chat"):
                yield Frame(self._transcript, id="transcript-frame")
                if self._inspection.session is not None:
                    yield Frame(self._input, id="input-frame")
            with Vertical(id="middle"):
                yield self._log
                yield self._detail
            yield self._sidebar
        if self._inspection.session is None:
            yield self._playback.bar
        yield KeyFooter()

    def band(self) -> Widget | None:
        """What stands between the status line and the panes: a word to who is new here."""
        progress, is_live = self._inspection.progress, self._inspection.session is not None
        if not is_live or progress is None or not progress.is_new_here:
            return None
        return WelcomeBand(self._inspection.lang)

    def on_mount(self) -> None:
        """First look, first focus, and the clock of a live session."""
        self.query_one("#transcript-frame", Frame).set_title(words("Chat", self._inspection.lang))
        self._enter("input" if self._inspection.session is not None else "log")
        if self._inspection.session is not None:
            self.set_interval(TICK_S, self._tick)
        if self._inspection.filter_text:
            self._log.set_filter(self._inspection.filter_text)
        self.call_after_refresh(self._show)
        if self._inspection.is_played:
            self.call_after_refresh(self._playback.play)

    @property
    def is_at_rest(self) -> bool:
        """Whether all panes show what is selected, and the state that belongs to it."""
        is_due = self._is_relation_due or self._turns.are_due
        return self._travel.is_current and self._detail.is_current and not is_due

    # Showing.

    def _show(self) -> None:
        """Shows what the store holds now; called at most twenty times a second."""
        self._log.show()
        self._tell_news()
        self._playback.store_changed()
        self._travel.catch_up()
        self._detail.catch_up()
        self._show_state()

    def _show_moment(self) -> None:
        """Shows the state of another event, or as far as it is known yet."""
        self._state_shown_s = 0.0
        self._show_state()

    def _show_state(self) -> None:
        """Shows the state; one that is only passed through on the way is shown now and then."""
        now_s = time.monotonic()
        if not self._travel.is_settled and now_s - self._state_shown_s < PASSING_S:
            return
        self._state_shown_s = now_s
        self._turns.ask(self._show_chat, self._show_conversation, self._show_facts, self._show_edge)

    def _show_chat(self) -> None:
        lang, is_past = self._inspection.lang, self._travel.is_past
        self._transcript.show(self._store.shown_state, is_past=is_past)
        frame = self.query_one("#transcript-frame", Frame)
        at = moment_words(self._store, lang)
        frame.set_title(" · ".join(filter(None, (words("Chat", lang), at))))
        frame.set_class(is_past, "-past")
        frame.set_subtitle(" · ".join(self._chat_facts()))

    def _chat_facts(self) -> list[str]:
        """Which session the chat is of, and whether there is more of it."""
        lang = self._inspection.lang
        facts = []
        session = self._store.folding.session
        if session is not None:
            facts.append(words("session {number} of {count}", lang).format_map(session))
        if not self._transcript.is_following:
            facts.append(words("more below", lang))
        return facts

    def _tell_news(self) -> None:
        loader = self._inspection.loader
        news = loader.news if loader is not None else ()
        for one in news[self._told :]:
            told = words(one, self._inspection.lang)
            self.notify(visible(told), severity="warning", markup=False, timeout=10)
        self._told = len(news)

    def _tick(self) -> None:
        """Shows what changes with time."""
        self._show_facts()
        self._show_edge()

    def _show_conversation(self) -> None:
        at = short_moment_words(self._store, self._inspection.lang) if self._travel.is_past else ""
        self._sidebar.show_conversation(self._store.shown_state, at)

    def _show_facts(self) -> None:
        inspection = self._inspection
        if self._travel.is_past:
            at = short_moment_words(self._store, inspection.lang)
            now = Situation(self._store.shown_state, is_live=False)
            self._sidebar.show_facts(now, now.state.last_ns, at)
        else:
            self._sidebar.show_facts(situation_now(inspection), self._now_ns)

    def _show_edge(self) -> None:
        """Shows the status line, and what the input line is for."""
        self._status.show(status_facts(self._inspection, self._store.state, self._now_ns))
        self._show_input_hint()

    @property
    def _now_ns(self) -> int | None:
        """The wall clock while a session is live; nothing runs in a capture."""
        return self._inspection.clock() if self._inspection.session is not None else None

    def _show_input_hint(self) -> None:
        session = self._inspection.session
        if session is None:
            return
        frame = self.query_one("#input-frame", Frame)
        if not session.is_connected:
            hint = "not connected · Ctrl+R reconnects"
        elif session.held:
            hint = "waiting for session.updated"
        elif session.is_queued:
            hint = "response.create queued until response.done"
        elif not session.is_auto_response:
            hint = "Enter sends the item · r asks for the answer"
        else:
            hint = "Enter sends · Esc to the events"
        frame.set_subtitle(words(hint, self._inspection.lang))
        frame.set_class(session.is_queued or not session.is_connected, "-notice")

    # Selection.

    @on(EventLogPane.Selected)
    def _event_selected(self, event: EventLogPane.Selected) -> None:
        self._select(event.seq, event.run, event.last, is_by_user=event.is_by_user)
        if event.seq == self._followed_to:  # the last that passes the filter, not the newest
            self._travel.look_at(None)
        else:
            self._followed_to = None

    @on(EventLogPane.Searched)
    def _searched(self, event: EventLogPane.Searched) -> None:
        self._detail.set_search(event.text)

    @on(DetailPane.Jump)
    def _jump(self, event: DetailPane.Jump) -> None:
        self._leap(event.seq)

    @on(Sidebar.ItemSelected)
    def _item_selected(self, event: Sidebar.ItemSelected) -> None:
        self._go_to_item(event.item_key, is_now=event.is_newest)

    @on(LineView.RowHighlighted, "#transcript")
    def _transcript_line(self, event: LineView.RowHighlighted) -> None:
        event.stop()
        entry = self._transcript.entry_at_cursor() if event.by_user else None
        if entry is None:
            return
        self._go_to_entry(entry, is_now=self._transcript.is_following)

    @on(PastList.Beyond)
    def _beyond(self, event: PastList.Beyond) -> None:
        """Goes on from the end of a list of the past."""
        event.stop()
        shown, newest = self._store.shown_state, self._store.state
        if event.is_now:
            self.action_follow()
        elif event.view is self._transcript:
            if len(shown.entries) < len(newest.entries):
                self._go_to_entry(newest.entries[len(shown.entries)], state=newest)
        else:
            last = newest.order.find_last(shown.order[-1]) if shown.order else -1
            if last is not None and last + 1 < len(newest.order):
                self._go_to_item(newest.order[last + 1], state=newest)

    def _go_to_entry(
        self, entry: Entry, *, state: CaptureState | None = None, is_now: bool = False
    ) -> None:
        if entry.kind is EntryKind.ITEM:
            self._go_to_item(int(entry.key), state=state, is_now=is_now)
        elif entry.kind is EntryKind.RESPONSE:
            last = (state or self._store.shown_state).seq
            seqs = self._store.seqs_of_response(str(entry.key))
            self._go_to(max((seq for seq in seqs if seq <= last), default=last), is_now=is_now)
        else:
            self._go_to(int(entry.key), is_now=is_now)

    def _go_to_item(
        self, item_key: int, *, state: CaptureState | None = None, is_now: bool = False
    ) -> None:
        """Goes to the last event about an item that a state, by default the shown one, knows."""
        item = (state or self._store.shown_state).items.get(item_key)
        self._go_to(max(item_key, item.last_seq if item is not None else 0), is_now=is_now)
        self._selected_item = item_key

    def _leap(self, seq: int) -> None:
        """Goes to an event from which one may want to come back."""
        self._jumps.leave(self._selected)
        self._go_to(seq)

    def _go_to(self, seq: int, *, is_now: bool = False) -> None:
        self._log.select(seq)
        self._select(seq, is_by_user=True)
        if is_now:
            self._travel.look_at(None)

    def _select(
        self,
        seq: int,
        run: int = 1,
        last: int | None = None,
        *,
        is_by_user: bool,
        is_passing: bool = False,
    ) -> None:
        self._selected, self._selected_item = seq, None
        self._travel_to(last or seq, is_chosen=is_by_user or is_passing)
        self._store.focus(seq)
        is_meant = is_by_user or self._log.is_following
        self._playback.selected(last or seq, is_by_user=is_meant)
        is_passing = is_passing or (self._log.is_following and not is_by_user)
        self._detail.show(seq, run, is_passing=is_passing)
        self._is_relation_due = is_by_user and not self._log.is_following
        if not self._is_relation_due:
            self._log.relate(())
            self._transcript.clear_selection()
            self._sidebar.select_item(None)
        if is_by_user:
            self.looked_at(seq)

    def looked_at(self, seq: int) -> None:
        """The user has selected an event; a screen that is built on this one may want to know."""

    def _travel_to(self, seq: int, *, is_chosen: bool) -> None:
        """Shows the state of the event that was selected; the newest one's is that of now."""
        self._chosen = seq
        is_last = seq >= len(self._store)
        may_grow = self._inspection.session is not None or self._inspection.is_growing
        if self._log.is_following or (is_last and not may_grow):
            self._travel.look_at(None)
        elif is_chosen:
            self._travel.look_at(seq)

    @on(DetailPane.Settled)
    def _mark_related(self, event: DetailPane.Settled) -> None:
        """Shows in every pane what belongs to the selection."""
        event.stop()
        seq, item = self._selected, self._selected_item
        if seq is None or not self._is_relation_due:
            return
        self._is_relation_due = False
        row = self._store.row(seq)
        causes: list[int] = []
        if item is None:
            relations = self._store.relations(seq)
            item, seqs, causes = row.item_key, relations.seqs, relations.causes
        else:
            seqs = self._store.seqs_of_item(item)
        self._turns.ask(
            partial(self._log.relate, seqs, causes),
            partial(self._transcript.select_item, item, row.belongs_to, seq),
            partial(self._sidebar.select_item, item),
        )

    # Playing.

    def _show_played(self, seq: int, *, is_passing: bool) -> None:
        """Selects the event that playback has come to."""
        self._log.select(seq)
        self._select(seq, is_by_user=not is_passing, is_passing=is_passing)

    @on(ScrubBar.Sought)
    def _sought(self, event: ScrubBar.Sought) -> None:
        self._playback.seek_cell(event.cell, event.width)

    @on(ScrubBar.Toggled)
    def action_play(self) -> None:
        """Plays the capture, or pauses."""
        self._playback.toggle()

    def action_next_event(self) -> None:
        """Next event, also inside a run."""
        self._playback.step(1)

    def action_previous_event(self) -> None:
        """Event before, also inside a run."""
        self._playback.step(-1)

    def action_faster(self) -> None:
        """Plays faster."""
        self._playback.change_speed(1)

    def action_slower(self) -> None:
        """Plays slower."""
        self._playback.change_speed(-1)

    def action_scrub_bar(self) -> None:
        """Shows or hides the bar."""
        self._playback.toggle_bar()

    # Typing.

    @on(ChatInput.EscapedKey)
    def _escaped_key(self, event: ChatInput.EscapedKey) -> None:
        self._enter("log")
        self.call_later(self._press, event.key)

    async def _press(self, key: str) -> None:
        active = self.active_bindings.get(key)
        if active is not None:
            await self.app.run_action(active.binding.action, active.node)

    @on(Input.Submitted, "#chat-input")
    def _submitted(self, event: Input.Submitted) -> None:
        line = event.value.strip()
        self._input.value = ""
        if not line:
            return
        self._input.remember(line)
        self.query(WelcomeBand).remove()
        if line == "exit":
            self.action_quit()
        elif line.startswith("/"):
            self._slash(line)
        else:
            self._say(line)

    def _say(self, text: str) -> None:
        session = self._inspection.session
        if session is not None and not session.say(text):
            self._input.value = text
            self._tell("Not connected: nothing was sent. Ctrl+R reconnects.", is_trouble=True)
        self._return_to_now()
        self._transcript.set_following(is_following=True)

    def _slash(self, line: str) -> None:
        word, _, rest = line[1:].partition(" ")
        command = next((one for one in SLASH_COMMANDS if one.name == word), None)
        if command is None:
            names = " ".join(f"/{one.name}" for one in SLASH_COMMANDS)
            told = phrase("There is no /{word}. There is: {names}", word=word, names=names)
            self._tell(told, is_trouble=True)
            return
        self._run_slash(command, rest.strip())

    def _run_slash(self, command: SlashCommand, rest: str) -> None:
        session = self._inspection.session
        if session is None:
            return
        if command.name in _SENDING:
            self._return_to_now()
        done = None
        try:
            done = {
                "response": lambda: session.request_response(rest),
                "cancel": session.cancel,
                "audio": lambda: session.speak(rest),
                "tool": lambda: session.answer_call(rest),
                "truncate": lambda: session.truncate(rest),
                "raw": lambda: session.send_raw(rest) if rest else True,
                "save": self.action_export,
                "help": self.action_help,
                "exit": self.action_quit,
            }[command.name]()
        except UsageError as error:
            self._tell(error_words(error, self._inspection.lang), is_trouble=True)
        if done is False:
            self._tell("Not connected: nothing was sent. Ctrl+R reconnects.", is_trouble=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What cannot be done now is not offered in the footer."""
        del parameters
        if action in getattr(self.focused, "claimed_actions", ()):
            return None
        if self._inspection.session is None and action in _LIVE_ONLY:
            return False
        return not (isinstance(self.focused, Input) and action in _PRINTED)

    # Actions: the names are those of `actions.ACTIONS`.

    def action_search(self) -> None:
        """Opens the search line."""
        self._searched_pane().open_search()

    def action_filter(self) -> None:
        """Opens the filter line."""
        self._log.open_filter()

    def action_go_to(self) -> None:
        """Opens the line for a number or a time."""
        self._log.open_goto()

    def action_search_audio(self) -> None:
        """Whether the search looks into base64."""
        self._log.toggle_audio_search()

    def action_next_hit(self) -> None:
        """Next search hit."""
        self._searched_pane().move_hit(1)

    def action_previous_hit(self) -> None:
        """Previous search hit."""
        self._searched_pane().move_hit(-1)

    def action_next_error(self) -> None:
        """Next error."""
        self._log.move_flagged(1, FAILED, "No error here.")

    def action_previous_error(self) -> None:
        """Previous error."""
        self._log.move_flagged(-1, FAILED, "No error here.")

    def action_next_finding(self) -> None:
        """Next event with a finding."""
        self._log.move_listed(1, self._store.findings.marked, NO_FINDING)

    def action_previous_finding(self) -> None:
        """Previous event with a finding."""
        self._log.move_listed(-1, self._store.findings.marked, NO_FINDING)

    def action_findings(self) -> None:
        """Opens the list of findings."""
        from realtime_inspector.ui.screens.findings import FindingsScreen

        screen = FindingsScreen(self._inspection, self._selected)
        self.app.push_screen(screen, self._finding_chosen)

    def _finding_chosen(self, chosen: Chosen | None) -> None:
        if chosen is None:
            return
        if chosen.filter_text:
            self._log.set_filter(chosen.filter_text)
        if chosen.seq:
            self._leap(chosen.seq)
        self._enter("log")
        if chosen.action:
            getattr(self, f"action_{chosen.action}")()

    def action_why(self) -> None:
        """Says why nothing happens now, or did not happen after the selected event."""
        from realtime_inspector.ui.screens.why import WhyScreen

        seq = self._chosen if self._travel.is_past else None
        self.app.push_screen(WhyScreen(self._inspection, seq), self._told_why)

    def action_contract(self) -> None:
        """Shows what the session asked for, what was accepted, and what came."""
        from realtime_inspector.ui.screens.contract import ContractScreen

        self.app.push_screen(ContractScreen(self._inspection, self._selected), self._told_why)

    def _told_why(self, chosen: int | str | None) -> None:
        """Goes to the event, or does what helps."""
        if isinstance(chosen, int):
            self._leap(chosen)
            self._enter("log")
        elif chosen:
            getattr(self, f"action_{chosen}")()

    def action_next_gap(self) -> None:
        """Next slow gap."""
        self._log.move_flagged(1, SLOW, "No slow gap here.")

    def action_previous_gap(self) -> None:
        """Previous slow gap."""
        self._log.move_flagged(-1, SLOW, "No slow gap here.")

    def action_next_related(self) -> None:
        """Next event of the same response or item."""
        self._move_related(1)

    def action_previous_related(self) -> None:
        """Previous event of the same response or item."""
        self._move_related(-1)

    def action_jump_to_cause(self) -> None:
        """Goes to what caused the selected event."""
        if self._selected is None:
            return
        cause = self._store.relations(self._selected).cause
        if cause.seq is not None:
            self._leap(cause.seq)
        else:
            self._tell(cause_words(cause.why, "", self._inspection.lang))

    def action_jump_back(self) -> None:
        """Goes back to where the last jump began."""
        seq = self._jumps.back()
        if seq is None:
            self._tell("Nothing to go back to: no jump yet.")
        else:
            self._go_to(seq)

    def action_about_type(self) -> None:
        """Opens the page of the event guide about the selected event's type."""
        from realtime_inspector.ui.screens.event_guide import EventGuideScreen

        if self._selected is not None:
            name = self._store.row(self._selected).type
            self.app.push_screen(EventGuideScreen(name, self._inspection.lang))

    def action_next_response(self) -> None:
        """Beginning of the next response."""
        self._move_to_response(1)

    def action_previous_response(self) -> None:
        """Beginning of the response before."""
        self._move_to_response(-1)

    def action_mark(self) -> None:
        """Marks the selected event."""
        seq = self._log.cursor_seq
        if seq is not None:
            self._store.toggle_mark(seq)
            self._log.marks_changed(seq)
            self._playback.store_changed()

    def action_next_mark(self) -> None:
        """Next marked event."""
        self._log.move_listed(1, self._store.marks, "No mark yet; m marks an event.")

    def action_previous_mark(self) -> None:
        """Previous marked event."""
        self._log.move_listed(-1, self._store.marks, "No mark yet; m marks an event.")

    def action_family(self, name: str) -> None:
        """Shows or hides a family."""
        self._log.toggle_family(name)

    def action_previous_tab(self) -> None:
        """Previous tab of the detail."""
        self._detail.next_tab(-1)

    def action_next_tab(self) -> None:
        """Next tab of the detail."""
        self._detail.next_tab(1)

    def action_follow(self) -> None:
        """Stays at the newest event."""
        self._log.follow()
        self._followed_to = self._log.cursor_seq
        self._travel.look_at(None)
        self._transcript.set_following(is_following=True)

    def action_now(self) -> None:
        """The state as it is now, or again as it was at the selected event."""
        self._travel.look_at(self._chosen if self._store.moment.seq is None else None)

    def action_focus_input(self) -> None:
        """Goes to the input line."""
        self._enter("input" if self._inspection.session is not None else "transcript")

    def action_next_pane(self) -> None:
        """Next pane."""
        self._move_pane(1)

    def action_previous_pane(self) -> None:
        """Previous pane."""
        self._move_pane(-1)

    def action_zoom(self) -> None:
        """Gives a pane the whole screen, or takes it back."""
        self._zoom("" if self._zoomed else self._current_pane())

    def _zoom(self, pane: str) -> None:
        self._zoomed = pane
        for name in PANES:
            self.set_class(name == pane, f"-zoom-{name}")
        self.set_class(bool(pane), "-zoomed")

    def action_request_response(self) -> None:
        """Sends `response.create`."""
        self._with_session(lambda session: session.request_response())

    def action_cancel_response(self) -> None:
        """Sends `response.cancel`."""
        self._with_session(lambda session: session.cancel())
        session = self._inspection.session
        if session is not None and session.is_queued:
            self._tell("Cancelled. The queued answer comes next; x again stops that one too.")

    def action_toggle_auto(self) -> None:
        """Whether `response.create` follows a message by itself."""
        session = self._inspection.session
        if session is None:
            self._tell("This is a recording: there is nothing to send.")
            return
        session.set_auto_response(is_on=not session.is_auto_response)
        if session.is_auto_response:
            self._tell("response.create follows each message by itself.")
        else:
            self._tell("response.create is yours now: press r.")
        self._tick()

    def action_reconnect(self) -> None:
        """Opens a new connection."""
        session = self._inspection.session
        if session is None:
            self._tell("This is a recording: there is nothing to connect to.")
        elif session.is_connected:
            self._tell("The connection is open.")
        else:
            session.reconnect()

    def action_copy(self) -> None:
        """Copies the selected event, or the value under the cursor of the detail."""
        if self._detail.has_focus_inside:
            self._detail.copy()
            return
        if self._selected is None:
            return
        row = self._store.row(self._selected)
        if row.size > COPIED_MOST:
            self._tell(TOO_LONG, is_trouble=True)
            return
        text = json_of(row)
        self.app.copy_to_clipboard(text)
        self._tell(phrase("Copied {count} characters.", count=f"{len(text):,}"))

    def action_export(self) -> None:
        """Opens the export dialogue."""
        from realtime_inspector.ui.exporting import Parts
        from realtime_inspector.ui.screens.export import ExportScreen

        parts = Parts.of(self._inspection, self._selected, self._log.filter_text)
        self.app.push_screen(ExportScreen(self._inspection, parts))

    def action_sequence(self) -> None:
        """Opens the sequence diagram; the log stands then where that was left."""
        from realtime_inspector.ui.screens.sequence import sequence_screen

        screen = sequence_screen(
            self._inspection,
            self._selected,
            passing=self._log.passing,
            filter_text=self._log.filter_text,
            is_following=self._log.is_following,
        )
        self.app.push_screen(screen, self._stand_at)

    def action_timeline(self) -> None:
        """Opens the timeline; the log stands then where that was left."""
        from realtime_inspector.ui.screens.timeline import timeline_screen

        is_following = self._log.is_following
        screen = timeline_screen(self._inspection, self._selected, is_following=is_following)
        self.app.push_screen(screen, self._stand_at)

    def _stand_at(self, seq: int | None) -> None:
        """Goes to an event that another screen has left; `None`: to the newest one."""
        if seq is None:
            self.action_follow()
        elif seq != self._selected:
            self._go_to(seq)

    def action_help(self) -> None:
        """Opens the help."""
        from realtime_inspector.ui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self._inspection.lang))

    def action_lessons(self) -> None:
        """Opens the list of lessons."""
        self.query(WelcomeBand).remove()
        self.post_message(self.LessonsRequested())

    def action_command_palette(self) -> None:
        """Opens the palette."""
        self.app.action_command_palette()

    def action_back(self) -> None:
        """Closes what is on top."""
        if self._detail.has_focus_inside and self._detail.close_search():
            return
        if self._zoomed:
            self.action_zoom()
        elif self._current_pane() == "input":
            self._enter("log")
        elif not self._log.close_top():
            self._log.relate(())
            self._transcript.clear_selection()
            self._sidebar.select_item(None)
            self._tell("Ctrl+Q quits.")

    def action_quit(self) -> None:
        """Closes the connection and leaves."""
        self.post_message(self.LeaveRequested())

    # Helpers.

    def _return_to_now(self) -> None:
        """Who sends something wants to see what comes of it."""
        self._travel.look_at(None)

    def _with_session(self, act: Callable[[LiveSession], bool]) -> None:
        session = self._inspection.session
        if session is None:
            self._tell("This is a recording: there is nothing to send.")
            return
        self._return_to_now()
        if not act(session):
            self._tell("Not connected: nothing was sent. Ctrl+R reconnects.", is_trouble=True)
        self._tick()

    def _move_related(self, step: int) -> None:
        seq = self._log.cursor_seq
        if seq is not None:
            related = self._store.related(seq)
            self._log.move_listed(step, related, "No further event of the same.")

    def _move_to_response(self, step: int) -> None:
        self._log.move_listed(step, starts_of_responses(self._store), "No response here.")

    def _searched_pane(self) -> DetailPane | EventLogPane:
        return self._detail if self._detail.has_focus_inside else self._log

    def _current_pane(self) -> str:
        if self._input.has_focus:
            return "input"
        if self._transcript.has_focus:
            return "transcript"
        if self._detail.has_focus_inside:
            return "detail"
        return "items" if self._sidebar.has_focus_inside else "log"

    def _move_pane(self, step: int) -> None:
        panes = [one for one in PANES if one != "input" or self._inspection.session is not None]
        self._enter(panes[(panes.index(self._current_pane()) + step) % len(panes)])

    def _enter(self, pane: str) -> None:
        """Gives a pane the keyboard, and shows its column where not all are shown."""
        if pane == "detail" and self.has_class("-tiny") and not self._zoomed:
            self._zoom("detail")
        for column in COLUMNS:
            self.set_class(COLUMN_OF[pane] == column, f"-at-{column}")
        if self._zoomed and pane != self._zoomed:
            self._zoom("")
        # At once, not by `focus()`, which comes after the keys that are typed meanwhile.
        self.set_focus(
            {
                "input": self._input,
                "transcript": self._transcript,
                "log": self._log.focus_target,
                "detail": self._detail.focus_target,
                "items": self._sidebar.focus_target,
            }[pane]
        )

    def _tell(self, message: str, *, is_trouble: bool = False) -> None:
        self.notify(
            visible(words(message, self._inspection.lang)),
            severity="warning" if is_trouble else "information",
            markup=False,
            timeout=4,
        )


class JapaneseMainScreen(MainScreen, inherit_bindings=False):
    """The same with its footer in Japanese: bindings belong to a class, not to an instance."""

    BINDINGS: ClassVar = bindings_of("main", "ja")


def main_screen(inspection: Inspection) -> MainScreen:
    """The main screen in the user's language."""
    return (JapaneseMainScreen if inspection.lang == "ja" else MainScreen)(inspection)
