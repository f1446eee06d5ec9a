"""RT036: a model whose end is announced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.analysis.lint.session_facts import transcription, without_date
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

_VOICE: Final = re.compile(r"gpt-realtime(?:-mini)?|gpt-4o-(?:mini-)?realtime-preview")
_HEARING: Final = re.compile(r"whisper-1|gpt-4o-(?:mini-)?transcribe(?:-diarize)?")


class DeprecatedModel(Rule):
    """Announced in OpenAI's list of deprecations; the names are OpenAI's and Azure's own."""

    id: ClassVar = "RT036"
    name: ClassVar = "deprecated-model"
    severity: ClassVar = Severity.INFO
    types: ClassVar = ("session.created", "session.updated")
    is_clone_safe: ClassVar = False
    evidence: ClassVar = ("https://developers.openai.com/api/docs/deprecations",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._is_told: set[str] = set()

    def feed(self, now: Sight) -> Iterator[Finding]:
        """The models of the session, each once."""
        session = now.state.session.effective
        names = {
            "session.model": (session.get("model"), _VOICE),
            "session.audio.input.transcription.model": (
                transcription(session).get("model"),
                _HEARING,
            ),
        }
        for field, (model, ending) in names.items():
            if not isinstance(model, str) or model in self._is_told:
                continue
            if ending.fullmatch(without_date(model)):
                self._is_told.add(model)
                yield self.found(now.seq, field=field, model=model)
