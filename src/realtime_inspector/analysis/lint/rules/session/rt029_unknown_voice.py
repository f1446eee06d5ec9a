"""RT029: a voice that the server does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.refusal import RefusalRule, asked_by
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight


class UnknownVoice(RefusalRule):
    """Which voices there are, the server alone knows; its message lists them."""

    id: ClassVar = "RT029"
    name: ClassVar = "unknown-voice"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = asked_by("session.update", "response.create")
    evidence: ClassVar = ("client logs: Invalid value: 'nova'. Supported values are: …",)

    def sign(self, now: Sight) -> Values | None:
        """An invalid value in a field of that name."""
        param = now.event.text("error", "param") or ""
        is_voice = param.rpartition(".")[2] == "voice"
        is_it = is_voice and now.event.text("error", "code") == "invalid_value"
        return {"field": param} if is_it else None
