"""RT021: a session.update without session.type."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.refusal import RefusalRule, asked_by
from realtime_inspector.core.dialects.base import Dialect
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight


class MissingSessionType(RefusalRule):
    """The GA shape wants to be told the kind of session with each update."""

    id: ClassVar = "RT021"
    name: ClassVar = "missing-session-type"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = asked_by("session.update")
    is_clone_safe: ClassVar = False
    evidence: ClassVar = ("TanStack/ai#586",)

    def mistake(self, now: Sight) -> Values | None:
        """An update without it; translation sessions do without (lifecycles.md §18)."""
        is_ga = now.event.type == "session.update" and now.peer.dialect is not Dialect.BETA
        is_exempt = now.before.session.effective.get("type") == "translation"
        return {} if is_ga and not is_exempt and not now.event.text("session", "type") else None

    def sign(self, now: Sight) -> Values | None:
        """The error that names it."""
        code, param = now.event.text("error", "code"), now.event.text("error", "param")
        is_it = code == "missing_required_parameter" and param == "session.type"
        return {} if is_it else None
