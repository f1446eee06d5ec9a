"""RT063: the user speaks into an answer that is complete, but still being played."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.conversation import audio_ms, speaks_here
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.analysis.lint.voice_activity import turn_detection
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

_WORTH_IT_MS: Final = 500
"""With less left than this, the user has heard the sentence."""


@dataclass(slots=True)
class _Playing:
    """An item as a client plays it that begins with its first audio."""

    item_id: str
    response_id: str
    start_ns: int | None


@dataclass(frozen=True, slots=True)
class _Uncut:
    speech_seq: int
    done_seq: int | None
    item_id: str
    left_ms: float


class PlaybackNotFlushed(Rule):
    """`response.done` is the end of making, not of playing: audio comes faster than real time.

    RT062 is about responses that the server itself cancelled; here the clock says that some of
    the audio cannot have been heard.
    """

    id: ClassVar = "RT063"
    name: ClassVar = "playback-not-flushed"
    severity: ClassVar = Severity.INFO
    types: ClassVar = (
        "response.output_audio.delta",
        "response.created",
        "input_audio_buffer.speech_started",
        "conversation.item.truncate",
        "conversation.item.truncated",
        "conversation.item.delete",
    )
    is_clone_safe: ClassVar = False
    evidence: ClassVar = ("Azure/azure-sdk-for-python#48965", "SDK: conversation.item.truncate")

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._playing: _Playing | None = None
        self._uncut: _Uncut | None = None

    def feed(self, now: Sight) -> Iterator[Finding]:
        """At the next response, if the answer was not cut until then."""
        match now.event.canonical_type:
            case "response.output_audio.delta":
                self._see_audio(now)
            case "input_audio_buffer.speech_started":
                self._see_speech(now)
            case "response.created":
                uncut, self._uncut = self._uncut, None
                if uncut is not None:
                    yield self.found(
                        uncut.speech_seq,
                        uncut.done_seq,
                        item=uncut.item_id,
                        left_ms=f"{uncut.left_ms:.0f}",
                    )
            case _:
                if self._uncut is not None and self._uncut.item_id == now.event.item_id:
                    self._uncut = None

    def _see_audio(self, now: Sight) -> None:
        before, item_id = self._playing, now.event.item_id or ""
        if before is not None and before.item_id == item_id:
            return
        start_ns = now.record.time_ns
        if before is not None and start_ns is not None:
            # What came before is played to its end first.
            start_ns = max(start_ns, self._end_ns(now, before) or 0)
        self._playing = _Playing(item_id, now.event.response_id or "", start_ns)

    def _end_ns(self, now: Sight, playing: _Playing) -> int | None:
        item = now.state.item(playing.item_id)
        if playing.start_ns is None or item is None:
            return None
        return playing.start_ns + int(audio_ms(now.state, item) * 1e6)

    def _see_speech(self, now: Sight) -> None:
        playing, time_ns = self._playing, now.record.time_ns
        if playing is None or time_ns is None or not self._is_interrupting(now):
            return
        self._playing = None
        response = now.state.responses.get(playing.response_id)
        end_ns = self._end_ns(now, playing)
        item = now.state.item(playing.item_id)
        if response is None or response.status != "completed" or end_ns is None:
            return
        left_ms = (end_ns - time_ns) / 1e6
        if left_ms >= _WORTH_IT_MS and item is not None and item.truncated_ms is None:
            self._uncut = _Uncut(now.seq, response.done_seq, playing.item_id, left_ms)

    @staticmethod
    def _is_interrupting(now: Sight) -> bool:
        settings = turn_detection(now.state.session.effective)
        is_meant_to = settings is not None and settings.get("interrupt_response") is not False
        return is_meant_to and speaks_here(now.state)
