"""RT043: audio is sent on and on, and nobody ends the user's turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.analysis.lint.session_facts import (
    is_conversation,
    is_update_under_way,
    is_vad_off,
)
from realtime_inspector.core.audio import session_formats
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

MOST_MS: Final = 15_000
"""So long may a turn be while somebody holds the key to talk."""
_APPEND: Final = "input_audio_buffer.append"


class AppendWithoutVadOrCommit(Rule):
    """Without turn detection nothing happens before the client's own commit.

    A client that has committed before in the session knows, and may have more to say.
    """

    id: ClassVar = "RT043"
    name: ClassVar = "append-without-vad-or-commit"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (_APPEND, "input_audio_buffer.commit", "session.created")
    evidence: ClassVar = ("documentation of input_audio_buffer.append in the official SDK",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._first_seq: int | None = None
        self._is_settled = False

    def feed(self, now: Sight) -> Iterator[Finding]:
        """The first audio of a session that is never committed."""
        if now.event.canonical_type != _APPEND:
            self._first_seq, self._is_settled = None, now.is_sent
        elif not self._is_settled:
            self._first_seq = self._first_seq or now.seq
            yield from self._judged(now)

    def _judged(self, now: Sight) -> Iterator[Finding]:
        session = now.state.session.effective
        buffered_ms = session_formats(session)[0].duration_ms(now.state.input.bytes)
        if buffered_ms <= MOST_MS or not (is_conversation(session) and is_vad_off(session)):
            return
        if not is_update_under_way(now.state):
            self._is_settled = True
            yield self.found(now.seq, self._first_seq, seconds=f"{buffered_ms / 1000:.0f}")
