"""RT090: what was cached has to be paid in full again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

GOOD: Final = 0.5
BAD: Final = 0.1
_HEAD: Final = ("instructions", "tools")
"""What every prompt begins with: a change there makes all that follows new."""


class CacheBroken(Rule):
    """Told only where the client changed the prefix: caches are lost without anybody's doing, too.

    The share of cached tokens goes up and down by itself in short sessions (observed.md §4).
    """

    id: ClassVar = "RT090"
    name: ClassVar = "cache-broken"
    severity: ClassVar = Severity.INFO
    types: ClassVar = (
        "session.created",
        "session.update",
        "conversation.item.deleted",
        "response.done",
    )
    evidence: ClassVar = ("https://developers.openai.com/api/docs/guides/realtime-costs",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._good: tuple[int, float] | None = None
        """Number and share of the last response, if most of its input was cached."""
        self._culprit: tuple[int, str] | None = None
        """What changed the prefix since."""

    def feed(self, now: Sight) -> Iterator[Finding]:
        """The share of cached tokens before and after a change of the prefix."""
        match now.event.canonical_type:
            case "session.created":
                self._good = self._culprit = None
            case "session.update":
                changed = [name for name in _HEAD if _changes(now, name)]
                if changed:
                    self._culprit = (now.seq, f"session.update ({', '.join(changed)})")
            case "conversation.item.deleted":
                self._culprit = (now.seq, "conversation.item.delete")
            case "response.done":
                yield from self._measure(now)

    def _measure(self, now: Sight) -> Iterator[Finding]:
        response = now.state.responses.get(now.event.response_id or "")
        if response is None or response.is_out_of_band:
            return
        usage = response.usage
        if usage is None or not usage.input:
            return
        share = usage.cached / usage.input
        before, culprit = self._good, self._culprit
        if before is not None and culprit is not None and share < BAD:
            yield self.found(
                now.seq,
                culprit[0],
                before[0],
                cause=culprit[1],
                before=f"{before[1]:.0%}",
                after=f"{share:.0%}",
            )
        self._good = (now.seq, share) if share > GOOD else None
        self._culprit = None


def _changes(now: Sight, name: str) -> bool:
    asked = now.event.mapping("session")
    return name in asked and asked[name] != now.before.session.effective.get(name)
