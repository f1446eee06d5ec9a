"""RT035: fields of reasoning models, sent to one that does not reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.refusal import RefusalRule, asked_by
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight

_FIELDS: Final = ("reasoning", "parallel_tool_calls")
_PLAIN: Final = re.compile(r"gpt-(?:realtime(?!-2(?!\d))|4o-realtime|4o-mini-realtime)")
"""OpenAI's realtime models before gpt-realtime-2, snapshots such as gpt-realtime-2025-08-28
included. What else a model is called, such as a deployment of Azure, says nothing."""


class ReasoningOnPlainModel(RefusalRule):
    """Only the gpt-realtime-2 family reasons and calls several tools at once."""

    id: ClassVar = "RT035"
    name: ClassVar = "reasoning-on-plain-model"
    severity: ClassVar = Severity.WARN
    types: ClassVar = asked_by("session.update", "response.create")
    stands_if_accepted: ClassVar = True
    evidence: ClassVar = ("type documentation of the official SDK",)

    def mistake(self, now: Sight) -> Values | None:
        """A field that is set, and not to null."""
        model = now.before.session.effective.get("model")
        if not isinstance(model, str) or _PLAIN.match(model) is None:
            return None
        for root in ("session", "response"):
            for name in _FIELDS:
                if now.event.get(root, name) is not None:
                    return {"field": f"{root}.{name}", "model": model}
        return None
