"""RT061: an item without audio of the model is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.refusal import RefusalRule
from realtime_inspector.core.events.edit import error_words
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.state import Item

_REFUSAL: Final = "only model output audio messages can be truncated"
_TRUNCATE: Final = "conversation.item.truncate"


class TruncateNotAudio(RefusalRule):
    """Only a spoken message of the model can be truncated."""

    id: ClassVar = "RT061"
    name: ClassVar = "truncate-not-audio"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = (_TRUNCATE, "conversation.item.truncated", "error")
    evidence: ClassVar = ("livekit/agents#6158", "livekit/agents#6249")

    def mistake(self, now: Sight) -> Values | None:
        """A known item that is no message of the model, or of which no audio came."""
        item = now.before.item(now.event.item_id)
        if item is None or item.is_deleted or _is_spoken(item):
            return None
        return {"what": f"{item.id} ({_kind(item)})"}

    def sign(self, now: Sight) -> Values | None:
        """By its text; whether it has a code is uncertain (lifecycles.md §11)."""
        error = now.event
        message = error_words(error.get("error"))
        return {"what": message.rstrip(".")} if _REFUSAL in message.lower() else None


def _is_spoken(item: Item) -> bool:
    is_answer = item.type == "message" and item.role in {"assistant", ""}
    return is_answer and item.audio_bytes > 0


def _kind(item: Item) -> str:
    """What it is instead, in the words of the wire."""
    if item.type != "message":
        return item.type
    parts = "+".join(dict.fromkeys(part.kind for part in item.parts if part.kind))
    return f"{item.role or 'message'} {parts or '(no content)'}"
