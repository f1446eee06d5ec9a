"""RT034: turn detection together with a model that transcribes as it hears."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.refusal import RefusalRule, asked_by
from realtime_inspector.analysis.lint.session_facts import has, is_vad_on, transcription
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight

STREAMING_MODEL: Final = "gpt-realtime-whisper"
_FIELD: Final = "audio.input.turn_detection"
_REFUSAL: Final = "Turn detection is not supported for this transcription model"


class TranscriptionNeedsNoVad(RefusalRule):
    """A transcription session with that model has no turns to detect."""

    id: ClassVar = "RT034"
    name: ClassVar = "transcription-needs-no-vad"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = asked_by("session.update")
    evidence: ClassVar = ("type documentation of the official SDK", "client logs")

    def mistake(self, now: Sight) -> Values | None:
        """The model is asked for, and turn detection is asked for or left on."""
        asked, old = now.event.mapping("session"), now.before.session.effective
        kind = asked.get("type") or old.get("type")
        if kind != "transcription" or transcription(asked).get("model") != STREAMING_MODEL:
            return None
        return {} if is_vad_on(asked if has(asked, _FIELD) else old) else None

    def sign(self, now: Sight) -> Values | None:
        """The words that OpenAI has for it (lifecycles.md §17)."""
        return {} if _REFUSAL in (now.event.text("error", "message") or "") else None
