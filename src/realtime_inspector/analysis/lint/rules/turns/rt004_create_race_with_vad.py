"""RT004: client and server both ask for the answer to what the user said."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.response_requests import is_out_of_band
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.analysis.lint.voice_activity import answers_by_itself
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

WITHIN_NS: Final = 1_500_000_000


class CreateRaceWithVad(Rule):
    """Voice activity detection asks by itself; a second request loses, or takes its place."""

    id: ClassVar = "RT004"
    name: ClassVar = "create-race-with-vad"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "response.create",
        "response.created",
        "session.created",
    )
    evidence: ClassVar = ("openai/openai-agents-python#3405",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._stopped: Sight | None = None
        self._request_seq: int | None = None

    def feed(self, now: Sight) -> Iterator[Finding]:
        """A request between the end of speech and the response that follows."""
        match now.event.canonical_type:
            case "input_audio_buffer.speech_stopped":
                has_vad = answers_by_itself(now.state.session.effective)
                self._stopped, self._request_seq = now if has_vad else None, None
            case "response.create":
                if self._stopped is not None and not is_out_of_band(now.event):
                    self._request_seq = self._request_seq or now.seq
            case "response.created":
                yield from self._begun(now)
            case _:
                self._stopped = self._request_seq = None

    def _begun(self, now: Sight) -> Iterator[Finding]:
        response = now.state.responses.get(now.event.response_id or "")
        stopped, request_seq = self._stopped, self._request_seq
        if stopped is None or (response is not None and response.is_out_of_band):
            return
        self._stopped = self._request_seq = None
        if request_seq is not None and _is_soon(stopped.record.time_ns, now.record.time_ns):
            yield self.found(request_seq, stopped.seq, now.seq, response=now.event.response_id)


def _is_soon(start_ns: int | None, end_ns: int | None) -> bool:
    """Whether the response followed the speech at once; without times its place must do."""
    return start_ns is None or end_ns is None or end_ns - start_ns <= WITHIN_NS
