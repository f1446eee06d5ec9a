"""RT003: a response is asked for while another one is active."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.finding import Finding, Severity
from realtime_inspector.analysis.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.rule import Sight

CODE = "conversation_already_has_active_response"


class ActiveResponseCollision(Rule):
    """One response at a time in the default conversation; the request is dropped, not queued."""

    id: ClassVar = "RT003"
    name: ClassVar = "active-response-collision"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = ("error",)
    evidence: ClassVar = (
        "openai/openai-agents-python#1466",
        "livekit/agents#6817",
        "openai/openai-realtime-agents#3",
    )

    def feed(self, now: Sight) -> Iterator[Finding]:
        """The server's refusal, with the request and the response in its way."""
        if now.event.text("error", "code") != CODE:
            return
        problem = now.state.problems[now.seq]
        active = now.state.active_response
        yield self.found(
            now.seq,
            problem.cause_seq,
            active.created_seq if active is not None else None,
            response=active.id if active is not None else "",
        )
