"""RT129: the log holds a key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, Final

from realtime_inspector.analysis.lint.handshake import Handshake
from realtime_inspector.analysis.lint.rule import Rule, notice_of
from realtime_inspector.core.finding import Finding, Severity
from realtime_inspector.core.redact import MIN_SECRET_LENGTH, Redactor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.event import Event

_MASKED: Final = re.compile(
    r"redacted|removed|hidden|masked|\*{3}|x{4}|•{3}|\$\{|<[^>]*>", re.IGNORECASE
)
"""What others put in place of a secret, or a variable that stands for one."""
_NAMES_ONLY: Final = ("openai-organization.", "openai-project.")
"""Subprotocols that say who, not with what right."""
_SECRET_HEADERS: Final = frozenset({"authorization", "api-key", "x-api-key", "cookie"})


class SecretInLog(Rule):
    """Whoever gets the file gets the key. What is found is named, and never shown."""

    id: ClassVar = "RT129"
    name: ClassVar = "secret-in-log"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = (
        notice_of("open"),
        notice_of("connecting"),
        "session.update",
        "response.create",
    )
    evidence: ClassVar = ("dialects.md §2, §7: keys in addresses and subprotocols",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._told: set[str] = set()

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Each place that holds one, once."""
        if now.event.text("kind") is not None and not now.event.type:
            places = list(_in_handshake(Handshake.of(now.event)))
        else:
            places = list(_in_tools(now.event))
        news = [where for where in places if where not in self._told]
        if news:
            self._told.update(news)
            yield self.found(now.seq, where=", ".join(news))


def _in_handshake(handshake: Handshake) -> Iterator[str]:
    if _is_secret(handshake.url):
        yield "url"
    offered = (one for one in handshake.subprotocols if not one.startswith(_NAMES_ONLY))
    if any(_is_secret(one) for one in offered):
        yield "subprotocols"
    for name, value in handshake.headers.items():
        if name in _SECRET_HEADERS and _is_kept(value):
            yield f"headers.{name}"


def _in_tools(event: Event) -> Iterator[str]:
    """The credentials that an MCP server is to be called with (events.md §9)."""
    for top in ("session", "response"):
        for index, tool in enumerate(event.sequence(top, "tools")):
            if not isinstance(tool, dict) or tool.get("type") != "mcp":
                continue
            place = f"{top}.tools[{index}]"
            if _is_kept(tool.get("authorization")):
                yield f"{place}.authorization"
            headers = tool.get("headers")
            if isinstance(headers, dict) and any(map(_is_kept, headers.values())):
                yield f"{place}.headers"


def _is_secret(text: str) -> bool:
    """Whether our own recorder would take something out of it."""
    return _MASKED.search(text) is None and Redactor().url(text) != text


def _is_kept(value: Any) -> bool:
    """Whether the value of a field for secrets is still there."""
    if not isinstance(value, str) or len(value) < MIN_SECRET_LENGTH:
        return False
    return _MASKED.search(value) is None
