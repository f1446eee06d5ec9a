from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from openai.types.realtime import RealtimeServerEvent
from pydantic import TypeAdapter
from tests.support.simulator import (
    START,
    WEATHER_TOOL,
    Session,
    only,
    output_of,
    text_of,
    types_of,
)

CAPTURES = Path("tests/fixtures/captures")
SERVER_EVENT: TypeAdapter[Any] = TypeAdapter(RealtimeServerEvent)


def captured(name: str) -> list[dict[str, Any]]:
    lines = (CAPTURES / name).read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    return [each["data"] for each in records if each["direction"] == "received"]


def shape(value: Any) -> Any:
    """Keys in order, values by kind: what two events have in common if only data differ."""
    if isinstance(value, dict):
        return [(key, shape(member)) for key, member in value.items()]
    if isinstance(value, list):
        return [shape(member) for member in value]
    return type(value).__name__


def tool_round(session: Session, question: str = "What is the weather in London?") -> None:
    session.use(WEATHER_TOOL)
    call = session.answer_to(question)[-1]
    item = {"type": "function_call_output", "call_id": call["call_id"], "output": "Foggy, 12."}
    session.ask("conversation.item.create", item=item)
    session.ask("response.create")


@pytest.mark.parametrize(
    ("capture", "settings"),
    [
        ("openai-ga-text-tools.jsonl", {"model": "gpt-realtime"}),
        (
            "openai-ga-realtime21-commentary-tools.jsonl",
            {"model": "gpt-realtime-2.1", "commentary": True},
        ),
    ],
)
def test_tool_round_and_text_turn_have_the_order_and_shapes_of_the_capture(
    capture: str, settings: dict[str, Any]
) -> None:
    session = Session(**settings)
    tool_round(session)
    real, ours = captured(capture), session.events
    without_limits = [each for each in types_of(ours) if each != "rate_limits.updated"]
    assert without_limits == [each for each in types_of(real) if each != "rate_limits.updated"]
    real_shapes = {(each["type"], repr(shape(each))) for each in real}
    skipped = {"rate_limits.updated", "session.updated", "conversation.item.added"}
    for event in ours:
        if event["type"] not in skipped and not event["type"].endswith("done"):
            assert (event["type"], repr(shape(event))) in real_shapes, event


def test_session_created_equals_the_real_one() -> None:
    for model, name in (
        ("gpt-realtime", "openai-ga-text-tools.jsonl"),
        ("gpt-realtime-2.1", "openai-ga-realtime21-commentary-tools.jsonl"),
    ):
        real = captured(name)[0]
        (ours,) = Session(model=model).events
        assert list(ours) == list(real)
        for key in ("id", "expires_at"):
            real["session"][key] = ours["session"][key]
        assert json.dumps(ours["session"]) == json.dumps(real["session"])
        assert ours["session"]["expires_at"] == START + 3600


def test_session_updated_equals_the_real_one() -> None:
    name = "openai-ga-text-tools.jsonl"
    lines = (CAPTURES / name).read_text(encoding="utf-8").splitlines()
    update = json.loads(lines[1])["data"]
    real = captured(name)[1]["session"]
    session = Session(model="gpt-realtime")
    (ours,) = session.ask("session.update", session=update["session"])
    for key in ("id", "expires_at"):
        real[key] = ours["session"][key]
    assert json.dumps(ours["session"]) == json.dumps(real)


def test_every_server_event_fits_the_official_types() -> None:
    session = Session()
    tool_round(session)
    session.use(modality="audio")
    session.answer_to("hello")
    session.ask("response.cancel")
    session.ask("input_audio_buffer.append", audio=base64.b64encode(bytes(9600)).decode())
    session.ask("input_audio_buffer.commit")
    session.ask("input_audio_buffer.clear")
    spoken = only(session.events, "response.done")[-1]["response"]["output"][0]["id"]
    fields = {"item_id": spoken, "content_index": 0, "audio_end_ms": 10}
    session.ask("conversation.item.truncate", **fields)
    session.ask("conversation.item.retrieve", item_id=spoken)
    session.ask("conversation.item.delete", item_id=spoken)
    names = set()
    for frame in session.frames:
        event = SERVER_EVENT.validate_json(frame)
        names.add(event.type)
        assert event.__class__.__name__ != "BaseModel"
    assert {"conversation.item.truncated", "conversation.item.retrieved", "error"} <= names


def test_ids_tie_the_events_of_a_response() -> None:
    session = Session()
    tool_round(session)
    for created in only(session.events, "response.created"):
        response_id = created["response"]["id"]
        mine = [each for each in session.events if each.get("response_id") == response_id]
        items = {each["item"]["id"] for each in only(mine, "response.output_item.added")}
        assert {each["item_id"] for each in mine if "item_id" in each} == items
    previous = None
    for added in only(session.events, "conversation.item.added"):
        assert added["previous_item_id"] == previous
        previous = added["item"]["id"]
    ids = [event["event_id"] for event in session.events]
    assert len(set(ids)) == len(ids)
    assert all(len(each) == len("event_") + 21 for each in ids)


def test_deltas_join_to_the_text_and_are_padded_to_sixteen() -> None:
    session = Session()
    session.use(modality="text")
    session.say("日本語で長い話をして")
    events = session.ask("response.create")
    deltas = only(events, "response.output_text.delta")
    assert "".join(each["delta"] for each in deltas) == text_of(output_of(events)[0])
    assert all(len(each["delta"]) + len(each["obfuscation"]) == 16 for each in deltas)
    assert max(len(each["delta"]) for each in deltas) <= 10


def test_spoken_answer_has_the_documented_order_and_real_audio() -> None:
    session = Session()
    session.say("hello")
    events = session.ask("response.create")
    assert types_of(events)[:6] == [
        "conversation.item.added",
        "conversation.item.done",
        "response.created",
        "response.output_item.added",
        "conversation.item.added",
        "response.content_part.added",
    ]
    assert types_of(events)[-7:] == [
        "response.output_audio.done",
        "response.output_audio_transcript.done",
        "response.content_part.done",
        "conversation.item.done",
        "response.output_item.done",
        "response.done",
        "rate_limits.updated",
    ]
    chunks = [
        base64.b64decode(each["delta"]) for each in only(events, "response.output_audio.delta")
    ]
    assert [len(chunk) for chunk in chunks[:6]] == [4800, 7200, 12000, 12000, 12000, 28800]
    assert all(any(chunk) for chunk in chunks)
    usage = only(events, "response.done")[0]["response"]["usage"]
    assert usage["output_token_details"]["audio_tokens"] > 0


def test_usage_adds_up_and_the_shared_context_is_cached() -> None:
    session = Session()
    tool_round(session)
    session.answer_to("thanks")
    usages = [each["response"]["usage"] for each in only(session.events, "response.done")]
    for usage in usages:
        details = usage["input_token_details"]
        kinds = ("text_tokens", "audio_tokens", "image_tokens")
        assert usage["input_tokens"] == sum(details[kind] for kind in kinds)
        assert usage["output_tokens"] == sum(usage["output_token_details"].values())
        assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]
        cached = details["cached_tokens_details"]
        assert details["cached_tokens"] == sum(cached.values()) <= usage["input_tokens"]
        assert all(cached[kind] <= details[kind] for kind in kinds)
    assert usages[0]["input_token_details"]["cached_tokens"] == 0
    assert usages[1]["input_token_details"]["cached_tokens"] > 0
    assert usages[0]["input_tokens"] < usages[1]["input_tokens"] < usages[2]["input_tokens"]


def test_pacing_feels_live() -> None:
    session = Session()
    session.use()
    session.say("what does response.created mean?")
    asked = session.now
    session.send("response.create")
    session.run_until("response.created")
    assert session.now - asked == pytest.approx(0.06)
    session.run_until("response.output_text.delta")
    assert 0.3 < session.now - asked < 0.6
    session.run_until("response.done")
    done = session.now
    assert 1.0 < done - asked < 5.0
    session.run_until("rate_limits.updated")
    assert session.now - done == pytest.approx(0.04)


def test_the_same_seed_frames_and_clock_give_the_same_bytes() -> None:
    def play(seed: int) -> list[str]:
        session = Session(seed=seed)
        tool_round(session, "東京と大阪の天気は?")
        return session.frames

    assert play(7) == play(7)
    assert play(7) != play(8)


def test_how_often_the_clock_is_polled_makes_no_difference() -> None:
    seldom, often = Session(), Session()
    for session in (seldom, often):
        session.say("count to 20")
        session.send("response.create")
    seldom.now += 60
    seldom.collect()
    often.run()
    assert seldom.frames == often.frames
