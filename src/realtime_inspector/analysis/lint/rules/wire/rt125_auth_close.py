"""RT125: the server does not let the client in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule, notice_of
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

_ERRORS: Final = frozenset({"invalid_api_key", "invalid_model", "missing_model", "invalid_intent"})
_CLOSES: Final = frozenset({3000, 4000})
_BETA: Final = "beta_api_shape_disabled"
"""Closes with 4000 too, and has a rule of its own (RT024)."""


class AuthClose(Rule):
    """The upgrade succeeds all the same: an error and a close follow at once."""

    id: ClassVar = "RT125"
    name: ClassVar = "auth-close"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = ("error", notice_of("close"))
    evidence: ClassVar = ("PROBE: close codes 3000 and 4000", "BerriAI/litellm#13471")

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._is_told = False

    def feed(self, now: Sight) -> Iterator[Finding]:
        """At the error; at the close if there was none, or one without a code."""
        if self._is_told or now.peer.has_answered:
            return
        reason = _error_code(now) if now.event.type == "error" else _close_reason(now)
        if reason:
            self._is_told = True
            yield self.found(now.seq, reason=reason)


def _error_code(now: Sight) -> str:
    code = now.event.text("error", "code") or ""
    return code if code in _ERRORS else ""


def _close_reason(now: Sight) -> str:
    code, reason = now.event.integer("code"), now.event.text("reason") or ""
    is_refusal = code in _CLOSES and now.event.text("by") != "client"
    return f"{code} {reason}".rstrip() if is_refusal and _BETA not in reason else ""
