"""JSON: what the inspector knows about a capture, for other programs.

One object. Times are ISO 8601 in UTC, or null where the capture does not say; `seq` is the
number of a record in the capture, from 1; lengths of time are in milliseconds.

```
schema       1. Rises when a field changes its meaning or goes; fields may be added.
program      {name, version} that wrote this
capture      {name, created, provider, dialect, model, url, notes[], records,
              first_time, last_time, duration_ms, input_audio_ms, uninterpreted_records}
secrets_replaced   how many secrets were replaced by «redacted»
usage        {input, output, total, cached}: tokens of all responses
sessions[]   {number, id, model, modalities, voice, input_format, output_format,
              instructions, tools[], created, is_known, usage, lines[]}
  lines[]    what a person reads, in conversation order: {speaker, seq, last_seq, time,
              elapsed_ms, text, struck_from, attachments[], audio_ms, tool, item_id,
              item_type, status, phase, response_id, first_token_ms, ending, reason,
              heard_ms, is_cut_estimated, problem, problem_seq, code, param, cause_seq,
              is_in_conversation, is_out_of_band, is_deleted, is_refused,
              is_replayed}
    tool     null or {name, call_id, arguments, result, call_seq, result_seq, result_ms}
items[]      every item that was mentioned, in that order: {seq, id, session, type, role,
              status, response_id, call_id, name, arguments, output, error, phase,
              is_in_conversation, is_deleted, truncated_ms, request_seq, last_seq, parts[]}
    parts[]  {kind, text, audio_bytes, is_done}
responses[]  {id, session, status, reason, error_code, error_message, is_out_of_band,
              items[] (their seq), request_seq, created_seq, done_seq, created, done,
              first_token_ms, duration_ms, deltas, usage}
problems[]   `error` events: {seq, time, type, code, message, param, event_id, cause_seq}
```
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.analysis.transcript import transcript
from realtime_inspector.core.persistent_sequence import PersistentSequence
from realtime_inspector.core.safe import json_escaped
from realtime_inspector.core.times import format_time
from realtime_inspector.export.base import PROGRAM, Cleaner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from realtime_inspector.analysis.transcript import SessionTranscript, Transcript
    from realtime_inspector.core.state import CaptureState, Item
    from realtime_inspector.export.base import ExportSource

SCHEMA: Final = 1
_TIMES: Final = {"time_ns": "time", "created_ns": "created", "done_ns": "done"}
"""Fields that hold a wall clock, and what they are called when they are text."""
_ITEM_FIELDS: Final = (
    "id", "session", "type", "role", "status", "response_id", "call_id", "name", "arguments",
    "output", "error", "phase", "is_in_conversation", "is_deleted", "truncated_ms", "request_seq",
    "last_seq",
)  # fmt: skip
_PART_FIELDS: Final = ("kind", "text", "audio_bytes", "is_done")
_RESPONSE_FIELDS: Final = (
    "id", "session", "status", "reason", "error_code", "error_message", "is_out_of_band", "items",
    "request_seq", "created_seq", "done_seq", "created_ns", "done_ns", "first_token_ms",
    "duration_ms", "deltas", "usage",
)  # fmt: skip


class JsonExporter:
    """What is known about a capture as one JSON object."""

    name: Final = "json"
    suffix: Final = ".json"
    help: Final = "sessions, items, responses, lines and usage as one JSON object"

    def export(self, state: CaptureState, source: ExportSource) -> Iterator[str]:
        """The document; its schema is the module's documentation."""
        cleaner = Cleaner()
        document = cleaner.clean(_document(state, source))
        document["secrets_replaced"] = source.redactions + cleaner.count
        encoder = json.JSONEncoder(ensure_ascii=False, indent=2)
        yield from map(json_escaped, encoder.iterencode(document))
        yield "\n"


def _document(state: CaptureState, source: ExportSource) -> dict[str, Any]:
    spoken = transcript(state)
    return {
        "schema": SCHEMA,
        "program": {"name": PROGRAM, "version": source.app},
        "capture": _capture(spoken, source),
        "secrets_replaced": 0,
        "usage": _plain(state.usage),
        "sessions": [_session(one) for one in spoken.sessions],
        "items": [_item(one) for one in state.items.values()],
        "responses": [_picked(one, _RESPONSE_FIELDS) for one in state.responses.values()],
        "problems": [_plain(one) for one in state.problems.values()],
    }


def _capture(spoken: Transcript, source: ExportSource) -> dict[str, Any]:
    header = source.header
    return {
        "name": source.name,
        "created": format_time(header.created_ns),
        "provider": header.provider,
        "dialect": header.dialect,
        "model": header.model,
        "url": header.url,
        "notes": list(source.notes),
        "records": spoken.records,
        "first_time": format_time(spoken.first_ns),
        "last_time": format_time(spoken.last_ns),
        "duration_ms": spoken.duration_ms,
        "input_audio_ms": spoken.input_audio_ms,
        "uninterpreted_records": spoken.faults,
    }


def _session(session: SessionTranscript) -> dict[str, Any]:
    plain = _plain(session, without=("lines",))
    return {**plain, "lines": [_plain(line) for line in session.lines]}


def _item(item: Item) -> dict[str, Any]:
    parts = [_picked(part, _PART_FIELDS) for part in item.parts]
    return {"seq": item.key, **_picked(item, _ITEM_FIELDS), "parts": parts}


def _plain(value: Any, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """The fields of one of our frozen values."""
    return _picked(value, [one.name for one in fields(value) if one.name not in without])


def _picked(value: Any, names: Iterable[str]) -> dict[str, Any]:
    return {_TIMES.get(name, name): _field(name, getattr(value, name)) for name in names}


def _field(name: str, value: Any) -> Any:
    if name in _TIMES:
        return format_time(value)
    if isinstance(value, tuple | PersistentSequence):
        return list(value)
    return _plain(value) if hasattr(value, "__dataclass_fields__") else value
