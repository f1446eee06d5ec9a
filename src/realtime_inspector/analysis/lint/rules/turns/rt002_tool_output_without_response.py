"""RT002: the result of a function was sent, and nobody asked the model to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.hush import Hush
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.analysis.lint.rules.turns.rt001_item_without_response import (
    calls_for_answer,
)
from realtime_inspector.analysis.lint.tool_calls import ToolCalls, is_tool_output
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

WAIT_MS: Final = 5000


class ToolOutputWithoutResponse(Rule):
    """The model stays silent after a tool until it is asked, or until the user speaks again."""

    id: ClassVar = "RT002"
    name: ClassVar = "tool-output-without-response"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = tuple(
        dict.fromkeys((*ToolCalls.TYPES, *Hush.TYPES, "input_audio_buffer.committed"))
    )
    action: ClassVar = "request_response"
    evidence: ClassVar = ("openai/openai-agents-python#1168", "lifecycles.md §5a")

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._hush = Hush(lambda now, make: self.unless(now, WAIT_MS, make))
        self._calls = ToolCalls()
        self._seq = 0
        self._call_id = ""
        self._added_seq: int | None = None

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Waits after the last result that a response asked for."""
        self._calls.see(now)
        match now.event.canonical_type:
            case "conversation.item.create" if is_tool_output(now.event):
                self._begin(now)
            case "conversation.item.create" if calls_for_answer(now.event):
                self._hush.end()
            case "conversation.item.added":
                self._confirm(now)
            case "input_audio_buffer.committed":
                yield from self._spoken()
            case kind if kind in Hush.TYPES:
                self._hush.see(now)

    def _begin(self, now: Sight) -> None:
        self._hush.end()
        # While the user speaks, voice activity may ask for the response that is due.
        if self._is_last(now) and not now.state.input.is_speaking:
            self._seq, self._added_seq = now.seq, None
            self._call_id = now.event.call_id or ""
            self._hush.begin(now, self._make)

    def _is_last(self, now: Sight) -> bool:
        call = self._calls.get(now.event.call_id or "")
        if call is None:
            return True
        siblings = self._calls.of_response(call.response_id)
        return self._calls.results_of(call.response_id) >= len(siblings)

    def _confirm(self, now: Sight) -> None:
        item = now.state.item(now.event.item_id)
        if item is not None and item.request_seq == self._seq:
            self._added_seq = now.seq

    def _spoken(self) -> Iterator[Finding]:
        """The user's next turn came first."""
        finding = self._make() if self._hush.is_on else None
        self._hush.end()
        if finding is not None:
            yield finding

    def _make(self) -> Finding | None:
        if self._added_seq is None:  # refused, or nobody knows
            return None
        call = self._calls.get(self._call_id)
        return self.found(self._seq, call.seq if call is not None else None, call=self._call_id)
