"""How loud audio is, by its samples."""

from __future__ import annotations

import base64
import math
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.core.audio_level import WINDOWS, level_of, samples_of


def encoded(sound: bytes) -> str:
    return base64.b64encode(sound).decode()


def tone(count: int, amplitude: float) -> bytes:
    """A sine wave of PCM16."""
    return array("h", [int(amplitude * 32767 * math.sin(at / 5)) for at in range(count)]).tobytes()


@pytest.mark.parametrize(("amplitude", "expected"), [(1.0, -3.0), (0.5, -9.0), (0.01, -43.0)])
def test_a_tone_is_three_decibels_below_its_peak(amplitude: float, expected: float) -> None:
    level = level_of(encoded(tone(24_000, amplitude)), "pcm16")
    assert level is not None
    assert level.loudness_dbfs == pytest.approx(expected, abs=0.1)
    assert len(level.windows_dbfs) == WINDOWS


def test_windows_go_from_the_beginning_to_the_end() -> None:
    level = level_of(encoded(bytes(24_000) + tone(12_000, 0.5)), "pcm16")
    assert level is not None
    assert level.windows_dbfs[:8] == (-math.inf,) * 8
    assert min(level.windows_dbfs[8:]) > -12


def test_silence_is_infinitely_quiet() -> None:
    level = level_of(encoded(bytes(4_800)), "pcm16")
    assert level is not None
    assert level.loudness_dbfs == -math.inf


@pytest.mark.parametrize("text", ["", "A", "AA==", "not base64 at all!", "東京東京", "A" * 1_001])
def test_what_holds_no_sample_has_no_level(text: str) -> None:
    assert level_of(text, "pcm16") is None


def test_samples_of_g711_are_those_of_its_tables() -> None:
    assert samples_of(b"\xff\x7f\x00\x80\xfe", "mulaw") == [0, 0, -32124, 32124, 8]
    assert samples_of(b"\xd5\x55\x2a\xaa\xd4", "alaw") == [8, -8, -32256, 32256, 24]


def test_half_a_sample_at_the_end_is_left_out() -> None:
    assert list(samples_of(b"\x01\x00\x02", "pcm16")) == [1]


@given(st.binary(max_size=40_000), st.sampled_from(["pcm16", "mulaw", "alaw"]))
def test_any_sound_has_a_level_up_to_full_scale(sound: bytes, encoding: str) -> None:
    level = level_of(encoded(sound), encoding)  # type: ignore[arg-type]
    if level is not None:
        assert level.loudness_dbfs <= 0
        assert max(level.windows_dbfs) >= level.loudness_dbfs - 1e-9
        assert 0 < len(level.windows_dbfs) <= WINDOWS
    else:
        assert len(sound) < 2


def test_of_a_long_sound_only_a_sample_is_read() -> None:
    quiet, loud = tone(100_000, 0.01), tone(100_000, 0.5)
    level = level_of(encoded(quiet * 20 + loud * 20), "pcm16")
    assert level is not None
    assert level.windows_dbfs[0] == pytest.approx(-43, abs=1)
    assert level.windows_dbfs[-1] == pytest.approx(-9, abs=1)
