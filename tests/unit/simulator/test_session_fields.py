"""Every field of `session.update` and `response.create`: what is accepted, what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.simulator import WEATHER_TOOL, Session, only, output_of, text_of, user_item
from tests.support.strict import faults_of

UPDATE = "session.update"
PCM = {"type": "audio/pcm", "rate": 24000}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
TOOL = {"type": "function", "name": "get_weather", "description": "W.", "parameters": SCHEMA}
SEMANTIC = {"type": "semantic_vad"}
TRANSCRIPTION = {"model": "gpt-4o-mini-transcribe"}

STOCK: dict[str, list[dict[str, Any]]] = {
    "agents-js": [
        {
            "type": "realtime",
            "instructions": "x",
            "model": "gpt-realtime-2.1",
            "output_modalities": ["audio"],
            "audio": {
                "input": {
                    "format": PCM,
                    "noise_reduction": None,
                    "transcription": TRANSCRIPTION,
                    "turn_detection": SEMANTIC,
                },
                "output": {"format": PCM, "speed": 1},
            },
            "tools": [TOOL],
        },
        {"type": "realtime", "tracing": "auto"},
    ],
    "agents-py": [
        {
            "type": "realtime",
            "model": "gpt-realtime-2.1",
            "instructions": "x",
            "output_modalities": ["audio"],
            "tools": [TOOL],
            "audio": {
                "input": {
                    "format": PCM,
                    "transcription": TRANSCRIPTION,
                    "turn_detection": {"type": "semantic_vad", "interrupt_response": True},
                },
                "output": {"format": PCM, "voice": "ash"},
            },
        },
        {"type": "realtime", "model": "gpt-realtime-2.1", "tracing": "auto"},
    ],
    "livekit": [
        {
            "type": "realtime",
            "model": "gpt-realtime-2.1",
            "output_modalities": ["audio"],
            "max_output_tokens": "inf",
            "tool_choice": "auto",
            "tracing": None,
            "audio": {
                "input": {
                    "format": PCM,
                    "noise_reduction": None,
                    "transcription": TRANSCRIPTION,
                    "turn_detection": {
                        "type": "semantic_vad",
                        "create_response": True,
                        "eagerness": "medium",
                        "interrupt_response": True,
                    },
                },
                "output": {"format": PCM, "speed": 1.0, "voice": "marin"},
            },
        },
        {"type": "realtime", "instructions": "x"},
        {"type": "realtime", "model": "gpt-realtime-2.1", "tools": [TOOL]},
    ],
    "pipecat": [
        {
            "type": "realtime",
            "model": "gpt-realtime-2.1",
            "output_modalities": ["text"],
            "instructions": "x",
            "audio": {
                "input": {"transcription": {"model": "gpt-4o-transcribe"}, "turn_detection": None}
            },
        }
    ],
}
"""What stock clients send on connect, as clients.md has it."""


@pytest.mark.parametrize("client", STOCK)
def test_what_stock_clients_send_is_accepted_and_echoed(client: str) -> None:
    session = Session(model="gpt-realtime-2.1")

    def assert_echoed(sent: Any, found: Any) -> None:
        if isinstance(sent, dict):
            for key, value in sent.items():
                assert_echoed(value, found[key])
        else:
            assert found == sent

    for patch in STOCK[client]:
        (updated,) = session.ask(UPDATE, session=patch)
        assert updated["type"] == "session.updated", updated
        assert_echoed(patch, updated["session"])
    assert faults_of(session.frames) == set()


EVERYTHING: dict[str, Any] = {
    "type": "realtime",
    "model": "gpt-realtime-2.1",
    "output_modalities": ["text"],
    "instructions": "Other.",
    "tools": [TOOL],
    "tool_choice": {"type": "function", "name": "get_weather"},
    "parallel_tool_calls": True,
    "max_output_tokens": 100,
    "reasoning": {"effort": "low"},
    "tracing": {"workflow_name": "w", "group_id": "g", "metadata": {"a": 1}},
    "truncation": {
        "type": "retention_ratio",
        "retention_ratio": 0.8,
        "token_limits": {"post_instructions": 5000},
    },
    "prompt": {"id": "pmpt_1", "version": "2", "variables": {"a": "b"}},
    "include": ["item.input_audio_transcription.logprobs"],
    "audio": {
        "input": {
            "format": {"type": "audio/pcmu"},
            "transcription": {"model": "gpt-4o-transcribe", "language": "en", "prompt": "p"},
            "noise_reduction": {"type": "near_field"},
            "turn_detection": {"type": "server_vad", "idle_timeout_ms": 6000},
        },
        "output": {"format": {"type": "audio/pcma"}, "voice": "cedar", "speed": 1.2},
    },
}


def test_null_brings_every_default_back() -> None:
    session = Session()
    default = session.events[0]["session"]
    (updated,) = session.ask(UPDATE, session=EVERYTHING)
    assert updated["type"] == "session.updated", updated
    assert faults_of(session.frames) == set()
    nulls: dict[str, Any] = {key: None for key in EVERYTHING if key != "type"}
    nulls["audio"] = {
        side: dict.fromkeys(EVERYTHING["audio"][side]) for side in ("input", "output")
    }
    (cleared,) = session.ask(UPDATE, session={"type": "realtime", **nulls})
    after = cleared["session"]
    assert {key for key in default if after[key] != default[key]} <= {"audio"}
    assert after["audio"]["output"] == default["audio"]["output"]
    incoming = after["audio"]["input"]
    assert incoming == default["audio"]["input"] | {"turn_detection": None}


def nested(path: str, value: Any) -> dict[str, Any]:
    for name in reversed(path.split(".")):
        value = {name: value}
    assert isinstance(value, dict)
    return value


WRONG: list[tuple[str, Any, str, str]] = [
    ("output_modalities", "text", "invalid_type", ""),
    ("output_modalities", ["video"], "invalid_value", "[0]"),
    ("output_modalities", [], "invalid_value", ""),
    ("instructions", ["x"], "invalid_type", ""),
    ("tools", {}, "invalid_type", ""),
    ("tools", [{"name": "x"}], "missing_required_parameter", "[0].type"),
    ("tools", [{"type": "web"}], "invalid_value", "[0].type"),
    ("tools", [WEATHER_TOOL, {"type": "mcp"}], "missing_required_parameter", "[1].server_label"),
    (
        "tools",
        [{"type": "function", "function": {"name": "x"}}],
        "missing_required_parameter",
        "[0].name",
    ),
    ("tools", [TOOL | {"strict": True}], "unknown_parameter", "[0].strict"),
    ("tool_choice", "any", "invalid_value", ""),
    ("tool_choice", {"type": "function"}, "missing_required_parameter", ".name"),
    ("parallel_tool_calls", 1, "invalid_type", ""),
    ("max_output_tokens", 0, "integer_below_min_value", ""),
    ("max_output_tokens", "many", "invalid_value", ""),
    ("reasoning", {"effort": "huge"}, "invalid_value", ".effort"),
    ("tracing", "on", "invalid_value", ""),
    ("tracing", {"name": "x"}, "unknown_parameter", ".name"),
    ("truncation", "never", "invalid_value", ""),
    ("truncation", {"type": "retention_ratio"}, "missing_required_parameter", ".retention_ratio"),
    (
        "truncation",
        {"type": "retention_ratio", "retention_ratio": 2},
        "decimal_above_max_value",
        ".retention_ratio",
    ),
    ("prompt", {"version": "1"}, "missing_required_parameter", ".id"),
    ("include", ["logprobs"], "invalid_value", "[0]"),
    ("audio.input.format", {"type": "audio/mp3"}, "invalid_value", ".type"),
    ("audio.input.format", {"rate": 24000}, "missing_required_parameter", ".type"),
    ("audio.input.format", PCM | {"rate": 16000}, "integer_below_min_value", ".rate"),
    ("audio.input.format", PCM | {"rate": 48000}, "integer_above_max_value", ".rate"),
    ("audio.input.format", PCM | {"rate": 24000.5}, "invalid_type", ".rate"),
    ("audio.input.transcription", {"model": 1}, "invalid_type", ".model"),
    ("audio.input.transcription", {"delay": "long"}, "invalid_value", ".delay"),
    ("audio.input.noise_reduction", {"type": "far"}, "invalid_value", ".type"),
    ("audio.input.noise_reduction", {}, "missing_required_parameter", ".type"),
    ("audio.input.turn_detection", {"type": "none"}, "invalid_value", ".type"),
    ("audio.input.turn_detection", {"threshold": 0.5}, "missing_required_parameter", ".type"),
    (
        "audio.input.turn_detection",
        {"type": "server_vad", "threshold": -1},
        "decimal_below_min_value",
        ".threshold",
    ),
    (
        "audio.input.turn_detection",
        {"type": "server_vad", "eagerness": "low"},
        "unknown_parameter",
        ".eagerness",
    ),
    (
        "audio.input.turn_detection",
        {"type": "semantic_vad", "eagerness": "mad"},
        "invalid_value",
        ".eagerness",
    ),
    (
        "audio.input.turn_detection",
        {"type": "server_vad", "idle_timeout_ms": 100},
        "integer_below_min_value",
        ".idle_timeout_ms",
    ),
    ("audio.input.voice", "ash", "unknown_parameter", ""),
    ("audio.output.voice", {"name": "x"}, "missing_required_parameter", ".id"),
    ("audio.output.speed", 0.1, "decimal_below_min_value", ""),
    ("audio.output.speed", 2, "decimal_above_max_value", ""),
    ("audio.output.speed", True, "invalid_type", ""),
    ("voice", "ash", "unknown_parameter", ""),
    ("modalities", ["text"], "unknown_parameter", ""),
    ("temperature", 0.8, "unknown_parameter", ""),
]
NOT_IN_A_RESPONSE = ("audio.input", "tracing", "truncation", "include", "audio.output.speed")
WRONG_IN_A_RESPONSE: list[tuple[str, Any, str, str]] = [
    *(row for row in WRONG if not row[0].startswith(NOT_IN_A_RESPONSE)),
    ("audio.input", {}, "unknown_parameter", ""),
    ("audio.output.speed", 1, "unknown_parameter", ""),
    ("conversation", "other", "invalid_value", ""),
    ("metadata", [], "invalid_type", ""),
    ("metadata", {"k": 1}, "invalid_type", ".k"),
    ("metadata", {"k": "v" * 513}, "string_above_max_length", ".k"),
    ("metadata", {"k" * 65: "v"}, "string_above_max_length", "." + "k" * 65),
    ("metadata", {str(n): "v" for n in range(17)}, "object_above_max_properties", ""),
    ("input", {}, "invalid_type", ""),
    ("input", [{"type": "item_reference"}], "missing_required_parameter", "[0].id"),
    ("input", [{"type": "message"}], "missing_required_parameter", "[0].role"),
]


@pytest.mark.parametrize(("path", "value", "code", "rest"), WRONG)
def test_a_wrong_session_field(path: str, value: Any, code: str, rest: str) -> None:
    session = Session()
    before = session.events[0]["session"]
    patch = {"type": "realtime", "instructions": "New."} | nested(path, value)
    (event,) = session.ask(UPDATE, session=patch, event_id="e")
    error = event["error"]
    assert (error["code"], error["param"]) == (code, f"session.{path}{rest}")
    assert (error["type"], error["event_id"]) == ("invalid_request_error", "e")
    assert error["message"]
    (unchanged,) = session.ask(UPDATE, session={"type": "realtime"})
    assert unchanged["session"] == before


@pytest.mark.parametrize(("path", "value", "code", "rest"), WRONG_IN_A_RESPONSE)
def test_a_wrong_response_field(path: str, value: Any, code: str, rest: str) -> None:
    (event,) = Session().ask("response.create", response=nested(path, value))
    assert (event["error"]["code"], event["error"]["param"]) == (code, f"response.{path}{rest}")


def test_every_field_of_a_response_is_accepted() -> None:
    session = Session()
    options = {
        "instructions": "Say exactly: Fine",
        "output_modalities": ["text"],
        "audio": {"output": {"format": {"type": "audio/pcmu"}, "voice": "ash"}},
        "tools": [TOOL],
        "tool_choice": "none",
        "parallel_tool_calls": False,
        "reasoning": {"effort": "high"},
        "max_output_tokens": 50,
        "prompt": {"id": "pmpt_1"},
        "conversation": "auto",
        "input": [user_item([{"type": "input_text", "text": "hi"}])],
        "metadata": {"client_event_id": "x"},
    }
    events = session.ask("response.create", response=options)
    created = only(events, "response.created")[0]["response"]
    assert created["metadata"] == {"client_event_id": "x"}
    assert created["audio"]["output"] == {"format": {"type": "audio/pcmu"}, "voice": "ash"}
    assert text_of(output_of(events)[0]) == "Fine"
    livekit = {"instructions": None, "metadata": {"client_event_id": "y"}}
    events = session.ask("response.create", response=livekit)
    assert only(events, "response.done")[0]["response"]["status"] == "completed"
    nulls = dict.fromkeys(options)
    events = session.ask("response.create", response=nulls)
    assert only(events, "response.done")[0]["response"]["status"] == "completed"
    assert faults_of(session.frames) == set()


def test_tracing_is_fixed_once_it_is_on() -> None:
    session = Session()
    for tracing in ("auto", "auto", None, {"group_id": "g"}):
        (event,) = session.ask(UPDATE, session={"type": "realtime", "tracing": tracing})
        assert event["session"]["tracing"] == tracing
    (event,) = session.ask(UPDATE, session={"type": "realtime", "tracing": "auto"})
    assert event["error"]["param"] == "session.tracing"
