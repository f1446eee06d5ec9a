"""A capture boiled down to what is compared: sessions, turns, items, folded runs of events.

A turn is a response and what led to it: it begins with the first input after the response before
it was created. Pieces of microphone audio begin none and are not compared one by one; the stream
has a clock of its own, and how many pieces fall into a turn is chance.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.analysis.session_diff.forms import ItemForm, ResponseForm, response_form
from realtime_inspector.analysis.session_diff.forms import item_form as form_of
from realtime_inspector.analysis.strands import Strand, Strands, is_delta
from realtime_inspector.core.event import Event
from realtime_inspector.core.record import Direction, RecordKind
from realtime_inspector.core.reduce import reduce
from realtime_inspector.core.state import CaptureState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from realtime_inspector.core.record import Record

_APPEND: Final = "input_audio_buffer.append"
_INPUTS: Final = frozenset(
    {
        "conversation.item.create",
        "response.create",
        "input_audio_buffer.commit",
        "input_audio_buffer.speech_started",
    }
)
"""Where the input of the next turn begins."""
_SETTING: Final = "session.update"
"""Begins a turn too, but not the first one: most sessions begin with one."""
_HEARTBEATS: Final = frozenset({"ping", "heartbeat"})
_CLIENT: Final = Strand("client")


@dataclass(slots=True)
class Turn:
    """A response and what led to it."""

    number: int
    """Within the session, from 1."""
    first_seq: int
    inputs: list[ItemForm] = field(default_factory=list)
    outputs: list[ItemForm] = field(default_factory=list)
    response: ResponseForm | None = None
    runs: dict[Strand, list[tuple[str, int]]] = field(default_factory=dict)
    """For each strand the types of its events, and how many of each came in a row. Items and
    responses are numbered within the turn."""
    response_id: str = ""
    usage: Mapping[str, Any] | None = None
    _local: dict[Strand, Strand] = field(default_factory=dict)
    _outputs: dict[str, int] = field(default_factory=lambda: {"": 0})
    """Numbers of the output items, from 1."""

    def add(self, strand: Strand, kind: str, item_id: str = "") -> None:
        """Counts an event.

        Args:
            strand: What it is about.
            kind: Its type.
            item_id: The item it names. Output items of one response may come interleaved
                (observed.md §3), so each has a strand of its own.
        """
        if strand.about == "response":
            known = self._outputs.setdefault(item_id, len(self._outputs)) if item_id else 0
            strand = Strand("output item", known) if known else Strand("response")
        runs = self.runs.setdefault(self._localised(strand), [])
        at = _place_in(runs, kind)
        if at is None:
            runs.append((kind, 1))
        else:
            runs[at] = (kind, runs[at][1] + 1)

    def _localised(self, strand: Strand) -> Strand:
        if not strand.number or strand.about == "output item":
            return strand
        known = sum(one.about == strand.about for one in self._local)
        return self._local.setdefault(strand, Strand(strand.about, known + 1))


@dataclass(slots=True)
class Session:
    """One session of a capture."""

    number: int
    """Within the capture, from 1."""
    conn: int
    settings: list[Mapping[str, Any]] = field(default_factory=list)
    """Every `session` object that the server sent, in order."""
    opening: Turn = field(default_factory=lambda: Turn(0, 0))
    """What came before the first input."""
    turns: list[Turn] = field(default_factory=list)
    has_begun: bool = False
    """Whether `session.created` has come."""


@dataclass(slots=True)
class Digest:
    """A whole capture."""

    sessions: list[Session] = field(default_factory=list)
    records: int = 0
    events: int = 0


class Digester:
    """Boils down the records of a capture as they pass."""

    def __init__(self) -> None:
        self._state = CaptureState()
        self._digest = Digest()
        self._sorter: _Sorter | None = None

    def feed(self, record: Record, event: Event | None = None) -> None:
        """Takes the next record of the capture.

        Args:
            record: The record.
            event: Its event, if the caller has parsed it already.
        """
        event = Event.of(record) if event is None else event
        self._state = reduce(self._state, record, event)
        self._digest.records += 1
        if record.kind is RecordKind.NOTICE or not event.type:
            return
        self._digest.events += 1
        self._sorter_for(record, event).feed(self._state.seq, record.direction, event)

    def result(self) -> Digest:
        """What it amounts to."""
        _fill(self._digest, self._state)
        return self._digest

    def _sorter_for(self, record: Record, event: Event) -> _Sorter:
        """The current session's, or a new one's where a session or a connection begins."""
        begins = event.canonical_type == "session.created"
        current = self._sorter
        is_other = current is None or current.session.conn != record.conn
        if current is None or is_other or (begins and current.session.has_begun):
            session = Session(len(self._digest.sessions) + 1, record.conn)
            self._digest.sessions.append(session)
            self._sorter = current = _Sorter(session)
        current.session.has_begun |= begins
        return current


class _Sorter:
    """Sorts the events of one session into turns and strands."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._strands = Strands()
        self._homes: dict[Strand, Turn] = {}
        """The turn that an item's or response's events belong to, whenever they come."""
        self._answered: Turn | None = None
        """The turn of the last response that is done."""

    def feed(self, seq: int, direction: Direction, event: Event) -> None:
        kind = event.canonical_type
        if kind == _APPEND or kind in _HEARTBEATS:
            return
        if direction is Direction.SENT:
            self._open(seq, kind).add(_CLIENT, kind)
        elif direction is Direction.RECEIVED:
            self._feed_server(seq, kind, event)

    def _feed_server(self, seq: int, kind: str, event: Event) -> None:
        strand = self._strands.of(event)
        turn = self._home(seq, kind, strand)
        turn.add(strand, kind, event.item_id or "")
        if strand.about == "session" and event.mapping("session"):
            self.session.settings.append(event.mapping("session"))
        if strand.about == "response":
            turn.response_id = turn.response_id or event.response_id or ""
        if kind == "response.done":
            self._answered = turn
            turn.usage = event.mapping("response", "usage") or event.mapping("usage") or None

    def _home(self, seq: int, kind: str, strand: Strand) -> Turn:
        if strand.about == "limits" and self._answered is not None:
            return self._answered
        if strand not in self._homes:
            # A capture without its client side shows its input only as the server's echo.
            turn = self._open(seq, kind, is_input=strand.about == "item")
            if strand.about == "response" and (turn.response_id or turn is self.session.opening):
                turn = self._begin(seq)
            if not strand.number:
                return turn
            self._homes[strand] = turn
        return self._homes[strand]

    def _open(self, seq: int, kind: str, *, is_input: bool = False) -> Turn:
        """The current turn, or a new one if this is the first input after its response."""
        turns = self.session.turns
        is_input |= kind in _INPUTS
        if not turns:
            return self._begin(seq) if is_input else self.session.opening
        if turns[-1].response_id and (is_input or kind == _SETTING):
            return self._begin(seq)
        return turns[-1]

    def _begin(self, seq: int) -> Turn:
        self.session.turns.append(Turn(len(self.session.turns) + 1, seq))
        return self.session.turns[-1]


def _place_in(runs: Sequence[tuple[str, int]], kind: str) -> int | None:
    """The run at the end that an event belongs to, if there is one.

    Deltas of several types take turns as chance will have it (observed.md §3), so that each type
    has one run until something else comes.
    """
    for at in range(len(runs) - 1, -1, -1):
        if runs[at][0] == kind:
            return at
        if not (is_delta(kind) and is_delta(runs[at][0])):
            return None
    return None


def _fill(digest: Digest, state: CaptureState) -> None:
    """Puts the items and responses of the final state into their turns."""
    turns = [turn for session in digest.sessions for turn in session.turns]
    if not turns:
        return
    outputs: set[int] = set()
    for turn in turns:
        response = state.responses.get(turn.response_id)
        turn.inputs.clear()
        if response is not None:
            turn.response = response_form(response, turn.usage)
            outputs.update(response.items)
            found = (state.items.get(key) for key in response.items)
            turn.outputs = [form_of(item) for item in found if item is not None]
    starts = [turn.first_seq for turn in turns]
    for key, item in state.items.items():
        if key not in outputs:
            turns[max(0, bisect_right(starts, key) - 1)].inputs.append(form_of(item))
