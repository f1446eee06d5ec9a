"""What our own client sends and when: the rules a chat on the Realtime API has to follow."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from realtime_inspector.core.event import Event
    from realtime_inspector.core.state import CaptureState


@dataclass(frozen=True, slots=True)
class ChatOptions:
    """How our client behaves."""

    instructions: str = ""
    output: str = "text"
    """`text` or `audio`."""
    voice: str = ""
    is_auto_response: bool = True
    """Whether `response.create` follows a message by itself."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A function call that the model wants done."""

    response_id: str
    call_id: str
    name: str
    arguments: str


@dataclass(slots=True)
class _Round:
    """The function calls of one response."""

    is_done: bool = False
    running: set[str] = field(default_factory=set)


class Conductor:
    """Turns what the user wants and what the server says into client events.

    Sans-I/O: `send` and `run_tool` are given, and whoever runs a tool reports back with
    `tool_finished`. The rules (lifecycles.md §2–§5): configure first; an item brings no answer
    by itself; one response at a time; after function calls, all outputs and then one
    `response.create`, once the calling response is done.
    """

    def __init__(
        self,
        options: ChatOptions,
        tools: Sequence[Mapping[str, Any]],
        send: Callable[[dict[str, Any]], None],
        run_tool: Callable[[ToolCall], None],
    ) -> None:
        self.options = options
        self.is_auto_response = options.is_auto_response
        self.is_queued = False
        """Whether a `response.create` waits for the active response to end."""
        self._tools = [dict(tool) for tool in tools]
        self._send = send
        self._run_tool = run_tool
        self._sent = 0
        self._is_configured = False
        self._held: list[str] = []
        self._rounds: dict[str, _Round] = {}
        self._handled: set[str] = set()
        self._is_response_under_way = False

    @property
    def is_ready(self) -> bool:
        """Whether the server has accepted or refused the configuration."""
        return self._is_configured

    @property
    def held(self) -> int:
        """Messages that wait for the configuration to be confirmed."""
        return len(self._held)

    def say(self, text: str) -> None:
        """Sends a user message, and asks for an answer if that is on."""
        if not self._is_configured:
            self._held.append(text)
            return
        content = [{"type": "input_text", "text": text}]
        item = {"type": "message", "role": "user", "content": content}
        self.send("conversation.item.create", item=item)
        if self.is_auto_response:
            self.request_response()

    def request_response(self) -> None:
        """Asks for an answer: now, or after the active response if that is on."""
        if self.is_auto_response and self._is_busy:
            self.is_queued = True
            return
        self._create_response()

    def insist(self, state: CaptureState, instructions: str = "") -> None:
        """Asks for an answer as the user's own decision, even if an earlier request is unanswered.

        With automatic answers on it still waits for a response that is known to be active.
        """
        if self.is_auto_response and state.active_response is not None:
            self.is_queued = True
            return
        self._create_response(instructions)

    def cancel(self) -> None:
        """Cancels the active response; without one the server says that there is none."""
        self.send("response.cancel")

    def send(self, kind: str, **fields: object) -> None:
        """Sends an event with an id of ours, so that an error can name it."""
        self._sent += 1
        self._send({"type": kind, "event_id": f"client_{self._sent}", **fields})

    def feed(self, event: Event, state: CaptureState) -> None:
        """Takes in a server event; `state` is the one after it."""
        handler = _HANDLERS.get(event.canonical_type)
        if handler is not None:
            handler(self, event, state)

    def tool_finished(self, call: ToolCall, output: str) -> None:
        """Sends a tool's output; the last one of a response asks for the answer."""
        item = {"type": "function_call_output", "call_id": call.call_id, "output": output}
        self.send("conversation.item.create", item=item)
        one_round = self._rounds.setdefault(call.response_id, _Round())
        one_round.running.discard(call.call_id)
        self._advance()

    @property
    def _is_busy(self) -> bool:
        return self._is_response_under_way or any(one.running for one in self._rounds.values())

    def _create_response(self, instructions: str = "") -> None:
        self.is_queued = False
        self._is_response_under_way = True
        response: dict[str, Any] = {"output_modalities": [self.options.output]}
        if instructions:
            response["instructions"] = instructions
        self.send("response.create", response=response)

    def _configure(self) -> None:
        session: dict[str, Any] = {
            "type": "realtime",
            "output_modalities": [self.options.output],
            "tools": self._tools,
            "tool_choice": "auto",
        }
        if self.options.instructions:
            session["instructions"] = self.options.instructions
        if self.options.voice:
            session["audio"] = {"output": {"voice": self.options.voice}}
        self.send("session.update", session=session)

    def _configured(self) -> None:
        if self._is_configured:
            return
        self._is_configured = True
        held, self._held = self._held, []
        for text in held:
            self.say(text)

    def _on_created(self, _event: Event, _state: CaptureState) -> None:
        self._configure()

    def _on_updated(self, _event: Event, _state: CaptureState) -> None:
        self._configured()

    def _on_error(self, _event: Event, state: CaptureState) -> None:
        waiting = {one.type for one in state.asked}
        if "session.update" not in waiting and state.session.created_seq is not None:
            self._configured()
        self._settle(state)

    def _on_response_created(self, _event: Event, state: CaptureState) -> None:
        self._is_response_under_way = state.active_response is not None

    def _on_item_done(self, event: Event, _state: CaptureState) -> None:
        item = event.mapping("item")
        if item.get("status", "completed") == "completed":
            self._call(event.response_id or "", item)

    def _on_response_done(self, event: Event, state: CaptureState) -> None:
        response_id = event.response_id or ""
        if event.text("response", "status") == "completed":
            for item in event.sequence("response", "output"):
                if isinstance(item, dict):  # for servers without `output_item.done`
                    self._call(response_id, item)
        if response_id in self._rounds:
            self._rounds[response_id].is_done = True
        self._settle(state)

    def _settle(self, state: CaptureState) -> None:
        if state.active_response is None and not state.is_response_wanted:
            self._is_response_under_way = False
            self._advance()

    def _advance(self) -> None:
        """Asks for the one answer that a queued message and finished tool rounds wait for."""
        for response_id, one_round in list(self._rounds.items()):
            if one_round.is_done and not one_round.running:
                del self._rounds[response_id]
                self.is_queued = self.is_queued or self.is_auto_response
        if self.is_queued and not self._is_busy:
            self._create_response()

    def _call(self, response_id: str, item: Mapping[str, Any]) -> None:
        call_id = item.get("call_id")
        if item.get("type") != "function_call" or not isinstance(call_id, str):
            return
        if call_id in self._handled:
            return
        self._handled.add(call_id)
        self._rounds.setdefault(response_id, _Round()).running.add(call_id)
        name, arguments = item.get("name"), item.get("arguments")
        call = ToolCall(
            response_id,
            call_id,
            name if isinstance(name, str) else "",
            arguments if isinstance(arguments, str) else json.dumps(arguments),
        )
        self._run_tool(call)


_HANDLERS: dict[str, Callable[[Conductor, Event, CaptureState], None]] = {
    "session.created": Conductor._on_created,  # noqa: SLF001 - a table of this module's class
    "session.updated": Conductor._on_updated,  # noqa: SLF001
    "error": Conductor._on_error,  # noqa: SLF001
    "response.created": Conductor._on_response_created,  # noqa: SLF001
    "response.output_item.done": Conductor._on_item_done,  # noqa: SLF001
    "response.done": Conductor._on_response_done,  # noqa: SLF001
}
