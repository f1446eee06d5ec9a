"""What is told about conversation items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.core.causality import Why
from realtime_inspector.core.events.conversation import item_words
from realtime_inspector.guide.interface import wording
from realtime_inspector.ui.present.facts.responses import tell_arguments

if TYPE_CHECKING:
    from realtime_inspector.core.state import CaptureState
    from realtime_inspector.ui.present.facts.telling import Telling


def tell_item(telling: Telling) -> None:
    """What the item holds, and where in the conversation it stands."""
    event = telling.event
    raw = event.mapping("item")
    if raw.get("type") == "function_call":
        tell_arguments(telling)
    elif raw:
        telling.say("item_words", words=item_words(raw, wording(telling.lang)))
    status = event.text("item", "status")
    if status and status != "completed":
        telling.say("item_status", status=status)
    _tell_result(telling)
    if telling.state is not None:
        _tell_place(telling, telling.state)


def tell_named_item(telling: Telling) -> None:
    """Of an event that is about an item: what that is."""
    state, item_id = telling.before, telling.event.item_id
    if state is None or item_id is None:
        return
    item = state.item(item_id)
    if item is None:
        telling.say("item_unknown", item=item_id)
        return
    telling.say("item_words", item.key, words=f"{item.role or item.type} «{item.text}»")
    _tell_place(telling, state)


def tell_truncation(telling: Telling) -> None:
    """Where the audio of an item is cut."""
    tell_named_item(telling)
    end_ms = telling.event.integer("audio_end_ms")
    if end_ms is not None:
        telling.say("truncated", ms=f"{end_ms:,}")


def tell_transcript(telling: Telling) -> None:
    """What was heard."""
    transcript = telling.event.text("transcript")
    if transcript is not None:
        telling.say("heard", text=transcript.strip())


def _tell_result(telling: Telling) -> None:
    cause = telling.store.relations(telling.seq).cause
    if cause.why is not Why.RESULT_OF_CALL or cause.seq is None:
        return
    call = telling.store.event(cause.seq)
    state = telling.state
    item = state.item(call.item_id) if state is not None else None
    name = call.text("name") or call.text("item", "name") or (item.name if item else "?")
    span = telling.since(cause.seq)
    if span:
        telling.say("item_result", cause.seq, name=name, span=span)


def _tell_place(telling: Telling, state: CaptureState) -> None:
    item = state.item(telling.event.item_id)
    index = None if item is None else state.order.find_last(item.key)
    if index is None:
        return
    if index:
        telling.say("item_place", place=index + 1, count=len(state.order))
    else:
        telling.say("item_first")
