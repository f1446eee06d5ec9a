"""RT008: a function's result names a call that the conversation does not hold."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.analysis.lint.tool_calls import ToolCalls, is_tool_output
from realtime_inspector.core.finding import Finding, Severity
from realtime_inspector.core.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadline, Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

CODE: Final = "invalid_tool_call_id"
WAIT_MS: Final = 5000


class UnknownCallId(Rule):
    """Mostly the id of the item was sent in place of its `call_id`.

    Without the beginning of the session nobody knows all calls: then only the server can tell.
    """

    id: ClassVar = "RT008"
    name: ClassVar = "unknown-call-id"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = ToolCalls.TYPES
    evidence: ClassVar = ("livekit/agents#3344", "livekit/agents#5652")

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._calls = ToolCalls()
        self._doubtful: OrderedDict[int, tuple[Finding, Deadline]] = OrderedDict()

    def feed(self, now: Sight) -> Iterator[Finding]:
        """A result with an unknown call id, once the server answered or was silent."""
        self._calls.see(now)
        match now.event.canonical_type:
            case "conversation.item.create" if is_tool_output(now.event):
                self._doubt(now)
            case "conversation.item.added" if self._doubtful:
                yield from self._accepted(now)
            case "error":
                yield from self._refused(now)

    def _doubt(self, now: Sight) -> None:
        call_id = now.event.call_id or ""
        is_whole = now.state.session.created_seq is not None
        if is_whole and self._calls.get(call_id) is None:
            finding = self.found(now.seq, call=call_id)
            self._doubtful[now.seq] = (finding, self.unless(now, WAIT_MS, lambda: finding))

    def _accepted(self, now: Sight) -> Iterator[Finding]:
        """A server that did not look."""
        item = now.state.item(now.event.item_id)
        finding = self._settle(item.request_seq if item is not None else None)
        if finding is not None:
            yield finding

    def _refused(self, now: Sight) -> Iterator[Finding]:
        problem = now.state.problems.get(now.seq)
        cause = problem.cause_seq if problem is not None else None
        if problem is None or problem.code != CODE:
            self._settle(cause)  # refused for another reason
            return
        finding = self._settle(cause or next(iter(self._doubtful), None))
        if finding is None:
            yield self.found(now.seq, cause, call=_named(now, cause))
        else:
            yield replace(finding, seqs=(finding.seq, now.seq))

    def _settle(self, seq: int | None) -> Finding | None:
        finding, deadline = self._doubtful.pop(seq or 0, (None, None))
        if deadline is None or deadline.is_cancelled:
            return None
        deadline.cancel()
        return finding


def _named(now: Sight, request_seq: int | None) -> str:
    item = now.state.items.get(request_seq) if request_seq is not None else None
    return item.call_id if item is not None and item.call_id else "?"
