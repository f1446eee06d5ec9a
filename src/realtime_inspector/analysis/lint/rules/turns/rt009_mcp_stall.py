"""RT009: the server ran an MCP tool, and nobody asked the model to speak about the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.hush import Hush
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

WAIT_MS: Final = 5000
_ENDS: Final = ("response.mcp_call.completed", "response.mcp_call.failed")
_SPEECH: Final = "input_audio_buffer.speech_started"
_OUTPUT: Final = "response.output_item.added"


class McpStall(Rule):
    """An MCP call ends without an answer, as a function call does.

    Whether `response.done` comes before or after the call's end is not documented: both are taken
    (lifecycles.md §15).
    """

    id: ClassVar = "RT009"
    name: ClassVar = "mcp-stall"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (*_ENDS, _SPEECH, _OUTPUT, *Hush.TYPES)
    action: ClassVar = "request_response"
    evidence: ClassVar = ("jamesrochabrun/SwiftOpenAI#192", "openai/openai-python#3128")

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._hush = Hush(lambda now, make: self.unless(now, WAIT_MS, make))
        self._response_id = ""

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Waits after each MCP call, until somebody asks, or the user speaks."""
        match now.event.canonical_type:
            case kind if kind in _ENDS:
                self._begin(now)
            case kind if kind == _OUTPUT:
                self._go_on(now)
            case kind if kind == _SPEECH:
                self._hush.end()
            case _:
                self._hush.see(now)
        yield from ()

    def _begin(self, now: Sight) -> None:
        item = now.state.item(now.event.item_id)
        self._response_id = item.response_id if item is not None else ""
        finding = self.found(now.seq, item.key if item is not None else None, name=_name(now))
        self._hush.begin(now, lambda: finding)

    def _go_on(self, now: Sight) -> None:
        """The same response speaks about it, without being asked."""
        is_message = now.event.text("item", "type") == "message"
        if is_message and now.event.response_id == self._response_id:
            self._hush.end()


def _name(now: Sight) -> str:
    item = now.state.item(now.event.item_id)
    return item.name if item is not None and item.name else now.event.item_id or "?"
