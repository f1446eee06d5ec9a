"""OTLP: what OpenTelemetry's own reader of the format accepts and finds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from google.protobuf.json_format import Parse
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Status
from tests.unit.export.captures import (
    CAPTURES,
    START_NS,
    added,
    begun,
    call,
    created,
    delta,
    done,
    exported,
    message,
    output,
    received,
    records_of,
    result,
    sent,
    source,
    spoken_session,
)

from realtime_inspector.core.codec import CaptureHeader
from realtime_inspector.core.errors import InspectorError
from realtime_inspector.core.record import Direction, notice, text_record
from realtime_inspector.export import exporter
from realtime_inspector.export.base import ExportSource

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from realtime_inspector.core.record import Record

OTLP = exporter("otlp")
HEX_BYTES = {"traceId": 16, "spanId": 8, "parentSpanId": 8}


def spans_of(data: bytes) -> list[Any]:
    """The spans, once OpenTelemetry's own classes have taken each line.

    Ids are the one place where OTLP differs from protobuf's JSON: hex instead of base64.
    """
    found = []
    for line in data.decode("ascii").splitlines():
        request = json.loads(line)
        for span in request["resourceSpans"][0]["scopeSpans"][0]["spans"]:
            for name, size in HEX_BYTES.items():
                assert len(bytes.fromhex(span.get(name, "00" * size))) == size
        read = Parse(line, ExportTraceServiceRequest())
        (resource,) = read.resource_spans
        (scoped,) = resource.scope_spans
        assert scoped.schema_url.startswith("https://opentelemetry.io/schemas/")
        found += scoped.spans
    return found


def spans(records: Iterable[Record], where: ExportSource | None = None) -> list[Any]:
    return spans_of(exported(OTLP, records, where))


def named(found: list[Any], name: str) -> Any:
    return next(span for span in found if span.name.startswith(name))


def attributes(thing: Any) -> dict[str, Any]:
    """Attributes as Python values."""
    values: dict[str, Any] = {}
    for pair in thing.attributes:
        kind = pair.value.WhichOneof("value")
        value = getattr(pair.value, kind)
        if kind == "array_value":
            value = [one.string_value for one in value.values]
        values[pair.key] = value
    return values


def a_turn() -> list[Record]:
    usage = {
        "input_tokens": 100,
        "output_tokens": 20,
        "total_tokens": 120,
        "input_token_details": {
            "text_tokens": 60,
            "audio_tokens": 40,
            "cached_tokens": 32,
            "cached_tokens_details": {"text_tokens": 32, "audio_tokens": 0},
        },
        "output_token_details": {"text_tokens": 5, "audio_tokens": 15},
    }
    response = {"id": "r2", "status": "completed", "usage": usage}
    weather = call("get_weather", '{"city": "secret city"}', "c1", "f1")
    return [
        notice("open", START_NS, fields={"url": "wss://api.example/v1/realtime"}),
        created(20, model="gpt-realtime", output_modalities=["audio"], max_output_tokens=4096),
        added(900, message("user", "private words", "u1")),
        sent(1000, "response.create"),
        begun(1100, "r1"),
        output(1200, "r1", weather),
        received(1300, "response.output_item.done", response_id="r1", item=weather),
        done(1350, "r1"),
        added(1900, result('{"sky": "private sky"}', "c1", "o1")),
        sent(2000, "response.create"),
        begun(2100, "r2"),
        output(2150, "r2", message("assistant", "", "a1")),
        delta(2300, "output_audio_transcript", "private answer", "r2", "a1"),
        received(2900, "response.done", response=response),
        added(5000, message("user", "again", "u2")),
    ]


def header(**fields: Any) -> ExportSource:
    url = "wss://api.example/v1/realtime?model=m"
    return ExportSource("a.jsonl", header=CaptureHeader(url=url, provider="azure", **fields))


def times(span: Any) -> tuple[int, int]:
    """Start and end in ms since the capture began."""
    first, last = span.start_time_unix_nano, span.end_time_unix_nano
    return (first - START_NS) // 1_000_000, (last - START_NS) // 1_000_000


def test_a_session_holds_turns_and_these_what_was_answered() -> None:
    found = spans(a_turn())
    names = [span.name for span in found]
    assert names == [
        "realtime_session gpt-realtime",
        "turn 1",
        "realtime_inference gpt-realtime",
        "execute_tool get_weather",
        "realtime_inference gpt-realtime",
        "turn 2",
    ]
    session, turn, first, tool, second, last = found
    assert [times(span) for span in found] == [
        (20, 5000), (900, 2900), (1000, 1350), (1300, 1900), (2000, 2900), (5000, 5000),
    ]  # fmt: skip
    assert not session.parent_span_id
    assert {span.parent_span_id for span in (turn, last)} == {session.span_id}
    assert {span.parent_span_id for span in (first, tool, second)} == {turn.span_id}
    assert {span.trace_id for span in found} == {session.trace_id}
    assert [span.kind for span in found] == [3, 1, 3, 1, 3, 1]


def test_a_response_tells_what_it_cost_and_where() -> None:
    second = spans(a_turn(), header())[4]
    expected = {
        "gen_ai.operation.name": "realtime_inference",
        "gen_ai.provider.name": "azure.ai.openai",
        "gen_ai.request.model": "gpt-realtime",
        "gen_ai.request.max_tokens": 4096,
        "gen_ai.response.id": "r2",
        "gen_ai.response.finish_reasons": ["completed"],
        "gen_ai.output.type": "speech",
        "gen_ai.realtime_session.id": "sess_1",
        "gen_ai.usage.input_tokens": 100,
        "gen_ai.usage.output_tokens": 20,
        "gen_ai.usage.cache_read.input_tokens": 32,
        "gen_ai.usage.text.input_tokens": 60,
        "gen_ai.usage.audio.input_tokens": 40,
        "gen_ai.usage.text.cache_read.input_tokens": 32,
        "gen_ai.usage.audio.cache_read.input_tokens": 0,
        "gen_ai.usage.text.output_tokens": 5,
        "gen_ai.usage.audio.output_tokens": 15,
        "server.address": "api.example",
        "server.port": 443,
        "realtime_inspector.time_to_first_delta_ms": 300.0,
        "realtime_inspector.response.status": "completed",
    }
    assert attributes(second) == expected
    assert [(event.name, event.time_unix_nano) for event in second.events] == [
        ("realtime_inspector.first_delta", START_NS + 2_300_000_000)
    ]


def test_what_was_said_is_not_told() -> None:
    text = exported(OTLP, a_turn()).decode()
    assert "private" not in text
    assert "secret city" not in text
    assert "gen_ai.tool.call.id" in text


def test_failures_are_statuses() -> None:
    found = spans(spoken_session())
    by_response = {attributes(span).get("gen_ai.response.id"): span for span in found}
    failed, lost = by_response["resp_4"], by_response["resp_5"]
    assert (failed.status.code, failed.status.message) == (Status.STATUS_CODE_ERROR, "Slow down.")
    assert attributes(failed)["error.type"] == "rate_limit_exceeded"
    assert attributes(failed)["gen_ai.response.finish_reasons"] == ["error"]
    assert lost.status.code == Status.STATUS_CODE_ERROR
    assert attributes(lost)["error.type"] == "connection_lost"
    interrupted = attributes(by_response["resp_1"])
    assert interrupted["gen_ai.response.finish_reasons"] == ["turn_detected"]
    assert interrupted["realtime_inspector.interrupted"] is True
    assert not by_response["resp_1"].status.code
    session = found[0]
    assert session.status.message == "The connection was closed with 1006"
    assert attributes(session)["realtime_inspector.close.code"] == 1006
    (error,) = session.events
    assert attributes(error)["error.type"] == "invalid_tool_call_id"


def test_the_same_capture_has_the_same_ids_and_another_one_others() -> None:
    first, again = (exported(OTLP, spoken_session()) for _ in range(2))
    assert first == again
    ids = {span.span_id for span in spans_of(first)}
    others = {span.span_id for span in spans(records_of("openai-ga-text-tools.jsonl"))}
    assert len(ids) == len(spans_of(first))
    assert not ids & others


def test_each_session_is_a_trace() -> None:
    second = received(9000, "session.created", session={"id": "sess_2", "model": "m"})
    found = spans([*a_turn(), second, added(9500, message("user", "hi", "u9"))])
    sessions = [span for span in found if span.name.startswith("realtime_session")]
    assert len({span.trace_id for span in sessions}) == 2
    assert times(sessions[0]) == (20, 5000)
    assert times(sessions[1]) == (9000, 9500)


def test_a_call_without_a_result_has_no_length() -> None:
    tool = named(
        spans([one for one in a_turn() if b"function_call_output" not in one.payload]), "ex"
    )
    assert times(tool) == (1300, 1300)
    assert attributes(tool)["realtime_inspector.tool.has_result"] is False


def test_times_come_from_ids_where_there_are_no_others() -> None:
    found = spans(records_of("openai-ga-text-tools.jsonl"))
    assert found[0].start_time_unix_nano % 1_000_000_000 == 0
    data = exported(OTLP, records_of("openai-ga-text-tools.jsonl"))
    assert b"estimates from ids" in data
    assert b"estimates from ids" not in exported(OTLP, a_turn())


def test_without_any_times_it_refuses() -> None:
    with pytest.raises(InspectorError, match="no times") as caught:
        exported(OTLP, [created(None), added(None, message("user", "hi", "u"))])
    assert caught.value.hint


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_real_captures_are_sound_requests(path: Path) -> None:
    if path.name.startswith(("glm", "xai", "qwen")):
        with pytest.raises(InspectorError, match="no times"):
            exported(OTLP, records_of(path.name))
        return
    found = spans(records_of(path.name))
    ids = {span.span_id: span for span in found}
    assert len(ids) == len(found)
    for span in found:
        assert span.start_time_unix_nano <= span.end_time_unix_nano
        if span.parent_span_id:
            parent = ids[span.parent_span_id]
            assert parent.start_time_unix_nano <= span.start_time_unix_nano
            assert span.end_time_unix_nano <= parent.end_time_unix_nano


ODD = st.one_of(
    st.text(max_size=5),
    st.integers(-(2**70), 2**70),
    st.none(),
    st.lists(st.text(max_size=2), max_size=2),
    st.just("\ud800"),
)


@given(st.lists(st.integers(-(2**62), 2**62), min_size=5, max_size=5), ODD, ODD, ODD)
def test_whatever_a_server_says_is_a_sound_request(
    times_ns: list[int], model: Any, reason: Any, tokens: Any
) -> None:
    usage = {"input_tokens": tokens, "output_tokens": 1, "total_tokens": 2}
    events = (
        {
            "type": "session.created",
            "session": {"id": model, "model": model, "max_output_tokens": tokens},
        },
        {"type": "conversation.item.added", "item": message("user", "hi", "u")},
        {"type": "response.created", "response": {"id": "r"}},
        {
            "type": "response.done",
            "response": {
                "id": "r",
                "status": "failed",
                "status_details": {"reason": reason, "error": {"code": reason, "message": reason}},
                "usage": usage,
            },
        },
        {"type": "error", "error": {"code": reason, "message": reason}},
    )
    records = [
        text_record(json.dumps(event), Direction.RECEIVED, time_ns)
        for event, time_ns in zip(events, times_ns, strict=True)
    ]
    assert len(spans(records, source())) == 3
