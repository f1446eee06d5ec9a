"""RT028: another voice after the model has spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.refusal import RefusalRule, asked_by
from realtime_inspector.analysis.lint.session_facts import named
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight

CODE: Final = "cannot_update_voice"
_SPEECH: Final = "response.output_audio.delta"
_BEGIN: Final = "session.created"


class VoiceLocked(RefusalRule):
    """The voice stays as it is from the first audio on; the whole update is lost with it."""

    id: ClassVar = "RT028"
    name: ClassVar = "voice-locked"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (_SPEECH, _BEGIN, *asked_by("session.update", "response.create"))
    evidence: ClassVar = ("openai/openai-agents-python#1661", "openai/openai-python#2607")

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._first_audio_seq: int | None = None

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Notes the first audio, and judges what comes after."""
        kind = now.event.canonical_type
        if kind == _SPEECH:
            self._first_audio_seq = self._first_audio_seq or now.seq
        elif kind == _BEGIN:
            self._first_audio_seq = None
        else:
            yield from super().feed(now)

    def mistake(self, now: Sight) -> Values | None:
        """A voice that is not the session's."""
        if self._first_audio_seq is None:
            return None
        old = _voice(now.before.session.effective)
        new = _voice(now.event.mapping("session")) or _voice(now.event.mapping("response"))
        return {"voice": new} if old and new and new != old else None

    def sign(self, now: Sight) -> Values | None:
        """The server's own code for it."""
        return {"voice": "–"} if now.event.text("error", "code") == CODE else None


def _voice(fields: object) -> str:
    """A voice's name; Voice Live has it in an object (dialects.md §3)."""
    value = named(fields, "audio.output.voice", "voice") if isinstance(fields, dict) else None
    name = value.get("name") if isinstance(value, dict) else value
    return name if isinstance(name, str) else ""
