"""WAV files: what others read in them, and when there is none."""

from __future__ import annotations

import base64
import io
import re
import wave
from array import array
from typing import TYPE_CHECKING

import pytest
from tests.unit.export.captures import (
    CAPTURES,
    SECOND_OF_PCM,
    created,
    delta,
    exported,
    received,
    records_of,
    sent,
    source,
    spoken_session,
)

from realtime_inspector.core.errors import InspectorError
from realtime_inspector.core.filters import parse_filter
from realtime_inspector.core.omission import Omission
from realtime_inspector.export import exporter
from realtime_inspector.export.material import Material
from realtime_inspector.export.wav import NO_TIMES, SESSION_FILE, TABLE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from realtime_inspector.core.record import Record

WAV = exporter("wav")
SILENT = re.compile(r"openai-ga-(text|error|realtime21|webrtc)|voicelive|qwen")
"""Shared captures in which nobody is heard."""


def opened(data: bytes) -> tuple[int, array[int]]:
    """Channels and samples, by Python's own reader."""
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getsampwidth(), file.getframerate()) == (2, 24_000)
        samples = array("h", file.readframes(file.getnframes()))
        assert len(samples) == file.getnframes() * file.getnchannels()
        return file.getnchannels(), samples


def files_of(records: Iterable[Record]) -> dict[str, bytes]:
    kept = tuple(records)
    found = WAV.files(Material(lambda: kept, source()))
    assert found is not None
    return {name: b"".join(pieces) for name, pieces in found}


def loud(size_bytes: int) -> str:
    return base64.b64encode(b"\x10\x20" * (size_bytes // 2)).decode()


def test_the_user_is_left_and_the_agent_right_until_the_cut() -> None:
    records = [
        created(0),
        sent(1000, "input_audio_buffer.append", audio=loud(24_000)),
        delta(2000, "output_audio", loud(96_000), "r", "a"),
        sent(2500, "conversation.item.truncate", item_id="a", content_index=0, audio_end_ms=250),
    ]
    channels, samples = opened(exported(WAV, records))
    assert channels == 2
    left, right = samples[0::2], samples[1::2]
    assert len(left) == 2250 * 24
    assert [at for at in (0, 23_999, 24_000, 35_999, 36_000) if left[at]] == [24_000, 35_999]
    assert [at for at in (0, 47_999, 48_000, 53_999) if right[at]] == [48_000, 53_999]


def test_into_a_folder_each_item_has_a_file() -> None:
    files = files_of(spoken_session())
    assert list(files) == [SESSION_FILE, "001-agent-item_2.wav", TABLE_FILE]
    channels, samples = opened(files["001-agent-item_2.wav"])
    assert (channels, len(samples)) == (1, 1200 * 24)
    assert files[TABLE_FILE].decode().splitlines() == [
        "file\tspeaker\titem_id\tstart_ms\tend_ms\theard_ms\twhole_ms",
        "001-agent-item_2.wav\tagent\titem_2\t1440\t2640\t1200\t2000",
    ]
    assert opened(files[SESSION_FILE])[0] == 2


def test_no_id_leads_out_of_the_folder() -> None:
    records = [created(0), delta(1, "output_audio", SECOND_OF_PCM, "r", "../../etc/pass\twd\x1b")]
    names = list(files_of(records))
    assert names == [SESSION_FILE, "001-agent-_etc_pass_wd_.wav", TABLE_FILE]


def test_without_times_the_file_says_so() -> None:
    records = [created(None), delta(None, "output_audio", SECOND_OF_PCM, "r", "a")]
    data = exported(WAV, records)
    assert NO_TIMES.encode() in data
    assert NO_TIMES.encode() not in exported(WAV, spoken_session())
    assert len(opened(data)[1]) == 48_000


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_real_captures_open_or_are_refused_in_words(path: Path) -> None:
    records = records_of(path.name)
    if SILENT.search(path.name):
        with pytest.raises(InspectorError, match="There is no audio in"):
            exported(WAV, records)
        return
    channels, samples = opened(exported(WAV, records))
    assert channels == 2
    assert any(samples)


def test_a_real_microphone_and_a_real_voice_have_their_length() -> None:
    microphone = opened(exported(WAV, records_of("openai-ga-server-vad-mic.jsonl")))[1]
    assert 263_424 // 2 <= len(microphone) // 2 < 263_424 // 2 + 24_000
    assert array("h", microphone[0 : 2 * (263_424 // 2) : 2]) != array("h", bytes(263_424))
    voice = opened(exported(WAV, records_of("openai-beta-audio-out-full-pcm.jsonl")))[1]
    assert len(voice) // 2 == 1600 * 24


def test_files_in_files_are_heard_at_their_own_rate() -> None:
    """GLM sends each piece as a WAV file of 16 kHz."""
    samples = opened(exported(WAV, records_of("glm-client-vad-tools.client-only.jsonl")))[1]
    assert len(samples) // 2 == pytest.approx(3840 * 24, abs=48)


def test_a_filter_keeps_the_format_of_the_session() -> None:
    form = {"output": {"format": {"type": "audio/pcmu"}}}
    records = [created(0, audio=form), delta(10, "output_audio", loud(8_000), "r", "a")]
    data = exported(WAV, records, None, parse_filter("type:response.output_audio.delta"))
    assert len(opened(data)[1]) // 2 == 24_000


def test_audio_that_was_left_out_is_told_from_none() -> None:
    material = Material(spoken_session, source(), omission=Omission(audio=True))
    with pytest.raises(InspectorError, match="was taken out"):
        WAV.export(material)
    with pytest.raises(InspectorError, match="no audio in what the filter leaves"):
        exported(WAV, spoken_session(), None, parse_filter("type:error"))


def test_a_clock_that_jumped_makes_no_file_of_years() -> None:
    day_ms = 24 * 3600 * 1000
    records = [created(0), delta(3 * day_ms, "output_audio", SECOND_OF_PCM, "r", "a")]
    with pytest.raises(InspectorError, match="72 hours") as caught:
        exported(WAV, records)
    assert "--range" in caught.value.hint


def test_what_is_no_audio_is_counted_and_said() -> None:
    records = [
        created(0),
        delta(10, "output_audio", "AAA", "r", "a"),
        delta(10, "output_audio", "東京", "r", "a"),
        received(10, "response.output_audio.delta", item_id="a", delta=[1]),
        delta(10, "output_audio", SECOND_OF_PCM, "r", "a"),
    ]
    data = exported(WAV, records)
    assert b"3 pieces of audio could not be decoded" in data
    assert len(opened(data)[1]) // 2 == 24_240
