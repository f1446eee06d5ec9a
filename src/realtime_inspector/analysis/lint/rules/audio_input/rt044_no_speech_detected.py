"""RT044: seconds of audio, and no speech in it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.analysis.lint.session_facts import is_vad_on
from realtime_inspector.core.audio import base64_size, session_formats
from realtime_inspector.core.audio_level import level_of
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

LISTEN_MS: Final = 5_000
SILENCE_DBFS: Final = -50.0
"""Below it there is no voice (pitfalls.md: our guess)."""
NOISE_DBFS: Final = -20.0
NOISE_SPREAD_DB: Final = 3.0
"""Sound that is loud and always as loud as this is no voice: samples read in a wrong format."""
_APPEND: Final = "input_audio_buffer.append"


class NoSpeechDetected(Rule):
    """The microphone is muted, or rate or encoding are other than declared."""

    id: ClassVar = "RT044"
    name: ClassVar = "no-speech-detected"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (_APPEND, "input_audio_buffer.speech_started", "session.created")
    is_heuristic: ClassVar = True
    evidence: ClassVar = ("probe: audio of a wrong rate gives no transcript and no error",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._begin()

    def _begin(self) -> None:
        self._is_over = False
        self._first_seq = 0
        self._heard_ms = 0.0
        self._loudest = -math.inf
        self._quietest = math.inf

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Listens until there is speech, or until it is clear that there is none."""
        if now.event.canonical_type != _APPEND:
            self._begin()
            self._is_over = now.event.canonical_type != "session.created"
        elif not self._is_over and is_vad_on(now.state.session.effective):
            self._listen(now)
            if self._heard_ms >= LISTEN_MS:
                self._is_over = True
                yield from self._verdict(now)

    def _listen(self, now: Sight) -> None:
        audio = now.event.text("audio") or ""
        form = session_formats(now.state.session.effective)[0]
        level = level_of(audio, form.encoding)
        self._first_seq = self._first_seq or now.seq
        self._heard_ms += form.duration_ms(base64_size(audio))
        if level is not None:
            self._loudest = max(self._loudest, *level.windows_dbfs)
            self._quietest = min(self._quietest, *level.windows_dbfs)

    def _verdict(self, now: Sight) -> Iterator[Finding]:
        is_flat = self._loudest - self._quietest < NOISE_SPREAD_DB
        if self._loudest < SILENCE_DBFS or (is_flat and self._loudest > NOISE_DBFS):
            yield self.found(
                self._first_seq,
                now.seq,
                seconds=f"{self._heard_ms / 1000:.0f}",
                loudest=f"{self._loudest:.0f}",
            )
