"""RT121: the client sends an event that the server does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.known_types import OF_CLIENTS, names_event
from realtime_inspector.analysis.lint.quoted import first_quoted
from realtime_inspector.analysis.lint.refusal import RefusalRule
from realtime_inspector.core.events import CATALOGUE
from realtime_inspector.core.events.edit import error_words
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.finding import Finding

_OTHERS: Final = frozenset({"output_audio_buffer.clear"})
"""Types that a rule of their own is about (RT069)."""


class UnknownClientEvent(RefusalRule):
    """A misspelt type, one of another API, or a `ping` of the app's own making.

    Which types other servers take is not known: there only the refusal counts.
    """

    id: ClassVar = "RT121"
    name: ClassVar = "unknown-client-event"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = ("error",)
    evidence: ClassVar = ("PROBE: invalid_value for type", "a client's log (id 17576490013)")

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._sent: set[str] = set()
        self._told: set[str] = set()
        """Types: of a heartbeat it is enough to hear once."""

    @classmethod
    def hears(cls, key: str) -> bool:
        """Beside errors, the types that the catalogue does not have."""
        is_known = key in OF_CLIENTS or key in CATALOGUE
        return key in cls.types or (names_event(key) and not is_known)

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Each type once."""
        for finding in super().feed(now):
            kind = finding.values["kind"]
            if kind not in self._told:
                self._told.add(kind)
                yield finding

    def mistake(self, now: Sight) -> Values | None:
        """It has a type, which OpenAI does not list."""
        kind = now.event.type
        if kind in self._sent or not now.peer.is_openai:
            return None
        self._sent.add(kind)
        return {"kind": kind}

    def sign(self, now: Sight) -> Values | None:
        """By code and parameter."""
        error = now.event
        is_type = error.text("error", "param") == "type"
        if not is_type or error.text("error", "code") != "invalid_value":
            return None
        kind = first_quoted(error_words(error.get("error")))
        return None if kind in _OTHERS else {"kind": kind}
