"""RT026: a function tool in the form of Chat Completions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.refusal import RefusalRule, asked_by
from realtime_inspector.analysis.lint.tool_definitions import function_tools
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight

_NAME: Final = re.compile(r"(?:session|response)\.tools\[\d+\]\.name")


class NestedToolSchema(RefusalRule):
    """The Realtime API has name, description and parameters beside type, not in a wrapper."""

    id: ClassVar = "RT026"
    name: ClassVar = "nested-tool-schema"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = asked_by("session.update", "response.create")
    evidence: ClassVar = ("hkjarral/AVA-AI-Voice-Agent-for-Asterisk",)

    def mistake(self, now: Sight) -> Values | None:
        """The first tool that is wrapped, or has no name of its own."""
        for path, tool in function_tools(now.event):
            if isinstance(tool.get("function"), dict):
                return {"field": f"{path}.function"}
            if not isinstance(tool.get("name"), str):
                return {"field": f"{path}.name"}
        return None

    def sign(self, now: Sight) -> Values | None:
        """The error about a tool without a name."""
        param = now.event.text("error", "param") or ""
        is_missing = now.event.text("error", "code") == "missing_required_parameter"
        return {"field": param} if is_missing and _NAME.fullmatch(param) else None
