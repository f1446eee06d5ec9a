"""Copy-on-write helpers that the event handlers share."""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.audio import base64_size
from realtime_inspector.core.frozen import replace
from realtime_inspector.core.growing_text import GrowingText
from realtime_inspector.core.state import (
    Asked,
    CaptureState,
    ContentPart,
    Entry,
    EntryKind,
    Item,
    Response,
)
from realtime_inspector.core.usage import Bill, transcribed, transcription_model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from realtime_inspector.core.event import Event
    from realtime_inspector.core.events.spec import At

MOST_ASKED: Final = 64
"""Unanswered client events kept for pairing; older ones are not answered any more."""
MOST_PARTS: Final = 256
"""Content parts kept of one item; a larger index is not believed."""


def string(value: Any) -> str:
    """The value if it is a string, else an empty one."""
    return value if isinstance(value, str) else ""


def word(value: Any) -> str:
    """The value if it is a string, else an empty one; for words that a capture says many times.

    They are kept once: of the memory of a state, a sixth would be `completed` and the like.
    """
    return intern(value) if type(value) is str else ""


def put_item(state: CaptureState, item: Item) -> CaptureState:
    """The state with one item new or changed."""
    keys = state.item_keys
    if item.id and keys.get(item.id) != item.key:
        keys = keys.put(item.id, item.key)
    return replace(state, items=state.items.put(item.key, item), item_keys=keys)


def put_response(state: CaptureState, response: Response) -> CaptureState:
    """The state with one response new or changed."""
    active = state.active
    if not response.is_active:
        active = active.without(response.id)
    elif response.id not in active:
        active = active.put(response.id, None)
    return replace(state, responses=state.responses.put(response.id, response), active=active)


def add_response_to_bill(state: CaptureState, response: Response) -> CaptureState:
    """The state with a response that is over on the bill of its session."""
    bill = state.bills.get(response.session) or Bill()
    bills = state.bills.put(response.session, bill.with_response(response.usage))
    return replace(state, bills=bills)


def add_transcript_to_bill(state: CaptureState, event: Event) -> CaptureState:
    """The state with a finished transcript on the bill of the current session."""
    number = state.session.number
    heard = transcribed(event, transcription_model(state.session.effective))
    bill = state.bills.get(number) or Bill()
    return replace(state, bills=state.bills.put(number, bill.with_transcript(heard)))


def add_entry(state: CaptureState, kind: EntryKind, key: int | str) -> CaptureState:
    """The state with one more line in the transcript."""
    return replace(state, entries=state.entries.append(Entry(kind, key)))


def ensure_item(state: CaptureState, item_id: str | None, at: At) -> tuple[CaptureState, Item]:
    """The item with this id of the newest session, made if nobody mentioned it before.

    Without an id it is always a new one, which no later event can name.
    """
    item = state.item(item_id)
    if item is not None and item.session == state.session.number:
        return state, item
    item = Item(
        key=at.seq,
        id=item_id or "",
        status="in_progress",
        first_ns=at.time_ns,
        last_seq=at.seq,
        session=state.session.number,
    )
    if item.key in state.items:  # two items in one record: only a hostile file does that
        return state, state.items[item.key]
    state = add_entry(put_item(state, item), EntryKind.ITEM, item.key)
    return state, item


def ensure_response(state: CaptureState, response_id: str, at: At) -> tuple[CaptureState, Response]:
    """The response with this id of the newest session, made if nobody mentioned it before.

    An id that an earlier session used as well (a simulator with a fixed seed) changes its owner.
    """
    response = state.responses.get(response_id)
    if response is not None:
        if response.session == state.session.number:
            return state, response
        state = replace(
            state,
            responses=state.responses.without(response_id),
            active=state.active.without(response_id),
        )
    response = Response(
        id=response_id, created_seq=at.seq, created_ns=at.time_ns, session=state.session.number
    )
    return put_response(state, response), response


def ask(state: CaptureState, event: Event, at: At, **more: Any) -> CaptureState:
    """The state with one more client event that waits for its answer."""
    asked = Asked(at.seq, event.event_id or "", event.canonical_type, at.time_ns, **more)
    return replace(state, asked=(*state.asked, asked)[-MOST_ASKED:])


def take_asked(
    state: CaptureState, fits: Callable[[Asked], bool]
) -> tuple[CaptureState, Asked | None]:
    """Removes the oldest waiting client event that fits: the newest record answers it."""
    for index, asked in enumerate(state.asked):
        if fits(asked):
            rest = state.asked[:index] + state.asked[index + 1 :]
            answered = state.answered.put(state.seq, asked.seq)
            return replace(state, asked=rest, answered=answered), asked
    return state, None


def with_part(item: Item, index: int | None, change: Callable[[ContentPart], ContentPart]) -> Item:
    """The item with one content part changed; missing parts before it are made empty."""
    at = index if index is not None and 0 <= index < MOST_PARTS else 0
    parts = item.parts + (ContentPart(),) * (at + 1 - len(item.parts))
    return replace(item, parts=(*parts[:at], change(parts[at]), *parts[at + 1 :]))


def parts_of(content: Any, before: tuple[ContentPart, ...] = ()) -> tuple[ContentPart, ...]:
    """Content parts of an item object, keeping what the wire does not repeat (audio, text)."""
    if not isinstance(content, list):
        return before
    parts: list[ContentPart] = []
    for index, raw in enumerate(content[:MOST_PARTS]):
        old = before[index] if index < len(before) else ContentPart()
        parts.append(_part_of(raw, old) if isinstance(raw, dict) else old)
    return (*parts, *before[len(parts) :])


def _part_of(raw: Mapping[str, Any], old: ContentPart) -> ContentPart:
    text = raw.get("text") or raw.get("transcript")
    audio = raw.get("audio")
    return replace(
        old,
        kind=word(raw.get("type")) or old.kind,
        said=GrowingText(text) if isinstance(text, str) else old.said,
        audio_bytes=old.audio_bytes or (base64_size(audio) if isinstance(audio, str) else 0),
        is_done=True,
    )


def merge_item(item: Item, raw: Mapping[str, Any]) -> Item:
    """The item with the fields of an item object; what the object lacks stays."""

    def pick(name: str, old: str) -> str:
        return string(raw.get(name)) or old

    arguments = string(raw.get("arguments"))
    output = raw.get("output")
    error = raw.get("error")
    return replace(
        item,
        id=pick("id", item.id),
        type=word(raw.get("type")) or item.type,
        role=word(raw.get("role")) or item.role,
        status=word(raw.get("status")) or item.status,
        name=word(raw.get("name")) or item.name,
        call_id=pick("call_id", item.call_id),
        written=GrowingText(arguments) if arguments else item.written,
        output=output if isinstance(output, str) else item.output,
        error=error_words(error) or item.error,
        phase=word(raw.get("phase")) or item.phase,
        parts=parts_of(raw.get("content"), item.parts),
    )


def error_words(error: Any) -> str:
    """An error in words: its message, else its code or type; clones send plain strings."""
    if isinstance(error, dict):
        return string(error.get("message")) or string(error.get("code") or error.get("type"))
    return string(error)
