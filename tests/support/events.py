"""Builders of records, so that a test reads as the sequence of events that it is about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.record import Direction, Record, notice, text_record
from realtime_inspector.core.reduce import reduce_all

if TYPE_CHECKING:
    from realtime_inspector.core.state import CaptureState

Json = dict[str, Any]
START_NS: Final = 1_795_348_805_000_000_000


def at(ms: int) -> int:
    """A wall clock time so many milliseconds after the start."""
    return START_NS + ms * 1_000_000


def sent(kind: str, /, *, ms: int | None = None, **fields: Any) -> Record:
    """An event of the client."""
    return frame(Direction.SENT, {"type": kind, **fields}, ms)


def received(kind: str, /, *, ms: int | None = None, **fields: Any) -> Record:
    """An event of the server."""
    return frame(Direction.RECEIVED, {"type": kind, **fields}, ms)


def frame(direction: Direction, value: object, ms: int | None = None) -> Record:
    """A text frame holding any JSON value."""
    return text_record(json.dumps(value), direction, None if ms is None else at(ms))


def state_after(*records: Record) -> CaptureState:
    """The state after some records, none of which a handler failed at."""
    state = reduce_all(records)
    assert state.faults == 0
    return state


def session_created(session_id: str = "sess_1", **session: Any) -> Record:
    return received("session.created", session={"id": session_id, **session})


def user_message(text: str, item_id: str = "", **fields: Any) -> Json:
    content = [{"type": "input_text", "text": text}]
    item = {"type": "message", "role": "user", "content": content, **fields}
    return {"id": item_id, **item} if item_id else item


def create_item(item: Json, **fields: Any) -> Record:
    return sent("conversation.item.create", item=item, **fields)


def item_added(item: Json, previous: str | None = None) -> Record:
    return received("conversation.item.added", item=item, previous_item_id=previous)


def item_done(item: Json) -> Record:
    return received("conversation.item.done", item=item, previous_item_id=None)


def confirmed(item_id: str, text: str, previous: str | None = None) -> Record:
    """The server's word that a user message is in the conversation."""
    return item_added(user_message(text, item_id, status="completed"), previous)


def create_response(event_id: str = "", **options: Any) -> Record:
    fields: Json = {"event_id": event_id} if event_id else {}
    fields |= {"response": options} if options else {}
    return sent("response.create", **fields)


def response_created(response_id: str = "resp_1", **fields: Any) -> Record:
    response = {"id": response_id, "status": "in_progress", "conversation_id": "conv_1", **fields}
    return received("response.created", response=response)


def output_added(response_id: str, item: Json) -> Record:
    return received("response.output_item.added", response_id=response_id, item=item)


def output_done(response_id: str, item: Json) -> Record:
    return received("response.output_item.done", response_id=response_id, item=item)


def answer(item_id: str = "item_a", **fields: Any) -> Json:
    return {"id": item_id, "type": "message", "role": "assistant", "content": [], **fields}


def function_call(call_id: str = "call_1", **fields: Any) -> Json:
    item = {"type": "function_call", "name": "get_weather", "arguments": '{"city":"東京"}'}
    return {"id": f"item_{call_id}", **item, "call_id": call_id, "status": "completed", **fields}


def call_output(call_id: str = "call_1", output: str = "晴れ", **fields: Any) -> Json:
    return {"type": "function_call_output", "call_id": call_id, "output": output, **fields}


def text_delta(text: str, response_id: str = "resp_1", item_id: str = "item_a") -> Record:
    where: Json = {"response_id": response_id, "item_id": item_id, "content_index": 0}
    return received("response.output_text.delta", delta=text, **where)


def response_done(
    response_id: str = "resp_1", status: str = "completed", total: int = 0, **fields: Any
) -> Record:
    usage = {"total_tokens": total, "input_tokens": total, "output_tokens": 0}
    response = {"id": response_id, "status": status, "usage": usage if total else None, **fields}
    return received("response.done", response=response)


def error(code: str | None = None, event_id: str | None = None, **fields: Any) -> Record:
    details = {"type": "invalid_request_error", "code": code, "message": "No.", **fields}
    return received("error", error={**details, "event_id": event_id})


def opened(conn: int = 1) -> Record:
    return notice("open", None, conn, {"url": "wss://api.example/v1/realtime"})


def closed(code: int = 1006, by: str = "", conn: int = 1) -> Record:
    return notice("close", None, conn, {"code": code, "reason": "", "by": by})
