"""RT082: the account has no more quota, or nearly none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from realtime_inspector.analysis.lint.quota import is_about_quota
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.state import RateLimit

LOW: Final = 0.05
"""Of the limit."""


class QuotaOrRateLimit(Rule):
    """A response that failed for it is an error; little that is left is a warning, once."""

    id: ClassVar = "RT082"
    name: ClassVar = "quota-or-rate-limit"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = ("response.done", "error", "rate_limits.updated", "session.created")
    evidence: ClassVar = ("openai/openai-agents-js#1022", "observed.md §5")

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._low: set[str] = set()
        """Names of the limits of which little is left; told already."""

    def feed(self, now: Sight) -> Iterator[Finding]:
        """A refusal for quota, or a limit that comes near."""
        match now.event.canonical_type:
            case "response.done" if now.event.text("response", "status") == "failed":
                error = now.event.mapping("response", "status_details", "error")
                yield from self._refused(now, error)
            case "error":
                yield from self._refused(now, now.event.mapping("error"))
            case "rate_limits.updated":
                yield from self._limits(now)
            case "session.created":
                self._low.clear()

    def _refused(self, now: Sight, error: Mapping[str, Any]) -> Iterator[Finding]:
        if is_about_quota(error):
            code = error.get("code") or error.get("type") or "?"
            yield self.found(now.seq, what=f"{code}: {error.get('message') or '?'}")

    def _limits(self, now: Sight) -> Iterator[Finding]:
        for limit in now.state.rate_limits:
            if not _is_low(limit):
                self._low.discard(limit.name)
            elif limit.name not in self._low:
                self._low.add(limit.name)
                what = f"{limit.name}: {limit.remaining:g} / {limit.limit:g}"
                yield self.found(now.seq, severity=Severity.WARN, what=what)


def _is_low(limit: RateLimit) -> bool:
    return limit.remaining < LOW * limit.limit
