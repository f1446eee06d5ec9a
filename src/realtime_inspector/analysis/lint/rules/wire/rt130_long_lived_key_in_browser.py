"""RT130: a web page uses a key that does not expire."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.handshake import Handshake
from realtime_inspector.analysis.lint.rule import Rule, notice_of
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.rule import Sight

_LONG_LIVED: Final = "openai-insecure-api-key.sk-"


class LongLivedKeyInBrowser(Rule):
    """Only browsers send `Origin`, and whoever opens the page can read the key."""

    id: ClassVar = "RT130"
    name: ClassVar = "long-lived-key-in-browser"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (notice_of("open"), notice_of("connecting"))
    evidence: ClassVar = ("dialects.md §2", "openai/openai-agents-js#1278")

    def feed(self, now: Sight) -> Iterator[Finding]:
        """The subprotocol is the key's; in our own recordings it is redacted."""
        handshake = Handshake.of(now.event)
        origin = handshake.headers.get("origin")
        if origin and any(one.startswith(_LONG_LIVED) for one in handshake.subprotocols):
            yield self.found(now.seq, origin=origin)
