"""RT049: audio, or anything else, in a binary frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.refusal import RefusalRule
from realtime_inspector.analysis.lint.rule import BINARY
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight

_CODE: Final = "invalid_event"
_REFUSAL: Final = "binary frames are not supported"


class BinaryFrame(RefusalRule):
    """The protocol is JSON in text frames; audio goes in as base64."""

    id: ClassVar = "RT049"
    name: ClassVar = "binary-frame"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = (BINARY, "error")
    evidence: ClassVar = ("probe: invalid_event, binary frames are not supported",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._is_told = False

    def mistake(self, now: Sight) -> Values | None:
        """The first one; other servers may want them, and say so if they do not."""
        if self._is_told or not now.peer.is_openai:
            return None
        self._is_told = True
        return {"bytes": str(now.record.frame_bytes)}

    def sign(self, now: Sight) -> Values | None:
        """The server's words for it, once."""
        error = now.event.mapping("error")
        is_it = error.get("code") == _CODE and _REFUSAL in str(error.get("message"))
        if not is_it or (self._is_told and not self.is_waiting):
            return None
        self._is_told = True
        return {"bytes": "–"}
