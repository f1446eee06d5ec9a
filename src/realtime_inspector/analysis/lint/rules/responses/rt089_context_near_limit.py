"""RT089: the conversation has nearly filled the model's context, or was cut to fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.context_window import context_tokens
from realtime_inspector.analysis.lint.response_requests import has_own_context
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

FULL: Final = 0.85
"""Of the context."""
DROP: Final = 0.8
"""Of the input before: below it something was taken out."""
_MAKES_SHORTER: Final = (
    "session.created",
    "session.updated",
    "conversation.item.deleted",
    "conversation.item.truncated",
)


class ContextNearLimit(Rule):
    """Told when the input comes near the limit, and when it shrinks without the client's doing.

    Input shrinks for many reasons: the second form looks only at responses to the conversation as
    it stands, between which neither session nor items were changed, and at OpenAI's own servers.
    """

    id: ClassVar = "RT089"
    name: ClassVar = "context-near-limit"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (*_MAKES_SHORTER, "response.create", "response.done")
    evidence: ClassVar = ("https://developers.openai.com/api/docs/guides/realtime-costs",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._is_full = False
        self._before: tuple[int, int] | None = None
        """Number and input tokens of the last response to the plain conversation."""
        self._special: set[int] = set()
        """Requests that let the model read something else."""

    def feed(self, now: Sight) -> Iterator[Finding]:
        """The input tokens of each response against the context and against those before."""
        match now.event.canonical_type:
            case "response.create":
                if has_own_context(now.event):
                    self._special.add(now.seq)
            case "response.done":
                yield from self._measure(now)
            case _:
                self._before = None

    def _measure(self, now: Sight) -> Iterator[Finding]:
        response = now.state.responses.get(now.event.response_id or "")
        if response is None or response.usage is None or not response.usage.input:
            return
        tokens = response.usage.input
        yield from self._fill(now, tokens)
        is_special = (response.request_seq or 0) in self._special
        self._special.discard(response.request_seq or 0)
        if not is_special and not response.is_out_of_band:
            yield from self._compare(now, tokens)

    def _fill(self, now: Sight, tokens: int) -> Iterator[Finding]:
        context = context_tokens(str(now.state.session.effective.get("model")))
        was_full = self._is_full
        self._is_full = context is not None and tokens > FULL * context
        if self._is_full and not was_full:
            yield self.found(now.seq, tokens=tokens, limit=context)

    def _compare(self, now: Sight, tokens: int) -> Iterator[Finding]:
        before, self._before = self._before, (now.seq, tokens)
        if before is not None and now.peer.is_openai and tokens < DROP * before[1]:
            yield self.found(now.seq, before[0], tokens=tokens, limit=before[1])
