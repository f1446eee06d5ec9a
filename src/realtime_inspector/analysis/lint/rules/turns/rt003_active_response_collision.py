"""RT003: a response is asked for while another one is active."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.response_requests import is_out_of_band
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.analysis.lint.tool_calls import ToolCalls
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadline, Deadlines
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.state import CaptureState, Problem

CODE: Final = "conversation_already_has_active_response"
WORDS: Final = "Conversation already has an active response"
WAIT_MS: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Early:
    """A request that came too early, and what was in its way."""

    finding: Finding
    deadline: Deadline


class ActiveResponseCollision(Rule):
    """One response at a time in the default conversation; the request is dropped, not queued.

    The server's refusal is an error. A request that was too early and not refused is a warning:
    it was dropped in silence, or went well as the other response ended just in time. Where the
    calls of the active response had been answered, RT005 says it better.
    """

    id: ClassVar = "RT003"
    name: ClassVar = "active-response-collision"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = tuple(
        dict.fromkeys((*ToolCalls.TYPES, "response.create", "response.created"))
    )
    action: ClassVar = "request_response"
    evidence: ClassVar = (
        "openai/openai-agents-python#1466",
        "livekit/agents#6817",
        "openai/openai-realtime-agents#3",
    )

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._calls = ToolCalls()
        self._early: OrderedDict[int, _Early] = OrderedDict()

    def feed(self, now: Sight) -> Iterator[Finding]:
        """A refusal, or what became of a request that was too early."""
        self._calls.see(now)
        match now.event.canonical_type:
            case "error":
                yield from self._refused(now)
            case "response.create" if now.peer.is_openai and not is_out_of_band(now.event):
                self._ask(now)
            case "response.created":
                yield from self._accepted(now)

    def _refused(self, now: Sight) -> Iterator[Finding]:
        problem = now.state.problems.get(now.seq)
        if problem is None:
            return
        is_collision = _is_collision(problem)
        cause = problem.cause_seq
        if cause is None and is_collision:
            cause = next(iter(self._early), None)
        early = self._early.pop(cause or 0, None)
        if early is not None:
            early.deadline.cancel()
        if is_collision:
            active = now.state.active_response
            other = active.created_seq if active is not None else None
            name = active.id if active is not None else "resp_…"
            yield self.found(now.seq, cause, other, other=name)

    def _ask(self, now: Sight) -> None:
        active = now.before.active_response
        if active is not None:
            if not self._calls.results_of(active.id):
                self._wait(now, active.created_seq, active.id)
        elif now.before.is_response_wanted:
            other = _waiting_request(now.before)
            self._wait(now, other, f"#{other}")

    def _wait(self, now: Sight, other_seq: int, other: str) -> None:
        finding = self.found(now.seq, other_seq, severity=Severity.WARN, action="", other=other)

        def drop() -> Finding:
            self._early.pop(now.seq, None)
            return finding

        self._early[now.seq] = _Early(finding, self.unless(now, WAIT_MS, drop))

    def _accepted(self, now: Sight) -> Iterator[Finding]:
        response = now.state.responses.get(now.event.response_id or "")
        cause = response.request_seq if response is not None else None
        early = self._early.pop(cause, None) if cause is not None else None
        if early is not None:
            early.deadline.cancel()
            yield early.finding


def _is_collision(problem: Problem) -> bool:
    """Early 2025 had no code, and a shorter text (observed.md §5)."""
    return problem.code == CODE or (not problem.code and problem.message.startswith(WORDS))


def _waiting_request(state: CaptureState) -> int:
    waiting = (
        one.seq for one in state.asked if one.type == "response.create" and not one.is_out_of_band
    )
    return next(waiting)
