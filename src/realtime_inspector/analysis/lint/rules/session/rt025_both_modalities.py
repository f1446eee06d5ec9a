"""RT025: text and audio are both asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.refusal import RefusalRule, asked_by
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight


class BothModalities(RefusalRule):
    """The GA shape makes one kind of output; with audio comes its transcript."""

    id: ClassVar = "RT025"
    name: ClassVar = "both-modalities"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = asked_by("session.update", "response.create")
    is_clone_safe: ClassVar = False
    is_plain: ClassVar = True
    evidence: ClassVar = ("openai/openai-agents-python#1771",)

    def mistake(self, now: Sight) -> Values | None:
        """A list that has not exactly one entry."""
        for root in ("session", "response"):
            asked = now.event.get(root, "output_modalities")
            if isinstance(asked, list) and len(asked) != 1:
                return {"field": f"{root}.output_modalities"}
        return None

    def sign(self, now: Sight) -> Values | None:
        """The error that lists the supported combinations."""
        param = now.event.text("error", "param") or ""
        message = now.event.text("error", "message") or ""
        is_it = param.endswith("output_modalities") and message.startswith("Invalid modalities")
        return {"field": param} if is_it else None
