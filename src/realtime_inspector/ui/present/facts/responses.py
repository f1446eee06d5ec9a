"""What is told about a response as a whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.events.conversation import item_words
from realtime_inspector.core.events.edit import error_words
from realtime_inspector.core.events.response import is_out_of_band
from realtime_inspector.core.events.session import modalities
from realtime_inspector.guide.codes import error_meaning
from realtime_inspector.guide.interface import wording
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.facts.telling import shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.ui.present.facts.telling import Telling

_STATUSES: Final = ("completed", "cancelled", "incomplete", "failed")
_REASONS: Final = ("turn_detected", "client_cancelled", "max_output_tokens", "content_filter")
_MOST_OUTPUTS: Final = 8
_CALL_OUTPUT: Final = frozenset({"conversation.item.create"})
_MOST_TRIED: Final = 64
"""Later items that are looked at for the result of a call."""


def tell_request(telling: Telling) -> None:
    """`response.create`: what it overrides."""
    options = telling.event.mapping("response")
    if options.get("conversation") == "none":
        telling.say("out_of_band")
    said = modalities(options)
    if said:
        telling.say("modalities", modalities=said)
    fields = [name for name in options if name not in {"conversation", "output_modalities"}]
    if fields:
        telling.say("asks_with", fields=", ".join(fields))
    elif not options:
        telling.say("asks_plainly")


def tell_created(telling: Telling) -> None:
    """`response.created`: how it answers, and how soon."""
    event = telling.event
    if is_out_of_band(event):
        telling.say("out_of_band")
    said = modalities(event.mapping("response"))
    if said:
        telling.say("modalities", modalities=said)
    response = telling.store.state.responses.get(event.response_id or "")
    is_same = response is not None and response.created_seq == telling.seq
    if response is not None and is_same and response.first_token_ns is not None:
        start_ns = telling.row.time_ns
        if start_ns is not None:
            span = numbers.span((response.first_token_ns - start_ns) / 1e6)
            telling.say("first_delta", span=span)


def tell_done(telling: Telling) -> None:
    """`response.done`: how it ended, what it made, what it cost, and what it waits for."""
    event = telling.event
    _tell_status(telling, event.mapping("response"))
    outputs = [one for one in event.sequence("response", "output") if isinstance(one, dict)]
    if outputs:
        say = wording(telling.lang)
        words = "; ".join(shortened(item_words(one, say), 80) for one in outputs[:_MOST_OUTPUTS])
        telling.say("outputs", outputs=words)
    else:
        telling.say("no_outputs")
    _tell_usage(telling)
    _tell_time(telling)
    for one in outputs[:_MOST_OUTPUTS]:
        if one.get("type") == "function_call":
            _tell_call(telling, one)


def _tell_status(telling: Telling, response: Mapping[str, Any]) -> None:
    status, details = response.get("status"), response.get("status_details")
    details = details if isinstance(details, dict) else {}
    reason, error = details.get("reason"), details.get("error")
    name = f"status_{status}" if status in _STATUSES else "status_other"
    telling.say(name, status=str(status), why=_why(telling, reason, error))
    code = error.get("code") if isinstance(error, dict) else None
    meaning = error_meaning(code, telling.lang) if isinstance(code, str) else ""
    if meaning:
        telling.say("code", code=code, words=meaning)


def _why(telling: Telling, reason: object, error: object) -> str:
    if reason in _REASONS:
        return telling.phrase(f"why_{reason}")
    words = str(reason) if reason else error_words(error)
    return telling.phrase("why_other", reason=words) if words else ""


def _tell_usage(telling: Telling) -> None:
    """Tokens; xAI puts them beside the response (usage.md §1)."""
    event = telling.event
    for path in (("response", "usage"), ("usage",)):
        total = event.integer(*path, "total_tokens")
        if total is not None:
            telling.say(
                "tokens",
                input=f"{event.integer(*path, 'input_tokens') or 0:,}",
                cached=f"{event.integer(*path, 'input_token_details', 'cached_tokens') or 0:,}",
                output=f"{event.integer(*path, 'output_tokens') or 0:,}",
                total=f"{total:,}",
            )
            return
    telling.say("tokens_unknown")


def _tell_time(telling: Telling) -> None:
    response = telling.store.state.responses.get(telling.event.response_id or "")
    if response is None or response.done_seq != telling.seq or response.duration_ms is None:
        return
    start = response.request_seq or response.created_seq
    values = {"start": telling.ref(start), "span": numbers.span(response.duration_ms)}
    if response.first_token_ms is None:
        telling.say("took_in_all", start, **values)
    else:
        telling.say("took", start, first=numbers.span(response.first_token_ms), **values)


def _tell_call(telling: Telling, item: Mapping[str, Any]) -> None:
    """A function call that the response made: its result, or that it waits for one."""
    name, call_id = str(item.get("name") or "?"), str(item.get("call_id") or "")
    seq = _result_of(telling, call_id)
    if seq is not None:
        telling.say("call_answered", seq, name=name, event=telling.ref(seq))
    elif call_id:
        telling.say("call_open", name=name, call=call_id)


def _result_of(telling: Telling, call_id: str) -> int | None:
    """The client event with the output of a call; it may come before `response.done` (§5a)."""
    surroundings = telling.store.surroundings
    created = surroundings.last(telling.seq, frozenset({"response.created"})) or 1
    seq = surroundings.first(created, _CALL_OUTPUT)
    for _ in range(_MOST_TRIED):
        if seq is None:
            return None
        event = telling.store.event(seq)
        if event.text("item", "type") == "function_call_output" and event.call_id == call_id:
            return seq
        seq = surroundings.first(seq, _CALL_OUTPUT)
    return None


def tell_arguments(telling: Telling) -> None:
    """A finished function call: what is called, and whether the arguments can be read."""
    event = telling.event
    arguments = event.text("arguments") or event.text("item", "arguments")
    if arguments is None or (event.text("item", "type") or "function_call") != "function_call":
        return
    state = telling.state
    item = state.item(event.item_id) if state is not None else None
    name = event.text("name") or event.text("item", "name") or (item.name if item else "")
    if not arguments and "done" not in telling.row.kind.canonical:
        return
    telling.say("call", name=name or "?", arguments=arguments)
    if not _is_object(arguments):
        telling.say("call_broken")


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
