"""Every field of every client event with a value of a wrong type: an error event, no exception."""

from __future__ import annotations

import copy
import json
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.simulator import WEATHER_TOOL, Session, types_of
from tests.support.strict import BETA_MODELS, BEYOND_BETA, BEYOND_GA, GA_MODELS, faults_of

Path = tuple[str | int, ...]

_TEXT: Final = {"type": "input_text", "text": "hi"}
_AUDIO: Final = {"type": "input_audio", "audio": "AAAA"}
_IMAGE: Final = {"type": "input_image", "image_url": "data:image/png;base64,AA", "detail": "low"}
_USER: Final = {
    "id": "item_1",
    "type": "message",
    "role": "user",
    "status": "completed",
    "content": [_TEXT, _AUDIO, _IMAGE],
}
_COMMON_OPTIONS: Final = {
    "instructions": "x",
    "tools": [WEATHER_TOOL],
    "tool_choice": {"type": "function", "name": "get_weather"},
}
_RESPONSE: Final = {
    **_COMMON_OPTIONS,
    "output_modalities": ["text"],
    "max_output_tokens": 10,
    "parallel_tool_calls": True,
    "reasoning": {"effort": "low"},
    "prompt": {"id": "p", "version": "1"},
    "audio": {"output": {"format": {"type": "audio/pcm", "rate": 24000}, "voice": "ash"}},
    "conversation": "none",
    "input": [_USER, {"type": "item_reference", "id": "item_1"}],
    "metadata": {"k": "v"},
}
_SESSION: Final = {
    **{key: _RESPONSE[key] for key in ("output_modalities", "max_output_tokens", "reasoning")},
    **_COMMON_OPTIONS,
    "type": "realtime",
    "model": "gpt-realtime",
    "parallel_tool_calls": True,
    "tracing": {"workflow_name": "w", "group_id": "g"},
    "truncation": {"type": "retention_ratio", "retention_ratio": 0.5},
    "include": ["item.input_audio_transcription.logprobs"],
    "audio": {
        "input": {
            "format": {"type": "audio/pcmu"},
            "transcription": {"model": "m", "language": "en", "prompt": "p", "keywords": ["k"]},
            "noise_reduction": {"type": "far_field"},
            "turn_detection": {
                "type": "server_vad",
                "threshold": 0.5,
                "prefix_padding_ms": 300,
                "silence_duration_ms": 200,
                "idle_timeout_ms": 6000,
                "create_response": True,
                "interrupt_response": True,
            },
        },
        "output": {"format": {"type": "audio/pcma"}, "voice": {"id": "voice_1"}, "speed": 1.0},
    },
}
GA: Final[list[dict[str, Any]]] = [
    {"type": "session.update", "session": _SESSION},
    {"type": "input_audio_buffer.append", "audio": "AAAA"},
    {"type": "input_audio_buffer.commit"},
    {"type": "input_audio_buffer.clear"},
    {"type": "conversation.item.create", "previous_item_id": "root", "item": _USER},
    {
        "type": "conversation.item.create",
        "item": {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
    },
    {
        "type": "conversation.item.create",
        "item": {"type": "function_call_output", "call_id": "c", "output": "x"},
    },
    {"type": "conversation.item.retrieve", "item_id": "x"},
    {"type": "conversation.item.delete", "item_id": "x"},
    {
        "type": "conversation.item.truncate",
        "item_id": "x",
        "content_index": 0,
        "audio_end_ms": 1,
    },
    {"type": "response.create", "response": _RESPONSE},
    {"type": "response.cancel", "response_id": "x"},
]
_ASSISTANT: Final = {
    "type": "message",
    "role": "assistant",
    "content": [{"type": "text", "text": "x"}],
}
_FLAT: Final = {
    **_COMMON_OPTIONS,
    "tool_choice": "auto",
    "modalities": ["text"],
    "voice": "ash",
    "output_audio_format": "g711_ulaw",
    "temperature": 0.8,
    "max_response_output_tokens": 10,
}
BETA: Final[list[dict[str, Any]]] = [
    {
        "type": "session.update",
        "session": {
            **_FLAT,
            "input_audio_format": "pcm16",
            "input_audio_transcription": {"model": "whisper-1"},
            "input_audio_noise_reduction": {"type": "near_field"},
            "turn_detection": {"type": "semantic_vad", "eagerness": "low"},
            "speed": 1.0,
        },
    },
    {"type": "response.create", "response": {**_FLAT, "input": [_ASSISTANT], "metadata": {}}},
    {"type": "conversation.item.create", "item": _ASSISTANT},
    {"type": "transcription_session.update", "session": {"input_audio_format": "pcm16"}},
]

_BY_TYPE: Final[dict[type, Any]] = {
    bool: st.booleans(),
    int: st.integers(),
    float: st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: x != int(x)),
    str: st.text(max_size=8),
    list: st.lists(st.integers(), max_size=2),
    dict: st.dictionaries(st.text(max_size=4), st.integers(), max_size=2),
}
_FREE: Final = ("parameters", "event_id", "tracing", "metadata")
"""Below these anything goes, or null means what an absent field means."""


def paths_of(value: Any, path: Path = ()) -> list[Path]:
    """Every place in a JSON value, itself left out."""
    pairs: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    return [
        place for key, member in pairs for place in [(*path, key), *paths_of(member, (*path, key))]
    ]


def at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def replaced(event: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(event)
    at(changed, path[:-1])[path[-1]] = value
    return changed


def kinds_like(value: Any) -> tuple[type, ...]:
    """The types that may stand where a value stands: an id or an object, a word or a number."""
    return (int, float) if isinstance(value, float) else (type(value),)


@st.composite
def wrong_events(draw: st.DrawFn, events: list[dict[str, Any]]) -> tuple[dict[str, Any], Path]:
    event = draw(st.sampled_from(events))
    path = draw(st.sampled_from([place for place in paths_of(event) if place != ("type",)] or [()]))
    if not path:
        return event | {"surplus": 1}, ("surplus",)
    right = kinds_like(at(event, path))
    others = [each for kind, each in _BY_TYPE.items() if kind not in right]
    return replaced(event, path, draw(st.one_of(others))), path


def answer_to(event: dict[str, Any], **request: Any) -> tuple[Session, list[dict[str, Any]]]:
    session = Session(model="gpt-realtime", request=request, speed=0)
    item = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}
    session.ask("conversation.item.create", item=item)
    session.send_raw(json.dumps(event))
    return session, session.run()


@given(wrong_events(GA))
@settings(max_examples=400)
def test_a_wrong_type_is_an_error(case: tuple[dict[str, Any], Path]) -> None:
    event, path = case
    session, events = answer_to(event)
    assert faults_of(session.frames, GA_MODELS, BEYOND_GA) == set()
    if not set(path) & set(_FREE):
        if path[-2:] == ("output", "voice") or path[-1] in ("tool_choice", "truncation"):
            return  # a word, a number or an object may stand here
        assert types_of(events) == ["error"], (event, path)


@given(wrong_events(BETA))
@settings(max_examples=200)
def test_a_wrong_type_in_beta_is_answered(case: tuple[dict[str, Any], Path]) -> None:
    event, _ = case
    session, _ = answer_to(event, beta="realtime=v1")
    assert faults_of(session.frames, BETA_MODELS, BEYOND_BETA) == set()


@pytest.mark.parametrize("event", GA, ids=lambda event: event["type"])
def test_null_in_any_field_is_answered(event: dict[str, Any]) -> None:
    for path in paths_of(event):
        session, events = answer_to(replaced(event, path, None))
        assert faults_of(session.frames) == set()
        if path == ("type",):
            assert types_of(events) == ["error"]


@pytest.mark.parametrize(
    ("events", "request_"), [(GA, {}), (BETA[:3], {"beta": "realtime=v1"})], ids=["GA", "beta"]
)
def test_the_events_themselves_are_fine(
    events: list[dict[str, Any]], request_: dict[str, Any]
) -> None:
    for event in events:
        _, answers = answer_to(event, **request_)
        refusals = [each["error"] for each in answers if each["type"] == "error"]
        assert not {each["code"] for each in refusals} & {
            "invalid_type",
            "invalid_value",
            "unknown_parameter",
            "missing_required_parameter",
        }, refusals
