"""RT048: audio in very small pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.audio import base64_size, session_formats
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

TINY_MS: Final = 20
ENOUGH: Final = 100
"""So many pieces are looked at before anything is said."""


class TinyAppends(Rule):
    """Each event costs more than the audio in it; 20 to 100 ms are usual (our judgement)."""

    id: ClassVar = "RT048"
    name: ClassVar = "tiny-appends"
    severity: ClassVar = Severity.INFO
    types: ClassVar = ("input_audio_buffer.append",)
    is_heuristic: ClassVar = True
    evidence: ClassVar = ("engineering judgement",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._first_seq = 0
        self._count = 0
        self._tiny = 0
        self._bytes = 0
        self._is_told = False

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Once more than half of many pieces are small, so that the median is."""
        if self._is_told:
            return
        size = base64_size(now.event.text("audio") or "")
        form = session_formats(now.state.session.effective)[0]
        self._first_seq = self._first_seq or now.seq
        self._count += 1
        self._bytes += size
        self._tiny += form.duration_ms(size) < TINY_MS
        if self._count >= ENOUGH and 2 * self._tiny > self._count:
            self._is_told = True
            mean_ms = form.duration_ms(self._bytes) / self._count
            yield self.found(now.seq, self._first_seq, count=self._count, ms=f"{mean_ms:.0f}")
