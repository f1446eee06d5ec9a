"""RT006: several calls of one response, and a `response.create` for each of their results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.response_requests import is_out_of_band
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.analysis.lint.rules.turns.rt001_item_without_response import (
    calls_for_answer,
)
from realtime_inspector.analysis.lint.tool_calls import ToolCalls
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

_USER_SPOKE = "input_audio_buffer.committed"


@dataclass(slots=True)
class _Round:
    """A response with several calls, until the next one is over."""

    response_id: str
    done_seq: int
    request_seq: int | None = None
    """The first `response.create` after it."""


class OneCreatePerParallelCall(Rule):
    """All results first, then one request: more collide, an early one answers without them all."""

    id: ClassVar = "RT006"
    name: ClassVar = "one-create-per-parallel-call"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = (*ToolCalls.TYPES, "response.create", "response.done", _USER_SPOKE)
    evidence: ClassVar = (
        "openai/openai-agents-python#3405",
        "openai/openai-agents-python#1168",
        "pollen-robotics/reachy_mini_conversation_app#204",
    )

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._calls = ToolCalls()
        self._round: _Round | None = None

    def feed(self, now: Sight) -> Iterator[Finding]:
        """A request before the last result, or a second one."""
        self._calls.see(now)
        match now.event.canonical_type:
            case "response.done":
                self._done(now)
            case "response.create" if not is_out_of_band(now.event):
                yield from self._asked(now)
            case "session.created" | "input_audio_buffer.committed":
                self._round = None
            case "conversation.item.create" if calls_for_answer(now.event):
                self._round = None  # the next request may be for this turn of the user

    def _done(self, now: Sight) -> None:
        response = now.state.responses.get(now.event.response_id or "")
        if response is None or response.is_out_of_band:
            return
        is_parallel = len(self._calls.of_response(response.id)) > 1
        is_whole = response.status == "completed"
        self._round = _Round(response.id, now.seq) if is_parallel and is_whole else None

    def _asked(self, now: Sight) -> Iterator[Finding]:
        current = self._round
        if current is None:
            return
        calls = self._calls.of_response(current.response_id)
        answered = self._calls.results_of(current.response_id)
        if current.request_seq is not None or answered < len(calls):
            yield self.found(
                now.seq,
                current.request_seq,
                current.done_seq,
                response=current.response_id,
                calls=len(calls),
                results=answered,
            )
            self._round = None
        else:
            current.request_seq = now.seq
