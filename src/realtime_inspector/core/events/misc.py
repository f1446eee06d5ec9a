"""`error` and `rate_limits.updated` (lifecycles.md §14, §20)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.events.edit import add_entry, error_words, put_item, take_asked
from realtime_inspector.core.events.spec import SERVER, EventSpec
from realtime_inspector.core.frozen import replace
from realtime_inspector.core.state import EntryKind, Problem, RateLimit

if TYPE_CHECKING:
    from realtime_inspector.core.event import Event
    from realtime_inspector.core.events.spec import At
    from realtime_inspector.core.state import Asked, CaptureState
    from realtime_inspector.core.wording import Wording

CODE_ASKED_BY: Final = {
    "conversation_already_has_active_response": "response.create",
    "response_cancel_not_active": "response.cancel",
    "input_audio_buffer_commit_empty": "input_audio_buffer.commit",
    "item_delete_invalid_item_id": "conversation.item.delete",
    "item_retrieve_invalid_item_id": "conversation.item.retrieve",
    "item_truncate_invalid_item_id": "conversation.item.truncate",
    "invalid_tool_call_id": "conversation.item.create",
}
"""The client event that an error answers, for errors that name no `event_id` (pitfalls.md §0)."""

MOST_UNCLAIMED: Final = 64
"""Errors without a known cause that are kept for pairing."""
ABOUT_SESSION: Final = frozenset(
    {"session_expired", "invalid_api_key", "invalid_model", "missing_model", "insufficient_quota"}
)
"""Errors that answer no client event."""


def short_number(value: float) -> str:
    """A number in at most five characters, such as `38.2k`."""
    for limit, unit in ((1e6, "M"), (1e3, "k")):
        if value >= limit:
            return f"{value / limit:.3g}{unit}"
    return f"{value:.3g}" if value != int(value) else str(int(value))


def _summarise_error(event: Event, _state: CaptureState, _say: Wording) -> str:
    code = event.text("error", "code") or event.text("error", "type") or ""
    words = error_words(event.get("error")) or event.text("message") or ""
    return f"{code}: {words}" if code and words != code else words


def _limits(event: Event, time_ns: int | None = None) -> tuple[RateLimit, ...]:
    count = len(event.sequence("rate_limits"))
    return tuple(
        RateLimit(
            name=event.text("rate_limits", index, "name") or "",
            limit=event.number("rate_limits", index, "limit") or 0,
            remaining=event.number("rate_limits", index, "remaining") or 0,
            reset_s=event.number("rate_limits", index, "reset_seconds") or 0,
            time_ns=time_ns,
        )
        for index in range(min(count, 16))
    )


def _summarise_limits(event: Event, _state: CaptureState, _say: Wording) -> str:
    return " · ".join(
        f"{one.name} {short_number(one.remaining)}/{short_number(one.limit)}"
        for one in _limits(event)
    )


_PARAM_ASKED_BY: Final = (
    ("session", "session.update"),
    ("item", "conversation.item.create"),
    ("response", "response.create"),
)


def culprit_type(event: Event) -> str:
    """The type of client event that an error without `event_id` must be about, if known."""
    by_code = CODE_ASKED_BY.get(event.text("error", "code") or "")
    if by_code is not None:
        return by_code
    param = event.text("error", "param") or ""
    return next((kind for prefix, kind in _PARAM_ASKED_BY if param.startswith(prefix)), "")


def _take_culprit(state: CaptureState, event: Event) -> tuple[CaptureState, Asked | None]:
    """The client event that the error answers, by id, else where only one can be meant."""
    event_id = event.text("error", "event_id")
    if event_id:
        return take_asked(state, lambda one: one.event_id == event_id)
    kind = culprit_type(event)
    candidates = [one for one in state.asked if not kind or one.type == kind]
    if not kind and event.text("error", "code") in ABOUT_SESSION:
        return state, None
    # Of several creations any may be meant: the next one that is announced will show it.
    if not candidates or (len(candidates) > 1 and kind in {"", "conversation.item.create"}):
        return state, None
    return take_asked(state, lambda one: one is candidates[0])


def _handle_error(state: CaptureState, event: Event, at: At) -> CaptureState:
    state, asked = _take_culprit(state, event)
    problem = Problem(
        seq=at.seq,
        type=event.text("error", "type") or "",
        code=event.text("error", "code") or "",
        message=error_words(event.get("error")) or event.text("message") or "",
        param=event.text("error", "param") or "",
        event_id=event.text("error", "event_id") or "",
        cause_seq=asked.seq if asked else None,
        time_ns=at.time_ns,
    )
    if asked is not None and asked.item_key is not None:
        item = state.items[asked.item_key]
        state = put_item(state, replace(item, status="refused", error=problem.message))
    unclaimed = state.unclaimed if asked else (*state.unclaimed, at.seq)[-MOST_UNCLAIMED:]
    state = replace(state, problems=state.problems.put(at.seq, problem), unclaimed=unclaimed)
    return add_entry(state, EntryKind.PROBLEM, at.seq)


def _handle_limits(state: CaptureState, event: Event, at: At) -> CaptureState:
    limits = _limits(event, at.time_ns)
    return replace(state, rate_limits=limits) if limits else state


SPECS = (
    EventSpec("error", SERVER, _summarise_error, _handle_error),
    EventSpec("rate_limits.updated", SERVER, _summarise_limits, _handle_limits),
)
