"""RT041: the client commits although the server does so itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.analysis.lint.session_facts import (
    is_conversation,
    is_update_under_way,
    is_vad_on,
)
from realtime_inspector.analysis.lint.voice_activity import turn_detection
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.rule import Sight


class CommitUnderVad(Rule):
    """Both commit; who comes second finds the buffer empty (RT040)."""

    id: ClassVar = "RT041"
    name: ClassVar = "commit-under-vad"
    severity: ClassVar = Severity.WARN
    types: ClassVar = ("input_audio_buffer.commit",)
    evidence: ClassVar = ("openai/openai-agents-js#748",)

    def feed(self, now: Sight) -> Iterator[Finding]:
        """A commit while turn detection is on, and stays on."""
        session = now.before.session.effective
        is_on = is_conversation(session) and is_vad_on(session)
        if is_on and not is_update_under_way(now.before):
            detection = (turn_detection(session) or {}).get("type")
            yield self.found(now.seq, detection=detection)
