"""RT128: the client gave the connection up, because a ping was not answered in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule, notice_of
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.rule import Sight

_INTERNAL_ERROR: Final = 1011
_REASON: Final = "keepalive ping timeout"
"""What the Python library websockets writes; it is the client that sends it."""


class Keepalive1011(Rule):
    """Mostly it is the app's own event loop that did not get round to it."""

    id: ClassVar = "RT128"
    name: ClassVar = "keepalive-1011"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (notice_of("close"),)
    action: ClassVar = "reconnect"
    evidence: ClassVar = ("FAQ of the Python library websockets",)

    def feed(self, now: Sight) -> Iterator[Finding]:
        """By code and reason, unless it was the server that closed."""
        is_timeout = _REASON in (now.event.text("reason") or "").lower()
        is_ours = now.event.text("by") != "server"
        if is_ours and is_timeout and now.event.integer("code") == _INTERNAL_ERROR:
            yield self.found(now.seq)
