"""RT105: the result of a function call is not a string."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from realtime_inspector.analysis.lint.refusal import RefusalRule
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight

_NAMES: Final[Mapping[type, str]] = {
    dict: "object",
    list: "array",
    bool: "boolean",
    int: "number",
    float: "number",
    type(None): "null",
}


class NonStringToolOutput(RefusalRule):
    """JSON goes in as text: the API does not look into it."""

    id: ClassVar = "RT105"
    name: ClassVar = "non-string-tool-output"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = ("conversation.item.create", "conversation.item.added", "error")
    is_plain: ClassVar = True
    evidence: ClassVar = ("SDK: RealtimeConversationItemFunctionCallOutput",)

    def mistake(self, now: Sight) -> Values | None:
        """An output of any other type, or none at all."""
        if now.event.text("item", "type") != "function_call_output":
            return None
        output = now.event.get("item", "output")
        return None if isinstance(output, str) else {"found": _name(output)}

    def sign(self, now: Sight) -> Values | None:
        """By the parameter."""
        error = now.event
        is_output = error.text("error", "param") == "item.output"
        return {"found": "?"} if is_output else None


def _name(value: Any) -> str:
    """What JSON calls it."""
    return _NAMES.get(type(value), "?")
