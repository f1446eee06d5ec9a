"""What our own client sends and when: the rules a chat on the Realtime API has to follow."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.events.misc import culprit_type

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from realtime_inspector.core.event import Event
    from realtime_inspector.core.state import CaptureState

_COLLISION: Final = "conversation_already_has_active_response"
_ANSWERABLE: Final = frozenset({"completed", "incomplete"})
"""How a response has to end for its calls to be followed by a request: who cancelled it does not
want more, and what failed might fail for ever."""

_UNFINISHED: Final = ("incomplete", "cancelled", "failed")
"""Of a call: its arguments may be cut."""


@dataclass(frozen=True, slots=True)
class ChatOptions:
    """How our client behaves."""

    instructions: str = ""
    output: str = "text"
    """`text` or `audio`."""
    voice: str = ""
    is_auto_response: bool = True
    """Whether `response.create` follows a message by itself."""
    is_answering_calls: bool = True
    """Whether function calls are run and answered by us; else a person does it."""


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
    is_answer_wanted: bool = True
    """Whether `response.create` follows the last output, if that is on."""
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
        *,
        is_observer: bool = False,
    ) -> None:
        """Everything that it needs; nothing is sent yet.

        Args:
            options: How our client behaves.
            tools: Declarations for `session.tools`.
            send: Sends one client event.
            run_tool: Starts a tool.
            is_observer: Whether the session is somebody else's: it is not configured, its
                calls are not answered, and only what the user asks for is sent.
        """
        self.options = options
        self.is_auto_response = options.is_auto_response and not is_observer
        self.is_queued = False
        """Whether a `response.create` waits for the active response to end."""
        self._queued_instructions = ""
        self._tools = [dict(tool) for tool in tools]
        self._send = send
        self._run_tool = run_tool
        self._sent = 0
        self._is_observer = is_observer
        self._is_configured = is_observer
        self._update_id = ""
        self._held: list[str] = []
        self._rounds: dict[str, _Round] = {}
        self._handled: set[str] = set()
        self._waiting: list[str] = []
        """Ids of our `response.create` events that nothing has answered, the oldest first."""
        self._last_request = ""
        self._announced: set[str] = set()
        """Responses that are not over and whose `response.created` was seen."""
        self._is_active = False
        """Whether a response occupies the conversation, by whomever it was asked for."""

    @property
    def is_ready(self) -> bool:
        """Whether the server has accepted or refused the configuration."""
        return self._is_configured

    @property
    def held(self) -> int:
        """Messages that wait for the configuration to be confirmed."""
        return len(self._held)

    @property
    def running_calls(self) -> frozenset[str]:
        """Ids of the function calls that are being run here."""
        return frozenset(one for each in self._rounds.values() for one in each.running)

    def say(self, text: str) -> None:
        """Sends a user message, and asks for an answer if that is on."""
        if not self._is_configured:
            self._held.append(text)
            return
        self._add_message(text)
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
        Messages that wait for a configuration that nobody confirms go out now.
        """
        if self._held:
            self._is_configured = True
            self._release()
        if self.is_auto_response and state.active_response is not None:
            self.is_queued = True
            self._queued_instructions = instructions
            return
        self._create_response(instructions)

    def cancel(self) -> None:
        """Cancels the active response; without one the server says that there is none."""
        self.send("response.cancel")

    def send(self, kind: str, **fields: object) -> str:
        """Sends an event with an id of ours, so that an error can name it; returns the id."""
        self._sent += 1
        event_id = f"client_{self._sent}"
        self._send({"type": kind, "event_id": event_id, **fields})
        return event_id

    def feed(self, event: Event, state: CaptureState) -> None:
        """Takes in a server event; `state` is the one after it."""
        handler = _HANDLERS.get(event.canonical_type)
        if handler is not None:
            handler(self, event, state)

    def tool_finished(self, call: ToolCall, output: str) -> None:
        """Sends a tool's output; the last one of a response asks for the answer."""
        item = {"type": "function_call_output", "call_id": call.call_id, "output": output}
        self.send("conversation.item.create", item=item)
        one_round = self._rounds.get(call.response_id)
        if one_round is not None:
            one_round.running.discard(call.call_id)
        self._advance()

    @property
    def _is_busy(self) -> bool:
        is_running = any(one.running for one in self._rounds.values())
        return bool(self._waiting) or self._is_active or is_running

    def _add_message(self, text: str) -> None:
        content = [{"type": "input_text", "text": text}]
        item = {"type": "message", "role": "user", "content": content}
        self.send("conversation.item.create", item=item)

    def _create_response(self, instructions: str = "") -> None:
        instructions = instructions or self._queued_instructions
        self.is_queued = False
        self._queued_instructions = ""
        response: dict[str, Any] = {"output_modalities": [self.options.output]}
        if instructions:
            response["instructions"] = instructions
        self._last_request = self.send("response.create", response=response)
        self._waiting.append(self._last_request)

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
        self._update_id = self.send("session.update", session=session)

    def _configured(self) -> None:
        if self._is_configured:
            return
        self._is_configured = True
        if self._release() and self.is_auto_response:
            self.request_response()

    def _release(self) -> bool:
        """Sends the messages that were held back; false if there are none."""
        held, self._held = self._held, []
        for text in held:
            self._add_message(text)
        return bool(held)

    def _on_created(self, _event: Event, _state: CaptureState) -> None:
        if not self._is_observer:
            self._configure()

    def _on_updated(self, _event: Event, _state: CaptureState) -> None:
        self._configured()

    def _on_error(self, event: Event, state: CaptureState) -> None:
        event_id = event.text("error", "event_id") or ""
        if self._update_id and not self._is_configured and event_id in {"", self._update_id}:
            # The configuration was refused; the chat goes on without it.
            self._configured()
            return
        if event.text("error", "code") == _COLLISION and self._collided(event_id):
            return
        if event_id in self._waiting:
            self._waiting.remove(event_id)
        elif (
            not event_id
            and state.active_response is None
            and culprit_type(event) in {"", "response.create"}
        ):  # it may be the answer to our request; if not, a collision will tell
            del self._waiting[:1]
        self._settle(state)

    def _collided(self, event_id: str) -> bool:
        """A response of somebody else's (voice activity) came first: ours has to be asked again.

        Only the request is lost, the message before it is in the conversation (lifecycles.md §4).
        """
        if not self._last_request or event_id not in {"", self._last_request, *self._waiting}:
            return False
        if event_id in self._waiting:
            self._waiting.remove(event_id)
        elif not event_id:
            del self._waiting[:1]
        self._is_active = True  # the server says so; the next `response.done` ends it
        self.is_queued = self.is_queued or self.is_auto_response
        return True

    def _on_response_created(self, event: Event, state: CaptureState) -> None:
        response = state.responses.get(event.response_id or "")
        if response is None or response.is_out_of_band:
            return
        self._announced.add(response.id)
        del self._waiting[:1]
        self._is_active = state.active_response is not None

    def _on_item_done(self, event: Event, state: CaptureState) -> None:
        self._call(event.response_id or "", event.mapping("item"), state)

    def _on_response_done(self, event: Event, state: CaptureState) -> None:
        response_id = event.response_id or ""
        response = state.responses.get(response_id)
        if response_id in self._announced:
            self._announced.discard(response_id)
        elif response is not None and not response.is_out_of_band:
            del self._waiting[:1]  # some servers leave `response.created` out
        status = event.text("response", "status") or "completed"
        if status == "completed":
            for item in event.sequence("response", "output"):
                if isinstance(item, dict):  # for servers without `output_item.done`
                    self._call(response_id, item, state)
        one_round = self._rounds.get(response_id)
        if one_round is not None:
            one_round.is_done = True
            one_round.is_answer_wanted = status in _ANSWERABLE
        self._settle(state)

    def _settle(self, state: CaptureState) -> None:
        self._is_active = state.active_response is not None
        self._advance()

    def _advance(self) -> None:
        """Asks for the one answer that a queued message and finished tool rounds wait for."""
        for response_id, one_round in list(self._rounds.items()):
            if one_round.is_done and not one_round.running:
                del self._rounds[response_id]
                if one_round.is_answer_wanted and self.is_auto_response:
                    self.is_queued = True
        if self.is_queued and not self._is_busy:
            self._create_response()

    def _call(self, response_id: str, item: Mapping[str, Any], state: CaptureState) -> None:
        call_id = item.get("call_id")
        if item.get("type") != "function_call" or self._is_observer:
            return
        if not self.options.is_answering_calls:
            return
        if not isinstance(call_id, str):
            return
        response = state.responses.get(response_id)
        if response is not None and response.is_out_of_band:
            return  # the call is not in the conversation: its output would be refused
        if call_id in self._handled or item.get("status") in _UNFINISHED:
            return
        self._handled.add(call_id)
        self._rounds.setdefault(response_id, _Round()).running.add(call_id)
        name, arguments = item.get("name"), item.get("arguments")
        call = ToolCall(
            response_id,
            call_id,
            name if isinstance(name, str) else "",
            arguments if isinstance(arguments, str) else json.dumps(arguments or {}),
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
