"""RT124: the client sends before the session exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.rule import Sight


class SentBeforeCreated(Rule):
    """An upgrade proves nothing; `session.created` does.

    On a call that is observed from the side there is none, and the client speaks first.
    """

    id: ClassVar = "RT124"
    name: ClassVar = "sent-before-created"
    severity: ClassVar = Severity.INFO
    types: ClassVar = ("session.created",)
    # That bad credentials are upgraded first is how OpenAI does it.
    is_clone_safe: ClassVar = False
    evidence: ClassVar = ("PROBE: upgrades with bad credentials",)

    def feed(self, now: Sight) -> Iterator[Finding]:
        """At the first session of a connection, if something waits for an answer already."""
        if now.before.session.created_seq is None and now.before.asked:
            first = now.before.asked[0]
            yield self.found(first.seq, now.seq, kind=first.type)
