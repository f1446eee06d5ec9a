"""RT051: transcription is on, and no transcript comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule, notice_of
from realtime_inspector.analysis.lint.session_facts import transcription
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from realtime_inspector.analysis.lint.deadlines import Deadline, Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

WAIT_MS: Final = 15_000
_ADDED: Final = "conversation.item.added"
_CLOSE: Final = notice_of("close")
_SESSION: Final = "session.created"
_SIGNS: Final = tuple(
    f"conversation.item.input_audio_transcription.{name}"
    for name in ("delta", "segment", "updated", "completed", "failed")
)


class TranscriptMissing(Rule):
    """Audio in which nothing was understood, as of a wrong rate, may get no transcript."""

    id: ClassVar = "RT051"
    name: ClassVar = "transcript-missing"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (_ADDED, "conversation.item.deleted", _CLOSE, _SESSION, *_SIGNS)
    evidence: ClassVar = ("probe: audio of a wrong rate gets neither transcript nor failure",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._awaited: dict[str, Deadline] = {}
        self._early: str = ""

    def feed(self, now: Sight) -> Iterable[Finding]:
        """Nothing at once: the time must pass, on the same connection."""
        kind, item_id = now.event.canonical_type, now.event.item_id or ""
        if kind == _ADDED:
            if _is_heard(now) and item_id != self._early:
                self._wait(now, item_id)
        elif kind == _SESSION or not kind:
            for deadline in self._awaited.values():
                deadline.cancel()
            self._awaited.clear()
        else:
            self._early = item_id
            answered = self._awaited.pop(item_id, None)
            if answered is not None:
                answered.cancel()
        return ()

    def _wait(self, now: Sight, item_id: str) -> None:
        def missing() -> Finding:
            self._awaited.pop(item_id, None)
            return self.found(now.seq, item=item_id, model=model)

        model = transcription(now.state.session.effective).get("model") or "–"
        self._awaited[item_id] = self.unless(now, WAIT_MS, missing)


def _is_heard(now: Sight) -> bool:
    """Whether it is speech out of the input buffer that is to be transcribed."""
    item = now.state.item(now.event.item_id)
    is_committed = item is not None and item.request_seq is None
    has_audio = any(
        now.event.get("item", "content", index, "type") == "input_audio"
        for index in range(len(now.event.sequence("item", "content")))
    )
    is_on = bool(transcription(now.state.session.effective))
    return is_on and is_committed and has_audio and now.event.text("item", "role") == "user"
