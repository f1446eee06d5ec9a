"""What the server heard: `conversation.item.input_audio_transcription.*` (lifecycles.md §16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.core.events.edit import (
    add_transcript_to_bill,
    ensure_item,
    error_words,
    put_item,
    with_part,
)
from realtime_inspector.core.events.spec import SERVER, EventSpec
from realtime_inspector.core.frozen import replace
from realtime_inspector.core.growing_text import GrowingText

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.core.event import Event
    from realtime_inspector.core.events.spec import At
    from realtime_inspector.core.state import CaptureState, ContentPart
    from realtime_inspector.core.wording import Wording

_PREFIX = "conversation.item.input_audio_transcription."


def _summarise_delta(event: Event, _state: CaptureState, say: Wording) -> str:
    return say("heard «{text}»").format(text=event.text("delta") or "")


def _summarise_completed(event: Event, _state: CaptureState, say: Wording) -> str:
    return say("heard «{text}»").format(text=event.text("transcript") or "")


def _summarise_segment(event: Event, _state: CaptureState, _say: Wording) -> str:
    return f"{event.text('speaker') or ''} «{event.text('text') or ''}»".strip()


def _summarise_failed(event: Event, _state: CaptureState, _say: Wording) -> str:
    return error_words(event.get("error"))


def _change(
    state: CaptureState, event: Event, at: At, change: Callable[[ContentPart], ContentPart]
) -> CaptureState:
    if event.item_id is None:
        return state
    state, item = ensure_item(state, event.item_id, at)
    item = with_part(item, event.integer("content_index"), change)
    return put_item(state, replace(item, role=item.role or "user", last_seq=at.seq))


def _handle_delta(state: CaptureState, event: Event, at: At) -> CaptureState:
    delta = event.text("delta") or ""

    def change(part: ContentPart) -> ContentPart:
        return replace(part, kind=part.kind or "input_audio", said=part.said.append(delta))

    return _change(state, event, at, change)


def _handle_whole(state: CaptureState, event: Event, at: At) -> CaptureState:
    """`completed`, and xAI's cumulative `updated`: the transcript so far replaces the old one."""
    transcript = event.text("transcript")

    def change(part: ContentPart) -> ContentPart:
        said = part.said if transcript is None else GrowingText(transcript)
        return replace(part, kind=part.kind or "input_audio", said=said, is_done=True)

    return _change(state, event, at, change)


def _handle_completed(state: CaptureState, event: Event, at: At) -> CaptureState:
    return add_transcript_to_bill(_handle_whole(state, event, at), event)


def _handle_failed(state: CaptureState, event: Event, at: At) -> CaptureState:
    if event.item_id is None:
        return state
    state, item = ensure_item(state, event.item_id, at)
    return put_item(state, replace(item, error=error_words(event.get("error")), last_seq=at.seq))


SPECS = (
    EventSpec(
        f"{_PREFIX}delta",
        SERVER,
        _summarise_delta,
        _handle_delta,
        is_delta=True,
        delta_field="delta",
    ),
    EventSpec(f"{_PREFIX}segment", SERVER, _summarise_segment),
    EventSpec(f"{_PREFIX}updated", SERVER, _summarise_completed, _handle_whole),
    EventSpec(f"{_PREFIX}completed", SERVER, _summarise_completed, _handle_completed),
    EventSpec(f"{_PREFIX}failed", SERVER, _summarise_failed, _handle_failed),
)
