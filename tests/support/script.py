"""Writes a session event by event, in real time steps, as a test of a rule needs it."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, Final

from tests.support.events import START_NS, user_message

from realtime_inspector.core.record import Direction, Record, binary_record, notice, text_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Json = dict[str, Any]
STEP_MS: Final = 50
"""Between one event and the next, if nothing else is said."""
SESSION: Final[Json] = {
    "type": "realtime",
    "object": "realtime.session",
    "id": "sess_E6U1100000000000000AA",
    "model": "gpt-realtime-2.1",
    "output_modalities": ["audio"],
    "instructions": "Be brief.",
    "tools": [],
    "tool_choice": "auto",
    "max_output_tokens": "inf",
    "audio": {
        "input": {
            "format": {"type": "audio/pcm", "rate": 24000},
            "transcription": None,
            "noise_reduction": None,
            "turn_detection": {
                "type": "server_vad",
                "threshold": 0.5,
                "prefix_padding_ms": 300,
                "silence_duration_ms": 200,
                "idle_timeout_ms": None,
                "create_response": True,
                "interrupt_response": True,
            },
        },
        "output": {
            "format": {"type": "audio/pcm", "rate": 24000},
            "voice": "marin",
            "speed": 1.0,
        },
    },
}
"""What OpenAI's `session.created` says (shortened)."""
MANUAL: Final[Json] = {"type": "realtime", "audio": {"input": {"turn_detection": None}}}
"""The session of a `session.update` that turns voice activity detection off."""


class Script:
    """A session as it is written. Methods write one exchange each and may be chained."""

    def __init__(self, conn: int = 1) -> None:
        self.records: list[Record] = []
        self.now_ms = 0
        self.session: Json = json.loads(json.dumps(SESSION))
        self._conn = conn
        self._events = 0

    # The smallest parts.

    def wait(self, ms: int) -> Script:
        """Lets time pass."""
        self.now_ms += ms
        return self

    def add(self, record: Record) -> Script:
        """Any record; its time is its maker's business (see `time_ns`)."""
        self.records.append(record)
        self.now_ms += STEP_MS
        return self

    @property
    def time_ns(self) -> int:
        """Now."""
        return START_NS + int(self.now_ms * 1e6)

    def sent(self, kind: str, /, **fields: Any) -> Script:
        """An event of the client, without an `event_id` unless one is given."""
        return self._frame(Direction.SENT, {"type": kind, **fields})

    def received(self, kind: str, /, **fields: Any) -> Script:
        """An event of the server, with an `event_id` as OpenAI makes them."""
        self._events += 1
        event = {"type": kind, "event_id": f"event_E6U11{self._events:016}", **fields}
        return self._frame(Direction.RECEIVED, event)

    def binary(self, frame: bytes) -> Script:
        """A binary frame of the client."""
        return self.add(binary_record(frame, Direction.SENT, self.time_ns, self._conn))

    def notice(self, kind: str, *, is_sent: bool = True, **fields: Any) -> Script:
        """A notice, such as `open` or `close`."""
        by = Direction.SENT if is_sent else Direction.RECEIVED
        return self.add(notice(kind, self.time_ns, self._conn, fields, direction=by))

    def _frame(self, direction: Direction, value: Mapping[str, Any]) -> Script:
        return self.add(text_record(json.dumps(value), direction, self.time_ns, self._conn))

    # The connection and the session.

    def open(self, **fields: Any) -> Script:
        """The notice of a connection that opened."""
        url = "wss://api.openai.com/v1/realtime?model=gpt-realtime-2.1"
        return self.notice("open", **{"url": url, **fields})

    def close(self, code: int = 1000, reason: str = "", by: str = "client") -> Script:
        """The notice of a connection that closed."""
        return self.notice("close", is_sent=by == "client", code=code, reason=reason, by=by)

    def created(self, **session: Any) -> Script:
        """`session.created`, with fields of the session that differ from `SESSION`."""
        self.session = merged(self.session, session)
        return self.received("session.created", session=self.session)

    def update(self, session: Mapping[str, Any], **fields: Any) -> Script:
        """`session.update` and the `session.updated` that takes it over."""
        self.sent("session.update", session=session, **fields)
        self.session = merged(self.session, session)
        return self.received("session.updated", session=self.session)

    def error(self, code: str | None, message: str = "No.", **fields: Any) -> Script:
        """An `error` of type `invalid_request_error`, unless another is given."""
        error = {"type": "invalid_request_error", "code": code, "message": message}
        return self.received("error", error={**error, "param": None, "event_id": None, **fields})

    # Items.

    def item(self, item: Mapping[str, Any], previous: str | None = None) -> Script:
        """An item of the client, confirmed by the server; it needs an id."""
        self.sent("conversation.item.create", item=item)
        self.received("conversation.item.added", item=item, previous_item_id=previous)
        return self.received("conversation.item.done", item=item, previous_item_id=previous)

    def user(self, text: str = "Hello", item_id: str = "item_user") -> Script:
        """A user's text message."""
        return self.item(user_message(text, item_id))

    def output(self, call_id: str, output: Any = "ok", item_id: str = "") -> Script:
        """The result of a function call."""
        fields = {"type": "function_call_output", "call_id": call_id, "output": output}
        return self.item({"id": item_id or f"item_out_{call_id}", **fields})

    def append(self, pcm: bytes) -> Script:
        """`input_audio_buffer.append`."""
        return self.sent("input_audio_buffer.append", audio=base64.b64encode(pcm).decode())

    # Responses.

    def begins(
        self, response_id: str = "resp_1", *, is_asked: bool = True, **fields: Any
    ) -> Script:
        """`response.create` (unless voice activity asks) and `response.created`."""
        if is_asked:
            self.sent("response.create")
        response = {"id": response_id, "status": "in_progress", "status_details": None}
        common: Json = {"conversation_id": "conv_1", "output": [], "usage": None, "metadata": None}
        return self.received(
            "response.created",
            response={"object": "realtime.response", **response, **common, **fields},
        )

    def message(
        self,
        text: str = "Hello to you.",
        item_id: str = "item_answer",
        response_id: str = "resp_1",
        *,
        index: int = 0,
        status: str = "completed",
    ) -> Script:
        """A text message as output, from its `added` to its `done`."""
        item = {"id": item_id, "type": "message", "role": "assistant"}
        place = {"response_id": response_id, "item_id": item_id, "output_index": index}
        part = {**place, "content_index": 0}
        self._opened(item, response_id, index)
        self.received("response.content_part.added", **part, part={"type": "text", "text": ""})
        self.received("response.output_text.delta", **part, delta=text)
        self.received("response.output_text.done", **part, text=text)
        self.received("response.content_part.done", **part, part={"type": "text", "text": text})
        content = [{"type": "output_text", "text": text}]
        return self._closed({**item, "content": content}, response_id, index, status)

    def speech(
        self,
        audio: Sequence[bytes] = (bytes(4800),),
        transcript: str = "Hello to you.",
        item_id: str = "item_answer",
        response_id: str = "resp_1",
        *,
        index: int = 0,
        status: str = "completed",
    ) -> Script:
        """A spoken message as output, from its `added` to its `done`."""
        item = {"id": item_id, "type": "message", "role": "assistant"}
        part = {"response_id": response_id, "item_id": item_id, "output_index": index}
        part["content_index"] = 0
        said = {"type": "audio", "transcript": transcript}
        self._opened(item, response_id, index)
        self.received("response.content_part.added", **part, part={**said, "transcript": ""})
        self.received("response.output_audio_transcript.delta", **part, delta=transcript)
        for piece in audio:
            delta = base64.b64encode(piece).decode()
            self.received("response.output_audio.delta", **part, delta=delta)
        self.received("response.output_audio.done", **part)
        self.received("response.output_audio_transcript.done", **part, transcript=transcript)
        self.received("response.content_part.done", **part, part=said)
        content = [{"type": "output_audio", "transcript": transcript}]
        return self._closed({**item, "content": content}, response_id, index, status)

    def call(
        self,
        name: str = "get_weather",
        arguments: str = "{}",
        call_id: str = "call_1",
        response_id: str = "resp_1",
        *,
        index: int = 0,
        status: str = "completed",
    ) -> Script:
        """A function call as output, from its `added` to its `done`."""
        item_id = f"item_{call_id}"
        item = {"id": item_id, "type": "function_call", "name": name, "call_id": call_id}
        place = {"response_id": response_id, "item_id": item_id, "output_index": index}
        place["call_id"] = call_id
        self._opened({**item, "arguments": ""}, response_id, index)
        kind = "response.function_call_arguments"
        self.received(f"{kind}.delta", **place, delta=arguments)
        self.received(f"{kind}.done", **place, name=name, arguments=arguments)
        return self._closed({**item, "arguments": arguments}, response_id, index, status)

    def _opened(self, item: Json, response_id: str, index: int) -> None:
        item = {**item, "status": "in_progress"}
        if item["type"] == "message":
            item["content"] = []
        place = {"response_id": response_id, "output_index": index}
        self.received("response.output_item.added", **place, item=item)
        self.received("conversation.item.added", previous_item_id=None, item=item)

    def _closed(self, item: Json, response_id: str, index: int, status: str) -> Script:
        item = {**item, "status": status}
        self.received("conversation.item.done", previous_item_id=None, item=item)
        place = {"response_id": response_id, "output_index": index}
        return self.received("response.output_item.done", **place, item=item)

    def done(
        self,
        response_id: str = "resp_1",
        status: str = "completed",
        details: Mapping[str, Any] | None = None,
        **fields: Any,
    ) -> Script:
        """`response.done`, by default with an output of one message."""
        content = [{"type": "output_text", "text": "Hello to you."}]
        answer = {"id": "item_answer", "type": "message", "role": "assistant"}
        output = [{**answer, "status": "completed", "content": content}]
        if status in {"failed", "cancelled"}:
            output = []
        common = {"object": "realtime.response", "conversation_id": "conv_1", "metadata": None}
        own = {"id": response_id, "status": status, "status_details": details, "output": output}
        return self.received("response.done", response={**common, **own, **fields})

    def answer(self, response_id: str = "resp_1", text: str = "Hello to you.") -> Script:
        """A whole response with one text message."""
        item_id = f"item_{response_id}"
        return self.begins(response_id).message(text, item_id, response_id).done(response_id)


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> Json:
    """An object with another one's fields put over it, objects inside likewise."""
    result = dict(old)
    for name, value in new.items():
        before = result.get(name)
        if isinstance(before, dict) and isinstance(value, dict):
            value = merged(before, value)  # noqa: PLW2901
        result[name] = value
    return result


def beginning() -> Script:
    """A connection that opened, with its `session.created`."""
    return Script().open().created()
