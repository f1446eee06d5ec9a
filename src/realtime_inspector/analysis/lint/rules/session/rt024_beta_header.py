"""RT024: the beta shape is asked for where it is no longer served."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.handshake import Handshake
from realtime_inspector.analysis.lint.rule import Rule, notice_of
from realtime_inspector.core.dialects import openai_ga
from realtime_inspector.core.dialects.base import Dialect
from realtime_inspector.core.dialects.detect import detect
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.event import Event

CODE: Final = "beta_api_shape_disabled"
_OPEN: Final = notice_of("open")
_CLOSE: Final = notice_of("close")


class BetaHeader(Rule):
    """OpenAI closes such a connection with 4000 since May 2026 (lifecycles.md §21)."""

    id: ClassVar = "RT024"
    name: ClassVar = "beta-header"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = (_OPEN, _CLOSE, "error", "session.created")
    # The host and the code say enough; and a connection that is refused tells nothing else of
    # the server, so that this rule must not wait until it is known to be OpenAI's.
    is_clone_safe: ClassVar = True
    evidence: ClassVar = ("langwatch/scenario#602", "jsboige/CoursIA#13149")

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._open_seq: int | None = None
        self._is_told = False

    def feed(self, now: Sight) -> Iterator[Finding]:
        """The opening with its refusal; an opening that is not answered is one, too."""
        kind = now.event.canonical_type or notice_of(now.event.text("kind") or "")
        if kind == _OPEN:
            self._open_seq = now.seq if _asks_for_beta(now.event) else None
            self._is_told = False
        elif kind == "session.created":
            self._open_seq = None
        elif not self._is_told and self._is_refusal(kind, now.event):
            self._is_told = True
            said = now.event.text("error", "message") or now.event.text("reason") or ""
            yield self.found(self._open_seq, now.seq, said=said)

    def _is_refusal(self, kind: str, event: Event) -> bool:
        if kind == _CLOSE:
            return self._open_seq is not None or CODE in (event.text("reason") or "")
        return event.text("error", "code") == CODE


def _asks_for_beta(notice: Event) -> bool:
    shake = Handshake.of(notice)
    is_openai = openai_ga.PROVIDER.owns(shake.url)
    return is_openai and detect((), shake.headers, shake.subprotocols) is Dialect.BETA
