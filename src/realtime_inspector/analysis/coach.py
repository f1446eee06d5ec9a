"""The one most useful thing to know now, named from the state."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.notices import close_words
from realtime_inspector.core.state import Phase, newest_first

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from realtime_inspector.core.state import CaptureState, Item, Problem, Response


NOTHING_TO_SAY: Final = "capture"
"""The advice on a recording that needs none."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to tell; the words are in `guide.coaching` under the same id."""

    id: str
    is_trouble: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    """Values for the placeholders in the words."""


@dataclass(frozen=True, slots=True)
class Situation:
    """The state, and what only the live client knows."""

    state: CaptureState
    is_live: bool
    is_queued: bool = False
    """Whether a `response.create` waits in our client."""
    is_auto_response: bool = True


def advise(now: Situation) -> Advice:
    """The first rule that applies."""
    for rule in _RULES:
        advice = rule(now)
        if advice is not None:
            return advice
    return Advice("ready" if now.is_live else NOTHING_TO_SAY)


def _not_connected(now: Situation) -> Advice | None:
    connection = now.state.connection
    if not now.is_live:
        return None
    if connection.phase in {Phase.IDLE, Phase.CONNECTING}:
        return Advice("connecting")
    if connection.phase is Phase.OPEN:
        return Advice("opened")
    if connection.phase is not Phase.CLOSED:
        return None
    if connection.problem:
        return Advice("unreachable", True, {"why": connection.problem})
    kind = {3000: "bad_key", 4000: "bad_request"}.get(connection.close_code or 0, "closed")
    last = _last_problem(now.state)
    words = close_words(connection.close_code, connection.close_reason)
    why = last.message if last is not None and kind != "closed" else words
    return Advice(kind, True, {"why": why})


def _refused(now: Situation) -> Advice | None:
    problem = _last_problem(now.state)
    if problem is None or problem.seq < _last_news(now.state):
        return None
    cause = f"#{problem.cause_seq}" if problem.cause_seq else "A request"
    values = {"cause": cause, "code": problem.code, "why": problem.message, "param": problem.param}
    if problem.code == "conversation_already_has_active_response":
        active = now.state.active_response
        kind = "collision" if now.is_live else "collision_recorded"
        return Advice(kind, True, {**values, "response": active.id if active else "it"})
    if problem.code == "response_cancel_not_active":
        return Advice("nothing_to_cancel", True, values)
    return Advice("refused", True, values)


def _queued(now: Situation) -> Advice | None:
    return Advice("queued") if now.is_queued else None


def _active(now: Situation) -> Advice | None:
    response = now.state.active_response
    if response is None or not now.is_live:
        return None
    values = {"response": response.id}
    return Advice("streaming" if response.deltas else "thinking", values=values)


def _ended_badly(now: Situation) -> Advice | None:
    last = _last_response(now.state)
    if last is None or last.done_seq is None or last.session != now.state.session.number:
        return None
    newest_item = now.state.order[-1] if now.state.order else 0
    if last.done_seq < max(_last_request(now.state), newest_item):
        return None
    if last.status in {"failed", "incomplete", "cancelled", "lost"}:
        why = last.error_message or last.reason or last.status
        return Advice(f"response_{last.status}", last.status == "failed", {"why": why})
    return None


def _unanswered(now: Situation) -> Advice | None:
    state = now.state
    if not now.is_live or state.is_response_wanted or not state.order:
        return None
    item = state.items[state.order[-1]]
    last = _last_response(state)
    if last is not None and last.created_seq > item.key:
        return None
    if item.type == "function_call_output":
        return Advice("output_without_response", True)
    if item.role == "user":
        return Advice("item_without_response", True, {"text": item.text[:40]})
    return None


def _waiting_for_tool(now: Situation) -> Advice | None:
    state = now.state
    if not now.is_live:
        return None
    calls = _calls(state)
    first = min((one.key for one in calls), default=state.seq)
    answered = {
        one.call_id
        for one in takewhile(lambda one: one.key > first, newest_first(state.items))
        if one.type == "function_call_output" and one.status != "refused"
    }
    open_calls = [one for one in calls if one.call_id not in answered]
    return Advice("tool", values={"name": open_calls[-1].name}) if open_calls else None


def _calls(state: CaptureState) -> list[Item]:
    items = (state.items[key] for key in state.order[-8:])
    return [one for one in items if one.type == "function_call" and one.status == "completed"]


def _last_problem(state: CaptureState) -> Problem | None:
    return next(newest_first(state.problems), None)


def _last_response(state: CaptureState) -> Response | None:
    return next(newest_first(state.responses), None)


def _last_request(state: CaptureState) -> int:
    return max((one.seq for one in state.asked), default=0)


def _last_news(state: CaptureState) -> int:
    """When the conversation last got further: what is older than this is settled."""
    last = _last_response(state)
    response = (last.done_seq or last.created_seq) if last is not None else 0
    session = max(state.session.created_seq or 0, state.session.updated_seq or 0)
    return max(response, session, state.order[-1] if state.order else 0)


_RULES: Final[tuple[Callable[[Situation], Advice | None], ...]] = (
    _not_connected,
    _refused,
    _queued,
    _active,
    _ended_badly,
    _waiting_for_tool,
    _unanswered,
)
