"""RT120: a frame of the client is no event."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.refusal import RefusalRule
from realtime_inspector.analysis.lint.rule import TEXT
from realtime_inspector.core.events.edit import error_words
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight

_CODES: Final = frozenset({"invalid_json", "invalid_event"})
_UNTYPED: Final = ""
"""The key of an object without a `type`."""


class MalformedEvent(RefusalRule):
    """Not JSON, not an object, or without a `type`. Binary frames have a rule of their own."""

    id: ClassVar = "RT120"
    name: ClassVar = "malformed-event"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = (TEXT, _UNTYPED, "error")
    is_plain: ClassVar = True
    evidence: ClassVar = ("PROBE: invalid_json and invalid_event",)

    def mistake(self, now: Sight) -> Values | None:
        """The record could not be read as an event."""
        return {"problem": "invalid_event" if now.event.raw else "invalid_json"}

    def sign(self, now: Sight) -> Values | None:
        """By its code."""
        error = now.event
        code = error.text("error", "code")
        is_binary = "binary" in error_words(error.get("error")).lower()
        return {"problem": code} if code in _CODES and not is_binary else None
