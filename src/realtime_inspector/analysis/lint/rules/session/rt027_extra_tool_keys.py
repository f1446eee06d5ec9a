"""RT027: a function tool with keys or a name that the server does not take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.refusal import RefusalRule, asked_by
from realtime_inspector.analysis.lint.tool_definitions import function_tools
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight

_KEYS: Final = frozenset({"type", "name", "description", "parameters"})
_WRAPPER: Final = "function"
"""Is RT026's."""
_NAME: Final = re.compile(r"[a-zA-Z0-9_-]+")
_INSIDE: Final = re.compile(r"(?:session|response)\.tools\[\d+\]\.(?P<key>\w+)")


class ExtraToolKeys(RefusalRule):
    """One key too many, and the whole update is refused."""

    id: ClassVar = "RT027"
    name: ClassVar = "extra-tool-keys"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = asked_by("session.update", "response.create")
    is_clone_safe: ClassVar = False
    evidence: ClassVar = ("livekit/agents#3398",)

    def mistake(self, now: Sight) -> Values | None:
        """The first key that is too much, or name that has other characters."""
        for path, tool in function_tools(now.event):
            key = _wrong_key(tool)
            if key:
                return {"field": f"{path}.{key}"}
        return None

    def sign(self, now: Sight) -> Values | None:
        """The error about such a key, or about the name's characters."""
        param = now.event.text("error", "param") or ""
        match = _INSIDE.fullmatch(param)
        if match is None:
            return None
        code, is_name = now.event.text("error", "code"), match["key"] == "name"
        is_it = code == ("invalid_value" if is_name else "unknown_parameter")
        return {"field": param} if is_it and match["key"] != _WRAPPER else None


def _wrong_key(tool: Mapping[str, object]) -> str:
    extra = next((key for key in tool if key not in _KEYS and key != _WRAPPER), "")
    name = tool.get("name")
    is_misnamed = isinstance(name, str) and _NAME.fullmatch(name) is None
    return extra or ("name" if is_misnamed else "")
