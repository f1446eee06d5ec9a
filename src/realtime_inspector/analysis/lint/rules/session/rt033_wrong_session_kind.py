"""RT033: events of one kind of session, sent to another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.refusal import RefusalRule, asked_by
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight

_APPENDS: Final = {
    "input_audio_buffer.append": False,
    "session.input_audio_buffer.append": True,
}
"""Ways to send audio, and whether they belong to translation (events.md, lifecycles.md §18)."""
_TRANSLATION: Final = "translation"
_MIXED: Final = re.compile(
    r"session update event to a \w+ session is not allowed"
    r"|is a transcription model and cannot be used as the realtime session model"
)
"""What OpenAI says (lifecycles.md §17); the codes are not known."""


class WrongSessionKind(RefusalRule):
    """Whether a session talks, transcribes or translates is decided with the connection."""

    id: ClassVar = "RT033"
    name: ClassVar = "wrong-session-kind"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = ("session.created", *_APPENDS, *asked_by("session.update"))
    evidence: ClassVar = ("daikw/even-realtime-translation",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._is_append_told = False

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Updates with their answers; of appends, which are many, the first of a session."""
        kind = now.event.canonical_type
        if kind == "session.created":
            self._is_append_told = False
        elif kind in _APPENDS:
            yield from self._append(now)
        else:
            yield from super().feed(now)

    def mistake(self, now: Sight) -> Values | None:
        """An update for another kind than the server says it is."""
        asked, kind = now.event.text("session", "type"), _kind(now)
        is_wrong = asked and kind and asked != kind
        return {"asked": f"session.type {asked}", "kind": kind} if is_wrong else None

    def sign(self, now: Sight) -> Values | None:
        """The words that OpenAI has for it."""
        is_it = _MIXED.search(now.event.text("error", "message") or "")
        return {"asked": "session.type", "kind": _kind(now) or "–"} if is_it else None

    def _append(self, now: Sight) -> Iterator[Finding]:
        kind = _kind(now)
        if self._is_append_told or not kind:
            return
        if (kind == _TRANSLATION) != _APPENDS[now.event.canonical_type]:
            self._is_append_told = True
            yield self.found(now.seq, asked=now.event.type, kind=kind, said="")


def _kind(now: Sight) -> str:
    kind = now.before.session.effective.get("type")
    return kind if isinstance(kind, str) else ""
