from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.simulator import WEATHER_TOOL, Session

from realtime_inspector.simulator.handlers import HANDLERS
from realtime_inspector.simulator.tokens import argument_pieces, pieces_of
from realtime_inspector.simulator.transcription_session import TRANSCRIPTION_EVENTS
from realtime_inspector.simulator.translation_session import TRANSLATION_EVENTS

WORDS = ["realtime", "function", "message", "user", "東京の天気は?", "audio/pcm", "AAAA"]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(WORDS)
)
FIELD_NAMES = st.sampled_from(
    [
        *("session", "item", "response", "type", "role", "content", "text", "tools", "name"),
        *("parameters", "audio", "input", "output", "format", "rate", "call_id", "item_id"),
        *("previous_item_id", "metadata", "tool_choice", "instructions", "conversation"),
        *("output_modalities", "max_output_tokens", "properties", "required", "enum", "id"),
        *("arguments", "audio_end_ms", "content_index", "voice", "turn_detection", "event_id"),
    ]
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(FIELD_NAMES | st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)
EVENTS = st.builds(
    lambda kind, fields: {**fields, "type": kind},
    st.sampled_from([*HANDLERS, "nope"]),
    st.dictionaries(FIELD_NAMES, JSON, max_size=4),
)
SCHEMAS = st.fixed_dictionaries(
    {"type": st.just("object"), "properties": st.dictionaries(FIELD_NAMES, JSON, max_size=4)},
    optional={"required": JSON},
)
TEXTS = st.text(max_size=60) | st.lists(
    st.sampled_from(
        ["weather", "東京", "の", "と", "天気", " in ", "Paris", ", ", "count to 3", "?"]
    ),
    max_size=8,
).map("".join)


def assert_readable(session: Session) -> None:
    for frame in session.frames:
        frame.encode("utf-8")
        event = json.loads(
            frame, parse_constant=lambda name: (_ for _ in ()).throw(ValueError(name))
        )
        assert list(event)[:2] == ["type", "event_id"]


@given(st.lists(st.text() | st.binary(max_size=8) | JSON.map(json.dumps), max_size=4))
def test_any_frame_is_answered(frames: list[str | bytes]) -> None:
    session = Session()
    for frame in frames:
        session.send_raw(frame)
    session.run()
    assert_readable(session)


OTHER_EVENTS = st.builds(
    lambda kind, fields: {**fields, "type": kind},
    st.sampled_from([*TRANSCRIPTION_EVENTS, *TRANSLATION_EVENTS, "response.create"]),
    st.dictionaries(FIELD_NAMES, JSON, max_size=4),
)


@given(st.lists(OTHER_EVENTS, max_size=6), st.booleans())
def test_near_valid_events_of_other_kinds_are_answered(
    events: list[dict[str, Any]], is_translation: bool
) -> None:
    request = {"is_translation": True} if is_translation else {"intent": "transcription"}
    session = Session(request=request)
    for event in events:
        session.send_raw(json.dumps(event))
    session.run()
    assert_readable(session)


@given(st.lists(EVENTS, max_size=6))
@settings(max_examples=200)
def test_near_valid_events_are_answered(events: list[dict[str, Any]]) -> None:
    session = Session()
    for event in events:
        session.send_raw(json.dumps(event))
    session.run()
    assert_readable(session)


@given(TEXTS, SCHEMAS, st.sampled_from(["auto", "required"]))
def test_any_words_and_any_schema_get_a_response(
    text: str, schema: dict[str, Any], choice: str
) -> None:
    session = Session()
    odd = {"type": "function", "name": "get_weather_data", "parameters": schema}
    session.use(WEATHER_TOOL, odd, tool_choice=choice)
    assert session.answer_to(text)


@given(TEXTS, st.text(max_size=40) | JSON.map(json.dumps))
def test_any_function_result_is_reported(text: str, output: str) -> None:
    session = Session()
    session.use(WEATHER_TOOL, tool_choice="required")
    call = session.answer_to(text)[0]
    item = {"type": "function_call_output", "call_id": call["call_id"], "output": output}
    session.send("conversation.item.create", item=item)
    session.use(WEATHER_TOOL)
    session.ask("response.create")
    assert_readable(session)


@given(st.text(), st.randoms())
def test_pieces_join_to_the_text(text: str, rng: Any) -> None:
    assert "".join(pieces_of(text, rng)) == text
    assert "".join(argument_pieces(text)) == text
