from __future__ import annotations

import base64
import json
import math
from array import array
from pathlib import Path
from typing import Any

import pytest
from tests.support.simulator import Session, only, types_of
from tests.support.strict import faults_of

from realtime_inspector.core.g711 import to_a_law, to_mu_law
from realtime_inspector.core.pcm import little_endian
from realtime_inspector.simulator.conversation import Conversation
from realtime_inspector.simulator.hearing import NotHeardError

MIC = Path("tests/fixtures/captures/openai-ga-server-vad-mic.jsonl")
BUFFER = "input_audio_buffer"
TRANSCRIPTION = "conversation.item.input_audio_transcription"
FRAME_MS = 32
MU_LAW_CODES = bytes(code for code in range(256) if code != 0x7F)
"""All but the second zero, which comes back as the first."""
TURN = [
    f"{BUFFER}.speech_started",
    f"{BUFFER}.speech_stopped",
    f"{BUFFER}.committed",
    "conversation.item.added",
    "conversation.item.done",
]


def tone(milliseconds: int, loudness: int = 6_000) -> bytes:
    wave = (loudness * math.sin(step / 9) for step in range(24 * milliseconds))
    return little_endian(array("h", (int(sample) for sample in wave)))


def silence(milliseconds: int) -> bytes:
    return bytes(48 * milliseconds)


def append(session: Session, pcm: bytes, size: int = 4_800) -> None:
    """Send audio in chunks, as a microphone does, without waiting."""
    for start in range(0, len(pcm), size):
        audio = base64.b64encode(pcm[start : start + size]).decode()
        session.send(f"{BUFFER}.append", audio=audio)


def listen(session: Session, pcm: bytes, size: int = 4_800) -> list[dict[str, Any]]:
    append(session, pcm, size)
    return session.run()


def set_input(session: Session, **fields: Any) -> dict[str, Any]:
    (updated,) = session.ask(
        "session.update", session={"type": "realtime", "audio": {"input": fields}}
    )
    incoming: dict[str, Any] = updated["session"]["audio"]["input"]
    return incoming


def vad(**fields: Any) -> dict[str, Any]:
    return {"type": "server_vad", **fields}


class Scripted:
    """Hears what a test says."""

    def __init__(self, *words: str | NotHeardError) -> None:
        self.words = list(words)
        self.seconds: list[float] = []

    def hear(self, pcm: bytes, seconds: float, item: Any) -> str:
        assert item["content"][0]["type"] == "input_audio"
        assert len(pcm) == round(seconds * 48_000)
        self.seconds.append(seconds)
        words = self.words.pop(0)
        if isinstance(words, NotHeardError):
            raise words
        return words


def hearing(session: Session, *words: str | NotHeardError) -> Scripted:
    scripted = Scripted(*words)
    session.engine._world.hearing = scripted
    return scripted


def turn_ms(events: list[dict[str, Any]]) -> tuple[int, int]:
    (started,) = only(events, TURN[0])
    (stopped,) = only(events, TURN[1])
    return started["audio_start_ms"], stopped["audio_end_ms"]


def recording(direction: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in MIC.read_text(encoding="utf-8").splitlines()]
    return [each["data"] for each in lines if each["direction"] == direction]


def test_the_real_microphone_capture_gives_the_recorded_turn() -> None:
    """Within two frames (64 ms) of where the real service put its ends."""
    session = Session(model="gpt-realtime")
    session.engine._world.hearing = Scripted("Hello, my name is Marcelo.")
    for event in recording("sent"):
        session.send_raw(json.dumps(event))
        session.now += 0.1
        session.collect()
    session.run()
    real, ours = recording("received"), session.events
    for mine, theirs in zip(turn_ms(ours), turn_ms(real), strict=True):
        assert abs(mine - theirs) <= 2 * FRAME_MS
    assert turn_ms(ours)[0] == 1460

    def order(events: list[dict[str, Any]]) -> list[str]:
        left_out = {
            "rate_limits.updated",  # the recording was stopped at response.done
            f"{TRANSCRIPTION}.completed",  # its place depends on the transcriber's speed
        }
        names = [name for name in types_of(events) if name not in left_out]
        return [name for name in names if not name.endswith(".delta")]

    assert order(ours) == order(real)
    kinds = {name for name in types_of(real) if name.endswith(".delta")}
    assert {name for name in types_of(ours) if name.endswith(".delta")} == kinds
    for events in (ours, real):
        names = types_of(events)
        after = names[names.index("response.created") + 1 :]
        assert after[0] == f"{TRANSCRIPTION}.delta"
        assert after.index(f"{TRANSCRIPTION}.completed") < after.index("response.output_audio.done")
    (heard,) = only(ours, f"{TRANSCRIPTION}.completed")
    (recorded,) = only(real, f"{TRANSCRIPTION}.completed")
    assert list(heard) == list(recorded)
    assert (heard["transcript"], heard["usage"]) == (recorded["transcript"], recorded["usage"])
    deltas = only(ours, f"{TRANSCRIPTION}.delta")
    assert "".join(each["delta"] for each in deltas) == " Hello, my name is Marcelo."
    assert all(len(each["delta"]) + len(each["obfuscation"]) == 16 for each in deltas)
    assert faults_of(session.frames) == set()


def test_the_announced_id_is_the_items_id() -> None:
    session = Session()
    events = listen(session, tone(700) + silence(800))
    assert types_of(events)[:6] == [*TURN, "response.created"]
    started, stopped, committed, added, done = events[:5]
    ids = {started["item_id"], stopped["item_id"], committed["item_id"]}
    assert ids == {added["item"]["id"]} == {done["item"]["id"]}
    assert committed["previous_item_id"] is added["previous_item_id"] is None
    assert added["item"]["content"] == [{"type": "input_audio", "transcript": None}]
    assert turn_ms(events) == (0, 704 + 512)


def test_places_count_all_audio_ever_appended() -> None:
    session = Session()
    listen(session, silence(1_000))
    session.ask(f"{BUFFER}.commit")
    listen(session, silence(1_000))
    session.ask(f"{BUFFER}.clear")
    events = listen(session, silence(1_000) + tone(500) + silence(600))
    start, end = turn_ms(events)
    assert start == pytest.approx(3_000 - 300, abs=FRAME_MS)
    assert end == pytest.approx(3_500 + 500, abs=FRAME_MS)


def test_a_turn_does_not_begin_before_what_was_committed_or_cleared() -> None:
    session = Session()
    listen(session, silence(1_000))
    session.ask(f"{BUFFER}.clear")
    start, _ = turn_ms(listen(session, tone(500) + silence(600)))
    assert start == 1_000


def test_threshold_padding_and_silence_are_obeyed() -> None:
    session = Session()
    quiet = silence(1_000) + tone(600, 900) + silence(1_500)
    set_input(session, turn_detection=vad(threshold=0.9))
    assert listen(session, quiet) == []
    set_input(session, turn_detection=vad(threshold=0.5, prefix_padding_ms=0))
    start, _ = turn_ms(listen(session, quiet))
    assert start == pytest.approx(3_100 + 1_000, abs=FRAME_MS)
    set_input(session, turn_detection=vad(prefix_padding_ms=0, silence_duration_ms=1_200))
    pause = silence(1_100)
    start, end = turn_ms(listen(session, tone(500) + pause + tone(500) + silence(1_400)))
    assert start == pytest.approx(6_200, abs=2 * FRAME_MS)
    assert end == pytest.approx(6_200 + 500 + 1_100 + 500 + 1_200, abs=2 * FRAME_MS)


@pytest.mark.parametrize(
    ("eagerness", "wait"), [("low", 2_000), ("auto", 1_000), ("medium", 1_000), ("high", 500)]
)
def test_semantic_vad_waits_by_eagerness(eagerness: str, wait: int) -> None:
    session = Session()
    turns = {"type": "semantic_vad", "eagerness": eagerness}
    set_input(session, turn_detection=turns)
    events = listen(session, tone(800) + silence(8_500))
    assert types_of(events)[:5] == TURN
    assert turn_ms(events)[1] == pytest.approx(800 + wait, abs=2 * FRAME_MS)
    mere_sound = listen(session, tone(200) + silence(8_500))
    assert turn_ms(mere_sound)[1] == pytest.approx(9_300 + 200 + 4 * wait, abs=2 * FRAME_MS)


def test_create_response_false_only_adds_the_item() -> None:
    session = Session()
    set_input(session, turn_detection=vad(create_response=False))
    assert types_of(listen(session, tone(500) + silence(600))) == TURN
    assert types_of(session.ask("response.create"))[0] == "response.created"


def test_without_turn_detection_the_client_commits() -> None:
    session = Session()
    set_input(session, turn_detection=None)
    assert listen(session, tone(500) + silence(900)) == []
    assert types_of(session.ask(f"{BUFFER}.commit")) == TURN[2:]


def test_a_commit_in_the_middle_of_a_turn_commits_the_announced_item() -> None:
    session = Session()
    (started,) = listen(session, tone(500))
    events = session.ask(f"{BUFFER}.commit")
    assert types_of(events) == TURN[2:]
    assert events[0]["item_id"] == started["item_id"]
    (error,) = session.ask(f"{BUFFER}.commit")
    assert error["error"]["code"] == "input_audio_buffer_commit_empty"
    assert "only has 0.00ms of audio" in error["error"]["message"]


def test_a_commit_right_after_the_servers_own_is_empty() -> None:
    session = Session()
    listen(session, tone(500) + silence(524))
    (error,) = session.ask(f"{BUFFER}.commit", event_id="mine")
    assert error["error"]["code"] == "input_audio_buffer_commit_empty"
    assert error["error"]["event_id"] == "mine"


def test_clear_forgets_a_turn_in_progress() -> None:
    session = Session()
    listen(session, tone(500))
    assert types_of(session.ask(f"{BUFFER}.clear")) == [f"{BUFFER}.cleared"]
    assert listen(session, silence(2_000)) == []


def interrupt(session: Session) -> list[dict[str, Any]]:
    append(session, tone(300))
    return session.run_until("response.done")


def test_interruption_before_any_output() -> None:
    session = Session()
    session.say("hello")
    session.send("response.create")
    session.run_until("response.created")
    events = interrupt(session)
    assert types_of(events) == [TURN[0], "response.done"]
    response = events[-1]["response"]
    assert response["status"] == "cancelled"
    assert response["status_details"] == {"type": "cancelled", "reason": "turn_detected"}
    assert (response["output"], response["usage"]["total_tokens"]) == ([], 0)


def test_interruption_of_a_speaking_response() -> None:
    session = Session()
    session.say("count to 100")
    session.send("response.create")
    session.run_until("response.output_audio.delta")
    interrupt(session)
    events = session.events
    names = types_of(events)
    after = names[names.index(TURN[0]) :]
    assert after == [
        TURN[0],
        "response.output_audio.done",
        "response.output_audio_transcript.done",
        "response.content_part.done",
        "conversation.item.done",
        "response.output_item.done",
        "response.done",
    ]
    response = events[-1]["response"]
    assert response["status_details"] == {"type": "cancelled", "reason": "turn_detected"}
    assert response["output"][0]["status"] == "incomplete"
    assert response["usage"]["output_tokens"] > 0
    deltas = only(events, "response.output_audio_transcript.delta")
    (done,) = only(events, "response.output_audio_transcript.done")
    assert done["transcript"] == "".join(each["delta"] for each in deltas)
    following = listen(session, silence(700))
    assert types_of(following)[:2] == ["rate_limits.updated", TURN[1]]
    assert only(following, "response.done")[0]["response"]["status"] == "completed"


def test_interruption_after_the_item_and_before_the_end() -> None:
    session = Session(latency_ms=0)
    session.say("hello")
    session.send("response.create")
    session.run_until("response.output_item.done")
    events = interrupt(session)
    assert types_of(events) == [TURN[0], "response.done"]
    response = events[-1]["response"]
    assert response["status"] == "cancelled"
    assert response["output"][0]["status"] == "completed"


def test_without_interruption_the_response_goes_on_and_a_second_is_refused() -> None:
    session = Session()
    set_input(session, turn_detection=vad(interrupt_response=False))
    session.say("count to 100")
    session.send("response.create")
    session.run_until("response.output_audio.delta")
    events = listen(session, tone(500) + silence(600))
    (error,) = only(events, "error")
    assert error["error"]["code"] == "conversation_already_has_active_response"
    assert error["error"]["event_id"] is None
    (done,) = only(events, "response.done")
    assert done["response"]["status"] == "completed"
    order = types_of(events)
    assert order.index("error") > order.index(f"{BUFFER}.committed")


def test_the_idle_user_is_prompted_once() -> None:
    session = Session()
    transcription = {"model": "whisper-1"}
    set_input(session, turn_detection=vad(idle_timeout_ms=5_000), transcription=transcription)
    append(session, silence(500))
    session.say("hello")
    session.send("response.create")
    events = session.run_until("response.done")
    done_at = session.now
    played = sum(
        len(base64.b64decode(each["delta"])) / 48_000
        for each in only(session.events, "response.output_audio.delta")
    )
    append(session, silence(400))
    events = session.run_until(f"{BUFFER}.timeout_triggered")
    assert session.now - done_at == pytest.approx(played + 5, abs=0.01)
    (triggered,) = only(events, f"{BUFFER}.timeout_triggered")
    assert (triggered["audio_start_ms"], triggered["audio_end_ms"]) == (900, 900)
    events = events[events.index(triggered) + 1 :] + session.run()
    assert types_of(events)[:6] == [
        "conversation.item.added",
        "conversation.item.done",
        *TURN[2:],
        "response.created",
    ]
    notice, committed, added = events[0]["item"], events[2], events[3]["item"]
    assert (notice["role"], notice["content"][0]["type"]) == ("system", "input_text")
    assert committed["previous_item_id"] == notice["id"]
    assert added["id"] == committed["item_id"] == triggered["item_id"]
    (completed,) = only(events, f"{TRANSCRIPTION}.completed")
    assert (completed["transcript"], completed["usage"]) == (
        "",
        {"type": "duration", "seconds": 0},
    )
    assert only(events, "response.done")
    assert not only(events, f"{BUFFER}.timeout_triggered")
    assert faults_of(session.frames) == set()


def test_who_speaks_is_not_idle() -> None:
    session = Session()
    set_input(session, turn_detection=vad(idle_timeout_ms=5_000, create_response=False))
    session.say("hello")
    session.send("response.create")
    session.run_until("response.done")
    append(session, tone(500))
    assert not only(session.run(), f"{BUFFER}.timeout_triggered")


@pytest.mark.parametrize(
    ("model", "deltas", "usage"),
    [
        ("whisper-1", 1, {"type": "duration", "seconds": 2}),
        ("gpt-realtime-whisper", 3, {"type": "duration", "seconds": 2}),
        (
            "gpt-4o-mini-transcribe",
            3,
            {
                "type": "tokens",
                "total_tokens": 18,
                "input_tokens": 14,
                "input_token_details": {"text_tokens": 0, "audio_tokens": 14},
                "output_tokens": 4,
            },
        ),
    ],
)
def test_transcription_by_model(model: str, deltas: int, usage: dict[str, Any]) -> None:
    session = Session()
    set_input(session, transcription={"model": model}, turn_detection=vad(create_response=False))
    heard = hearing(session, "Weather in Oslo")
    events = listen(session, tone(800) + silence(600))
    assert len(only(events, f"{TRANSCRIPTION}.delta")) == deltas
    (completed,) = only(events, f"{TRANSCRIPTION}.completed")
    assert json.dumps(completed["usage"]) == json.dumps(usage)
    assert heard.seconds == [pytest.approx(1.312)]
    item_id = completed["item_id"]
    (retrieved,) = session.ask("conversation.item.retrieve", item_id=item_id)
    assert retrieved["item"]["content"][0]["transcript"] == "Weather in Oslo"


def test_the_honest_default_hears_how_long_somebody_spoke() -> None:
    session = Session()
    set_input(session, transcription={"model": "whisper-1"}, turn_detection=None)
    append(session, tone(2_300))
    (completed,) = only(session.ask(f"{BUFFER}.commit"), f"{TRANSCRIPTION}.completed")
    assert completed["transcript"] == "[2.3 s of speech]"
    append(session, silence(2_300))
    (completed,) = only(session.ask(f"{BUFFER}.commit"), f"{TRANSCRIPTION}.completed")
    assert completed["transcript"] == ""


def test_what_is_heard_is_answered_even_without_transcription() -> None:
    session = Session()
    hearing(session, "hello")
    events = listen(session, tone(500) + silence(600))
    assert not only(events, f"{TRANSCRIPTION}.completed")
    said = only(events, "response.done")[0]["response"]["output"][0]["content"][0]["transcript"]
    assert "understand" not in said


def test_a_failed_transcription_leaves_the_response_alone() -> None:
    session = Session()
    set_input(session, transcription={"model": "whisper-1"})
    trouble = NotHeardError(
        "Input transcription failed for item '{item_id}'.", "DeploymentNotFound", "server_error"
    )
    hearing(session, trouble)
    events = listen(session, tone(500) + silence(600))
    (failed,) = only(events, f"{TRANSCRIPTION}.failed")
    item_id = only(events, TURN[0])[0]["item_id"]
    assert failed["item_id"] == item_id
    assert failed["error"] == {
        "type": "server_error",
        "code": "DeploymentNotFound",
        "message": f"Input transcription failed for item '{item_id}'.",
        "param": None,
    }
    assert only(events, "response.done")[0]["response"]["status"] == "completed"


@pytest.mark.parametrize(("name", "encode"), [("audio/pcmu", to_mu_law), ("audio/pcma", to_a_law)])
def test_telephone_formats_are_heard_and_measured(name: str, encode: Any) -> None:
    session = Session()
    set_input(session, format={"type": name})
    wave = bytes(encode(int(6_000 * math.sin(step / 3))) for step in range(8 * 700))
    still = bytes([encode(0)]) * (8 * 700)
    start, end = turn_ms(listen(session, still + wave + still, size=160))
    assert start == pytest.approx(700 - 300, abs=FRAME_MS)
    assert end == pytest.approx(1_400 + 500, abs=FRAME_MS)
    session.ask(f"{BUFFER}.clear")
    append(session, still[: 8 * 99])
    (error,) = session.ask(f"{BUFFER}.commit")
    assert "only has 99.00ms of audio" in error["error"]["message"]


def test_odd_bytes_are_accepted_and_wait_for_their_other_half() -> None:
    session = Session()
    sound = tone(500) + silence(700)
    assert turn_ms(listen(session, sound, size=33)) == turn_ms(listen(Session(), sound))


def test_an_append_over_the_limit_is_refused() -> None:
    session = Session()
    audio = "A" * (20 * 1024 * 1024 + 4)
    (error,) = session.ask(f"{BUFFER}.append", audio=audio)
    assert (error["error"]["code"], error["error"]["param"]) == ("string_above_max_length", "audio")
    (empty,) = session.ask(f"{BUFFER}.commit")
    assert "only has 0.00ms" in empty["error"]["message"]


def test_audio_in_a_created_item_is_in_the_sessions_format() -> None:
    session = Session()
    set_input(session, format={"type": "audio/pcmu"})
    session.use(modality="text")
    part = {"type": "input_audio", "audio": base64.b64encode(bytes(8_000)).decode()}
    item = {"type": "message", "role": "user", "content": [part]}
    session.ask("conversation.item.create", item=item)
    usage = only(session.ask("response.create"), "response.done")[0]["response"]["usage"]
    assert usage["input_token_details"]["audio_tokens"] == 10


@pytest.mark.parametrize("name", ["audio/pcm", "audio/pcmu"])
def test_retrieve_gives_the_committed_sound_back(name: str) -> None:
    session = Session()
    set_input(session, turn_detection=None, format={"type": name})
    sound = tone(200) if name == "audio/pcm" else MU_LAW_CODES * 8
    append(session, sound)
    item_id = session.ask(f"{BUFFER}.commit")[0]["item_id"]
    (retrieved,) = session.ask("conversation.item.retrieve", item_id=item_id)
    (part,) = retrieved["item"]["content"]
    assert list(part) == ["type", "audio", "transcript"]
    assert base64.b64decode(part["audio"]) == sound
    assert faults_of(session.frames) == set()


def test_the_oldest_sound_is_forgotten_but_its_length_is_not() -> None:
    session = Session()
    set_input(session, turn_detection=None)
    ids = []
    for _ in range(2):
        append(session, silence(200_000), size=9_600_000)
        ids.append(session.ask(f"{BUFFER}.commit")[0]["item_id"])
    kept = [
        "audio" in session.ask("conversation.item.retrieve", item_id=each)[0]["item"]["content"][0]
        for each in ids
    ]
    assert kept == [False, True]
    usage = only(session.ask("response.create"), "response.done")[0]["response"]["usage"]
    assert usage["input_token_details"]["audio_tokens"] == 4_000


def test_the_sound_of_a_session_without_end_stays_bounded() -> None:
    conversation = Conversation()
    ids = [f"item_{number}" for number in range(40)]
    for item_id in [*ids, ids[0]]:
        conversation.keep_input_audio(item_id, bytes(2**20))
    kept = [item_id for item_id in ids if conversation.input_audio(item_id)]
    assert kept == [ids[0], *ids[-15:]], "the newest 16 MiB; an item that came again is new"
    assert all(conversation.audio_ms(item_id) == 2**20 / 48 for item_id in ids)


def test_silence_is_not_kept_for_ever() -> None:
    session = Session()
    listen(session, silence(60_000))
    (committed, *_) = session.ask(f"{BUFFER}.commit")
    pcm = session.engine._world.conversation.input_audio(committed["item_id"])
    assert len(pcm) == 6_000 * 48
    append(session, silence(1_000) + tone(500) + silence(600))
    assert turn_ms(session.run())[0] == pytest.approx(61_000 - 300, abs=FRAME_MS)


def test_a_very_long_append_lets_others_in_and_keeps_the_order() -> None:
    session = Session()
    sound = silence(60_000) + tone(500) + silence(700) + silence(60_000)
    audio = base64.b64encode(sound).decode()
    session.send(f"{BUFFER}.append", audio=audio)
    session.send(f"{BUFFER}.clear")
    session.now += 0.06
    assert session.collect() == []
    events = session.run()
    assert turn_ms(events)[0] == pytest.approx(60_000 - 300, abs=FRAME_MS)
    names = types_of(events)
    assert names.index(f"{BUFFER}.cleared") > names.index(f"{BUFFER}.committed")
    (error,) = session.ask(f"{BUFFER}.commit")
    assert error["error"]["code"] == "input_audio_buffer_commit_empty"


def test_logprobs_come_when_they_are_included() -> None:
    session = Session()
    include = ["item.input_audio_transcription.logprobs"]
    session.ask("session.update", session={"type": "realtime", "include": include})
    set_input(session, transcription={"model": "gpt-4o-transcribe"}, turn_detection=None)
    hearing(session, "Weather in Oslo")
    append(session, tone(300))
    events = session.ask(f"{BUFFER}.commit")
    tokens = [each["logprobs"][0]["token"] for each in only(events, f"{TRANSCRIPTION}.delta")]
    (completed,) = only(events, f"{TRANSCRIPTION}.completed")
    assert [each["token"] for each in completed["logprobs"]] == tokens
    assert bytes(completed["logprobs"][1]["bytes"]).decode() == " in"
    assert faults_of(session.frames) == set()


def test_who_interrupted_the_answer_is_not_idle_either() -> None:
    session = Session()
    set_input(session, turn_detection=vad(idle_timeout_ms=5_000, create_response=False))
    session.say("count to 100")
    session.send("response.create")
    session.run_until("response.output_audio.delta")
    events = listen(session, tone(500) + silence(700))
    assert only(events, "response.done")[0]["response"]["status"] == "cancelled"
    assert not only(events, f"{BUFFER}.timeout_triggered")


def test_a_session_change_in_a_turn_keeps_the_turn_unless_detection_ends() -> None:
    session = Session()
    (started,) = listen(session, tone(500))
    session.ask("session.update", session={"type": "realtime", "instructions": "Short."})
    events = listen(session, silence(700))
    assert only(events, f"{BUFFER}.committed")[0]["item_id"] == started["item_id"]
    listen(session, tone(500))
    set_input(session, turn_detection=None)
    assert listen(session, silence(700)) == []
    assert types_of(session.ask(f"{BUFFER}.commit")) == TURN[2:]


def test_the_same_seed_and_sound_give_the_same_frames() -> None:
    def frames() -> list[str]:
        session = Session(seed=7)
        set_input(session, transcription={"model": "gpt-realtime-whisper"})
        listen(session, tone(500) + silence(600) + tone(400) + silence(700))
        return session.frames

    assert frames() == frames()
