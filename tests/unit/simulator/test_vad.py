from __future__ import annotations

import base64
import json
import math
import random
from array import array
from pathlib import Path
from typing import Final

import pytest

from realtime_inspector.core.pcm import little_endian, samples_of
from realtime_inspector.simulator.sound import A_LAW, MU_LAW, from_pcm, to_pcm
from realtime_inspector.simulator.vad import FRAME_MS, ServerTurns, VoiceDetector, VoiceStarted

MIC: Final = Path("tests/fixtures/captures/openai-ga-server-vad-mic.jsonl")
RECORDED: Final = (1_460 + 300, 4_256 - 200)
"""Where the real service heard the voice begin and end."""


def microphone() -> array[int]:
    events = [json.loads(line)["data"] for line in MIC.read_text(encoding="utf-8").splitlines()]
    chunks = [each["audio"] for each in events if each["type"] == "input_audio_buffer.append"]
    return samples_of(b"".join(map(base64.b64decode, chunks)))


def noisy(samples: array[int], loudness: float) -> array[int]:
    rng = random.Random(1)  # noqa: S311 - noise
    mixed = (sample + round(rng.gauss(0, loudness)) for sample in samples)
    return array("h", (max(-32_768, min(32_767, sample)) for sample in mixed))


def turns(samples: array[int], silence_ms: int = 500) -> list[float]:
    rules = ServerTurns(0.5, 300, silence_ms)
    return [mark.at_ms for mark in VoiceDetector(0).feed(little_endian(samples), rules)]


@pytest.mark.parametrize("loudness", [0, 20, 60, 150, 300, 500])
def test_the_noise_of_a_room_does_not_move_the_ends_of_a_turn(loudness: float) -> None:
    start, end = turns(noisy(microphone() + array("h", bytes(48_000)), loudness))
    assert start == pytest.approx(RECORDED[0], abs=FRAME_MS)
    assert end == pytest.approx(RECORDED[1] + 500, abs=5 * FRAME_MS)


@pytest.mark.parametrize("name", [MU_LAW, A_LAW])
def test_a_telephone_hears_the_same(name: str) -> None:
    line = samples_of(to_pcm(from_pcm(microphone(), name), name))
    assert turns(line, 200) == turns(microphone(), 200)


def test_noise_alone_a_click_and_an_offset_are_no_voice() -> None:
    silence = array("h", bytes(2 * 24 * 3_000))
    assert turns(noisy(silence, 400)) == []
    click = array("h", silence)
    for index in range(24_000, 24_000 + 24 * 20):
        click[index] = 20_000 if index % 2 else -20_000
    assert turns(click) == []
    assert turns(array("h", [9_000]) * len(silence)) == []


def test_a_steady_tone_is_a_voice_as_long_as_it_lasts() -> None:
    wave = array("h", (int(6_000 * math.sin(step / 9)) for step in range(24 * 20_000)))
    start, end = turns(wave + array("h", bytes(2 * 24 * 1_000)))
    assert start == FRAME_MS
    assert end == pytest.approx(20_500, abs=FRAME_MS)


def test_places_begin_at_the_origin() -> None:
    wave = array("h", (int(6_000 * math.sin(step / 9)) for step in range(24 * 200)))
    detector = VoiceDetector(1_234.5)
    (mark,) = detector.feed(little_endian(wave), ServerTurns(0.5, 0, 0))
    assert mark == VoiceStarted(1_234.5 + FRAME_MS)
    assert detector.is_speaking
