"""RT045: audio that lasts longer or shorter than the time in which it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.audio import base64_size, session_formats
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

STREAM_MS: Final = 3_000
PAUSE_MS: Final = 1_000
"""After so long a silence of the client a new stream begins."""
_SAME: Final = (0.8, 1.25)
_REAL_TIME: Final = (0.1, 3.0)
"""Outside of it the audio does not come from a microphone: a file is sent as fast as it goes."""
_MS: Final = 1e6


class SampleRateMismatch(Rule):
    """The server takes the bytes for what the session declares (pitfalls.md RT045).

    16 kHz sent as 24 kHz lasts 0.67 of the time, 48 kHz 2.0, µ-law at 8 kHz sent as PCM 0.17.
    """

    id: ClassVar = "RT045"
    name: ClassVar = "sample-rate-mismatch"
    severity: ClassVar = Severity.WARN
    types: ClassVar = ("input_audio_buffer.append", "session.created")
    is_heuristic: ClassVar = True
    evidence: ClassVar = ("probe: another rate than the declared one is taken without an error",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._is_over = False
        self._restart(0, 0)

    def _restart(self, seq: int, now_ns: int) -> None:
        self._first_seq = seq
        self._start_ns = self._last_ns = now_ns
        self._audio_ms = 0.0

    def feed(self, now: Sight) -> Iterator[Finding]:
        """One verdict a session, over the first seconds without a pause."""
        now_ns = now.record.time_ns
        if not now.is_sent:
            self._is_over = False
            self._restart(0, 0)
        elif not self._is_over and now_ns is not None:
            if not self._first_seq or now_ns - self._last_ns > PAUSE_MS * _MS:
                self._restart(now.seq, now_ns)
            # What comes now was recorded in the time that is over, before what comes next.
            yield from self._judged(now, (now_ns - self._start_ns) / _MS)
            form = session_formats(now.state.session.effective)[0]
            self._audio_ms += form.duration_ms(base64_size(now.event.text("audio") or ""))
            self._last_ns = now_ns

    def _judged(self, now: Sight, span_ms: float) -> Iterator[Finding]:
        if span_ms < STREAM_MS:
            return
        self._is_over = True
        ratio = self._audio_ms / span_ms
        is_same = _SAME[0] <= ratio <= _SAME[1]
        if not is_same and _REAL_TIME[0] <= ratio <= _REAL_TIME[1]:
            declared = session_formats(now.state.session.effective)[0]
            yield self.found(
                now.seq,
                self._first_seq,
                ratio=f"{ratio:.2f}",
                declared=declared.name,
                rate=f"{declared.rate_hz * ratio / 1000:.0f}",
            )
