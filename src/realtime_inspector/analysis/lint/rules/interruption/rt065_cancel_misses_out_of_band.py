"""RT065: a `response.cancel` without an id leaves an out-of-band response speaking."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight


class CancelMissesOutOfBand(Rule):
    """Without `response_id` only the response of the default conversation is cancelled."""

    id: ClassVar = "RT065"
    name: ClassVar = "cancel-misses-out-of-band"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (
        "response.cancel",
        "response.done",
        "response.output_audio.delta",
        "response.output_audio_transcript.delta",
    )
    evidence: ClassVar = ("HybridAIOne/hybridclaw#1503",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._missed: dict[str, int] = {}
        """Response id: the cancellation that did not reach it."""

    def feed(self, now: Sight) -> Iterator[Finding]:
        """When the response goes on speaking."""
        response_id = now.event.response_id
        if now.event.type == "response.cancel":
            self._see_cancel(now, response_id)
        elif self._missed and response_id in self._missed:
            cancel_seq = self._missed.pop(response_id)
            response = now.state.responses.get(response_id)
            if now.event.type != "response.done" and response is not None:
                yield self.found(cancel_seq, now.seq, response.created_seq, response=response_id)

    def _see_cancel(self, now: Sight, response_id: str | None) -> None:
        if response_id:
            self._missed.pop(response_id, None)
            return
        for active_id in now.state.active:
            if now.state.responses[active_id].is_out_of_band:
                self._missed.setdefault(active_id, now.seq)
