"""RT080: a response failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.quota import is_about_quota
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.rule import Sight


class FailedResponseIgnored(Rule):
    """No `error` event comes with it; quotas and rate limits are RT082's."""

    id: ClassVar = "RT080"
    name: ClassVar = "failed-response-ignored"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = ("response.done",)
    action: ClassVar = "request_response"
    evidence: ClassVar = (
        "livekit/agents#2967",
        "openai/openai-realtime-api-beta#116",
        "openai/openai-python#2502",
    )

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Each response that ended as failed."""
        error = now.event.mapping("response", "status_details", "error")
        if now.event.text("response", "status") == "failed" and not is_about_quota(error):
            yield self.found(
                now.seq,
                response=now.event.response_id or "?",
                code=error.get("code") or error.get("type") or "?",
                why=error.get("message") or "?",
            )
