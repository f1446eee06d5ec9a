"""An event's own values as sentences: its cause, its place, and what matters of its type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.record import RecordKind
from realtime_inspector.ui.present.facts import items, responses, sessions, sound, trouble
from realtime_inspector.ui.present.facts.place import (
    tell_cause,
    tell_delta,
    tell_effects,
    tell_response,
)
from realtime_inspector.ui.present.facts.telling import Fact, Telling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.row import Row
    from realtime_inspector.store.store import Store

    Teller = Callable[[Telling], None]

__all__ = ["Fact", "facts_of"]

_OF_TYPE: Final[Mapping[str, Teller]] = {
    "session.created": sessions.tell_created,
    "session.update": sessions.tell_update,
    "session.updated": sessions.tell_updated,
    "rate_limits.updated": sessions.tell_limits,
    "response.create": responses.tell_request,
    "response.created": responses.tell_created,
    "response.done": responses.tell_done,
    "response.output_item.added": items.tell_item,
    "response.output_item.done": items.tell_item,
    "response.function_call_arguments.done": responses.tell_arguments,
    "response.mcp_call_arguments.done": responses.tell_arguments,
    "conversation.item.create": items.tell_item,
    "conversation.item.added": items.tell_item,
    "conversation.item.done": items.tell_item,
    "conversation.item.retrieved": items.tell_item,
    "conversation.item.retrieve": items.tell_named_item,
    "conversation.item.delete": items.tell_named_item,
    "conversation.item.deleted": items.tell_named_item,
    "conversation.item.truncate": items.tell_truncation,
    "conversation.item.truncated": items.tell_truncation,
    "conversation.item.input_audio_transcription.completed": items.tell_transcript,
    "conversation.item.input_audio_transcription.failed": trouble.tell_error,
    "input_audio_buffer.append": sound.tell_append,
    "input_audio_buffer.commit": sound.tell_buffer,
    "input_audio_buffer.clear": sound.tell_buffer,
    "input_audio_buffer.committed": sound.tell_emptied,
    "input_audio_buffer.cleared": sound.tell_emptied,
    "input_audio_buffer.speech_started": sound.tell_speech_started,
    "input_audio_buffer.speech_stopped": sound.tell_speech_stopped,
    "error": trouble.tell_error,
}
_OF_KIND: Final[Mapping[RecordKind, Teller]] = {
    RecordKind.NOTICE: trouble.tell_notice,
    RecordKind.TEXT: trouble.tell_text,
    RecordKind.BINARY: trouble.tell_bytes,
}


def facts_of(store: Store, row: Row, lang: Language) -> list[Fact]:
    """What there is to say about a record's own values; of a very long one, where it stands."""
    telling = Telling(store, row, lang)
    kind = row.kind
    if kind.record is RecordKind.EVENT:
        trouble.tell_name(telling)
    if not row.is_long:
        tell = _OF_TYPE.get(kind.canonical) or _OF_KIND.get(kind.record)
        tell_delta(telling)
        if tell is not None:
            tell(telling)
    tell_cause(telling)
    tell_effects(telling)
    if not row.is_long:
        tell_response(telling)
    if not telling.is_folded:
        telling.say("reading")
    return telling.facts
