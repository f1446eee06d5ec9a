"""RT084: a response is complete and holds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.rule import Rule, mapping
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.rule import Sight


class EmptyResponse(Rule):
    """Known from reports of clients only; how often it means trouble is not known."""

    id: ClassVar = "RT084"
    name: ClassVar = "empty-response"
    severity: ClassVar = Severity.WARN
    types: ClassVar = ("response.done",)
    is_heuristic: ClassVar = True
    action: ClassVar = "request_response"
    evidence: ClassVar = ("reports of clients",)

    def feed(self, now: Sight) -> Iterator[Finding]:
        """A completed response without output, or with a message without content."""
        if now.event.text("response", "status") != "completed":
            return
        output = [mapping(item) for item in now.event.sequence("response", "output")]
        messages = [item for item in output if item.get("type") == "message"]
        if not output or any(item.get("content") == [] for item in messages):
            yield self.found(now.seq, response=now.event.response_id or "?")
