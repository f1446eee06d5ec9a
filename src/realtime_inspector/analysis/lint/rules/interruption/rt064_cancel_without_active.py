"""RT064: `response.cancel` while no response is active."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.refusal import RefusalRule
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight

CODE = "response_cancel_not_active"


class CancelWithoutActive(RefusalRule):
    """It is harmless, but says that the client does not know what runs."""

    id: ClassVar = "RT064"
    name: ClassVar = "cancel-without-active"
    severity: ClassVar = Severity.WARN
    types: ClassVar = ("response.cancel", "response.done", "error")
    evidence: ClassVar = (
        "hashintel/hash#9399",
        "block/berd#318",
        "Azure/azure-sdk-for-python#48965",
    )

    def mistake(self, now: Sight) -> Values | None:
        """Without an id it is about the default conversation, where nothing runs."""
        before = now.before
        is_known = before.session.created_seq is not None
        is_busy = before.active_response is not None or before.is_response_wanted
        if now.event.response_id or is_busy or not is_known:
            return None
        return {}

    def sign(self, now: Sight) -> Values | None:
        """By its code."""
        error = now.event
        return {} if error.text("error", "code") == CODE else None
