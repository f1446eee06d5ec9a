"""RT005: the model is asked to go on while the response that called the tool is still active."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.response_requests import is_out_of_band
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.analysis.lint.tool_calls import ToolCalls
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight


class OutputBeforeDone(Rule):
    """To send a function's result early is fine; to ask for the next response is not."""

    id: ClassVar = "RT005"
    name: ClassVar = "output-before-done"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (*ToolCalls.TYPES, "response.create")
    action: ClassVar = "request_response"
    evidence: ClassVar = ("openai/openai-agents-python#3405", "lifecycles.md §5a")

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._calls = ToolCalls()

    def feed(self, now: Sight) -> Iterator[Finding]:
        """A request while a response is active of which a call was answered."""
        self._calls.see(now)
        if now.event.canonical_type != "response.create" or is_out_of_band(now.event):
            return
        active = now.before.active_response
        if active is not None and self._calls.results_of(active.id):
            outputs = (call.output_seq for call in self._calls.of_response(active.id))
            output_seq = next(seq for seq in outputs if seq is not None)
            yield self.found(now.seq, output_seq, active.created_seq, response=active.id)
