"""RT007: the conversation goes on, and a function call never got a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule, notice_of
from realtime_inspector.analysis.lint.tool_calls import ToolCalls
from realtime_inspector.core.finding import Finding, Severity
from realtime_inspector.core.record import RecordKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.analysis.lint.tool_calls import ToolCall

PATIENCE_NS: Final = 10_000_000_000


class UnansweredCall(Rule):
    """The model sees a call without a result, and may repeat it.

    A tool that takes long is no mistake, nor is a capture that ends with the call: it counts when
    the next response begins, or when the connection is closed 10 s later.
    """

    id: ClassVar = "RT007"
    name: ClassVar = "unanswered-call"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (
        *ToolCalls.TYPES,
        "response.created",
        "response.done",
        notice_of("close"),
    )
    evidence: ClassVar = ("https://developers.openai.com/api/docs/guides/function-calling",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._calls = ToolCalls()
        self._last: tuple[ToolCall, ...] = ()
        """The calls of the last response of the default conversation."""
        self._done_ns: int | None = None

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Looks back at the calls of a response when the next one begins."""
        self._calls.see(now)
        if now.record.kind is RecordKind.NOTICE:
            yield from self._close(now)
        elif now.event.canonical_type == "session.created":
            self._last = ()
        elif now.event.canonical_type == "response.done":
            self._done(now)
        elif now.event.canonical_type == "response.created":
            yield from self._next(now)

    def _done(self, now: Sight) -> None:
        response = now.state.responses.get(now.event.response_id or "")
        if response is not None and response.status == "completed" and not response.is_out_of_band:
            self._last = tuple(self._calls.of_response(response.id))
            self._done_ns = now.record.time_ns

    def _next(self, now: Sight) -> Iterator[Finding]:
        response = now.state.responses.get(now.event.response_id or "")
        if response is None or response.is_out_of_band:
            return
        missing = self._missing()
        self._last = ()
        is_partly_answered = 0 < len(missing) < len(self._calls.of_response(_owner(missing)))
        if response.request_seq is not None and is_partly_answered:
            return  # the client asked before all results were there: RT006
        yield from self._found(missing, now.seq)

    def _close(self, now: Sight) -> Iterator[Finding]:
        start_ns, end_ns = self._done_ns, now.record.time_ns
        is_long = start_ns is None or end_ns is None or end_ns - start_ns >= PATIENCE_NS
        if is_long:
            yield from self._found(self._missing(), now.seq)
        self._last = ()

    def _missing(self) -> list[ToolCall]:
        return [call for call in self._last if call.output_seq is None]

    def _found(self, missing: Sequence[ToolCall], seq: int) -> Iterator[Finding]:
        for call in missing:
            yield self.found(call.seq, seq, call=call.call_id)


def _owner(calls: Sequence[ToolCall]) -> str:
    return calls[0].response_id if calls else ""
