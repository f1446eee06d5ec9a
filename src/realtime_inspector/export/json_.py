"""JSON: what the inspector knows about a capture, for other programs.

One object. Times are ISO 8601 in UTC, or null where the capture does not say; `seq` is the
number of a record in the capture, from 1; lengths of time are in milliseconds.

```
schema       1. Rises when a field changes its meaning or goes; fields may be added.
program      {name, version} that wrote this
capture      {name, created, provider, dialect, model, url, notes[], records,
              first_time, last_time, duration_ms, input_audio_ms, uninterpreted_records}
secrets_replaced   how many secrets were replaced by «redacted»
usage        {input, output, total, cached, reasoning, input_by, cached_by, output_by}: tokens of
              all responses; the _by {text, audio, image}, null where the server does not say
cost         {usd, is_whole, is_estimate, priced, unpriced, doubts[]} of all responses and
              transcripts at the list prices; usd is null where nothing has a price
latency_ms   {queue, first_token, first_audio, speech_to_reply, duration} of responses: null, or
              {count, mean, min, p50, p90, p99, max}
sessions[]   {number, id, model, modalities, voice, input_format, output_format,
              instructions, tools[], created, is_known, usage, cost, metrics, turns[], lines[]}
  metrics    {turns, interruptions, tool_calls, responses, failed, first_token_ms, duration_ms,
              tool_ms}: the last three, over all there are, as {count, median, p90, max} or null
  turns[]    {number, user[], agent[] (seq of their lines), responses[] (ids), start, elapsed_ms,
              first_token_ms, tool_calls, is_interrupted}: what a user said and all that came of it
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
              first_token_ms, first_audio_ms, reply_ms, duration_ms, deltas, usage, cost}
problems[]   `error` events: {seq, time, type, code, message, param, event_id, cause_seq}
findings[]   what the linter says: {rule, name, severity, title, message, fix, seqs[]}, of each rule
              the first 1,000; `findings_left_out` counts the others
```
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import fields
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.analysis.transcript import Speaker, transcript
from realtime_inspector.analysis.transcript.totals import Totals, duration_ms
from realtime_inspector.analysis.transcript.turns import turns
from realtime_inspector.core.persistent_sequence import PersistentSequence
from realtime_inspector.core.safe import json_escaped
from realtime_inspector.core.times import format_time
from realtime_inspector.export.base import PROGRAM, Cleaner
from realtime_inspector.export.document import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from realtime_inspector.analysis.metrics import Cost, Tariff
    from realtime_inspector.analysis.transcript import SessionTranscript, Transcript
    from realtime_inspector.analysis.transcript.turns import Turn
    from realtime_inspector.core.state import CaptureState, Item, Response
    from realtime_inspector.export.base import ExportSource
    from realtime_inspector.export.material import Material

SCHEMA: Final = 1
_PICO: Final = 12
"""Digits of a US dollar: no price is finer."""
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
    "first_audio_ms", "reply_ms", "duration_ms", "deltas", "usage",
)  # fmt: skip


class JsonExporter:
    """What is known about a capture as one JSON object."""

    def export(self, material: Material) -> Iterator[bytes]:
        """The document; its schema is the module's documentation."""
        return _pieces(material)


def _pieces(material: Material) -> Iterator[bytes]:
    """The document; its lists are put aside, since the figures before them are known last."""
    totals, replaced = Totals(), 0
    lists = {name: _List() for name in ("sessions", "items", "responses", "problems")}
    for chapter in material.chapters():
        cleaner = Cleaner()
        spoken = transcript(chapter.state, chapter.first_session)
        totals.add(spoken)
        totals.measured.add(chapter.state, chapter.first_session, material.tariff)
        for name, values in _lists(chapter.state, spoken, material.tariff):
            lists[name].extend(cleaner.clean(value) for value in values)
        replaced += cleaner.count
    lists["findings"] = _List()
    lists["findings"].extend(_plain(one) for one in material.findings.told)
    cleaner = Cleaner()
    source = material.source
    front = cleaner.clean(_front(totals, source))
    front["secrets_replaced"] = source.redactions + replaced + cleaner.count
    front["findings_left_out"] = dict(material.findings.left_out)
    yield _text(front).removesuffix("\n}").encode()
    for name, listed in lists.items():
        yield f',\n  "{name}": '.encode()
        yield from listed.pieces()
    yield b"\n}\n"


class _List:
    """The values of a list that is put aside."""

    def __init__(self) -> None:
        self._shelf = Shelf()

    def extend(self, values: Iterable[Any]) -> None:
        for value in values:
            self._shelf.put((",\n    " if self._shelf else "[\n    ", _text(value, 4)))

    def pieces(self) -> Iterator[bytes]:
        yield from self._shelf.pieces()
        yield b"\n  ]" if self._shelf else b"[]"


def _text(value: Any, indent: int = 0) -> str:
    text = json_escaped(json.dumps(value, ensure_ascii=False, indent=2))
    return text.replace("\n", "\n" + " " * indent)  # a string has no line feed in JSON


def _lists(
    state: CaptureState, spoken: Transcript, tariff: Tariff
) -> Iterator[tuple[str, Iterator[Any]]]:
    made: defaultdict[int, list[Response]] = defaultdict(list)
    for response in state.responses.values():
        made[response.session].append(response)
    yield (
        "sessions",
        (
            _session(one, made[one.number], tariff.session(state, one.number))
            for one in spoken.sessions
        ),
    )
    yield "items", (_item(one) for one in state.items.values())
    yield (
        "responses",
        (_response(one, tariff.response(one, state)) for one in state.responses.values()),
    )
    yield "problems", (_plain(one) for one in state.problems.values())


def _front(totals: Totals, source: ExportSource) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "program": {"name": PROGRAM, "version": source.app},
        "capture": _capture(totals, source),
        "secrets_replaced": 0,
        "usage": _plain(totals.usage),
        "cost": _cost(totals.measured.cost),
        "latency_ms": {
            name: spread and _plain(spread)
            for name, one in totals.measured.latency_ms.items()
            for spread in (one.spread(),)
        },
    }


def _cost(cost: Cost) -> dict[str, Any]:
    return {
        "usd": round(float(cost.usd), _PICO) if cost.is_known else None,
        "is_whole": cost.is_whole,
        "is_estimate": cost.is_estimate,
        "priced": cost.priced,
        "unpriced": cost.unpriced,
        "doubts": sorted(cost.doubts),
    }


def _capture(spoken: Totals, source: ExportSource) -> dict[str, Any]:
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
        "duration_ms": duration_ms(spoken),
        "input_audio_ms": spoken.input_audio_ms,
        "uninterpreted_records": spoken.faults,
    }


def _response(response: Response, cost: Cost) -> dict[str, Any]:
    return {**_picked(response, _RESPONSE_FIELDS), "cost": _cost(cost)}


def _session(
    session: SessionTranscript, responses: Sequence[Response], cost: Cost
) -> dict[str, Any]:
    told = tuple(turns(session))
    return {
        **_plain(session, without=("lines",)),
        "cost": _cost(cost),
        "metrics": _metrics(session, told, responses),
        "turns": [_turn(one) for one in told],
        "lines": [_plain(line) for line in session.lines],
    }


def _metrics(
    session: SessionTranscript, told: Sequence[Turn], responses: Sequence[Response]
) -> dict[str, Any]:
    tools = [
        one.tool.result_ms for one in session.lines if one.speaker is Speaker.TOOL_CALL and one.tool
    ]
    return {
        "turns": len(told),
        "interruptions": sum(one.is_interrupted for one in told),
        "tool_calls": sum(one.tool_calls for one in told),
        "responses": len(responses),
        "failed": sum(one.status == "failed" for one in responses),
        "first_token_ms": _spread(one.first_token_ms for one in responses),
        "duration_ms": _spread(one.duration_ms for one in responses),
        "tool_ms": _spread(tools),
    }


def _spread(values: Iterable[float | None]) -> dict[str, float] | None:
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    p90 = known[min(len(known) - 1, len(known) * 9 // 10)]
    return {"count": len(known), "median": median(known), "p90": p90, "max": known[-1]}


def _turn(turn: Turn) -> dict[str, Any]:
    first = turn.lines[0]
    return {
        "number": turn.number,
        "user": [line.seq for line in turn.user],
        "agent": [line.seq for line in turn.agent],
        "responses": list(turn.responses),
        "start": format_time(first.time_ns),
        "elapsed_ms": first.elapsed_ms,
        "first_token_ms": turn.first_token_ms,
        "tool_calls": turn.tool_calls,
        "is_interrupted": turn.is_interrupted,
    }


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
