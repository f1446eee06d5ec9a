from __future__ import annotations

import base64
import json
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.simulator import Session, only
from tests.support.strict import faults_of

from realtime_inspector.core.pcm import samples_of
from realtime_inspector.simulator.sound import A_LAW, MU_LAW, PCM, from_pcm, to_pcm
from realtime_inspector.simulator.vad import (
    Mark,
    SemanticTurns,
    ServerTurns,
    Turns,
    VoiceDetector,
    VoiceStarted,
    VoiceStopped,
)

MIC: Final = Path("tests/fixtures/captures/openai-ga-server-vad-mic.jsonl")


def microphone() -> bytes:
    lines = MIC.read_text(encoding="utf-8").splitlines()
    events = [json.loads(line)["data"] for line in lines]
    audio = (each["audio"] for each in events if each["type"] == "input_audio_buffer.append")
    return b"".join(map(base64.b64decode, audio))


SPEECH: Final = microphone()
TURNS: Final[list[Turns]] = [
    ServerTurns(0.5, 300, 200),
    ServerTurns(0.0, 300, 100),
    ServerTurns(1.0, 0, 0),
    SemanticTurns("high"),
]


def marks(chunks: list[bytes], turns: Turns) -> list[Mark]:
    detector = VoiceDetector(0)
    return [mark for chunk in chunks for mark in detector.feed(chunk, turns)]


@given(st.lists(st.integers(0, len(SPEECH)), max_size=40), st.sampled_from(TURNS))
def test_how_the_sound_is_cut_changes_nothing(cuts: list[int], turns: Turns) -> None:
    edges = [0, *sorted(cuts), len(SPEECH)]
    chunks = [SPEECH[start:end] for start, end in pairwise(edges)]
    assert marks(chunks, turns) == marks([SPEECH], turns)


@given(st.binary(max_size=60_000), st.sampled_from(TURNS))
def test_turns_alternate_and_times_rise_whatever_the_sound(noise: bytes, turns: Turns) -> None:
    found = marks([noise], turns)
    assert [type(mark) for mark in found] == [VoiceStarted, VoiceStopped] * (len(found) // 2) + [
        VoiceStarted
    ] * (len(found) % 2)
    times = [mark.at_ms for mark in found]
    assert times == sorted(times)
    assert all(0 <= at <= len(noise) / 48 for at in times)


CHUNKS = st.binary(min_size=1, max_size=3_000) | st.sampled_from(
    [SPEECH[96_000:110_000], bytes(20_001), b"\x00\x7f" * 4_000]
)
STEPS = st.lists(
    st.one_of(
        CHUNKS,
        st.sampled_from(["commit", "clear"]),
        st.sampled_from(
            [
                {"turn_detection": None},
                {"turn_detection": {"type": "server_vad", "silence_duration_ms": 0}},
                {"turn_detection": {"type": "semantic_vad", "eagerness": "high"}},
                {"turn_detection": {"type": "server_vad", "interrupt_response": False}},
                {"format": {"type": MU_LAW}},
                {"format": {"type": A_LAW}},
                {"format": {"type": PCM, "rate": 24_000}},
                {"transcription": {"model": "gpt-4o-transcribe"}},
            ]
        ),
    ),
    max_size=14,
)


@given(STEPS)
@settings(deadline=None, max_examples=60)
def test_any_bytes_in_any_order_are_taken(steps: list[Any]) -> None:
    session = Session(speed=0)
    for step in steps:
        if isinstance(step, bytes):
            audio = base64.b64encode(step).decode()
            session.send("input_audio_buffer.append", audio=audio)
        elif isinstance(step, str):
            session.send(f"input_audio_buffer.{step}")
        else:
            update = {"type": "realtime", "audio": {"input": step}}
            session.send("session.update", session=update)
        session.now += 0.05
        session.collect()
    session.run()
    assert faults_of(session.frames) == set()
    announced = [each["item_id"] for each in only(session.events, "input_audio_buffer.committed")]
    added = [each["item"]["id"] for each in only(session.events, "conversation.item.added")]
    assert set(announced) <= set(added)
    assert len(announced) == len(set(announced))


@pytest.mark.parametrize("name", [MU_LAW, A_LAW])
def test_every_telephone_byte_survives_there_and_back(name: str) -> None:
    codes = bytes(range(256))
    there = to_pcm(codes, name)
    assert len(there) == 6 * 256
    again = to_pcm(from_pcm(samples_of(there), name), name)
    assert again == there


@given(st.binary(max_size=400))
def test_pcm_is_not_changed(data: bytes) -> None:
    assert to_pcm(data, PCM) == data
    assert from_pcm(samples_of(data), PCM) == data[: len(data) // 2 * 2]
