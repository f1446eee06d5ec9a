"""What counts as a difference between two captures, and where it is found."""

from __future__ import annotations

import copy
import json
from typing import Any

from realtime_inspector.analysis.session_diff import (
    Aspect,
    CaptureDiff,
    Difference,
    Digest,
    Digester,
    Rules,
    compare,
)
from realtime_inspector.core.record import Direction, text_record

Json = dict[str, Any]
Line = tuple[str, Json]


def digest(*lines: Line, step_ms: int = 100) -> Digest:
    digester = Digester()
    for at, (sign, event) in enumerate(lines):
        direction = Direction.SENT if sign == ">" else Direction.RECEIVED
        digester.feed(text_record(json.dumps(event), direction, at * step_ms * 1_000_000))
    return digester.result()


def session(**settings: Any) -> Line:
    return "<", {"type": "session.created", "session": {"id": "sess", "voice": "a", **settings}}


def asked(number: int, text: str) -> list[Line]:
    item = {"type": "message", "role": "user", "status": "completed",
            "content": [{"type": "input_text", "text": text}]}  # fmt: skip
    return [
        (">", {"type": "conversation.item.create", "item": item}),
        ("<", {"type": "conversation.item.added", "item": {**item, "id": f"u{number}"}}),
        (">", {"type": "response.create"}),
    ]


def answered(number: int, *output: Json, status: str = "completed", tokens: int = 9) -> list[Line]:
    response = f"r{number}"
    lines: list[Line] = [("<", {"type": "response.created", "response": {"id": response}})]
    for index, item in enumerate(output):
        about = {"response_id": response, "output_index": index, "item": item}
        added = {"type": "response.output_item.added", **about}
        lines += [("<", added), ("<", {**added, "type": "response.output_item.done"})]
    done = {
        "id": response,
        "status": status,
        "output": [*output],
        "usage": {"total_tokens": tokens},
    }
    return [*lines, ("<", {"type": "response.done", "response": done})]


def said(number: int, text: str, status: str = "completed") -> Json:
    return {"id": f"a{number}", "type": "message", "role": "assistant", "status": status,
            "content": [{"type": "output_text", "text": text}]}  # fmt: skip


def called(number: int) -> Json:
    return {"id": f"f{number}", "type": "function_call", "status": "completed", "name": "look",
            "call_id": f"c{number}", "arguments": '{"n": 1}'}  # fmt: skip


def resulted(number: int, call: str, output: str = "fine") -> list[Line]:
    item = {"id": f"o{number}", "type": "function_call_output", "call_id": call, "output": output}
    return [
        (">", {"type": "conversation.item.create", "item": item}),
        ("<", {"type": "conversation.item.added", "item": item}),
    ]


def turn(number: int, question: str, answer: str) -> list[Line]:
    return [*asked(number, question), *answered(number, said(number, answer))]


def all_of(diff: CaptureDiff) -> list[Difference]:
    found = [one for session in diff.sessions for one in session.differences]
    return found + [
        one for session in diff.sessions for turn in session.turns for one in turn.differences
    ]


def places(diff: CaptureDiff) -> list[str]:
    return [f"{one.kind.value} {one.place}" for one in all_of(diff) if one.counts]


def numbers(diff: CaptureDiff) -> list[tuple[int | None, int | None]]:
    return [(turn.old_number, turn.new_number) for turn in diff.sessions[0].turns]


def test_an_inserted_turn_is_one_difference() -> None:
    one, two, three = turn(1, "a", "x"), turn(2, "b", "y"), turn(3, "c", "z")
    diff = compare(digest(session(), *one, *three), digest(session(), *one, *two, *three))
    assert numbers(diff) == [(1, 1), (None, 2), (2, 3)]
    assert places(diff) == ["+ turn answered by"]
    assert diff.sessions[0].turns[1].title == "user «b»"
    back = compare(digest(session(), *one, *two, *three), digest(session(), *one, *three))
    assert numbers(back) == [(1, 1), (2, None), (3, 2)]


def test_a_turn_whose_words_have_changed_is_still_the_same_turn() -> None:
    old = digest(session(), *turn(1, "a", "x"), *turn(2, "b", "y"))
    new = digest(session(), *turn(1, "a", "x"), *turn(2, "b!", "Y"))
    assert places(compare(old, new)) == [
        "~ input user: content[0].text", "~ output assistant: content[0].text",
    ]  # fmt: skip
    assert compare(old, new, Rules(frozenset({Aspect.TEXT}))).count == 0


def test_a_turn_that_was_heard_in_another_spelling_is_found_beside_a_new_one() -> None:
    old = digest(session(), *turn(1, "Hello, I am Ann.", "x"))
    new = digest(session(), *turn(1, "What time is it?", "y"), *turn(2, "hello I am Ann", "x"))
    diff = compare(old, new)
    assert numbers(diff) == [(None, 1), (1, 2)]
    assert places(diff) == ["+ turn answered by", "~ input user: content[0].text"]


def test_settings_are_compared_by_path_and_ids_and_times_in_them_are_not() -> None:
    old = digest(session(expires_at=1, audio={"input": {"rate": 1}}))
    new = digest(session(id="other", expires_at=2, audio={"input": {"rate": 2}}))
    diff = compare(old, new)
    assert places(diff) == ["~ audio.input.rate"]
    assert all_of(diff)[0].aspect is Aspect.SESSION


def test_a_setting_that_stays_different_is_told_once() -> None:
    updated: Line = ("<", {"type": "session.updated", "session": {"voice": "a", "speed": 1}})
    other = copy.deepcopy(updated)
    other[1]["session"]["speed"] = 2
    old = digest(session(speed=1), updated, updated)
    new = digest(session(speed=2), other, other)
    assert places(compare(old, new)) == ["~ speed"]


def test_a_result_that_answers_another_call_is_a_difference_though_ids_are_not() -> None:
    calls = [*asked(1, "a"), *answered(1, called(1), called(2))]
    old = digest(session(), *calls, *resulted(1, "c1"), *resulted(2, "c2"))
    swapped = digest(session(), *calls, *resulted(1, "c2"), *resulted(2, "c1"))
    found = places(compare(old, swapped))
    assert found == ["~ input function_call_output: answers another call"] * 2
    first = all_of(compare(old, swapped))[0]
    assert (first.old, first.new) == ("c1", "c2")


def test_arguments_are_compared_as_values() -> None:
    spelt = {**called(1), "arguments": '{ "n":1 }'}
    other = {**called(1), "arguments": '{"n": 2}'}
    old = digest(session(), *asked(1, "a"), *answered(1, called(1)))
    assert places(compare(old, digest(session(), *asked(1, "a"), *answered(1, spelt)))) == []
    diff = compare(old, digest(session(), *asked(1, "a"), *answered(1, other)))
    assert places(diff) == ["~ output look: arguments.n"]
    assert all_of(diff)[0].aspect is Aspect.TEXT


def test_events_about_different_things_may_come_in_any_order() -> None:
    heard: Line = ("<", {"type": "conversation.item.input_audio_transcription.completed",
                         "item_id": "u1", "transcript": "a"})  # fmt: skip
    question, answer = asked(1, "a"), answered(1, said(1, "x"))
    early = digest(session(), *question, heard, *answer)
    late = digest(session(), *question, *answer, heard)
    assert places(compare(early, late)) == []
    missing = compare(early, digest(session(), *question, *answer))
    assert places(missing) == ["- events about transcription 1"]
    assert compare(early, digest(session(), *question, *answer),
                   Rules(frozenset({Aspect.EVENTS}))).count == 0  # fmt: skip


def test_how_many_deltas_there_are_and_how_they_take_turns_does_not_matter() -> None:
    def talk(*kinds: str) -> Digest:
        deltas: list[Line] = [
            ("<", {"type": f"response.{kind}.delta", "response_id": "r1", "item_id": "a1"})
            for kind in kinds
        ]
        head, *tail = answered(1, said(1, "x"))
        return digest(session(), *asked(1, "a"), head, *deltas, *tail)

    text, sound = "output_audio_transcript", "output_audio"
    assert places(compare(talk(text, sound), talk(text, sound, text, sound, sound))) == []
    (one,) = all_of(compare(talk(text, sound), talk(text)))
    assert one.old == ["response.output_audio.delta"]


def test_how_far_an_interrupted_answer_got_is_shown_and_does_not_count() -> None:
    def cut(text: str, tokens: int) -> Digest:
        answer = answered(1, said(1, text, "incomplete"), status="cancelled", tokens=tokens)
        after = [*asked(2, "b"), *answered(2, said(2, "y"), tokens=tokens + 50)]
        return digest(session(), *asked(1, "a"), *answer, *after)

    diff = compare(cut("one two", 5), cut("one two three", 7))
    assert [one.place for one in all_of(diff)] == [
        "output assistant: content[0].text", "usage: total_tokens", "usage: total_tokens",
    ]  # fmt: skip
    assert places(diff) == []
    assert places(compare(cut("one two", 5), cut("three", 5))) == [
        "~ output assistant: content[0].text"
    ]


def _cancelled_then_answered(input_tokens: int, later_input: int) -> Digest:
    """A response that was cancelled before it said anything, and one that was not."""
    lines: list[Line] = [session()]
    for number, status, tokens in ((1, "cancelled", input_tokens), (2, "completed", later_input)):
        usage = {"input_tokens": tokens, "output_tokens": 0, "total_tokens": tokens}
        *before, (sign, done) = answered(number, status=status)
        done = {**done, "response": {**done["response"], "usage": usage}}
        lines += [*asked(number, "ab"[number - 1]), *before, (sign, done)]
    return digest(*lines)


def test_what_went_in_is_not_excused_by_an_answer_that_was_cancelled_at_the_same_place() -> None:
    diff = compare(_cancelled_then_answered(5, 10), _cancelled_then_answered(9, 14))
    assert places(diff) == ["~ usage: input_tokens", "~ usage: total_tokens"] * 2
    assert {one.excuse for one in all_of(diff)} == {""}


def test_usage_and_what_became_of_the_response_count() -> None:
    old = digest(session(), *asked(1, "a"), *answered(1, said(1, "x")))
    new = digest(session(), *asked(1, "a"), *answered(1, said(1, "x"), status="failed", tokens=8))
    assert places(compare(old, new)) == ["~ response: status", "~ usage: total_tokens"]


def test_times_are_shown_and_count_only_beyond_the_limit() -> None:
    lines = [session(), *asked(1, "a"), *answered(1, said(1, "x"))]
    old, new = digest(*lines), digest(*lines, step_ms=150)
    diff = compare(old, new)
    (timing,) = diff.sessions[0].turns[0].timings
    assert (timing.name, timing.old_ms, timing.new_ms, timing.counts) == (
        "response", 400, 600, False,
    )  # fmt: skip
    assert diff.count == 0
    assert compare(old, new, Rules(timing_percent=40)).count == 1
    assert compare(old, new, Rules(timing_percent=60)).count == 0
    close = digest(*lines, step_ms=101)
    assert compare(old, close, Rules(timing_percent=0)).count == 0, "4 ms apart"


def test_sessions_are_compared_in_order_and_one_too_many_is_one_difference() -> None:
    one, two = [session(), *turn(1, "a", "x")], [session(), *turn(2, "b", "y")]
    diff = compare(digest(*one, *two), digest(*one))
    assert [(each.old_number, each.new_number) for each in diff.sessions] == [(1, 1), (2, None)]
    assert places(diff) == ["- session of 1 turn"]


def test_what_the_client_sent_before_the_session_began_belongs_to_it() -> None:
    early = digest(*asked(1, "a")[:1], session())
    assert len(early.sessions) == 1
    assert early.sessions[0].settings


def test_rate_limits_may_come_or_not() -> None:
    lines = [session(), *turn(1, "a", "x")]
    limits: Line = ("<", {"type": "rate_limits.updated", "rate_limits": []})
    diff = compare(digest(*lines, limits), digest(*lines))
    assert [one.place for one in all_of(diff)] == ["events about limits"]
    assert diff.count == 0
