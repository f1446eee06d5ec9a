"""RT085: the history was seeded with written answers, and the model writes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule, mapping
from realtime_inspector.core.events.session import modalities
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.event import Event

_SOUND: Final = frozenset({"audio", "output_audio"})


class TextOnlyAfterSeeding(Rule):
    """The model imitates what it finds in the conversation; told once for what was seeded."""

    id: ClassVar = "RT085"
    name: ClassVar = "text-only-after-seeding"
    severity: ClassVar = Severity.WARN
    types: ClassVar = ("conversation.item.create", "response.done", "session.created")
    evidence: ClassVar = (
        "openai/openai-realtime-api-beta#72",
        "openai/openai-realtime-api-beta#58",
        "livekit/agents#1143",
    )

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._seeded_seq: int | None = None

    def feed(self, now: Sight) -> Iterator[Finding]:
        """A written answer where sound was asked for, after written answers of the client's."""
        match now.event.canonical_type:
            case "session.created":
                self._seeded_seq = None
            case "conversation.item.create":
                if now.event.text("item", "role") == "assistant":
                    self._seeded_seq = now.seq
            case "response.done" if self._seeded_seq is not None:
                if _wants_sound(now) and _is_written(now.event):
                    yield self.found(
                        now.seq, self._seeded_seq, response=now.event.response_id or "?"
                    )
                    self._seeded_seq = None


def _wants_sound(now: Sight) -> bool:
    words = modalities(now.event.mapping("response")) or modalities(now.state.session.effective)
    return "audio" in words


def _is_written(event: Event) -> bool:
    """Whether a complete response holds messages, and none of them with sound."""
    if event.text("response", "status") != "completed":
        return False
    output = (mapping(item) for item in event.sequence("response", "output"))
    contents = [item.get("content") for item in output if item.get("type") == "message"]
    parts = [mapping(part) for one in contents if isinstance(one, list) for part in one]
    return bool(parts) and not any(part.get("type") in _SOUND for part in parts)
