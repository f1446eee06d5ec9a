"""RT067: the model interrupts itself, because the microphone hears the loudspeaker."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.state import CaptureState, Response

_AT_ONCE_MS: Final = 1_500
_ENOUGH: Final = 3
_ECHO_SHARE: Final = 0.6
"""Pitfalls.md states these three; they are our guess."""
_CJK: Final = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_TOKENS: Final = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")
"""Words; in scripts without spaces, letters."""


class SelfInterruption(Rule):
    """Three answers cut off by speech that began with them and said nothing, or the same."""

    id: ClassVar = "RT067"
    name: ClassVar = "self-interruption"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (
        "response.output_audio.delta",
        "input_audio_buffer.speech_started",
        "conversation.item.input_audio_transcription.completed",
    )
    is_heuristic: ClassVar = True
    evidence: ClassVar = ("HybridAIOne/hybridclaw#1503",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._speaking = ""
        """The response whose audio came last."""
        self._since_ns: int | None = None
        self._interrupted: dict[str, str] = {}
        """The user's item: the response that it cut off."""
        self._echoes: list[int] = []
        """Ends of the responses that were cut off by themselves."""

    def feed(self, now: Sight) -> Iterator[Finding]:
        """When it happened for the third time."""
        match now.event.canonical_type:
            case "response.output_audio.delta":
                self._see_audio(now)
            case "input_audio_buffer.speech_started":
                self._see_speech(now)
            case _:
                self._see_transcript(now)
                if len(self._echoes) == _ENOUGH:
                    echoes, self._echoes = self._echoes, []
                    yield self.found(*reversed(echoes), count=_ENOUGH)

    def _see_audio(self, now: Sight) -> None:
        if now.event.response_id != self._speaking:
            self._speaking = now.event.response_id or ""
            self._since_ns = now.record.time_ns

    def _see_speech(self, now: Sight) -> None:
        time_ns, item_id = now.record.time_ns, now.event.item_id
        if self._since_ns is None or time_ns is None or item_id is None:
            return
        if time_ns - self._since_ns <= _AT_ONCE_MS * 1_000_000:
            self._interrupted[item_id] = self._speaking

    def _see_transcript(self, now: Sight) -> None:
        response_id = self._interrupted.pop(now.event.item_id or "", "")
        response = now.state.responses.get(response_id)
        if response is None or response.done_seq is None or response.reason != "turn_detected":
            return
        if _is_echo(now.event.text("transcript") or "", _said(now.state, response)):
            self._echoes.append(response.done_seq)


def _said(state: CaptureState, response: Response) -> str:
    return " ".join(state.items[key].text for key in response.items)


def _is_echo(heard: str, said: str) -> bool:
    heard_words = _TOKENS.findall(heard.lower())
    said_words = set(_TOKENS.findall(said.lower()))
    same = sum(word in said_words for word in heard_words)
    return same >= _ECHO_SHARE * len(heard_words)
