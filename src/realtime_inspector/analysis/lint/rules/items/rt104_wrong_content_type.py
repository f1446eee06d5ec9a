"""RT104: content of a message that does not fit its role."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, Final

from realtime_inspector.analysis.lint.quoted import quoted
from realtime_inspector.analysis.lint.refusal import RefusalRule
from realtime_inspector.core.dialects.base import Dialect
from realtime_inspector.core.events.edit import error_words
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight

_INPUT: Final = ("input_text", "input_audio", "input_image")
_TAKEN: Final[Mapping[str, tuple[str, ...]]] = {
    "user": _INPUT,
    "system": _INPUT,
    "assistant": ("output_text",),
}
"""Content types that a client may send, by role (events.md §8)."""
_BETA_ANSWER: Final = "text"
"""What an assistant's text was called before (dialects.md §1)."""
_HELD_IN: Final = {
    "input_text": "text",
    "output_text": "text",
    "text": "text",
    "input_audio": "audio",
    "input_image": "image_url",
}
"""The field that a part of a type must have."""
_PARAM: Final = re.compile(r"item\.content\[\d+\]\.(?:type|text|audio|image_url)")
_CODES: Final = frozenset({"invalid_value", "missing_required_parameter"})


class WrongContentType(RefusalRule):
    """Users are quoted with `input_text`, the model with `output_text`."""

    id: ClassVar = "RT104"
    name: ClassVar = "wrong-content-type"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = ("conversation.item.create", "conversation.item.added", "error")
    is_plain: ClassVar = True
    evidence: ClassVar = (
        "openai/openai-agents-js#963",
        "captures/openai-ga-error-then-long-text.jsonl",
    )

    def mistake(self, now: Sight) -> Values | None:
        """The first part that does not fit."""
        if now.event.text("item", "type") != "message":
            return None
        taken = _taken(now.event.text("item", "role") or "", now.peer.dialect)
        content = now.event.sequence("item", "content") if taken else ()
        for index, part in enumerate(content):
            problem = _problem(part, taken)
            if problem is not None:
                field, found, expected = problem
                return {"field": f"item.content[{index}].{field}", **_as(found, expected)}
        return None

    def sign(self, now: Sight) -> Values | None:
        """By code and parameter."""
        error = now.event
        param = error.text("error", "param") or ""
        code = error.text("error", "code")
        if code not in _CODES or _PARAM.fullmatch(param) is None:
            return None
        if code == "missing_required_parameter":
            return {"field": param, **_as("null", "string")}
        found, *expected = quoted(error_words(error.get("error"))) or ["?"]
        return {"field": param, **_as(found, ", ".join(expected) or "?")}


def _taken(role: str, dialect: Dialect) -> tuple[str, ...]:
    taken = _TAKEN.get(role, ())
    if role != "assistant" or dialect is Dialect.GA:
        return taken
    return (_BETA_ANSWER,) if dialect is Dialect.BETA else (*taken, _BETA_ANSWER)


def _problem(part: Any, taken: tuple[str, ...]) -> tuple[str, str, str] | None:
    """The field that is wrong, what it holds, and what it should hold."""
    if not isinstance(part, dict):
        return None
    kind = part.get("type")
    if kind not in taken:
        return "type", "null" if kind is None else str(kind), ", ".join(taken)
    field = _HELD_IN.get(str(kind), "")
    return (field, "null", "string") if field and part.get(field) is None else None


def _as(found: str, expected: str) -> Mapping[str, str]:
    return {"found": found, "expected": expected}
