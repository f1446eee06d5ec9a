"""Samples: G.711, other rates, pieces of any size, and the head of a WAV file."""

from __future__ import annotations

import io
import math
import struct
import wave
from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.core.audio import ALAW, MULAW, PCM16_24K, AudioFormat, format_of
from realtime_inspector.core.g711 import from_a_law, from_mu_law, to_a_law, to_mu_law
from realtime_inspector.core.pcm import SAMPLE_RATE, PcmDecoder, little_endian, samples_of
from realtime_inspector.core.riff import MOST_RIFF_BYTES, wav_content, wav_header

FORMATS = (
    PCM16_24K,
    MULAW,
    ALAW,
    *(AudioFormat("", 2 * hz) for hz in (8_000, 16_000, 44_100, 48_000)),
)
SAMPLES = st.integers(-32_768, 32_767)


def decoded(form: AudioFormat, *pieces: bytes) -> list[int]:
    decoder = PcmDecoder(form)
    return [sample for piece in pieces for sample in decoder.feed(piece)]


@given(st.integers(0, 255))
def test_each_code_of_g711_comes_back(code: int) -> None:
    assert from_mu_law(to_mu_law(from_mu_law(code))) == from_mu_law(code)
    assert to_a_law(from_a_law(code)) == code


@given(SAMPLES)
def test_g711_is_right_to_a_sixteenth(sample: int) -> None:
    for there, back in ((to_mu_law, from_mu_law), (to_a_law, from_a_law)):
        assert abs(back(there(sample)) - sample) <= max(16, abs(sample) / 16)


@given(st.lists(SAMPLES, max_size=50))
def test_samples_come_back(samples: list[int]) -> None:
    assert list(samples_of(little_endian(array("h", samples)))) == samples


@given(st.sampled_from(FORMATS), st.binary(max_size=300), st.data())
def test_pieces_are_decoded_like_the_whole(
    form: AudioFormat, sound: bytes, data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sound)), max_size=6)))
    pieces = [sound[first:last] for first, last in pairwise((0, *cuts, len(sound)))]
    assert decoded(form, *pieces) == decoded(form, sound)


@given(st.sampled_from(FORMATS), st.integers(0, 500))
def test_a_rate_changes_the_number_of_samples_and_no_more(form: AudioFormat, count: int) -> None:
    code = b"\xd5" if form is ALAW else b"\xff" if form is MULAW else b"\0\0"
    still = decoded(form, code * count)
    assert len(still) == math.ceil(count * SAMPLE_RATE / form.rate_hz)
    assert max(map(abs, still), default=0) <= 8


def test_between_two_samples_lies_a_straight_line() -> None:
    steps = array("h", [0, 300, 0])
    assert decoded(format_of({"type": "audio/pcm", "rate": 8_000}), little_endian(steps)) == [
        0, 0, 0, 0, 100, 200, 300, 200, 100,
    ]  # fmt: skip


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("about", [{}, {"INAM": "東京.jsonl", "ICMT": "odd"}])
def test_a_header_is_what_others_read(channels: int, about: dict[str, str]) -> None:
    sound = bytes(range(240)) * channels
    data = wav_header(120, channels, about) + sound
    with wave.open(io.BytesIO(data)) as file:
        assert file.getparams()[:4] == (channels, 2, SAMPLE_RATE, 120)
        assert file.readframes(1_000) == sound
    assert int.from_bytes(data[4:8], "little") == len(data) - 8


def test_beyond_four_gigabytes_it_is_rf64() -> None:
    frames = 2**31
    header = wav_header(frames, 2)
    assert header[:4] == b"RF64"
    assert header[8:16] == b"WAVEds64"
    riff, data, count, table = struct.unpack("<QQQI", header[20:48])
    assert (data, count, table) == (frames * 4, frames, 0)
    assert riff == len(header) - 8 + data
    assert header.endswith(b"data\xff\xff\xff\xff")
    largest = (MOST_RIFF_BYTES - 36) // 4
    assert wav_header(largest, 2)[:4] == b"RIFF"
    assert wav_header(largest + 1, 2)[:4] == b"RF64"


def test_a_whole_file_as_a_piece_says_its_format() -> None:
    sound = little_endian(array("h", [1, -2, 3]))
    found = wav_content(wav_header(3, 1, {"ICMT": "odd"}) + sound)
    assert found is not None
    form, content = found
    assert (form.rate_hz, form.encoding, content) == (SAMPLE_RATE, "pcm16", sound)


@given(st.binary(max_size=80))
def test_no_bytes_are_a_file_by_chance_or_break_it(data: bytes) -> None:
    assert wav_content(data) is None
    wav_content(b"RIFF\0\0\0\0WAVE" + data)
    wav_content(wav_header(3, 1)[:36] + data)
