from __future__ import annotations

import base64
import shutil
import stat
import sys
import threading
from array import array
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.simulator import Session, only, text_of, types_of
from tests.support.strict import faults_of

from realtime_inspector.core.pcm import little_endian, samples_of
from realtime_inspector.simulator.espeak import EspeakVoice, find_voice, samples_of_wave
from realtime_inspector.simulator.vad import level

if TYPE_CHECKING:
    from pathlib import Path

AUDIO = "response.output_audio.delta"
TRUNCATE = "conversation.item.truncate"


class Slow:
    """An utterance that is ready when it was asked for often enough."""

    def __init__(self, samples: array[int], asked: int) -> None:
        self.samples = samples
        self.left = asked

    def sound(self) -> array[int] | None:
        self.left -= 1
        return None if self.left > 0 else self.samples


class FakeVoice:
    """Speaks 50 ms of a constant per character."""

    def __init__(self, *, asked: int = 0, loudness: int = 1_000) -> None:
        self.asked = asked
        self.loudness = loudness
        self.samples_per_character = 24 * 50
        self.said: list[tuple[str, str, float]] = []

    def say(self, text: str, name: str, speed: float) -> Slow:
        self.said.append((text, name, speed))
        length = self.samples_per_character * len(text)
        return Slow(array("h", [self.loudness]) * length, self.asked)


def speaking(voice: FakeVoice, **settings: Any) -> Session:
    session = Session(**settings)
    session.engine._world.voice = voice
    return session


def sounds(events: list[dict[str, Any]]) -> list[bytes]:
    return [base64.b64decode(each["delta"]) for each in only(events, AUDIO)]


def answer(session: Session, text: str = "hello") -> list[dict[str, Any]]:
    session.say(text)
    return session.ask("response.create")


def said_in(events: list[dict[str, Any]]) -> str:
    return text_of(only(events, "response.done")[-1]["response"]["output"][0])


def test_the_voice_speaks_the_transcript_in_growing_chunks() -> None:
    voice = FakeVoice()
    session = speaking(voice)
    events = answer(session, "what does response.created mean?")
    text = said_in(events)
    assert "".join(part for part, _, _ in voice.said) == text
    assert {(name, speed) for _, name, speed in voice.said} == {("marin", 1.0)}
    assert len(voice.said) > 1
    chunks = sounds(events)
    assert [len(chunk) for chunk in chunks[:6]] == [4800, 7200, 12000, 12000, 12000, 28800]
    assert b"".join(chunks) == array("h", [1_000] * (24 * 50 * len(text))).tobytes()
    assert types_of(events)[types_of(events).index("response.content_part.added") + 1] == (
        "response.output_audio_transcript.delta"
    )
    assert faults_of(session.frames) == set()


def test_a_slow_voice_is_waited_for_and_a_stuck_one_is_replaced() -> None:
    slow = answer(speaking(FakeVoice(asked=20)))
    assert set(samples_of(sounds(slow)[0])) == {1_000}
    stuck = answer(speaking(FakeVoice(asked=10_000)))
    assert len(set(samples_of(sounds(stuck)[0]))) > 10
    assert sum(map(len, sounds(stuck))) >= 48 * 40 * len(said_in(stuck))


def test_a_voice_that_cannot_is_replaced_by_the_tone() -> None:
    mute = FakeVoice(loudness=0)
    mute.samples_per_character = 0
    assert b"".join(sounds(answer(speaking(mute)))) == b"".join(sounds(answer(Session())))


def test_the_responses_own_format_and_voice_and_the_sessions_speed() -> None:
    voice = FakeVoice()
    session = speaking(voice)
    session.use(modality="audio", audio={"output": {"speed": 1.5}})
    session.say("hello")
    output = {"format": {"type": "audio/pcmu"}, "voice": "cedar"}
    events = session.ask("response.create", response={"audio": {"output": output}})
    assert voice.said[0][1:] == ("cedar", 1.5)
    assert len(sounds(events)[0]) == 800
    assert only(events, "response.done")[0]["response"]["audio"]["output"] == output


def test_speed_shortens_the_tone() -> None:
    lengths = []
    for speed in (1.0, 1.5):
        session = Session(seed=3)
        session.use(modality="audio", audio={"output": {"speed": speed}})
        lengths.append(sum(map(len, sounds(answer(session)))))
    assert lengths[1] == pytest.approx(lengths[0] / 1.5, rel=0.05)


def truncate(session: Session, item_id: str, end: int) -> dict[str, Any]:
    fields = {"item_id": item_id, "content_index": 0, "audio_end_ms": end}
    return only(session.ask(TRUNCATE, **fields), f"{TRUNCATE}d")[0]


def retrieved(session: Session, item_id: str) -> dict[str, Any]:
    (event,) = session.ask("conversation.item.retrieve", item_id=item_id)
    item: dict[str, Any] = event["item"]
    return item


def test_truncation_to_nothing_can_be_repeated_and_removes_the_transcript() -> None:
    session = Session()
    item_id = only(answer(session), "response.done")[0]["response"]["output"][0]["id"]
    for _ in range(2):
        assert truncate(session, item_id, 0)["audio_end_ms"] == 0
    assert retrieved(session, item_id)["content"] == [{"type": "output_audio", "transcript": ""}]


def test_truncation_past_the_end_says_how_long_the_audio_is() -> None:
    session = speaking(FakeVoice())
    events = answer(session)
    item_id = only(events, "response.done")[0]["response"]["output"][0]["id"]
    length = 50 * len(said_in(events))
    fields = {"item_id": item_id, "content_index": 0, "audio_end_ms": length + 1}
    (error,) = session.ask(TRUNCATE, **fields)
    assert error["error"]["code"] == "invalid_value"
    message = f"Audio content of {length}ms is already shorter than {length + 1}ms"
    assert error["error"]["message"] == message


def test_an_item_truncated_while_it_streams_stays_truncated() -> None:
    session = Session()
    session.say("count to 100")
    session.send("response.create")
    events = session.run_until(AUDIO)
    item_id = only(events, AUDIO)[0]["item_id"]
    session.send(TRUNCATE, item_id=item_id, content_index=0, audio_end_ms=40)
    events = session.run()
    assert only(events, f"{TRUNCATE}d")
    (done,) = only(events, "response.done")
    assert text_of(done["response"]["output"][0])
    assert retrieved(session, item_id)["content"] == [{"type": "output_audio", "transcript": ""}]
    fields = {"item_id": item_id, "content_index": 0, "audio_end_ms": 41}
    (error,) = session.ask(TRUNCATE, **fields)
    assert "of 40ms is already" in error["error"]["message"]


def test_an_item_without_audio_yet_cannot_be_truncated() -> None:
    session = Session()
    session.say("count to 100")
    session.send("response.create")
    events = session.run_until("response.content_part.added")
    item_id = only(events, "response.content_part.added")[0]["item_id"]
    session.send(TRUNCATE, item_id=item_id, content_index=0, audio_end_ms=0)
    session.engine._inbox_free_at = session.now
    session.send("response.cancel")
    events = session.run()
    (error,) = only(events, "error")
    assert error["error"]["message"] == "Only model output audio messages can be truncated"


def wave(samples: array[int], rate: int = 24_000) -> bytes:
    """A WAVE file whose lengths are those of a stream: unknown."""
    form = b"fmt " + (16).to_bytes(4, "little") + b"\1\0\1\0" + rate.to_bytes(4, "little")
    form += (2 * rate).to_bytes(4, "little") + b"\2\0\x10\0"
    unknown = b"\xff\xff\xff\x7f"
    return b"RIFF" + unknown + b"WAVE" + form + b"data" + unknown + little_endian(samples)


def test_waves_are_read_and_resampled() -> None:
    samples = array("h", range(2_205))
    assert samples_of_wave(wave(samples)) == samples
    resampled = samples_of_wave(wave(samples, 22_050))
    assert len(resampled) == pytest.approx(2_400, abs=2)
    assert resampled[1_200] == pytest.approx(1_200 * 22_050 / 24_000, abs=1)
    assert not samples_of_wave(b"")
    assert not samples_of_wave(b"not a wave at all" * 9)
    assert not samples_of_wave(wave(array("h"), 22_050))


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Stands for espeak-ng: the length of the text in silence, or trouble."""
    path = tmp_path / "espeak"
    path.write_text(
        f"#!{sys.executable}\n"
        "import sys\n"
        "text = sys.stdin.buffer.read()\n"
        "if b'fail' in text: sys.exit(3)\n"
        f"sys.stdout.buffer.write({wave(array('h'))!r} + bytes(4) * len(text))\n",
        encoding="utf-8",
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def finished(voice: EspeakVoice, text: str) -> array[int]:
    utterance = voice.say(text, "marin", 1.0)
    if utterance._future is not None:
        utterance._future.exception(timeout=10)
    samples = utterance.sound()
    assert samples is not None
    return samples


def test_a_program_speaks_in_threads_and_its_trouble_is_silence(program: Path) -> None:
    voice = EspeakVoice(str(program))
    try:
        assert len(finished(voice, "hello")) == 10
        assert not finished(voice, "fail")
        assert not finished(voice, "日本語")
        assert not finished(voice, "a" * 5_000)
    finally:
        voice.close()
    assert not [each for each in threading.enumerate() if each.name.startswith("voice")]


def test_a_missing_program_is_silence() -> None:
    voice = EspeakVoice("/nowhere/espeak")
    assert not finished(voice, "hello")
    voice.close()


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_espeak_speaks() -> None:
    voice = find_voice()
    assert voice is not None
    slow, fast = (voice.say("Hello, how can I help you?", "marin", speed) for speed in (1.0, 1.5))
    for utterance in (slow, fast):
        assert utterance._future is not None
        utterance._future.result(timeout=20)
    one, other = slow.sound(), fast.sound()
    voice.close()
    assert one is not None
    assert other is not None
    assert 1.0 < len(one) / 24_000 < 4.0
    assert len(other) < len(one)
    assert level(one) > 500
