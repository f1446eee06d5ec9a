"""Spans of sessions and of the turns in them."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.analysis.spans.model import (
    Role,
    Span,
    SpanEvent,
    SpanKind,
    known,
    string,
)
from realtime_inspector.analysis.spans.responses import (
    INTERRUPTED,
    TOOL_KINDS,
    response_span,
    tool_span,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from realtime_inspector.core.state import CaptureState, Item, Notice, Response, Session

_FINE: Final = frozenset({None, 1000, 1001})
"""Close codes of sessions that ended as they should."""


def session_spans(
    state: CaptureState, first_session: int, usages: Mapping[int, Mapping[str, int]]
) -> Iterator[Span]:
    """The spans of the sessions of a state, with all that is in them; of those without times, none.

    Args:
        state: What is known.
        first_session: Number of the first session to tell of.
        usages: Tokens as attributes, by the number of the `response.done` record.
    """
    shelves = _shelves(state)
    numbers = range(first_session, state.session.number + 1)
    for number in numbers:
        span = _Telling(state, state.session_at(number), shelves[number], usages).span()
        if span is not None:
            yield span


@dataclass(slots=True)
class _Shelf:
    """What belongs to one session."""

    said: list[Item]
    responses: list[Response]
    results: dict[str, Item]
    """By `call_id`, the first that was not refused."""


def _shelves(state: CaptureState) -> defaultdict[int, _Shelf]:
    shelves: defaultdict[int, _Shelf] = defaultdict(lambda: _Shelf([], [], {}))
    for item in state.items.values():
        if item.status == "refused":
            continue
        if item.type == "message" and item.role == "user":
            shelves[item.session].said.append(item)
        elif item.type == "function_call_output":
            shelves[item.session].results.setdefault(item.call_id, item)
    for response in state.responses.values():
        shelves[response.session].responses.append(response)
    return shelves


@dataclass(frozen=True, slots=True)
class _Telling:
    """One session as spans."""

    state: CaptureState
    session: Session
    shelf: _Shelf
    usages: Mapping[int, Mapping[str, int]]

    def span(self) -> Span | None:
        """The session; `None` if nothing in it has a time."""
        turns = self._turns()
        closed = self._close()
        times = [ns for turn in turns for ns in (turn.start_ns, turn.end_ns)]
        times += [ns for ns in (self.session.created_ns, closed and closed.time_ns) if ns]
        if not times:
            return None
        model = string(self.session.effective.get("model"))
        return Span(
            Role.SESSION,
            f"realtime_session {model}".rstrip(),
            f"session {self.session.number}",
            min(times),
            max((*times, *self._last_ns())),
            SpanKind.CLIENT,
            self._attributes(model, closed),
            list(self._problems()),
            _close_error(closed),
            turns,
        )

    def _attributes(self, model: str, closed: Notice | None) -> dict[str, Any]:
        return known(
            {
                "gen_ai.realtime_session.id": self.session.id,
                "gen_ai.request.model": model,
                "realtime_inspector.session.number": self.session.number,
                "realtime_inspector.close.code": _close_code(closed),
            }
        )

    def _turns(self) -> list[Span]:
        """The turns, in the order in which they began."""
        turns: list[Span] = []
        for _, item, response in sorted(self._moments(), key=lambda moment: moment[0]):
            spans = [] if response is None else self._answer(response)
            start_ns = item.first_ns if item is not None else spans[0].start_ns if spans else None
            if start_ns is None:
                continue
            if not turns or (item is not None and turns[-1].children):
                turns.append(self._turn(len(turns) + 1, start_ns))
            _extend(turns[-1], spans)
        return turns

    def _moments(self) -> Iterator[tuple[int, Item | None, Response | None]]:
        """What the user said and what was answered, with the record that each began with."""
        for item in self.shelf.said:
            yield item.key, item, None
        for one in self.shelf.responses:
            yield one.created_seq if one.request_seq is None else one.request_seq, None, one

    def _turn(self, number: int, start_ns: int) -> Span:
        attributes = {
            "gen_ai.realtime_session.id": self.session.id,
            "realtime_inspector.turn.number": number,
        }
        name = f"turn {number}"
        return Span(Role.TURN, name, name, start_ns, start_ns, attributes=known(attributes))

    def _answer(self, response: Response) -> list[Span]:
        """The span of a response, and those of the tools that it calls."""
        usage = self.usages.get(response.done_seq or 0)
        span = response_span(response, self.session, usage)
        if span is None:
            return []
        items = (self.state.items.get(key) for key in response.items)
        calls = [item for item in items if item is not None and item.type in TOOL_KINDS]
        results = self.shelf.results
        tools = (tool_span(call, results.get(call.call_id), span.end_ns) for call in calls)
        return [span, *(tool for tool in tools if tool is not None)]

    def _seqs(self) -> tuple[float, float]:
        """From which record to which the session reaches, the last one not included."""
        following = self.state.session_at(self.session.number + 1).created_seq
        first = self.session.created_seq if self.session.number > 1 else None
        return first or 0, following or math.inf

    def _last_ns(self) -> Iterator[int]:
        """The end of the capture, for the session that lasted until then."""
        if self.session.number == self.state.session.number and self.state.last_ns is not None:
            yield self.state.last_ns

    def _close(self) -> Notice | None:
        first, end = self._seqs()
        for notice in self.state.notices.values():
            if notice.kind == "close" and first <= notice.seq < end:
                return notice
        return None

    def _problems(self) -> Iterator[SpanEvent]:
        first, end = self._seqs()
        for problem in self.state.problems.values():
            if problem.time_ns is not None and first <= problem.seq < end:
                attributes = {
                    "error.type": problem.code or problem.type,
                    "exception.message": problem.message,
                    "realtime_inspector.param": problem.param,
                }
                yield SpanEvent("error", problem.time_ns, known(attributes))


def _extend(turn: Span, spans: list[Span]) -> None:
    """Put a response and its tools into a turn."""
    turn.children += spans
    turn.start_ns = min((turn.start_ns, *(one.start_ns for one in spans)))
    turn.end_ns = max((turn.end_ns, *(one.end_ns for one in spans)))
    if any(one.attributes.get(INTERRUPTED) for one in spans):
        turn.attributes[INTERRUPTED] = True


def _close_code(closed: Notice | None) -> int | None:
    code = None if closed is None else closed.fields.get("code")
    return code if type(code) is int else None


def _close_error(closed: Notice | None) -> str | None:
    code = _close_code(closed)
    if closed is None or code in _FINE:
        return None
    return f"The connection was closed with {code} {string(closed.fields.get('reason'))}".rstrip()
