"""RT023: fields of the GA shape, sent to a server of the beta shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.beta_fields import (
    GA_SESSION_FIELDS,
    renamed,
    renamed_param,
)
from realtime_inspector.analysis.lint.refusal import RefusalRule, asked_by
from realtime_inspector.core.dialects.base import Dialect
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight

_TABLES: Final = (("session", GA_SESSION_FIELDS), ("session", (("audio", "–"),)))


class GaFieldOnBeta(RefusalRule):
    """Azure's preview address and many other servers still speak the beta shape."""

    id: ClassVar = "RT023"
    name: ClassVar = "ga-field-on-beta"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = asked_by("session.update")
    evidence: ClassVar = ("openai/openai-python#2638", "pipecat-ai/pipecat#1324")

    def mistake(self, now: Sight) -> Values | None:
        """The fields that the beta shape does not have."""
        if now.peer.dialect is not Dialect.BETA:
            return None
        session = now.event.mapping("session")
        fields = next(filter(None, (renamed(session, *one) for one in _TABLES)), "")
        return {"fields": fields} if fields else None

    def sign(self, now: Sight) -> Values | None:
        """The error that names one of them; a GA server knows them all."""
        if now.event.text("error", "code") != "unknown_parameter":
            return None
        fields = renamed_param(now.event.text("error", "param") or "", _TABLES)
        return {"fields": fields} if fields and now.peer.dialect is not Dialect.GA else None
