"""WAV files as a microphone would send them."""

from __future__ import annotations

import base64
from array import array
from typing import TYPE_CHECKING

import pytest

from realtime_inspector.core.errors import UsageError
from realtime_inspector.core.pcm import little_endian, samples_of
from realtime_inspector.core.record import Direction, text_record
from realtime_inspector.core.reduce import reduce
from realtime_inspector.core.riff import wav_header
from realtime_inspector.core.state import CaptureState
from realtime_inspector.runtime.speaking import SILENCE_MS, sound_of

if TYPE_CHECKING:
    from pathlib import Path

TONE = array("h", [1_000, -1_000] * 6_000)
"""Half a second at 24 kHz."""


def state_of(audio_input: str) -> CaptureState:
    session = f'{{"type":"realtime","audio":{{"input":{audio_input}}}}}'
    frame = f'{{"type":"session.updated","event_id":"e","session":{session}}}'
    return reduce(CaptureState(), text_record(frame, Direction.RECEIVED))


VAD = state_of('{"turn_detection":{"type":"server_vad"}}')
NO_VAD = state_of('{"turn_detection":null}')


def wav(path: Path, samples: array[int], rate_hz: int = 24_000) -> str:
    header = bytearray(wav_header(len(samples), 1))
    header[24:28] = rate_hz.to_bytes(4, "little")
    path.write_bytes(bytes(header) + little_endian(samples))
    return str(path)


def said(path: str, state: CaptureState) -> list[bytes]:
    return [base64.b64decode(piece) for piece in sound_of(path, state).pieces()]


def test_a_file_goes_out_sample_by_sample_in_pieces_of_100_ms(tmp_path: Path) -> None:
    pieces = said(wav(tmp_path / "a.wav", TONE), NO_VAD)
    assert [len(piece) for piece in pieces] == [4_800] * 5
    assert samples_of(b"".join(pieces)) == TONE


def test_silence_follows_where_turns_are_detected(tmp_path: Path) -> None:
    pieces = said(wav(tmp_path / "a.wav", TONE), VAD)
    assert b"".join(pieces[:5]) == little_endian(TONE)
    assert pieces[5:] == [bytes(4_800)] * (SILENCE_MS // 100)


def test_another_rate_is_brought_to_24_khz(tmp_path: Path) -> None:
    pieces = said(wav(tmp_path / "a.wav", TONE, 12_000), NO_VAD)
    assert len(b"".join(pieces)) == 2 * len(little_endian(TONE))
    assert {len(piece) for piece in pieces} == {4_800}


def test_the_sample_is_audible_and_short() -> None:
    sound = b"".join(said("", NO_VAD))
    assert 1 < len(sound) / 48_000 < 5
    assert max(map(abs, samples_of(sound))) > 1_000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "no such file"),
        (b"not a sound", "not a mono WAV file"),
        (wav_header(10, 2) + bytes(40), "not a mono WAV file"),
    ],
)
def test_what_cannot_be_said_is_refused(tmp_path: Path, content: bytes | None, reason: str) -> None:
    file = tmp_path / "a.wav"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UsageError, match=reason):
        sound_of(str(file), VAD)


def test_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(UsageError, match="Cannot read"):
        sound_of("a\0b.wav", VAD)


def test_a_session_that_takes_another_format_is_not_spoken_to() -> None:
    state = state_of('{"format":{"type":"audio/pcmu"}}')
    with pytest.raises(UsageError, match="takes µ-law 8 kHz"):
        sound_of("", state)
