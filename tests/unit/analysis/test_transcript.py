from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.export.captures import (
    CAPTURES,
    SECOND_OF_PCM,
    START_NS,
    added,
    begun,
    call,
    created,
    delta,
    done,
    message,
    output,
    received,
    result,
    sent,
    spoken_session,
    state_of,
)

from realtime_inspector.analysis.transcript import Ending, Speaker, transcript
from realtime_inspector.core.record import notice
from realtime_inspector.core.reduce import reduce_all
from realtime_inspector.core.state import CaptureState

if TYPE_CHECKING:
    from realtime_inspector.analysis.transcript import Line, Transcript
    from realtime_inspector.core.record import Record

SPEECH = {"id": "i", "type": "message", "role": "assistant", "status": "in_progress"}


def told(*records: Record) -> Transcript:
    return transcript(reduce_all(records))


def texts(spoken: Transcript) -> list[str]:
    return [line.text for line in spoken.lines]


def only(spoken: Transcript, speaker: Speaker) -> Line:
    (line,) = (line for line in spoken.lines if line.speaker is speaker)
    return line


def test_nothing_at_all() -> None:
    spoken = transcript(CaptureState())
    assert [session.number for session in spoken.sessions] == [0]
    assert spoken.lines == ()
    assert (spoken.has_times, spoken.duration_ms, spoken.input_audio_ms) == (False, None, None)


def test_unknown_time_is_unknown_and_not_zero() -> None:
    spoken = transcript(state_of("openai-ga-text-tools.jsonl"))
    assert not spoken.has_times
    assert {(line.elapsed_ms, line.time_ns, line.first_token_ms) for line in spoken.lines} == {
        (None, None, None)
    }


def test_time_since_the_first_record() -> None:
    spoken = told(created(0), added(1250, message("user", "a", "u")))
    assert spoken.lines[0].elapsed_ms == 1250
    assert spoken.lines[0].time_ns == START_NS + 1_250_000_000
    assert spoken.duration_ms == 1250


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_every_item_has_exactly_one_line(path: object) -> None:
    state = state_of(getattr(path, "name", ""))
    lines = [line for line in transcript(state).lines if line.item_type]
    assert sorted(line.seq for line in lines) == sorted(state.items)


def test_a_call_and_its_result_are_paired() -> None:
    spoken = transcript(state_of("openai-ga-text-tools.jsonl"))
    (session,) = spoken.sessions
    asked, answered = only(spoken, Speaker.TOOL_CALL).tool, only(spoken, Speaker.TOOL_RESULT).tool
    assert asked is not None
    assert answered is not None
    assert asked.name == answered.name == "get_weather"
    assert asked.result == answered.result == "It is foggy and 12 degrees in London."
    assert asked.result_seq == answered.result_seq == 24
    assert answered.call_seq == 9
    assert [line.speaker for line in session.readable_lines] == ["user", "tool call", "assistant"]


def test_a_result_without_its_call_stands_alone() -> None:
    spoken = told(created(), added(1, result("x", "call_1", "r")))
    tool = only(spoken, Speaker.TOOL_RESULT).tool
    assert tool is not None
    assert (tool.name, tool.call_seq, tool.result) == ("", None, "x")
    assert len(spoken.sessions[0].readable_lines) == 1


def test_a_result_in_a_resumed_session_knows_the_name() -> None:
    spoken = told(
        created(), added(1, call("f", "{}", "c", "i")), created(2), added(3, result("x", "c", "r"))
    )
    tool = only(spoken, Speaker.TOOL_RESULT).tool
    assert tool is not None
    assert (tool.name, tool.call_seq) == ("f", 2)
    assert len(spoken.sessions[1].readable_lines) == 1


def test_a_call_without_result() -> None:
    tool = only(told(created(), added(1, call("f", "{}", "c", "i"))), Speaker.TOOL_CALL).tool
    assert tool is not None
    assert (tool.result, tool.result_seq) == (None, None)


def test_an_mcp_call_carries_its_result() -> None:
    item = {"id": "m", "type": "mcp_call", "name": "f", "arguments": "{}", "output": "done"}
    tool = only(told(created(), added(1, item)), Speaker.TOOL_CALL).tool
    assert tool is not None
    assert tool.result == "done"


def interrupted(*more: Record, reason: str = "turn_detected") -> Line:
    spoken = told(
        created(),
        sent(100, "response.create"),
        begun(150, "r"),
        output(160, "r", SPEECH),
        delta(500, "output_audio_transcript", "one two three four", "r", "i"),
        delta(510, "output_audio", SECOND_OF_PCM, "r", "i"),
        done(900, "r", "cancelled", type="cancelled", reason=reason),
        *more,
    )
    return only(spoken, Speaker.ASSISTANT)


def truncated(end_ms: int) -> Record:
    fields = {"item_id": "i", "content_index": 0, "audio_end_ms": end_ms}
    return received(950, "conversation.item.truncated", **fields)


def test_an_interruption_of_unknown_extent_strikes_it_all() -> None:
    line = interrupted()
    assert (line.ending, line.heard_ms, line.struck_from) == (Ending.INTERRUPTED, None, 0)
    assert line.reason == "turn_detected"
    assert line.audio_ms == 1000
    assert line.first_token_ms == 400


def test_the_client_cancelled() -> None:
    line = interrupted(reason="client_cancelled")
    assert (line.ending, line.struck_from) == (Ending.CANCELLED, 0)


@pytest.mark.parametrize(
    ("heard_ms", "struck"),
    [(0, "one two three four"), (500, "three four"), (600, "three four"), (1000, None)],
)
def test_a_truncation_strikes_what_was_not_heard(heard_ms: int, struck: str | None) -> None:
    line = interrupted(truncated(heard_ms))
    assert line.ending is Ending.INTERRUPTED
    assert line.heard_ms == heard_ms
    assert (None if line.struck_from is None else line.text[line.struck_from :]) == struck
    assert line.is_cut_estimated is (0 < heard_ms < 1000)


def test_a_truncation_without_audio_says_no_place() -> None:
    spoken = told(created(), added(1, message("assistant", "a b", "i")), truncated(700))
    line = only(spoken, Speaker.ASSISTANT)
    assert (line.ending, line.heard_ms, line.struck_from) == (Ending.INTERRUPTED, 700, None)


def test_a_response_that_was_cancelled_before_it_said_anything() -> None:
    spoken = told(
        created(),
        begun(1, "r"),
        done(2, "r", "cancelled", type="cancelled", reason="turn_detected"),
    )
    line = only(spoken, Speaker.NOTICE)
    assert (line.ending, line.response_id, line.seq) == (Ending.INTERRUPTED, "r", 3)


def test_only_the_unfinished_item_of_a_response_is_marked() -> None:
    first = message("assistant", "a", "a", status="completed")
    second = message("assistant", "b", "b", status="in_progress")
    spoken = told(
        created(),
        begun(1, "r"),
        output(2, "r", first),
        output(3, "r", second),
        done(4, "r", "incomplete", type="incomplete", reason="max_output_tokens"),
    )
    assert [line.ending for line in spoken.lines] == [Ending.WHOLE, Ending.INCOMPLETE]
    assert spoken.lines[1].reason == "max_output_tokens"


def test_a_failed_response_is_an_error_even_if_it_said_something() -> None:
    error = {"code": "server_error", "message": "Sorry."}
    spoken = told(
        created(),
        sent(1, "response.create"),
        begun(2, "r"),
        output(3, "r", message("assistant", "a", "a", status="in_progress")),
        done(4, "r", "failed", type="failed", error=error),
    )
    line = only(spoken, Speaker.ERROR)
    assert (line.text, line.code, line.cause_seq) == ("Sorry.", "server_error", 2)
    assert only(spoken, Speaker.ASSISTANT).ending is Ending.FAILED


def test_what_is_open_when_the_capture_or_the_connection_ends() -> None:
    start = (created(), begun(1, "r"), output(2, "r", SPEECH))
    assert only(told(*start), Speaker.ASSISTANT).ending is Ending.OPEN
    lost = told(*start, notice("close", fields={"code": 1006}))
    assert only(lost, Speaker.ASSISTANT).ending is Ending.LOST


def test_a_refused_item_points_at_its_error() -> None:
    spoken = transcript(state_of("openai-ga-error-then-long-text.jsonl"))
    refused = [line for line in spoken.lines if line.is_refused]
    assert [(line.seq, line.problem_seq) for line in refused] == [(5, 8)]
    error = only(spoken, Speaker.ERROR)
    assert error.code == "invalid_value"
    assert error.text.startswith("Invalid value: 'text'.")


def test_items_stand_in_conversation_order_and_errors_where_they_happened() -> None:
    early = sent(
        5, "conversation.item.create", item=message("system", "root"), previous_item_id="root"
    )
    spoken = told(
        created(),
        added(1, message("user", "one", "a")),
        received(2, "error", error={"message": "between"}),
        added(3, message("user", "two", "b"), "a"),
        early,
        added(6, message("system", "root", "z")),
        received(7, "error", error={"message": "after"}),
    )
    assert texts(spoken) == ["root", "one", "between", "two", "after"]


def test_sessions_are_kept_apart() -> None:
    spoken = transcript(state_of("xai-drop-and-resume.jsonl"))
    first, second = spoken.sessions
    assert (first.number, first.is_known, first.id[:8]) == (1, True, "9a503158")
    assert (second.number, second.is_known, second.model) == (2, True, "grok-voice-latest")
    assert first.lines[-1].text == "Connection closed: 1011 internal error (test reconnect)"
    assert [line.is_replayed for line in second.lines] == [True, False, False]
    assert first.usage + second.usage == spoken.usage


def test_an_earlier_session_keeps_its_order_its_settings_and_its_formats() -> None:
    audio = {"type": "audio/pcmu"}
    spoken = told(
        created(model="one", audio={"input": {"format": audio}}),
        sent(1, "input_audio_buffer.append", audio="A" * 10_668),
        received(2, "input_audio_buffer.committed", item_id="a"),
        added(3, message("user", "second", "b")),
        added(4, {"id": "a", "type": "message", "role": "user"}, "b"),
        created(5, model="two"),
        sent(6, "input_audio_buffer.append", audio=SECOND_OF_PCM),
        added(7, message("user", "third", "c")),
    )
    first, second = spoken.sessions
    assert (first.model, first.input_format) == ("one", "µ-law 8 kHz")
    assert (second.model, second.input_format) == ("two", "PCM16 24 kHz")
    assert [line.item_id for line in first.lines] == ["b", "a"]
    assert first.lines[1].audio_ms == pytest.approx(1000, abs=1)
    assert spoken.input_audio_ms == pytest.approx(2000, abs=1)


def test_an_error_right_after_a_new_session_belongs_to_it() -> None:
    problem = received(3, "error", error={"message": "no"})
    spoken = told(created(), added(1, message("user", "a", "a")), created(2), problem)
    assert [len(session.lines) for session in spoken.sessions] == [1, 1]


def test_a_capture_without_session_created_has_one_session() -> None:
    spoken = transcript(state_of("openai-ga-webrtc-sideband-text.jsonl"))
    (session,) = spoken.sessions
    assert session.number == 0
    assert session.model == "gpt-realtime"


def test_the_whole_spoken_session() -> None:
    spoken = told(*spoken_session())
    by_id = {line.item_id: line for line in spoken.lines if line.item_id}
    answer = by_id["item_2"]
    assert answer.text[: answer.struck_from] == "東京は晴れです。気温"
    assert answer.first_token_ms == 430
    assert by_id["item_8"].is_out_of_band
    assert by_id["item_9"].ending is Ending.LOST
    pairs = [line.tool.result for line in spoken.lines if line.tool and line.speaker == "tool call"]
    assert pairs[0] == '{"degrees": 23}'
    refused = [line for line in spoken.lines if line.is_refused]
    assert [line.speaker for line in refused] == [Speaker.TOOL_RESULT]
    assert refused[0].problem_seq is not None


def test_odd_items() -> None:
    picture = {"type": "message", "role": "user", "content": [{"type": "input_image"}]}
    spoken = told(
        created(),
        added(1, {"id": "a", **picture}),
        added(2, {"id": "b", "type": "mcp_list_tools"}),
        added(3, {"id": "c", "type": "message", "role": "developer", "content": []}),
        received(4, "conversation.item.deleted", item_id="c"),
        added(5, {"type": "message", "role": "user"}),
    )
    image, listed, gone, nameless = (
        next(line for line in spoken.lines if line.seq == seq) for seq in (2, 3, 4, 6)
    )
    assert image.attachments == ("input_image",)
    assert (listed.speaker, listed.text) == (Speaker.NOTICE, "mcp list tools")
    assert (gone.speaker, gone.is_deleted) == (Speaker.SYSTEM, True)
    assert nameless.item_id == ""


def test_voice_in_every_shape() -> None:
    shapes = (
        {"audio": {"output": {"voice": "marin"}}},
        {"voice": "marin"},
        {"voice": {"name": "marin", "type": "azure-standard"}},
        {"audio": {"output": {"voice": {"id": "marin"}}}},
    )
    for shape in shapes:
        assert told(created(0, **shape)).sessions[0].voice == "marin"
