"""Measures records as they come: responses, turns, sessions, in constant time for each record.

What it holds is what is still open: the newest turns of each connection and their responses.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.metrics.cost import Tariff
from realtime_inspector.analysis.metrics.model import (
    Finished,
    ResponseMetrics,
    SessionMetrics,
    ToolMetrics,
    TurnMetrics,
)
from realtime_inspector.core.audio import PCM16_24K, AudioFormat, base64_size, session_formats
from realtime_inspector.core.event import Event
from realtime_inspector.core.events.edit import string, word
from realtime_inspector.core.events.misc import culprit_type
from realtime_inspector.core.events.response import is_out_of_band
from realtime_inspector.core.record import RecordKind
from realtime_inspector.core.state import Session
from realtime_inspector.core.usage import Bill, transcribed, transcription_model, usage_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from realtime_inspector.core.record import Record

OPEN_TURNS: Final = 2
"""The newest turns are kept open: a truncation of the last answer comes in the turn after it."""
MOST_TURNS: Final = 64
"""Turns that wait for the end of a response, at most; the oldest is then handed out as it is."""
MOST_PENDING: Final = 256
"""Requests, calls and out-of-band responses without an end that are kept of a connection."""
_NOTHING: Final[tuple[Finished, ...]] = ()


class MetricsTracker:
    """Measures a capture or a live session, record by record; connections are kept apart."""

    def __init__(self, tariff: Tariff | None = None) -> None:
        """Begin with nothing.

        Args:
            tariff: What things cost; by default the built-in prices.
        """
        self._tariff = tariff or Tariff()
        self._strands: dict[int, _Strand] = {}
        self._sessions = 0

    def feed(self, seq: int, record: Record, event: Event | None = None) -> Sequence[Finished]:
        """What is over with one more record; mostly nothing.

        A turn comes after its responses, a session after its turns.

        Args:
            seq: The record's number in the capture, rising.
            record: The record.
            event: Its event, if the caller has parsed it already.
        """
        if record.kind is RecordKind.TEXT or record.kind is RecordKind.BINARY:
            return _NOTHING
        event = Event.of(record) if event is None else event
        if record.kind is RecordKind.NOTICE:
            name = "close" if event.text("kind") == "close" else ""
        else:
            name = event.canonical_type
        handle = _HANDLERS.get(name)
        if handle is None:
            return _NOTHING
        strand = self._strands.get(record.conn)
        if strand is None:
            strand = self._strands[record.conn] = _Strand(self._tariff, self._number)
        handle(strand, event, _Now(seq, record.time_ns))
        return strand.take()

    def end(self) -> list[Finished]:
        """All that was still open."""
        found: list[Finished] = []
        for strand in self._strands.values():
            strand.finish()
            found += strand.take()
        self._strands.clear()
        return found

    def open(self) -> list[ResponseMetrics | TurnMetrics]:
        """What is measured and still open, as far as it is known; it goes on to change.

        A turn comes after its responses; out-of-band responses come before the turns.
        """
        return [one for strand in self._strands.values() for one in strand.open()]

    def _number(self) -> int:
        self._sessions += 1
        return self._sessions


@dataclass(frozen=True, slots=True)
class _Now:
    """Where a record stands."""

    seq: int
    time_ns: int | None


@dataclass(slots=True)
class _Request:
    """A `response.create` without an answer so far."""

    now: _Now
    event_id: str
    is_out_of_band: bool


class _Strand:
    """What is open on one connection."""

    def __init__(self, tariff: Tariff, number: Callable[[], int]) -> None:
        self._tariff = tariff
        self._next_number = number
        self._finished: list[Finished] = []
        self._begin_session()

    def _begin_session(self) -> None:
        self._session = Session()
        self._number = 0
        self._output: AudioFormat = PCM16_24K
        self._bill = Bill()
        self._sums = SessionMetrics(0)
        self._turns: deque[TurnMetrics] = deque()
        self._responses: dict[str, ResponseMetrics] = {}
        self._aside: dict[str, ResponseMetrics] = {}
        self._of_item: dict[str, ResponseMetrics] = {}
        self._calls: dict[str, ToolMetrics] = {}
        self._requests: deque[_Request] = deque(maxlen=MOST_PENDING)
        self._speech_end_ns: int | None = None
        self._append_ns: int | None = None
        self._commit_ns: int | None = None
        self._unconfirmed = 0

    def take(self) -> Sequence[Finished]:
        """What was finished since the last time."""
        if not self._finished:
            return _NOTHING
        found, self._finished = self._finished, []
        return found

    def open(self) -> Iterator[ResponseMetrics | TurnMetrics]:
        """What `finish` would hand out of responses and turns."""
        yield from self._aside.values()
        for turn in self._turns:
            yield from turn.responses
            yield turn

    def finish(self) -> None:
        """Nothing more comes of this session."""
        while self._turns:
            self._flush(self._turns.popleft())
        self._finished += self._aside.values()
        sums = self._sums
        if self._number or sums.responses or self._bill.transcribed:
            sums.number = self._numbered()
            sums.id, sums.model = self._session.id, string(self._session.effective.get("model"))
            sums.cost = self._tariff.bill(self._bill, self._session)
            self._finished.append(sums)
        self._begin_session()

    def _numbered(self) -> int:
        """The number of the session; it gets one with the first event that belongs to it."""
        if not self._number:
            self._number = self._next_number()
        return self._number

    # The session.

    def created(self, event: Event, now: _Now) -> None:
        if self._session.created_seq is not None:
            self.finish()
        self._numbered()
        self._take_over(event.mapping("session"), now.seq)

    def updated(self, event: Event, _now: _Now) -> None:
        raw = event.mapping("session")
        if raw:
            self._take_over(raw, self._session.created_seq)

    def _take_over(self, raw: Mapping[str, object], seq: int | None) -> None:
        session_id = string(raw.get("id")) or self._session.id
        self._session = Session(id=session_id, effective=raw, created_seq=seq)
        self._output = session_formats(raw)[1]

    def closed(self, _event: Event, _now: _Now) -> None:
        self.finish()

    # What the user says.

    def message(self, event: Event, now: _Now) -> None:
        """`conversation.item.create`: a message of the user begins a turn, a result ends a call."""
        item = event.mapping("item")
        if item.get("type") == "function_call_output":
            self._result(event, now)
        elif item.get("role") == "user":
            self._unconfirmed += 1
            self._said(now)

    def added(self, event: Event, now: _Now) -> None:
        """`conversation.item.added`: tells as much where the client's events are not recorded."""
        item = event.mapping("item")
        if item.get("type") == "function_call_output":
            self._result(event, now)
        elif item.get("role") == "user" and item.get("type") == "message":
            if self._unconfirmed:
                self._unconfirmed -= 1
            elif not (self._turns and self._turns[-1].is_spoken and not self._turns[-1].responses):
                self._said(now)

    def _said(self, now: _Now) -> None:
        turn = self._begin(now, now.time_ns)
        turn.user_end_ns = now.time_ns

    def appended(self, _event: Event, now: _Now) -> None:
        if self._append_ns is None:
            self._append_ns = now.time_ns

    def speech_started(self, _event: Event, now: _Now) -> None:
        turn = self._begin(now, now.time_ns)
        turn.is_spoken, turn.user_end_ns = True, None
        self._speech_end_ns = None

    def speech_stopped(self, _event: Event, now: _Now) -> None:
        self._speech_end_ns = now.time_ns
        if self._turns and not self._turns[-1].responses:
            self._turns[-1].user_end_ns = now.time_ns

    def commit(self, _event: Event, now: _Now) -> None:
        self._commit_ns = now.time_ns

    def committed(self, _event: Event, now: _Now) -> None:
        end_ns = now.time_ns if self._commit_ns is None else self._commit_ns
        if self._speech_end_ns is None:
            self._speech_end_ns = end_ns
        start_ns = end_ns if self._append_ns is None else self._append_ns
        turn = self._begin(now, start_ns)
        turn.is_spoken = True
        if turn.user_end_ns is None:
            turn.user_end_ns = end_ns
        self._append_ns = self._commit_ns = None

    def cleared(self, _event: Event, _now: _Now) -> None:
        self._append_ns = self._commit_ns = self._speech_end_ns = None

    def _begin(self, now: _Now, start_ns: int | None) -> TurnMetrics:
        """The turn that the user's input belongs to: a new one if the last was answered."""
        if not self._turns or self._turns[-1].responses:
            self._new_turn(now)
        turn = self._turns[-1]
        turn.last_seq = now.seq
        if turn.user_start_ns is None:
            turn.user_start_ns = start_ns
        return turn

    def _new_turn(self, now: _Now) -> None:
        number = self._numbered()
        self._sums.turns += 1
        self._turns.append(TurnMetrics(self._sums.turns, number, now.seq, now.seq))
        self._flush_older()

    # Responses.

    def request(self, event: Event, now: _Now) -> None:
        is_aside = event.get("response", "conversation") == "none"
        self._requests.append(_Request(now, event.event_id or "", is_aside))

    def refused(self, event: Event, _now: _Now) -> None:
        """An `error`: the request that it answers will not be answered by a response."""
        cause = event.text("error", "event_id")
        is_request = culprit_type(event) == "response.create"
        for index, one in enumerate(self._requests):
            if one.event_id == cause if cause else is_request:
                del self._requests[index]
                return

    def began(self, event: Event, now: _Now) -> None:
        response_id = event.response_id
        if response_id is None or response_id in self._responses:
            return
        is_aside = is_out_of_band(event)
        asked = self._take_request(is_aside=is_aside)
        response = ResponseMetrics(
            response_id,
            self._numbered(),
            is_out_of_band=is_aside,
            request_seq=None if asked is None else asked.seq,
            request_ns=None if asked is None else asked.time_ns,
            created_seq=now.seq,
            created_ns=now.time_ns,
        )
        self._responses[response_id] = response
        self._sums.responses += 1
        if is_aside:
            self._aside[response_id] = response
            if len(self._aside) > MOST_PENDING:
                self._give_up(next(iter(self._aside.values())))
            return
        response.speech_end_ns, self._speech_end_ns = self._speech_end_ns, None
        if not self._turns:
            self._new_turn(now if asked is None else asked)
        turn = self._turns[-1]
        response.turn = turn.number
        turn.responses.append(response)
        turn.last_seq = now.seq

    def _take_request(self, *, is_aside: bool) -> _Now | None:
        for index, one in enumerate(self._requests):
            if one.is_out_of_band == is_aside:
                del self._requests[index]
                return one.now
        return None

    def _give_up(self, response: ResponseMetrics) -> None:
        """Hands out an out-of-band response."""
        del self._aside[response.id]
        del self._responses[response.id]
        self._finished.append(response)

    def output_item(self, event: Event, _now: _Now) -> None:
        response = self._responses.get(event.response_id or "")
        is_heard = response is not None and not response.is_out_of_band
        if response is not None and is_heard and event.item_id is not None:
            self._of_item[event.item_id] = response

    def _delta(self, event: Event, now: _Now) -> ResponseMetrics | None:
        response = self._responses.get(event.response_id or "")
        if response is None:
            return None
        if not response.deltas:
            response.first_token_ns = now.time_ns
        response.deltas += 1
        response.last_delta_ns = now.time_ns
        return response

    def arguments(self, event: Event, now: _Now) -> None:
        self._delta(event, now)

    def text(self, event: Event, now: _Now) -> None:
        response = self._delta(event, now)
        if response is not None and response.first_text_ns is None:
            response.first_text_ns = now.time_ns

    def audio(self, event: Event, now: _Now) -> None:
        response = self._delta(event, now)
        if response is not None:
            if response.first_audio_ns is None:
                response.first_audio_ns = now.time_ns
            response.audio_ms += self._output.duration_ms(base64_size(event.text("delta") or ""))

    def done(self, event: Event, now: _Now) -> None:
        response_id = event.response_id
        if response_id is None:
            return
        if response_id not in self._responses:
            self.began(event, now)
            self._responses[response_id].created_ns = None
        response = self._responses[response_id]
        if response.is_over:
            return
        response.status = word(event.text("response", "status")) or "completed"
        response.reason = word(event.text("response", "status_details", "reason"))
        response.done_seq, response.done_ns = now.seq, now.time_ns
        self._charge(response, event)
        if response.is_out_of_band:
            self._give_up(response)
        elif self._turns:
            self._turns[-1].last_seq = now.seq
            self._flush_older()

    def _charge(self, response: ResponseMetrics, event: Event) -> None:
        response.usage = usage = usage_of(event)
        response.cost = self._tariff.usage(usage, self._session)
        self._bill = self._bill.with_response(usage)
        if usage is not None:
            self._sums.usage += usage

    def heard(self, event: Event, _now: _Now) -> None:
        self._numbered()
        found = transcribed(event, transcription_model(self._session.effective))
        self._bill = self._bill.with_transcript(found)

    def truncated(self, event: Event, _now: _Now) -> None:
        response = self._of_item.get(event.item_id or "")
        if response is not None:
            response.heard_ms = event.integer("audio_end_ms")

    # Tools.

    def called(self, event: Event, now: _Now) -> None:
        """`response.function_call_arguments.done`: from here on the tool is waited for."""
        response = self._responses.get(event.response_id or "")
        call_id = event.call_id
        if response is None or call_id is None:
            return
        name = event.text("name") or ""
        self._calls[call_id] = tool = ToolMetrics(call_id, name, now.seq, now.time_ns)
        response.tools.append(tool)
        if len(self._calls) > MOST_PENDING:
            del self._calls[next(iter(self._calls))]

    def _result(self, event: Event, now: _Now) -> None:
        tool = self._calls.pop(event.call_id or "", None)
        if tool is not None:
            tool.end_seq, tool.end_ns = now.seq, now.time_ns

    def remote_call(self, event: Event, now: _Now) -> None:
        """`response.mcp_call.in_progress`: the server itself calls a tool."""
        response = self._of_item.get(event.item_id or "")
        if response is not None and event.item_id is not None:
            tool = ToolMetrics(event.item_id, "mcp", now.seq, now.time_ns)
            self._calls[event.item_id] = tool
            response.tools.append(tool)

    def remote_end(self, event: Event, now: _Now) -> None:
        tool = self._calls.pop(event.item_id or "", None)
        if tool is not None:
            tool.end_seq, tool.end_ns = now.seq, now.time_ns

    # Handing out.

    def _flush_older(self) -> None:
        while len(self._turns) > OPEN_TURNS and (
            self._turns[0].is_over or len(self._turns) > MOST_TURNS
        ):
            self._flush(self._turns.popleft())

    def _flush(self, turn: TurnMetrics) -> None:
        for response in turn.responses:
            self._responses.pop(response.id, None)
            for tool in response.tools:
                self._calls.pop(tool.call_id, None)
        if turn.responses:
            gone = {id(one) for one in turn.responses}
            self._of_item = {
                item: one for item, one in self._of_item.items() if id(one) not in gone
            }
        self._finished += (*turn.responses, turn)


_TRANSCRIPT: Final = "conversation.item.input_audio_transcription.completed"
_HANDLERS: Final[dict[str, Callable[[_Strand, Event, _Now], None]]] = {
    "close": _Strand.closed,
    "session.created": _Strand.created,
    "session.updated": _Strand.updated,
    "conversation.item.create": _Strand.message,
    "conversation.item.added": _Strand.added,
    "conversation.item.truncated": _Strand.truncated,
    "input_audio_buffer.append": _Strand.appended,
    "input_audio_buffer.speech_started": _Strand.speech_started,
    "input_audio_buffer.speech_stopped": _Strand.speech_stopped,
    "input_audio_buffer.commit": _Strand.commit,
    "input_audio_buffer.committed": _Strand.committed,
    "input_audio_buffer.cleared": _Strand.cleared,
    "response.create": _Strand.request,
    "error": _Strand.refused,
    "response.created": _Strand.began,
    "response.output_item.added": _Strand.output_item,
    "response.output_text.delta": _Strand.text,
    "response.output_audio_transcript.delta": _Strand.text,
    "response.output_audio.delta": _Strand.audio,
    "response.function_call_arguments.delta": _Strand.arguments,
    "response.mcp_call_arguments.delta": _Strand.arguments,
    "response.function_call_arguments.done": _Strand.called,
    "response.mcp_call.in_progress": _Strand.remote_call,
    "response.mcp_call.completed": _Strand.remote_end,
    "response.mcp_call.failed": _Strand.remote_end,
    "response.done": _Strand.done,
    _TRANSCRIPT: _Strand.heard,
}

MEASURED: Final = frozenset(_HANDLERS)
"""Canonical types, and kinds of notices, that are measured: no other record needs to be fed."""


def measure(records: Iterable[Record], tariff: Tariff | None = None) -> Iterator[Finished]:
    """All that is measured in a capture; see `MetricsTracker`."""
    tracker = MetricsTracker(tariff)
    for seq, record in enumerate(records, start=1):
        yield from tracker.feed(seq, record)
    yield from tracker.end()
