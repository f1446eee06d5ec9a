from __future__ import annotations

import base64
from typing import Any

import pytest
from tests.support.simulator import Session, only, types_of

UPDATE = "session.update"
CREATE = "conversation.item.create"


def error_of(client: Session, kind: str, **fields: Any) -> dict[str, Any]:
    (event,) = client.ask(kind, **fields)
    assert event["type"] == "error", event
    error: dict[str, Any] = event["error"]
    return error


@pytest.mark.parametrize(
    ("frame", "code", "message", "param"),
    [
        ("{nope", "invalid_json", "Invalid event: failed to parse JSON value.", None),
        ("[1]", "invalid_json", "Invalid event: failed to parse JSON value.", None),
        ("[" * 100_000, "invalid_json", "Invalid event", None),
        ('{"a":' * 300 + "1" + "}" * 300, "invalid_json", "Invalid event", None),
        ('{"type":"response.create","x":1e999}', "invalid_json", "Invalid event", None),
        (b"\x00", "invalid_event", "Expected a text WebSocket message; binary frames", None),
        ("{}", "invalid_event", "The 'type' field is missing.", None),
        (
            '{"type":"nope"}',
            "invalid_value",
            "Invalid value: 'nope'. Supported values are:",
            "type",
        ),
        ('{"type":7}', "invalid_value", "Invalid value: '7'.", "type"),
        ('{"type":"response.cancel","x":1}', "unknown_parameter", "Unknown parameter: 'x'.", "x"),
    ],
)
def test_malformed_events_are_answered_and_never_close(
    frame: str | bytes, code: str, message: str, param: str | None
) -> None:
    session = Session()
    session.send_raw(frame)
    (event,) = session.run()
    error = event["error"]
    assert (error["type"], error["code"]) == ("invalid_request_error", code)
    assert error["message"].startswith(message)
    assert (error["param"], error["event_id"]) == (param, None)
    assert session.engine.closing is None
    assert types_of(session.ask("input_audio_buffer.clear")) == ["input_audio_buffer.cleared"]


@pytest.mark.parametrize(
    ("patch", "code", "message", "param"),
    [
        ({}, "missing_required_parameter", "Missing required parameter: 'session.type'.", "type"),
        (
            {"type": "realtime", "bogus": 1},
            "unknown_parameter",
            "Unknown parameter: 'session.bogus'.",
            "bogus",
        ),
        (
            {"type": "realtime", "output_modalities": ["audio", "text"]},
            "invalid_value",
            (
                "Invalid modalities: ['audio', 'text']. Supported combinations are: ['text'] and "
                "['audio']."
            ),
            "output_modalities",
        ),
        (
            {"type": "realtime", "tools": [{"type": "function"}]},
            "missing_required_parameter",
            "Missing required parameter: 'session.tools[0].name'.",
            "tools[0].name",
        ),
        (
            {"type": "realtime", "tools": [{"type": "function", "name": "x", "parameters": {}}]},
            "invalid_function_parameters",
            (
                "Invalid schema for function 'x': schema must be a JSON Schema of "
                "'type: \"object\"', got 'type: \"None\"'."
            ),
            "tools[0].parameters",
        ),
        (
            {"type": "realtime", "audio": {"output": {"voice": "nova"}}},
            "invalid_value",
            "Invalid value: 'nova'. Supported values are: 'alloy', 'ash', ",
            "audio.output.voice",
        ),
        (
            {
                "type": "realtime",
                "audio": {"input": {"format": {"type": "audio/pcm", "rate": 8000}}},
            },
            "integer_below_min_value",
            (
                "Invalid 'session.audio.input.format.rate': integer below minimum value. "
                "Expected a value >= 24000"
            ),
            "audio.input.format.rate",
        ),
        (
            {"type": "realtime", "tool_choice": {"name": "x"}},
            "missing_required_parameter",
            "Missing required parameter: 'session.tool_choice.type'.",
            "tool_choice.type",
        ),
        (
            {"type": "realtime", "max_output_tokens": 5000},
            "integer_above_max_value",
            "Invalid 'session.max_output_tokens': integer above maximum value.",
            "max_output_tokens",
        ),
        (
            {"type": "realtime", "parallel_tool_calls": "yes"},
            "invalid_type",
            "Invalid type for 'session.parallel_tool_calls': expected a boolean",
            "parallel_tool_calls",
        ),
        (
            {"type": "realtime", "tools": [{"type": "function", "name": "a b"}]},
            "invalid_value",
            "Invalid 'session.tools[0].name': string does not match pattern.",
            "tools[0].name",
        ),
        (
            {"type": "realtime", "instructions": 3},
            "invalid_type",
            "Invalid type for 'session.instructions': expected a string, but got an integer",
            "instructions",
        ),
    ],
)
def test_a_bad_update_is_refused_whole(
    patch: dict[str, Any], code: str, message: str, param: str
) -> None:
    session = Session()
    before = session.events[0]["session"]
    error = error_of(session, UPDATE, session={"instructions": "New."} | patch, event_id="e1")
    assert (error["code"], error["param"], error["event_id"]) == (code, f"session.{param}", "e1")
    assert error["message"].startswith(message)
    (updated,) = session.ask(UPDATE, session={"type": "realtime"})
    assert updated["session"] == before


def test_session_is_missing() -> None:
    error = error_of(Session(), UPDATE)
    assert error["message"] == "Missing required parameter: 'session'."


def test_transcription_update_is_refused() -> None:
    error = error_of(Session(), UPDATE, session={"type": "transcription"})
    assert error["message"].startswith("Passing a transcription session update event")


def test_empty_instructions_bring_the_default_back_and_partial_turn_detection_is_completed() -> (
    None
):
    session = Session(model="gpt-realtime")
    default = session.events[0]["session"]
    session.use(instructions="Other.")
    turn = {"input": {"turn_detection": {"type": "semantic_vad", "eagerness": "low"}}}
    (updated,) = session.use(instructions="", audio=turn)
    assert updated["session"]["instructions"] == default["instructions"]
    assert updated["session"]["audio"]["input"]["turn_detection"] == {
        "type": "semantic_vad",
        "eagerness": "low",
        "create_response": True,
        "interrupt_response": True,
    }


def test_model_can_be_chosen_later_only_if_the_url_named_none() -> None:
    update = {"type": "realtime", "model": "gpt-realtime"}
    (free,) = Session().ask(UPDATE, session=update)
    assert free["session"]["model"] == "gpt-realtime"
    (fixed,) = Session(model="gpt-realtime-2.1").ask(UPDATE, session=update)
    assert fixed["session"]["model"] == "gpt-realtime-2.1"


def message(role: str, kind: str, **extra: Any) -> dict[str, Any]:
    return {"type": "message", "role": role, "content": [{"type": kind, "text": "x"}], **extra}


@pytest.mark.parametrize(
    ("item", "code", "text"),
    [
        (
            message("assistant", "text"),
            "invalid_value",
            "Invalid value: 'text'. Value must be 'output_text'.",
        ),
        (
            message("user", "output_text"),
            "invalid_value",
            (
                "Invalid value: 'output_text'. Supported values are: 'input_text', 'input_audio', "
                "and 'input_image'."
            ),
        ),
        (
            message("user", "input_text", id="i" * 33),
            "string_above_max_length",
            "Invalid 'item.id': string too long.",
        ),
        (
            {"type": "function_call_output", "call_id": "call_x", "output": "1"},
            "invalid_tool_call_id",
            "Tool call ID 'call_x' not found in conversation.",
        ),
        (
            {"type": "message", "role": "user"},
            "missing_required_parameter",
            "Missing required parameter: 'item.content'.",
        ),
        ({}, "missing_required_parameter", "Missing required parameter: 'item.type'."),
        (
            {"type": "message", "role": "user", "content": [{"type": "input_audio", "audio": "§"}]},
            "invalid_value",
            "Invalid 'item.content[0].audio'.",
        ),
    ],
)
def test_bad_items_are_refused(item: dict[str, Any], code: str, text: str) -> None:
    error = error_of(Session(), CREATE, item=item)
    assert error["code"] == code
    assert error["message"].startswith(text)


def test_items_are_ordered_by_previous_item_id() -> None:
    session = Session()

    def add(item_id: str, **where: str) -> str | None:
        item = message("user", "input_text", id=item_id)
        added, done = session.ask(CREATE, item=item, **where)
        assert added["previous_item_id"] == done["previous_item_id"]
        previous: str | None = added["previous_item_id"]
        return previous

    assert add("a") is None
    assert add("b") == "a"
    assert add("c", previous_item_id="a") == "a"
    assert add("d", previous_item_id="root") is None
    assert add("b") == "b"
    item = message("user", "input_text")
    error = error_of(session, CREATE, item=item, previous_item_id="nowhere")
    assert "nowhere" in error["message"]
    assert add("e") == "b"


def test_retrieve_delete_and_their_errors() -> None:
    session = Session()
    session.ask(CREATE, item=message("system", "input_text", id="s1"))
    (retrieved,) = session.ask("conversation.item.retrieve", item_id="s1")
    assert retrieved["item"]["role"] == "system"
    (deleted,) = session.ask("conversation.item.delete", item_id="s1")
    assert (deleted["type"], deleted["item_id"]) == ("conversation.item.deleted", "s1")
    again = error_of(session, "conversation.item.delete", item_id="s1")
    assert again["code"] == "item_delete_invalid_item_id"
    assert again["message"] == "Error deleting item: the item with id 's1' does not exist."
    gone = error_of(session, "conversation.item.retrieve", item_id="s1")
    assert gone["code"] == "item_retrieve_invalid_item_id"


def test_truncation() -> None:
    session = Session()
    spoken = session.answer_to("hello")[0]["id"]

    def cut(item_id: str, end: int) -> dict[str, Any]:
        fields = {"item_id": item_id, "content_index": 0, "audio_end_ms": end}
        (event,) = session.ask("conversation.item.truncate", **fields)
        return event

    assert cut("x", 1)["error"]["code"] == "item_truncate_invalid_item_id"
    assert cut("x", 1)["error"]["message"] == "Item with item_id not found: x"
    assert "is already shorter than 999999ms" in cut(spoken, 999_999)["error"]["message"]
    truncated = cut(spoken, 300)
    assert (truncated["type"], truncated["audio_end_ms"]) == ("conversation.item.truncated", 300)
    assert "of 300ms is already" in cut(spoken, 301)["error"]["message"]
    user = session.events[1]["item"]["id"]
    assert cut(user, 1)["error"]["code"] == "unsupported_content_type"


def test_input_audio_is_committed_when_there_is_enough() -> None:
    session = Session()
    empty = error_of(session, "input_audio_buffer.commit")
    assert empty["code"] == "input_audio_buffer_commit_empty"
    assert empty["message"].endswith("but buffer only has 0.00ms of audio.")
    audio = base64.b64encode(bytes(4800)).decode()
    assert session.ask("input_audio_buffer.append", audio=audio) == []
    events = session.ask("input_audio_buffer.commit")
    assert types_of(events) == [
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
    ]
    assert events[0]["item_id"] == events[1]["item"]["id"]
    assert events[1]["item"]["content"] == [{"type": "input_audio", "transcript": None}]
    assert types_of(session.ask("response.create"))[0] == "response.created"
    for bad in ("", "not base64!"):
        error = error_of(session, "input_audio_buffer.append", audio=bad)
        assert (error["code"], error["param"]) == ("invalid_value", "audio")


def test_admission() -> None:
    def refused(**settings: Any) -> tuple[Any, ...]:
        session = Session(**settings)
        (event,) = session.events
        closing = session.engine.closing
        assert closing is not None
        session.send("response.create")
        assert session.run() == []
        return event["error"]["code"], event["error"]["message"], closing.code, closing.reason

    code, _, number, reason = refused(model="gpt-5")
    assert (code, number) == ("invalid_model", 4000)
    assert reason == "invalid_request_error.invalid_model"
    key = "sk-test-not-a-real-key-abcd"
    wrong = {"authorization": f"Bearer {key}"}
    code, text, number, reason = refused(require_key="other", request=wrong)
    assert (code, number, reason) == (
        "invalid_api_key",
        3000,
        "invalid_request_error.invalid_api_key",
    )
    assert key not in text
    assert "abcd" in text
    code, _, number, reason = refused(require_key="other")
    assert (code, number, reason) == (None, 3000, "invalid_request_error")
    code, *_ = refused(refuse_beta=True, request={"beta": "realtime=v1"})
    assert code == "beta_api_shape_disabled"
    for accepted in (
        {"authorization": "Bearer other"},
        {"subprotocols": ("realtime", "openai-insecure-api-key.other")},
    ):
        session = Session(require_key="other", request=accepted)
        assert only(session.events, "session.created")
