"""RT032: the user speaks to a session that nobody has configured."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.analysis.lint.session_facts import is_conversation, named
from realtime_inspector.analysis.lint.voice_activity import turn_detection
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

_DEFAULT_INSTRUCTIONS: Final = "Your knowledge cutoff is "
"""How the instructions begin that OpenAI and Azure put in `session.created` (observed.md §4)."""


class SilentDefault(Rule):
    """Instructions, voice and turn detection are the server's own."""

    id: ClassVar = "RT032"
    name: ClassVar = "silent-default"
    severity: ClassVar = Severity.INFO
    types: ClassVar = (
        "session.created",
        "session.update",
        "conversation.item.create",
        "input_audio_buffer.committed",
        "input_audio_buffer.speech_started",
    )
    evidence: ClassVar = ("recordings: session.created holds defaults",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._is_watching = False

    def feed(self, now: Sight) -> Iterator[Finding]:
        """The first input of the user in a session as it was created."""
        kind = now.event.canonical_type
        if kind == "session.created":
            self._is_watching = _is_default(now.state.session.effective) and not any(
                one.type == "session.update" for one in now.state.asked
            )
        elif kind == "session.update":
            self._is_watching = False
        elif self._is_watching and _is_users(now):
            self._is_watching = False
            session = now.state.session.effective
            yield self.found(
                now.seq,
                now.state.session.created_seq,
                voice=named(session, "audio.output.voice", "voice") or "–",
                detection=(turn_detection(session) or {}).get("type") or "–",
            )


def _is_default(session: object) -> bool:
    """Whether nobody configured it, be it by a client secret (lifecycles.md §1)."""
    if not isinstance(session, dict) or not is_conversation(session):
        return False
    instructions = session.get("instructions")
    return isinstance(instructions, str) and instructions.startswith(_DEFAULT_INSTRUCTIONS)


def _is_users(now: Sight) -> bool:
    return not now.is_sent or now.event.text("item", "role") == "user"
