"""Captures for tests of what is made from a state: real files, and a spoken session of ours."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.capture.reader import read_capture
from realtime_inspector.core.record import Direction, Record, notice, text_record
from realtime_inspector.core.reduce import reduce_all
from realtime_inspector.export.base import ExportSource
from realtime_inspector.export.material import Material

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from realtime_inspector.core.filters import Filter
    from realtime_inspector.core.state import CaptureState
    from realtime_inspector.export.listing import Exporter

FIXTURES: Final = Path(__file__).parents[2] / "fixtures"
CAPTURES: Final = tuple(sorted((FIXTURES / "captures").glob("*.[jy]*")))
START_NS: Final = 1_795_348_805_000_000_000
"""2026-11-22 12:00:05 UTC."""


@cache
def records_of(name: str) -> tuple[Record, ...]:
    return tuple(read_capture(FIXTURES / "captures" / name))


@cache
def state_of(name: str) -> CaptureState:
    return reduce_all(records_of(name))


def source(name: str = "a.jsonl") -> ExportSource:
    return ExportSource(name, app="0.1.0")


def exported(
    one: Exporter,
    records: Iterable[Record],
    where: ExportSource | None = None,
    wanted: Filter | None = None,
) -> bytes:
    """All that an exporter makes of some records."""
    kept = tuple(records)
    return b"".join(one.export(Material(lambda: kept, where or source(), wanted=wanted)))


def sent(at_ms: int | None, kind: str, **fields: Any) -> Record:
    return _record(Direction.SENT, at_ms, kind, fields)


def received(at_ms: int | None, kind: str, **fields: Any) -> Record:
    return _record(Direction.RECEIVED, at_ms, kind, fields)


def _record(direction: Direction, at_ms: int | None, kind: str, fields: dict[str, Any]) -> Record:
    time_ns = None if at_ms is None else START_NS + at_ms * 1_000_000
    return text_record(json.dumps({"type": kind, **fields}), direction, time_ns)


def message(role: str, text: str, item_id: str = "", **fields: Any) -> dict[str, Any]:
    kind = "output_text" if role == "assistant" else "input_text"
    item = {"type": "message", "role": role, "content": [{"type": kind, "text": text}], **fields}
    return {"id": item_id, **item} if item_id else item


def added(at_ms: int | None, item: dict[str, Any], previous: str | None = None) -> Record:
    return received(at_ms, "conversation.item.added", item=item, previous_item_id=previous)


def call(name: str, arguments: str, call_id: str, item_id: str) -> dict[str, Any]:
    return {
        "id": item_id,
        "type": "function_call",
        "status": "completed",
        "name": name,
        "arguments": arguments,
        "call_id": call_id,
    }


def result(output: str, call_id: str, item_id: str) -> dict[str, Any]:
    return {"id": item_id, "type": "function_call_output", "output": output, "call_id": call_id}


def created(at_ms: int | None = 0, **session: Any) -> Record:
    return received(at_ms, "session.created", session={"id": "sess_1", "model": "m", **session})


def begun(at_ms: int | None, response_id: str, **fields: Any) -> Record:
    response = {"id": response_id, "status": "in_progress", "conversation_id": "conv", **fields}
    return received(at_ms, "response.created", response=response)


def output(at_ms: int | None, response_id: str, item: dict[str, Any]) -> Record:
    return received(at_ms, "response.output_item.added", response_id=response_id, item=item)


def delta(at_ms: int | None, kind: str, value: str, response_id: str, item_id: str) -> Record:
    where = {"response_id": response_id, "item_id": item_id, "content_index": 0}
    return received(at_ms, f"response.{kind}.delta", delta=value, **where)


def done(at_ms: int | None, response_id: str, status: str = "completed", **details: Any) -> Record:
    usage = {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}
    response = {"id": response_id, "status": status, "status_details": details, "usage": usage}
    return received(at_ms, "response.done", response=response)


SECOND_OF_PCM: Final = "A" * 64_000
"""Base64 of 48,000 bytes: one second of PCM16 at 24 kHz."""


def spoken_session() -> Iterator[Record]:
    """In Japanese, with times: an interruption, tools in parallel, a refusal, a failure, a loss."""
    key = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"
    yield notice("open", START_NS, fields={"url": "wss://api.example/v1/realtime"})
    yield created(
        20, model="gpt-realtime", output_modalities=["audio"], instructions="簡潔に。\n# 敬語"
    )
    yield added(900, message("user", "東京の天気は?", "item_1"))
    yield sent(1000, "response.create")
    yield begun(1100, "resp_1")
    speech = {"id": "item_2", "type": "message", "role": "assistant", "status": "in_progress"}
    yield output(1110, "resp_1", speech)
    yield added(1115, speech, "item_1")
    yield delta(1430, "output_audio_transcript", "東京は晴れです。", "resp_1", "item_2")
    yield delta(1440, "output_audio", SECOND_OF_PCM, "resp_1", "item_2")
    yield delta(1500, "output_audio_transcript", "気温は二十一度です。", "resp_1", "item_2")
    yield delta(1540, "output_audio", SECOND_OF_PCM, "resp_1", "item_2")
    yield received(2400, "input_audio_buffer.speech_started", audio_start_ms=2300, item_id="item_3")
    yield done(2420, "resp_1", "cancelled", type="cancelled", reason="turn_detected")
    truncation = {"item_id": "item_2", "content_index": 0, "audio_end_ms": 1200}
    yield sent(2430, "conversation.item.truncate", **truncation)
    yield received(2450, "conversation.item.truncated", **truncation)
    heard = "conversation.item.input_audio_transcription.completed"
    yield added(3000, {"id": "item_3", "type": "message", "role": "user", "content": []}, "item_2")
    yield received(3100, heard, item_id="item_3", content_index=0, transcript="大阪と京都は?")
    yield sent(3110, "response.create")
    yield begun(3200, "resp_2")
    for index, city in enumerate(("大阪", "京都"), 4):
        arguments = json.dumps(
            {"city": city, "unit": "celsius", "days": [1, 2, 3], "lang": "ja-JP"}
        )
        item = call("get_weather", arguments, f"call_{index}", f"item_{index}")
        yield output(3300 + index, "resp_2", item)
        yield added(3300 + index, item, f"item_{index - 1}")
        yield received(3310 + index, "conversation.item.done", item=item)
    yield done(3400, "resp_2")
    yield sent(3500, "conversation.item.create", item=result("{}", "call_9", ""))
    unknown = {"code": "invalid_tool_call_id", "message": "No call 'call_9'.", "param": "item"}
    yield received(3520, "error", error={"type": "invalid_request_error", **unknown})
    for index, words in ((4, '{"degrees": 23}'), (5, f"雨 (key {key}) ``` <b>")):
        yield added(3600 + index, result(words, f"call_{index}", f"item_{index + 2}"))
    aside = {"conversation": "none"}
    yield sent(3700, "response.create", response=aside)
    yield begun(3710, "resp_3", conversation_id=None)
    yield output(3720, "resp_3", message("assistant", "天気の話。", "item_8", status="completed"))
    yield done(3730, "resp_3")
    yield sent(3800, "response.create")
    yield begun(3900, "resp_4")
    failure = {"type": "server_error", "code": "rate_limit_exceeded", "message": "Slow down."}
    yield done(3950, "resp_4", "failed", type="failed", error=failure)
    yield sent(4000, "response.create")
    yield begun(4100, "resp_5")
    last = message("assistant", "傘を", "item_9", status="in_progress")
    yield output(4110, "resp_5", last)
    closed = {"code": 1006, "reason": "", "by": "server"}
    yield notice("close", START_NS + 64_000_000_000, fields=closed, direction=Direction.RECEIVED)
