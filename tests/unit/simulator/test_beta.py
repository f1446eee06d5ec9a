from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.simulator import (
    WEATHER_TOOL,
    Session,
    only,
    output_of,
    text_of,
    types_of,
    user_item,
)
from tests.support.strict import BETA_MODELS, BEYOND_BETA, faults_of

from realtime_inspector.simulator.beta import BetaEdge

MODEL = "gpt-4o-realtime-preview"
CAPTURE = Path("tests/fixtures/captures/openai-beta-audio-out-full-pcm.jsonl")


def beta(**more: Any) -> Session:
    return Session(model=MODEL, request={"beta": "realtime=v1"}, **more)


def error_of(client: Session, kind: str, **fields: Any) -> dict[str, Any]:
    (event,) = client.ask(kind, **fields)
    assert event["type"] == "error", event
    error: dict[str, Any] = event["error"]
    return error


def without_data(value: Any) -> Any:
    """Keys in order and values, but for what differs from run to run."""
    if isinstance(value, dict):
        return [(key, without_data(member)) for key, member in value.items()]
    if isinstance(value, list):
        return [without_data(member) for member in value]
    return type(value).__name__


def test_the_recorded_beta_session_is_repeated() -> None:
    records = [json.loads(line) for line in CAPTURE.read_text(encoding="utf-8").splitlines()]
    session = beta()
    for record in records:
        if record["direction"] == "sent":
            session.send_raw(json.dumps(record["data"]))
            session.run()
    real = [each["data"] for each in records if each["direction"] == "received"]
    ours = [each for each in session.events if each["type"] != "rate_limits.updated"]
    folded = [each for each in types_of(ours) if not each.endswith(".delta")]
    assert folded == [each for each in types_of(real) if not each.endswith(".delta")]
    real_shapes = {(each["type"], repr(without_data(each))) for each in real}
    for event in ours:
        assert (event["type"], repr(without_data(event))) in real_shapes, event
    for index in (0, 1):
        mine, recorded = ours[index]["session"], real[index]["session"]
        differing = {key for key in mine if mine[key] != recorded[key]}
        assert differing == {"id", "expires_at"}


@pytest.mark.parametrize(
    "request_", [{"beta": "realtime=v1"}, {"subprotocols": ("realtime", "openai-beta.realtime-v1")}]
)
def test_header_and_subprotocol_ask_for_beta(request_: dict[str, Any]) -> None:
    created = Session(request=request_).events[0]["session"]
    assert created["modalities"] == ["audio", "text"]
    assert "audio" not in created


def tool_round() -> Session:
    session = beta()
    session.ask("session.update", session={"modalities": ["text"], "tools": [WEATHER_TOOL]})
    call = session.answer_to("What is the weather in London?")[-1]
    item = {"type": "function_call_output", "call_id": call["call_id"], "output": "Foggy."}
    session.ask("conversation.item.create", item=item)
    session.ask("response.create")
    session.ask("session.update", session={"modalities": ["text", "audio"]})
    spoken = session.answer_to("hello")[0]["id"]
    session.ask("response.cancel")
    session.ask("input_audio_buffer.clear")
    fields = {"item_id": spoken, "content_index": 0, "audio_end_ms": 10}
    session.ask("conversation.item.truncate", **fields)
    session.ask("conversation.item.retrieve", item_id=spoken)
    session.ask("conversation.item.delete", item_id=spoken)
    return session


def test_every_event_fits_the_official_beta_types() -> None:
    assert faults_of(tool_round().frames, BETA_MODELS, BEYOND_BETA) == set()


def test_items_are_created_once_and_before_their_content() -> None:
    events = tool_round().events
    kinds = {event["type"] for event in events}
    assert not kinds & {"conversation.item.added", "conversation.item.done"}
    created = [event["item"]["id"] for event in only(events, "conversation.item.created")]
    assert len(created) == len(set(created))
    seen: set[str] = set()
    for event in events:
        if event["type"] == "conversation.item.created":
            seen.add(event["item"]["id"])
        elif event["type"] == "response.content_part.added":
            assert event["item_id"] in seen


def test_what_the_beta_client_sends_on_connect_is_echoed() -> None:
    update = {
        "modalities": ["text", "audio"],
        "voice": "ash",
        "input_audio_format": "g711_ulaw",
        "output_audio_format": "g711_alaw",
        "input_audio_transcription": {"model": "whisper-1"},
        "turn_detection": None,
        "tools": [],
        "tool_choice": "auto",
        "temperature": 0.9,
        "max_response_output_tokens": 4096,
    }
    session = beta()
    (updated,) = session.ask("session.update", session=update)
    echoed = {key: updated["session"][key] for key in update}
    transcription = {"model": "whisper-1", "language": None, "prompt": None}
    expected = {"modalities": ["audio", "text"], "input_audio_transcription": transcription}
    assert echoed == update | expected


def test_a_half_filled_turn_detection_is_completed() -> None:
    (updated,) = beta().ask("session.update", session={"turn_detection": {"threshold": 0.7}})
    turn = updated["session"]["turn_detection"]
    assert (turn["type"], turn["threshold"], turn["prefix_padding_ms"]) == ("server_vad", 0.7, 300)


@pytest.mark.parametrize(
    ("patch", "code", "message", "param"),
    [
        ({"type": "realtime"}, "unknown_parameter", "Unknown parameter: 'session.type'.", "type"),
        (
            {"output_modalities": ["text"]},
            "unknown_parameter",
            "Unknown parameter: 'session.output_modalities'.",
            "output_modalities",
        ),
        (
            {"modalities": ["audio"]},
            "invalid_value",
            (
                "Invalid modalities: ['audio']. Supported combinations are: ['text'] and "
                "['audio', 'text']."
            ),
            "modalities",
        ),
        (
            {"voice": "nova"},
            "invalid_value",
            "Invalid value: 'nova'. Supported values are: 'alloy'",
            "voice",
        ),
        (
            {"input_audio_format": "mp3"},
            "invalid_value",
            ("Invalid value: 'mp3'. Supported values are: 'pcm16', 'g711_ulaw', and 'g711_alaw'."),
            "input_audio_format",
        ),
        (
            {"turn_detection": {"type": "server_vad", "threshold": 2}},
            "decimal_above_max_value",
            "Invalid 'session.turn_detection.threshold': decimal above maximum value.",
            "turn_detection.threshold",
        ),
        (
            {"max_response_output_tokens": 0},
            "integer_below_min_value",
            "Invalid 'session.max_response_output_tokens': integer below minimum value.",
            "max_response_output_tokens",
        ),
        (
            {"temperature": 2},
            "decimal_above_max_value",
            "Invalid 'session.temperature': decimal above maximum value.",
            "temperature",
        ),
    ],
)
def test_a_bad_update_is_refused_whole_in_beta_words(
    patch: dict[str, Any], code: str, message: str, param: str
) -> None:
    session = beta()
    before = session.events[0]["session"]
    error = error_of(
        session, "session.update", session={"temperature": 0.7, "speed": 1.2} | patch, event_id="e"
    )
    assert (error["code"], error["param"], error["event_id"]) == (code, f"session.{param}", "e")
    assert error["message"].startswith(message)
    (updated,) = session.ask("session.update", session={})
    assert updated["session"] == before


def test_assistant_text_is_seeded_as_text() -> None:
    session = beta()
    content = [{"type": "text", "text": "My name is Bob."}]
    seed = {"type": "message", "role": "assistant", "content": content}
    (created,) = session.ask("conversation.item.create", item=seed)
    assert created["item"]["content"] == content
    wrong = seed | {"content": [{"type": "output_text", "text": "x"}]}
    error = error_of(session, "conversation.item.create", item=wrong)
    assert error["message"] == "Invalid value: 'output_text'. Value must be 'text'."
    assert error["param"] == "item.content[0].type"
    wrong = seed | {"content": [{"type": "input_text", "text": "x"}]}
    error = error_of(session, "conversation.item.create", item=wrong)
    assert error["message"] == "Invalid value: 'input_text'. Value must be 'text'."


def test_overrides_of_one_response() -> None:
    session = beta()
    options = {
        "modalities": ["text"],
        "temperature": 0.6,
        "max_response_output_tokens": 100,
        "conversation": "none",
        "metadata": {"k": "v"},
        "input": [user_item([{"type": "input_text", "text": "hello"}])],
        "tool_choice": "none",
    }
    events = session.ask("response.create", response=options)
    for event in (*only(events, "response.created"), *only(events, "response.done")):
        response = event["response"]
        assert (response["modalities"], response["temperature"]) == (["text"], 0.6)
        assert (response["max_output_tokens"], response["metadata"]) == (100, {"k": "v"})
        assert response["conversation_id"] is None
    assert "simulat" in text_of(output_of(events)[0])
    events = session.ask("response.create")
    assert only(events, "response.done")[0]["response"]["temperature"] == 0.8
    error = error_of(session, "response.create", response={"output_modalities": ["text"]})
    assert error["param"] == "response.output_modalities"


def test_a_function_is_forced_in_either_spelling() -> None:
    for choice in (
        {"type": "function", "function": {"name": "get_weather"}},
        {"type": "function", "name": "get_weather"},
    ):
        session = beta()
        session.ask("session.update", session={"tools": [WEATHER_TOOL], "tool_choice": choice})
        assert session.answer_to("hello in Rome")[0]["name"] == "get_weather"


@pytest.mark.parametrize("session_field", [{}, 3, None])
def test_transcription_update_in_a_realtime_session_is_refused(session_field: Any) -> None:
    error = error_of(beta(), "transcription_session.update", session=session_field)
    assert error["type"] == "invalid_request_error"


def test_what_beta_does_not_have_is_not_sent() -> None:
    edge = BetaEdge()
    for kind in (
        "conversation.item.done",
        "input_audio_buffer.timeout_triggered",
        "mcp_list_tools.completed",
        "response.mcp_call.in_progress",
        "response.mcp_call_arguments.delta",
    ):
        assert edge.outgoing({"type": kind, "item_id": "i"}) is None
    translation = {"type": "session.created", "session": {"type": "translation"}}
    assert edge.outgoing(translation) == translation
