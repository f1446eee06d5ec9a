"""RT052: the user spoke in a session that transcribes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.analysis.lint.session_facts import (
    is_conversation,
    is_told,
    transcription,
)
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.state import CaptureState


class TranscriptExpectedButOff(Rule):
    """Input transcription is off by default: the user's items have no text."""

    id: ClassVar = "RT052"
    name: ClassVar = "transcript-expected-but-off"
    severity: ClassVar = Severity.INFO
    types: ClassVar = ("session.created", "session.updated", "input_audio_buffer.committed")
    evidence: ClassVar = ("default of the official SDK", "recordings")

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._first_seq: int | None = None
        self._was_on = False

    def feed(self, now: Sight) -> Iterable[Finding]:
        """Nothing yet: transcription may still be turned on."""
        if now.event.canonical_type == "input_audio_buffer.committed":
            self._first_seq = self._first_seq or now.seq
        elif not _is_off(now.state.session.effective):
            self._was_on = True
        return ()

    def end(self, state: CaptureState) -> Iterator[Finding]:
        """The first speech of a connection on which transcription was never on."""
        if self._first_seq is not None and not self._was_on and state.session.number:
            yield self.found(self._first_seq)


def _is_off(session: Mapping[str, object]) -> bool:
    is_known = is_told(session, "audio.input.transcription", "input_audio_transcription")
    return is_known and is_conversation(session) and not transcription(session)
