"""RT081: a response was cut short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule, mapping
from realtime_inspector.core.finding import Finding, Severity
from realtime_inspector.core.record import parse_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from realtime_inspector.analysis.lint.rule import Sight

_INTERRUPTED: Final = frozenset({"turn_detected", "client_cancelled"})
"""Some servers call an interrupted response incomplete (lifecycles.md §9)."""


class IncompleteResponse(Rule):
    """The cap on tokens or the content filter ended it; a call in it may be broken off."""

    id: ClassVar = "RT081"
    name: ClassVar = "incomplete-response"
    severity: ClassVar = Severity.WARN
    types: ClassVar = ("response.done",)
    evidence: ClassVar = ("livekit/agents#5808", "lifecycles.md §13")

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Each response that ended as incomplete."""
        reason = now.event.text("response", "status_details", "reason") or "?"
        if now.event.text("response", "status") != "incomplete" or reason in _INTERRUPTED:
            return
        has_broken_call = _has_broken_call(now.event.sequence("response", "output"))
        yield self.found(
            now.seq,
            severity=Severity.ERROR if has_broken_call else None,
            response=now.event.response_id or "?",
            reason=reason,
        )


def _has_broken_call(output: Sequence[Any]) -> bool:
    """Whether it holds a call whose arguments must not be used."""
    calls = (item for item in map(mapping, output) if item.get("type") == "function_call")
    return any(parse_object(str(call.get("arguments", ""))) is None for call in calls)
