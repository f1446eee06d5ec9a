"""RT020: a session.update that the server did not take over."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.refusal import RefusalRule, asked_by
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight


class UpdateNotAcknowledged(RefusalRule):
    """A refused update is dropped as a whole, so that the defaults stay in force."""

    id: ClassVar = "RT020"
    name: ClassVar = "update-not-acknowledged"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = asked_by("session.update")
    needs_server: ClassVar = True
    evidence: ClassVar = ("TanStack/ai#586",)

    def mistake(self, now: Sight) -> Values | None:  # noqa: ARG002 - any update needs an answer
        """Each update waits for `session.updated`."""
        return {}

    def sign(self, now: Sight) -> Values | None:
        """An error about a field of the session."""
        param = now.event.text("error", "param") or ""
        return {} if param == "session" or param.startswith("session.") else None
