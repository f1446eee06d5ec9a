"""RT022: fields of the beta shape, sent to a server of the GA shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.beta_fields import (
    RESPONSE_FIELDS,
    SESSION_FIELDS,
    renamed,
    renamed_param,
)
from realtime_inspector.analysis.lint.refusal import RefusalRule, asked_by
from realtime_inspector.core.dialects.base import Dialect
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight

_TABLES: Final = (("session", SESSION_FIELDS), ("response", RESPONSE_FIELDS))


class BetaFieldOnGa(RefusalRule):
    """Most examples on the web are of the beta; the GA shape has moved these fields."""

    id: ClassVar = "RT022"
    name: ClassVar = "beta-field-on-ga"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = asked_by("session.update", "response.create")
    is_clone_safe: ClassVar = False
    evidence: ClassVar = ("rudyll/stackchan-ai-server#9",)

    def mistake(self, now: Sight) -> Values | None:
        """The fields that the GA shape does not have."""
        if now.peer.dialect is Dialect.BETA:
            return None
        found = (renamed(now.event.mapping(root), root, table) for root, table in _TABLES)
        fields = ", ".join(filter(None, found))
        return {"fields": fields} if fields else None

    def sign(self, now: Sight) -> Values | None:
        """The error that names one of them."""
        if now.event.text("error", "code") != "unknown_parameter":
            return None
        fields = renamed_param(now.event.text("error", "param") or "", _TABLES)
        return {"fields": fields} if fields and now.peer.dialect is not Dialect.BETA else None
