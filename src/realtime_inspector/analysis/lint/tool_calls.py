"""Which functions the model called, and which results were sent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.event import Event

_NAMED_BY: Final = frozenset(
    {
        "conversation.item.create",
        "conversation.item.added",
        "conversation.item.done",
        "conversation.item.retrieved",
        "response.output_item.added",
        "response.output_item.done",
    }
)


@dataclass(slots=True)
class ToolCall:
    """A function call as somebody named it first."""

    call_id: str
    seq: int
    """The record that named it first."""
    response_id: str = ""
    output_seq: int | None = None
    """The record that brought its result first, unless the server refused it."""


class ToolCalls:
    """The function calls of the current session of a connection."""

    TYPES: Final = (*sorted(_NAMED_BY), "conversation.item.deleted", "error", "session.created")
    """What a rule that holds one must listen to, and hand on to `see`."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._calls: dict[str, ToolCall] = {}
        self._by_item: dict[str, str] = {}
        self._by_response: dict[str, list[ToolCall]] = {}
        self._by_output: dict[int, ToolCall] = {}
        self._results: Counter[str] = Counter()

    def see(self, now: Sight) -> None:
        """Learns from one record."""
        kind = now.event.canonical_type
        if kind in _NAMED_BY:
            self._see_item(now)
        elif kind == "conversation.item.deleted":
            self._calls.pop(self._by_item.pop(now.event.item_id or "", ""), None)
        elif kind == "error":
            self._see_refusal(now)
        elif kind == "session.created":
            self._forget()

    def get(self, call_id: str) -> ToolCall | None:
        """The call with this id."""
        return self._calls.get(call_id)

    def of_response(self, response_id: str) -> Sequence[ToolCall]:
        """The calls that a response made, in order."""
        return self._by_response.get(response_id, ())

    def results_of(self, response_id: str) -> int:
        """How many of them have a result."""
        return self._results[response_id]

    def _see_item(self, now: Sight) -> None:
        match now.event.text("item", "type"):
            case "function_call":
                self._see_call(now)
            case "function_call_output":
                self._see_output(now)

    def _see_call(self, now: Sight) -> None:
        call_id = now.event.call_id
        if call_id is None:
            return
        call = self._calls.get(call_id)
        if call is None:
            call = self._calls[call_id] = ToolCall(call_id, now.seq)
        if now.event.item_id:
            self._by_item[now.event.item_id] = call_id
        response_id = now.event.response_id
        if response_id and not call.response_id:
            call.response_id = response_id
            self._by_response.setdefault(response_id, []).append(call)
            self._results[response_id] += call.output_seq is not None

    def _see_output(self, now: Sight) -> None:
        """The client's event, or the server's, where a capture holds the server's side alone."""
        call = self._calls.get(now.event.call_id or "")
        if call is not None and call.output_seq is None:
            call.output_seq = now.seq
            self._by_output[now.seq] = call
            self._results[call.response_id] += 1

    def _see_refusal(self, now: Sight) -> None:
        problem = now.state.problems.get(now.seq)
        call = self._by_output.pop(problem.cause_seq or 0, None) if problem is not None else None
        if call is not None:
            call.output_seq = None
            self._results[call.response_id] -= 1


def is_tool_output(event: Event) -> bool:
    """Whether a `conversation.item.create` brings the result of a function call."""
    return event.text("item", "type") == "function_call_output"
