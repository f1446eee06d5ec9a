"""A brain somewhere else: any chat-completions endpoint, without the I/O.

A prompt becomes the JSON body of `POST …/chat/completions`, and the lines of the streamed
answer become the pieces of a plan.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.record import parse_object
from realtime_inspector.simulator.plan import (
    COMPLETED,
    CallPiece,
    Ending,
    Piece,
    Prompt,
    Thought,
    Words,
    failed,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DATA: Final = "data:"
_END: Final = "[DONE]"
_NO_RESULT: Final = "(no result)"
_UNHEARD: Final = "[speech that was not understood]"
_CUT: Final = {"length": "max_output_tokens", "content_filter": "content_filter"}
_LONGEST_MESSAGE: Final = 500


@dataclass(frozen=True, slots=True)
class ChatEndpoint:
    """Where a chat model is."""

    url: str
    """The base, `http://127.0.0.1:PORT/v1`."""
    model: str
    key: str = field(default="", repr=False)


class ChatBrain:
    """Leaves every plan to the endpoint."""

    def plan(self, prompt: Prompt) -> Thought:
        """A plan that the server shell asks the endpoint for."""
        return Thought(prompt)


def chat_body(prompt: Prompt, model: str) -> dict[str, Any]:
    """The body of the request."""
    body: dict[str, Any] = {"model": model, "messages": _messages(prompt), "stream": True}
    tools = [_tool(tool) for tool in prompt.tools if tool.get("type") == "function"]
    if tools:
        body["tools"] = tools
        if not prompt.calls_in_parallel:
            body["parallel_tool_calls"] = False
        choice = prompt.tool_choice
        if isinstance(choice, str):
            body["tool_choice"] = choice
        elif choice.get("type") == "function":
            body["tool_choice"] = {"type": "function", "function": {"name": choice["name"]}}
    return body


def _tool(tool: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("name", "description", "parameters")
    function = {name: tool[name] for name in kept if tool.get(name) is not None}
    return {"type": "function", "function": function}


def _messages(prompt: Prompt) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = []
    if prompt.instructions:
        messages.append({"role": "system", "content": prompt.instructions})
    outputs = {
        item["call_id"]: str(item["output"])
        for item in prompt.items
        if item["type"] == "function_call_output"
    }
    calls: list[Mapping[str, Any]] = []
    for item in prompt.items:
        if item["type"] == "function_call":
            calls.append(item)
        elif item["type"] == "message":
            messages += _call_messages(calls, outputs)
            calls = []
            messages.append({"role": item["role"], "content": _content(item)})
    return messages + _call_messages(calls, outputs)


def _call_messages(
    calls: Sequence[Mapping[str, Any]], outputs: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Calls and their results side by side, wherever the results stand: endpoints insist."""
    if not calls:
        return []
    asked = [
        {
            "id": call["call_id"],
            "type": "function",
            "function": {"name": call["name"], "arguments": call["arguments"]},
        }
        for call in calls
    ]
    results = [
        {
            "role": "tool",
            "tool_call_id": call["call_id"],
            "content": outputs.get(call["call_id"], _NO_RESULT),
        }
        for call in calls
    ]
    return [{"role": "assistant", "content": None, "tool_calls": asked}, *results]


def _content(item: Mapping[str, Any]) -> str | list[dict[str, Any]]:
    parts = [part for part in item.get("content") or () if isinstance(part, dict)]
    texts = [str(part.get("text") or part.get("transcript") or "") for part in parts]
    images = [part for part in parts if part.get("type") == "input_image"]
    text = "\n".join(each for each in texts if each)
    if not text and any(part.get("type") == "input_audio" for part in parts):
        text = _UNHEARD
    if not images:
        return text
    shown = [{"type": "image_url", "image_url": {"url": part["image_url"]}} for part in images]
    return [*([{"type": "text", "text": text}] if text else []), *shown]


class ChatAnswer:
    """Reads the endpoint's answer line by line, as server-sent events or as one JSON object."""

    def __init__(self) -> None:
        self._ending: Ending | None = None
        self._rest = ""
        self._is_stream = False

    def line(self, line: str) -> list[Piece]:
        """The pieces in a line of the body."""
        if not line.startswith(_DATA):
            if not self._is_stream:
                self._rest += line
            return []
        self._is_stream = True
        data = line.removeprefix(_DATA).strip()
        if data == _END:
            self._ending = self._ending or COMPLETED
            return []
        return self._chunk(parse_object(data) or {}, "delta")

    def end(self) -> list[Piece]:
        """The last pieces, after the body has ended."""
        pieces: list[Piece] = []
        if not self._is_stream:
            pieces = self._chunk(parse_object(self._rest) or {}, "message")
        broken = failed("server_error", None, "The chat endpoint's answer broke off.")
        return [*pieces, self._ending or broken]

    def _chunk(self, chunk: Mapping[str, Any], member: str) -> list[Piece]:
        if chunk.get("error"):
            self._ending = error_of(chunk, 200)
            return []
        choices = chunk.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices else None
        if not isinstance(choice, dict):
            return []
        reason = choice.get("finish_reason")
        if isinstance(reason, str):
            self._ending = _ending_for(reason)
        message = choice.get(member)
        return _pieces(message) if isinstance(message, dict) else []


def _pieces(message: Mapping[str, Any]) -> list[Piece]:
    pieces: list[Piece] = []
    content = message.get("content")
    if isinstance(content, str) and content:
        pieces.append(Words(content))
    calls = message.get("tool_calls")
    for position, call in enumerate(calls if isinstance(calls, list) else ()):
        function = call.get("function") if isinstance(call, dict) else None
        if isinstance(function, dict):
            index = call.get("index")
            pieces.append(
                CallPiece(
                    index if isinstance(index, int) else position,
                    str(function.get("name") or ""),
                    str(function.get("arguments") or ""),
                )
            )
    return pieces


def _ending_for(reason: str) -> Ending:
    if reason not in _CUT:
        return COMPLETED
    return Ending("incomplete", {"type": "incomplete", "reason": _CUT[reason]})


def error_of(body: Mapping[str, Any], status: int) -> Ending:
    """The failed response for an endpoint's error.

    Args:
        body: The JSON that it answered; may be empty.
        status: The HTTP status.
    """
    said = body.get("error")
    error: Mapping[str, Any] = said if isinstance(said, dict) else {"message": said}
    code = error.get("code")
    message = error.get("message")
    return failed(
        str(error.get("type") or "server_error"),
        None if code is None else str(code),
        str(message or f"The chat endpoint answered with HTTP {status}.")[:_LONGEST_MESSAGE],
    )


def encoded(body: Mapping[str, Any]) -> bytes:
    """A request body as bytes; half surrogate pairs are escaped."""
    try:
        return json.dumps(body, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(body).encode()
