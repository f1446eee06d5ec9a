"""`response.*`: the life of a response, its items, parts and text (lifecycles.md §3, §9–§13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.core.events.conversation import item_words
from realtime_inspector.core.events.edit import (
    add_entry,
    add_response_to_bill,
    ask,
    ensure_item,
    ensure_response,
    error_words,
    merge_item,
    put_item,
    put_response,
    string,
    take_asked,
    with_part,
    word,
)
from realtime_inspector.core.events.session import modalities
from realtime_inspector.core.events.spec import CLIENT, SERVER, EventSpec
from realtime_inspector.core.frozen import replace
from realtime_inspector.core.growing_text import GrowingText
from realtime_inspector.core.state import EntryKind
from realtime_inspector.core.usage import usage_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from realtime_inspector.core.event import Event
    from realtime_inspector.core.events.spec import At
    from realtime_inspector.core.state import CaptureState, ContentPart, Item, Response
    from realtime_inspector.core.wording import Wording


def _status_words(response: Mapping[str, object]) -> str:
    details = response.get("status_details")
    details = details if isinstance(details, dict) else {}
    error = details.get("error")
    why = string(details.get("reason")) or error_words(error)
    status = string(response.get("status"))
    return f"{status} ({why})" if why else status


def _summarise_create(event: Event, _state: CaptureState, say: Wording) -> str:
    options = event.mapping("response")
    words = [modalities(options)] if modalities(options) else []
    if options.get("conversation") == "none":
        words.append(say("out of band"))
    words += [
        name for name in options if name not in {"output_modalities", "modalities", "conversation"}
    ]
    return " · ".join(words)


def _summarise_created(event: Event, _state: CaptureState, _say: Wording) -> str:
    return f"{event.response_id or ''} {event.text('response', 'status') or ''}".strip()


def _summarise_done(event: Event, _state: CaptureState, say: Wording) -> str:
    words = [_status_words(event.mapping("response"))]
    usage = usage_of(event)
    if usage is not None:
        words.append(say("{input} in {output} out").format(input=usage.input, output=usage.output))
    return " · ".join(word for word in words if word)


def _summarise_item(event: Event, _state: CaptureState, say: Wording) -> str:
    words = item_words(event.mapping("item"), say)
    status = event.text("item", "status") or ""
    return f"{words} · {status}" if status else words


def _summarise_part(event: Event, _state: CaptureState, _say: Wording) -> str:
    part = event.mapping("part") or event.mapping("content")
    text = part.get("text") or part.get("transcript")
    kind = string(part.get("type"))
    return f"{kind} «{text}»" if isinstance(text, str) and text else kind


def _summarise_delta(event: Event, _state: CaptureState, _say: Wording) -> str:
    return f"«{event.text('delta') or ''}»"


def _summarise_text(event: Event, _state: CaptureState, _say: Wording) -> str:
    return f"«{event.text('text') or event.text('transcript') or ''}»"


def _handle_create(state: CaptureState, event: Event, at: At) -> CaptureState:
    is_out_of_band = event.get("response", "conversation") == "none"
    return ask(state, event, at, is_out_of_band=is_out_of_band)


def _handle_cancel(state: CaptureState, event: Event, at: At) -> CaptureState:
    return ask(state, event, at)


def is_out_of_band(event: Event) -> bool:
    """Whether a `response.created` says that it leaves the conversation alone (§12)."""
    response = event.mapping("response")
    return "conversation_id" in response and response["conversation_id"] is None


def _handle_created(state: CaptureState, event: Event, at: At) -> CaptureState:
    response_id = event.response_id
    if response_id is None:
        return state
    aside = is_out_of_band(event)
    state, response = ensure_response(state, response_id, at)
    if not response.is_active:  # announced after its end: only a reordered capture does that
        return state
    asked = None
    if response.request_seq is None:
        state, asked = take_asked(
            state, lambda one: one.type == "response.create" and one.is_out_of_band == aside
        )
    response = replace(
        response,
        status=word(event.text("response", "status")) or response.status,
        is_out_of_band=aside,
        created_seq=at.seq,
        created_ns=at.time_ns,
        request_seq=asked.seq if asked else response.request_seq,
        request_ns=asked.time_ns if asked else response.request_ns,
        speech_end_ns=None if aside else state.input.speech_end_ns,
    )
    return put_response(state if aside else _answered(state), response)


def _answered(state: CaptureState) -> CaptureState:
    """The speech that a response answers is not answered by the next one too."""
    if state.input.speech_end_ns is None:
        return state
    return replace(state, input=replace(state.input, speech_end_ns=None))


def _final(response: Response, event: Event, at: At) -> Response:
    details = event.mapping("response", "status_details")
    error = details.get("error")
    return replace(
        response,
        status=word(event.text("response", "status")) or "completed",
        reason=word(details.get("reason")),
        error_code=string(error.get("code") or error.get("type"))
        if isinstance(error, dict)
        else "",
        error_message=error_words(error),
        done_seq=at.seq,
        done_ns=at.time_ns,
        usage=usage_of(event),
    )


def _close_items(state: CaptureState, response: Response, at: At) -> CaptureState:
    """Items that a response leaves open are not going to be finished any more."""
    for key in response.items:
        item = state.items[key]
        if item.status == "in_progress":
            status = "completed" if response.status == "completed" else "incomplete"
            state = put_item(state, replace(item, status=status, last_seq=at.seq))
    return state


def _handle_done(state: CaptureState, event: Event, at: At) -> CaptureState:
    response_id = event.response_id
    if response_id is None:
        return state
    state, response = ensure_response(state, response_id, at)
    if not response.is_active:
        return state
    response = _final(response, event, at)
    state = _close_items(put_response(state, response), response, at)
    state = add_response_to_bill(state, response)
    if response.usage is not None:
        state = replace(state, usage=state.usage + response.usage)
    if response.status == "cancelled":
        state, _ = take_asked(state, lambda one: one.type == "response.cancel")
    if response.status != "completed":
        state = add_entry(state, EntryKind.RESPONSE, response.id)
    return state


def item_of_response(state: CaptureState, event: Event, at: At) -> tuple[CaptureState, Item | None]:
    """The output item an event belongs to, entered in its response."""
    if event.item_id is None:
        return state, None
    state, item = ensure_item(state, event.item_id, at)
    if event.response_id is None:
        return state, item
    state, response = ensure_response(state, event.response_id, at)
    if item.response_id == response.id:
        return state, item
    # Where a server says that it was another's before, it may have been this one's before that.
    if not item.response_id or item.key not in response.items:
        response = replace(response, items=response.items.append(item.key))
        state = put_response(state, response)
    item = replace(item, response_id=response.id)
    return put_item(state, item), item


def _handle_item(state: CaptureState, event: Event, at: At) -> CaptureState:
    state, item = item_of_response(state, event, at)
    if item is None:
        return state
    item = merge_item(item, event.mapping("item"))
    return put_item(state, replace(item, last_seq=at.seq))


def _handle_item_done(state: CaptureState, event: Event, at: At) -> CaptureState:
    state = _handle_item(state, event, at)
    item = state.item(event.item_id)
    if item is None:
        return state
    status = "completed" if item.status == "in_progress" else item.status
    return put_item(state, replace(item, status=status, done_ns=item.done_ns or at.time_ns))


def change_part(
    state: CaptureState, event: Event, at: At, change: Callable[[ContentPart], ContentPart]
) -> CaptureState:
    """Changes the content part that an event points at by `item_id` and `content_index`."""
    state, item = item_of_response(state, event, at)
    if item is None:
        return state
    item = with_part(item, event.integer("content_index"), change)
    return put_item(state, replace(item, last_seq=at.seq))


def count_delta(state: CaptureState, event: Event, at: At) -> CaptureState:
    """Notes the first and the latest delta of a response and of its item."""
    response = state.responses.get(event.response_id or "")
    if response is None:
        return state
    first = response.first_token_ns if response.deltas else at.time_ns
    response = replace(
        response, deltas=response.deltas + 1, first_token_ns=first, last_delta_ns=at.time_ns
    )
    state = put_response(state, response)
    item = state.item(event.item_id)
    if item is not None and item.first_token_ns is None and at.time_ns is not None:
        state = put_item(state, replace(item, first_token_ns=at.time_ns))
    return state


def _part_kind(event: Event, part: ContentPart) -> str:
    return part.kind or word(event.canonical_type.removeprefix("response.").split(".")[0])


def _handle_part(state: CaptureState, event: Event, at: At) -> CaptureState:
    raw = event.mapping("part") or event.mapping("content")
    text = raw.get("text") or raw.get("transcript")

    def change(part: ContentPart) -> ContentPart:
        kind = part.kind or word(raw.get("type"))
        return replace(
            part, kind=kind, said=GrowingText(text) if isinstance(text, str) else part.said
        )

    return change_part(state, event, at, change)


def _handle_text_delta(state: CaptureState, event: Event, at: At) -> CaptureState:
    delta = event.text("delta") or ""

    def change(part: ContentPart) -> ContentPart:
        return replace(part, kind=_part_kind(event, part), said=part.said.append(delta))

    return count_delta(change_part(state, event, at, change), event, at)


def _handle_text_done(state: CaptureState, event: Event, at: At) -> CaptureState:
    text = event.text("text")
    text = text if text is not None else event.text("transcript")

    def change(part: ContentPart) -> ContentPart:
        kind = _part_kind(event, part)
        return replace(
            part, kind=kind, said=part.said if text is None else GrowingText(text), is_done=True
        )

    return change_part(state, event, at, change)


TEXT_HANDLERS = (_handle_text_delta, _handle_text_done)
"""For output text, and for transcripts of output audio."""

SPECS = (
    EventSpec("response.create", CLIENT, _summarise_create, _handle_create),
    EventSpec(
        "response.cancel", CLIENT, lambda event, _, _say: event.response_id or "", _handle_cancel
    ),
    EventSpec("response.created", SERVER, _summarise_created, _handle_created),
    EventSpec("response.done", SERVER, _summarise_done, _handle_done),
    EventSpec("response.output_item.added", SERVER, _summarise_item, _handle_item),
    EventSpec("response.output_item.done", SERVER, _summarise_item, _handle_item_done),
    EventSpec("response.content_part.added", SERVER, _summarise_part, _handle_part),
    EventSpec("response.content_part.done", SERVER, _summarise_part, _handle_part),
    EventSpec(
        "response.output_text.delta",
        SERVER,
        _summarise_delta,
        _handle_text_delta,
        is_delta=True,
        delta_field="delta",
    ),
    EventSpec("response.output_text.done", SERVER, _summarise_text, _handle_text_done),
    EventSpec(
        "response.output_audio_transcript.delta",
        SERVER,
        _summarise_delta,
        _handle_text_delta,
        is_delta=True,
        delta_field="delta",
    ),
    EventSpec("response.output_audio_transcript.done", SERVER, _summarise_text, _handle_text_done),
)
