from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.export.captures import (
    added,
    begun,
    call,
    created,
    done,
    message,
    output,
    records_of,
    result,
    sent,
    spoken_session,
)

from realtime_inspector.analysis.transcript import Speaker, transcript
from realtime_inspector.analysis.transcript.turns import Turn, turns
from realtime_inspector.core.reduce import reduce_all

if TYPE_CHECKING:
    from realtime_inspector.core.record import Record


def turns_of(records: list[Record]) -> list[Turn]:
    (session,) = transcript(reduce_all(records)).sessions
    return list(turns(session))


def test_a_turn_is_what_a_user_said_and_all_that_came_of_it() -> None:
    first, second = turns_of(list(spoken_session()))
    assert (first.number, second.number) == (1, 2)
    assert [line.text for line in first.user] == ["東京の天気は?"]
    assert first.is_interrupted
    assert first.first_token_ms == 430
    assert first.responses == ("resp_1",)
    assert not second.is_interrupted
    assert second.tool_calls == 2
    assert second.lines == second.user + second.agent


def test_out_of_band_answers_and_refused_items_are_in_no_turn() -> None:
    lines = [line for turn in turns_of(list(spoken_session())) for line in turn.lines]
    assert not any(line.is_out_of_band or line.is_refused for line in lines)
    assert Speaker.ERROR not in {line.speaker for line in lines}


def test_what_follows_each_other_is_one_turn() -> None:
    records = [
        created(),
        added(1, message("user", "one", "a")),
        added(2, message("user", "two", "b"), "a"),
        added(3, call("f", "{}", "c", "d"), "b"),
        added(4, result("1", "c", "e"), "d"),
        added(5, message("assistant", "three", "g"), "e"),
    ]
    (turn,) = turns_of(records)
    assert len(turn.user) == 2
    assert [line.speaker for line in turn.agent] == [
        Speaker.TOOL_CALL,
        Speaker.TOOL_RESULT,
        Speaker.ASSISTANT,
    ]


def test_an_agent_that_speaks_first_has_a_turn_of_its_own() -> None:
    records = [
        created(),
        sent(1, "response.create"),
        begun(2, "resp_1"),
        output(3, "resp_1", message("assistant", "Hello.", "a")),
        added(4, message("assistant", "Hello.", "a")),
        done(5, "resp_1"),
        added(6, message("user", "Hi.", "b"), "a"),
    ]
    greeting, answer = turns_of(records)
    assert (len(greeting.user), len(greeting.agent)) == (0, 1)
    assert (len(answer.user), len(answer.agent)) == (1, 0)


def test_a_session_without_a_conversation_has_no_turns() -> None:
    assert turns_of([created()]) == []


def test_what_a_resumed_session_repeats_is_no_turn_of_it() -> None:
    _, second = transcript(reduce_all(records_of("xai-drop-and-resume.jsonl"))).sessions
    assert second.lines[0].is_replayed
    (turn,) = turns(second)
    assert turn.lines == second.lines[1:]
