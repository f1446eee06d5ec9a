"""Transcription-only and translation sessions (lifecycles.md §17, §18)."""

from __future__ import annotations

import base64
import math
from array import array
from typing import Any

import pydantic
import pytest
from openai.types.realtime import RealtimeTranslationServerEvent
from tests.support.simulator import Session, only, types_of
from tests.support.strict import faults_of

from realtime_inspector.simulator.scenario_file import parse_scenario

SERVER_EVENT: pydantic.TypeAdapter[Any] = pydantic.TypeAdapter(RealtimeTranslationServerEvent)
TRANSCRIPTION = {"intent": "transcription"}
TRANSLATION = {"is_translation": True}
SCENARIO = parse_scenario('title = "x"\nhears = ["Good day."]\ntranslations = ["Bonjour."]', "x")


def sound(voice_ms: int, silence_ms: int = 0) -> str:
    voice = (int(9000 * math.sin(n / 20)) for n in range(voice_ms * 24))
    samples = array("h", [*voice, *bytes(silence_ms * 24)])
    return base64.b64encode(samples.tobytes()).decode()


def transcription(**audio_input: Any) -> dict[str, Any]:
    return {"type": "transcription", "audio": {"input": audio_input}}


def error_of(events: list[dict[str, Any]]) -> dict[str, Any]:
    error: dict[str, Any] = only(events, "error")[0]["error"]
    return error


def test_a_transcription_session_from_end_to_end() -> None:
    session = Session(request=TRANSCRIPTION, scenario=SCENARIO)
    created = session.events[0]["session"]
    assert created["object"] == "realtime.transcription_session"
    assert created["audio"]["input"]["turn_detection"] == {
        "type": "server_vad",
        "threshold": 0.5,
        "prefix_padding_ms": 300,
        "silence_duration_ms": 200,
    }
    model = {"model": "gpt-4o-transcribe"}
    session.ask("session.update", session=transcription(transcription=model, turn_detection=None))
    session.ask("input_audio_buffer.append", audio=sound(500))
    events = session.ask("input_audio_buffer.commit")
    kind = "conversation.item.input_audio_transcription"
    assert types_of(events) == [
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
        f"{kind}.delta",
        f"{kind}.completed",
    ]
    assert events[-1]["transcript"] == "Good day."
    assert events[-1]["usage"]["type"] == "tokens"
    assert not faults_of(session.frames)


def test_detected_turns_are_transcribed_without_a_response() -> None:
    session = Session(request=TRANSCRIPTION)
    session.ask("session.update", session=transcription(transcription={"model": "whisper-1"}))
    events = session.ask("input_audio_buffer.append", audio=sound(600, 1000))
    assert types_of(events)[:2] == [
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
    ]
    assert events[-1]["type"].endswith(".completed")
    assert not [kind for kind in types_of(events) if kind.startswith(("response.", "rate_"))]


@pytest.mark.parametrize(
    ("update", "message"),
    [
        ({"type": "realtime", "tools": []}, "Passing a realtime session update event to a"),
        (
            transcription(transcription={"model": "gpt-realtime-whisper"}),
            "Turn detection is not supported for this transcription model",
        ),
        ({"type": "transcription", "voice": "ash"}, "Unknown parameter: 'session.voice'."),
    ],
)
def test_what_a_transcription_session_refuses(update: dict[str, Any], message: str) -> None:
    events = Session(request=TRANSCRIPTION).ask("session.update", session=update)
    assert error_of(events)["message"].startswith(message)
    assert not only(events, "session.updated")


def test_there_are_no_responses_in_a_transcription_session() -> None:
    error = error_of(Session(request=TRANSCRIPTION).ask("response.create"))
    assert (error["code"], error["param"]) == ("invalid_value", "type")


def test_the_other_way_round_it_is_refused_too() -> None:
    error = error_of(Session().ask("session.update", session=transcription()))
    assert error["message"].startswith("Passing a transcription session update event to a realtime")


def test_a_transcription_model_is_no_model_of_a_realtime_session() -> None:
    session = Session(model="gpt-realtime-whisper")
    assert "is a transcription model and cannot be used" in session.events[0]["error"]["message"]
    assert session.engine.closing is not None
    assert session.engine.closing.code == 4000


def test_a_client_secret_makes_it_a_transcription_session() -> None:
    granted = transcription(transcription={"model": "whisper-1", "language": "en"})
    session = Session(request={"granted": granted, "granted_until": 1e12})
    created = session.events[0]["session"]
    assert (created["type"], created["audio"]["input"]["transcription"]["language"]) == (
        "transcription",
        "en",
    )


def translating(**settings: Any) -> Session:
    session = Session(model="gpt-realtime-translate", request=TRANSLATION, **settings)
    audio = {"input": {"transcription": {"model": "gpt-4o-transcribe"}}}
    audio["output"] = {"language": "fr"}  # type: ignore[dict-item]
    session.ask("session.update", session={"audio": audio})
    return session


def joined(events: list[dict[str, Any]], kind: str) -> str:
    return "".join(event["delta"] for event in only(events, kind))


def test_a_translation_session_from_end_to_end() -> None:
    session = translating(scenario=SCENARIO)
    assert session.events[1]["session"]["audio"]["output"] == {"language": "fr"}
    session.send("session.input_audio_buffer.append", audio=sound(1000, 1000))
    events = session.ask("session.close")
    assert joined(events, "session.input_transcript.delta") == "Good day. "
    assert joined(events, "session.output_transcript.delta") == "Bonjour. "
    frames = only(events, "session.output_audio.delta")
    assert len(base64.b64decode(frames[0]["delta"])) == 19_200
    expected = {"sample_rate": 24_000, "channels": 1, "format": "pcm16"}
    assert frames[0] | expected == frames[0]
    assert [frame["elapsed_ms"] % 200 for frame in frames] == [0] * len(frames)
    assert events[-1]["type"] == "session.closed"
    assert session.engine.closing is not None
    assert session.engine.closing.code == 1000
    for event in session.events:
        SERVER_EVENT.validate_python(event, strict=True)


def test_without_a_scenario_it_says_that_it_does_not_translate() -> None:
    session = translating()
    events = session.ask("session.input_audio_buffer.append", audio=sound(1000, 1000))
    assert joined(events, "session.output_transcript.delta") == "[not translated] "


def test_silence_is_not_interpreted_and_closes_at_once() -> None:
    session = translating()
    assert not session.ask("session.input_audio_buffer.append", audio=sound(0, 2000))
    assert types_of(session.ask("session.close")) == ["session.closed"]


def test_who_speaks_on_is_interpreted_before_the_pause() -> None:
    session = translating(scenario=SCENARIO)
    events = session.ask("session.input_audio_buffer.append", audio=sound(6000))
    assert joined(events, "session.output_transcript.delta") == "Bonjour. "
    events = session.ask("session.close")
    assert events[-1]["type"] == "session.closed"


def test_unprefixed_events_are_refused_in_a_translation_session() -> None:
    error = error_of(translating().ask("input_audio_buffer.append", audio=sound(100)))
    assert (error["code"], error["param"]) == ("invalid_value", "type")
    assert "session.input_audio_buffer.append" in error["message"]


def test_translation_wants_its_own_model() -> None:
    session = Session(model="gpt-realtime", request=TRANSLATION)
    assert session.events[0]["error"]["code"] == "invalid_model"
