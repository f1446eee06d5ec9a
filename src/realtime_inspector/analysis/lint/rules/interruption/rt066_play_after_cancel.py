"""RT066: audio of a response comes after it was cancelled or interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.analysis.lint.voice_activity import turn_detection
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight


class PlayAfterCancel(Rule):
    """Whether the client plays it, the log cannot tell: that makes it a hint."""

    id: ClassVar = "RT066"
    name: ClassVar = "play-after-cancel"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (
        "response.cancel",
        "response.done",
        "response.output_audio.delta",
        "input_audio_buffer.speech_started",
    )
    is_heuristic: ClassVar = True
    evidence: ClassVar = ("galcymedia: tests of its adapter",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._stopped: dict[str, int] = {}
        """Response id: what stopped it."""

    def feed(self, now: Sight) -> Iterator[Finding]:
        """At the first audio that comes late."""
        match now.event.canonical_type:
            case "response.output_audio.delta":
                stop_seq = self._stopped.pop(now.event.response_id or "", None)
                if stop_seq is not None:
                    yield self.found(now.seq, stop_seq, response=now.event.response_id)
            case "response.done":
                self._stopped.pop(now.event.response_id or "", None)
            case "response.cancel":
                self._stop(now, now.event.response_id)
            case _:
                settings = turn_detection(now.state.session.effective)
                if settings is not None and settings.get("interrupt_response") is not False:
                    self._stop(now, None)

    def _stop(self, now: Sight, response_id: str | None) -> None:
        active = now.before.active_response
        meant = response_id or (active.id if active is not None else "")
        if meant in now.before.active:
            self._stopped.setdefault(meant, now.seq)
