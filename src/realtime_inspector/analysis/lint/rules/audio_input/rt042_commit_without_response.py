"""RT042: audio is committed, and nobody asks for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.hush import Hush
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.analysis.lint.session_facts import is_conversation, is_told
from realtime_inspector.analysis.lint.voice_activity import answers_by_itself
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.state import CaptureState

WAIT_MS: Final = 3_000
_COMMITTED: Final = "input_audio_buffer.committed"


class CommitWithoutResponse(Rule):
    """Without turn detection, or with `create_response: false`, a commit makes an item only."""

    id: ClassVar = "RT042"
    name: ClassVar = "commit-without-response"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (_COMMITTED, *Hush.TYPES)
    action: ClassVar = "request_response"
    evidence: ClassVar = ("documentation of input_audio_buffer.commit in the official SDK",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._hush = Hush(lambda now, make: self.unless(now, WAIT_MS, make))

    def feed(self, now: Sight) -> Iterable[Finding]:
        """Nothing at once: the time must pass."""
        if now.event.canonical_type != _COMMITTED:
            self._hush.see(now)
        elif _needs_request(now.state):
            asked_seq = now.state.answered.get(now.seq)
            # The request may have been sent before the server confirmed the commit.
            self._hush.begin(now, lambda: self.found(now.seq, asked_seq), since_seq=asked_seq or 0)
        return ()


def _needs_request(state: CaptureState) -> bool:
    session = state.session.effective
    is_known = is_told(session, "audio.input.turn_detection", "turn_detection")
    return is_known and is_conversation(session) and not answers_by_itself(session)
