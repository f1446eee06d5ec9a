"""What was asked, accepted and observed, on written sessions and on the shared captures."""

from __future__ import annotations

import base64
import json

import pytest
from tests.support.app import CAPTURES
from tests.support.script import MANUAL, Script, beginning

from realtime_inspector.analysis.contract import Clause, Observer, Verdict, contract_of, not_kept
from realtime_inspector.capture.reader import read_capture
from realtime_inspector.cli import main as cli
from realtime_inspector.core.event import Event

TOOL = {"type": "function", "name": "get_weather", "parameters": {}}
PIECE_20MS_16K = bytes(640)


def contract(script: Script) -> dict[str, Clause]:
    watched = Observer()
    for seq, record in enumerate(script.records, start=1):
        watched.feed(seq, record, Event.of(record))
    return {one.name: one for one in contract_of(watched)}


def verdict(script: Script, name: str) -> str:
    return contract(script)[name].verdict.value


def of_capture(name: str) -> dict[str, Clause]:
    watched = Observer()
    with read_capture(CAPTURES / name) as reader:
        for seq, row in enumerate(reader.rows(), start=1):
            if row.record is not None:
                watched.feed(seq, row.record, Event.of(row.record))
    return {one.name: one for one in contract_of(watched)}


def streamed(step_ms: int, seconds: float = 2.0) -> Script:
    script = beginning()
    for _ in range(int(seconds * 1000 / step_ms)):
        at = script.now_ms
        script.append(PIECE_20MS_16K)
        script.now_ms = at + step_ms
    return script


def test_what_is_taken_over_is_kept() -> None:
    clauses = contract(beginning().update({"instructions": "Be kind.", "tools": [TOOL]}))
    assert clauses["instructions"].verdict is Verdict.KEPT
    assert clauses["instructions"].observed == "your own"
    assert clauses["tools"].verdict is Verdict.UNSEEN
    assert clauses["tools"].observed == "never called: get_weather"


def test_what_is_not_taken_over_differs_with_both_values() -> None:
    script = beginning().sent("session.update", session={"audio": {"output": {"voice": "cedar"}}})
    clause = contract(script.received("session.updated", session=script.session))["voice"]
    assert (clause.verdict, clause.asked, clause.accepted) == (Verdict.DIFFERS, "cedar", "marin")
    assert clause.seqs == (3, 4)


def test_a_tool_that_was_called_and_not_declared() -> None:
    declared = beginning().update({"tools": [TOOL]}).begins()
    assert verdict(declared.call("get_weather").done(), "tools") == "="
    undeclared = beginning().update({"tools": [TOOL]}).begins().call("get_time").done()
    assert verdict(undeclared, "tools") == "≠"
    assert "not declared: get_time" in contract(undeclared)["tools"].observed


def test_another_kind_of_output_than_agreed() -> None:
    assert verdict(beginning().begins().speech().done(), "output") == "="
    assert verdict(beginning().begins().message().done(), "output") == "≠"
    asked = beginning().sent("response.create", response={"output_modalities": ["text"]})
    assert verdict(asked.begins(is_asked=False).message().done(), "output") == "="


def test_the_pace_of_the_samples_tells_another_rate() -> None:
    slow = contract(streamed(step_ms=20))["input audio"]  # 640 bytes each 20 ms: 16 kHz
    assert (slow.verdict, "16.0 kHz" in slow.observed) == (Verdict.DIFFERS, True)
    script = beginning().update(
        {"audio": {"input": {"format": {"type": "audio/pcm", "rate": 24000}}}}
    )
    for _ in range(100):
        at = script.now_ms
        script.append(bytes(960))
        script.now_ms = at + 20
    assert verdict(script, "input audio") == "="
    assert verdict(streamed(step_ms=20, seconds=0.5), "input audio") == "?"
    assert verdict(streamed(step_ms=5), "input audio") == "?"  # faster than real time: a file


def test_half_samples_and_silence() -> None:
    odd = contract(beginning().append(bytes(4801)))["input audio"]
    assert (odd.verdict, "half a sample" in odd.observed) == (Verdict.DIFFERS, True)
    assert "silence" in contract(beginning().append(bytes(4800)))["input audio"].observed


def test_turn_detection_that_is_off_and_heard_all_the_same() -> None:
    heard = beginning().update(MANUAL).received("input_audio_buffer.speech_started")
    assert verdict(heard, "turns") == "≠"
    assert verdict(beginning().received("input_audio_buffer.speech_started"), "turns") == "="
    assert verdict(beginning().update(MANUAL).sent("input_audio_buffer.commit"), "turns") == "="


def test_max_tokens_and_transcripts() -> None:
    details = {"type": "incomplete", "reason": "max_output_tokens"}
    cut = beginning().begins().done(status="incomplete", details=details)
    assert contract(cut)["max tokens"].observed == "reached by 1 of 1 responses"
    heard = beginning().update({"audio": {"input": {"transcription": {"model": "whisper-1"}}}})
    heard.received("input_audio_buffer.committed", item_id="i")
    assert verdict(heard, "transcription") == "≠"
    heard.received("conversation.item.input_audio_transcription.completed", transcript="a")
    assert verdict(heard, "transcription") == "="


def test_a_new_session_is_a_new_contract() -> None:
    first = beginning().begins().call("get_time").done()
    assert verdict(first, "tools") == "≠"
    assert verdict(first.created(), "tools") == "?"


def test_fields_that_differ_are_named_by_path() -> None:
    asked = {"audio": {"input": {"turn_detection": {"type": "semantic_vad"}}}, "speed": 1}
    held = {"audio": {"input": {"turn_detection": {"type": "server_vad", "threshold": 0.5}}}}
    assert not_kept(asked, held) == ["audio.input.turn_detection.type"]
    assert not_kept({"instructions": ""}, {"instructions": "Default."}) == []
    assert not_kept({"model": "gpt-realtime"}, {"model": "gpt-realtime-2025-08-28"}) == []


@pytest.mark.parametrize(
    ("name", "differing"),
    [
        ("azure-ga-spoken-tool-round.jsonl", []),
        ("azure-ga-transcription-failed.jsonl", ["transcription"]),
        ("azure-voicelive-text-out.jsonl", []),
        ("openai-beta-audio-out-full-pcm.jsonl", []),
        ("openai-ga-error-then-long-text.jsonl", []),
        ("openai-ga-realtime21-commentary-tools.jsonl", []),
        ("openai-ga-server-vad-mic.jsonl", []),
        ("openai-ga-text-tools.jsonl", []),
        ("openai-ga-webrtc-sideband-text.jsonl", []),
        ("qwen-livetranslate-text-turn.jsonl", []),
        ("xai-text-tools.jsonl", []),
        ("xai-drop-and-resume.jsonl", []),
    ],
)
def test_on_real_sessions_only_what_really_went_wrong_differs(
    name: str, differing: list[str]
) -> None:
    clauses = of_capture(name).values()
    assert [one.name for one in clauses if one.verdict is Verdict.DIFFERS] == differing


def test_the_command_says_it_for_people_and_programs(capsys: pytest.CaptureFixture[str]) -> None:
    capture = str(CAPTURES / "azure-ga-transcription-failed.jsonl")
    assert cli.main(["contract", capture]) == 1
    assert "≠ transcription" in capsys.readouterr().out
    capture = str(CAPTURES / "xai-drop-and-resume.jsonl")
    assert cli.main(["contract", "--json", capture]) == 0
    sessions = json.loads(capsys.readouterr().out)["sessions"]
    assert len(sessions) == 2
    voice = next(one for one in sessions[0] if one["name"] == "model")
    assert voice["verdict"] == "kept"


def test_pieces_that_stand_for_left_out_audio_say_nothing() -> None:
    script = beginning().begins()
    delta = base64.b64encode(b"abc").decode()
    script.received("response.output_audio.delta", response_id="resp_1", delta=delta)
    assert contract(script)["output audio"].verdict is Verdict.UNSEEN


def test_what_asked_and_what_answered_last_is_named_however_often_that_was() -> None:
    script = beginning()
    for number in range(8):
        script.update({"instructions": f"Be kind {number} times."})
    newest = len(script.records)
    assert contract(script)["instructions"].seqs == (newest - 1, newest)


def test_an_update_that_was_sent_before_the_session_began_was_asked_for() -> None:
    early = Script().open().sent("session.update", session={"instructions": "Be kind."}).created()
    assert contract(early)["instructions"].asked == "Be kind."
    assert contract(early.created())["instructions"].asked == ""


def test_a_field_without_a_row_of_its_own_gets_one_when_it_differs() -> None:
    script = beginning().sent("session.update", session={"audio": {"output": {"speed": 1.5}}})
    clause = contract(script.received("session.updated", session=script.session))
    assert "audio.output.voice" not in clause
    differs = clause["audio.output.speed"]
    assert (differs.verdict, differs.asked, differs.accepted) == (Verdict.DIFFERS, "1.5", "1.0")
    assert differs.seqs == (3, 4)


COMMITTED = "input_audio_buffer.committed"
SILENT_VAD = {"audio": {"input": {"turn_detection": {"create_response": False}}}}


@pytest.mark.parametrize(
    ("script", "observed", "sign"),
    [
        (beginning().received(COMMITTED).begins(is_asked=False), "1 of 1", "="),
        (beginning().received(COMMITTED).begins(), "0 of 1", "≠"),
        (beginning().update(SILENT_VAD).received(COMMITTED).begins(is_asked=False), "1 of 1", "≠"),
        (beginning().update(SILENT_VAD).received(COMMITTED).begins(), "0 of 1", "="),
        (
            beginning().received(COMMITTED).begins(is_asked=False).done().begins(is_asked=False),
            "1 of 1",
            "=",
        ),
        (beginning(), "", "?"),
    ],
)
def test_turns_that_are_answered_by_themselves(script: Script, observed: str, sign: str) -> None:
    clause = contract(script)["answers by itself"]
    assert clause.observed == (f"{observed} turns answered by itself" if observed else "")
    assert clause.verdict.value == sign


def test_without_turn_detection_nothing_answers_by_itself() -> None:
    script = beginning().update(MANUAL).received(COMMITTED).begins(is_asked=False)
    assert "answers by itself" not in contract(script)


def test_what_a_response_says_that_it_was_made_with() -> None:
    cedar = {"output": {"voice": "cedar"}}
    marin = {"output": {"voice": "marin"}}
    assert verdict(beginning().begins(audio=marin), "voice") == "="
    changed = contract(beginning().begins(audio=marin).done(audio=cedar))["voice"]
    assert (changed.verdict, changed.observed) == (Verdict.DIFFERS, "marin, cedar")
    warm = Script().open().created(temperature=0.6)
    assert verdict(warm, "temperature") == "?"
    assert verdict(warm.begins(temperature=0.6), "temperature") == "="
    assert verdict(warm.done(temperature=0.8), "temperature") == "≠"


def test_audio_whose_samples_cannot_be_read_tells_nothing() -> None:
    packed = {"audio": {"output": {"format": {"type": "audio/pcmu"}}}}
    assert verdict(beginning().update(packed).begins().speech(), "output audio") == "?"
    assert verdict(beginning().begins().speech(), "output audio") == "="


def test_values_are_told_in_short() -> None:
    clauses = contract(beginning().update({"instructions": "東京 " * 100}))
    assert clauses["instructions"].asked.startswith("東京 東京")
    assert clauses["instructions"].asked.endswith("…")
    assert clauses["turns"].accepted == (
        "server_vad · create_response true · interrupt_response true"
    )
    assert contract(beginning().update(MANUAL))["turns"].accepted == "off"
    assert clauses["transcription"].accepted == "off"
