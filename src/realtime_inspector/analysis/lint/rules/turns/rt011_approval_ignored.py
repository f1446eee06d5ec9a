"""RT011: an MCP tool waits for leave that nobody gives or refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadline, Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

WAIT_MS: Final = 30_000
_ASKED_BY: Final = ("conversation.item.added", "response.output_item.added")


class ApprovalIgnored(Rule):
    """Nothing goes on until an `mcp_approval_response` says yes or no."""

    id: ClassVar = "RT011"
    name: ClassVar = "approval-ignored"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = (*_ASKED_BY, "conversation.item.create", "session.created")
    evidence: ClassVar = ("https://developers.openai.com/api/docs/guides/realtime-mcp",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._open: dict[str, Deadline] = {}

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Waits after each request for approval."""
        kind = now.event.text("item", "type")
        if now.event.canonical_type == "session.created":
            for deadline in self._open.values():
                deadline.cancel()
            self._open.clear()
        elif kind == "mcp_approval_request" and now.event.canonical_type in _ASKED_BY:
            self._begin(now)
        elif kind == "mcp_approval_response" and now.is_sent:
            deadline_or_none = self._open.pop(
                now.event.text("item", "approval_request_id") or "", None
            )
            if deadline_or_none is not None:
                deadline_or_none.cancel()
        yield from ()

    def _begin(self, now: Sight) -> None:
        request_id = now.event.item_id
        if request_id is None or request_id in self._open:
            return
        finding = self.found(
            now.seq,
            request=request_id,
            server=now.event.text("item", "server_label") or "?",
            name=now.event.text("item", "name") or "?",
        )
        self._open[request_id] = self.unless(now, WAIT_MS, lambda: finding)
