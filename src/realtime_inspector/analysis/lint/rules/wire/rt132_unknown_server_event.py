"""RT132: the server sends an event that we do not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.known_types import OF_CLIENTS, OF_SERVERS, names_event
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.finding import Finding, Severity
from realtime_inspector.core.record import Direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight


class UnknownServerEvent(Rule):
    """A new type is no mistake; it is kept and shown as it is."""

    id: ClassVar = "RT132"
    name: ClassVar = "unknown-server-event"
    severity: ClassVar = Severity.INFO
    types: ClassVar = ()
    evidence: ClassVar = ("BerriAI/litellm#30581",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._told: set[str] = set()

    @classmethod
    def hears(cls, key: str) -> bool:
        """The types that nobody is known to send."""
        return names_event(key) and key not in OF_SERVERS and key not in OF_CLIENTS

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Each type once."""
        kind = now.event.type
        if now.record.direction is Direction.RECEIVED and kind not in self._told:
            self._told.add(kind)
            yield self.found(now.seq, kind=kind)
