from __future__ import annotations

import json
from typing import Any

import pytest
from tests.support.events import (
    Json,
    answer,
    at,
    call_output,
    closed,
    confirmed,
    create_item,
    create_response,
    error,
    frame,
    function_call,
    item_added,
    item_done,
    opened,
    output_added,
    output_done,
    received,
    response_created,
    response_done,
    sent,
    session_created,
    state_after,
    text_delta,
    user_message,
)

from realtime_inspector.core.record import Direction, notice
from realtime_inspector.core.reduce import reduce_all
from realtime_inspector.core.state import CaptureState, Entry, EntryKind, Phase
from realtime_inspector.core.wording import in_english


def texts(state: CaptureState) -> list[str]:
    return [state.items[key].text for key in state.order]


def entries(state: CaptureState, kind: EntryKind) -> list[int | str]:
    return [one.key for one in state.entries if one.kind is kind]


# Sessions.


def test_only_session_created_makes_a_connection_ready() -> None:
    assert state_after(opened()).connection.phase is Phase.OPEN
    assert state_after(opened(), session_created()).connection.phase is Phase.READY


def test_what_was_asked_of_a_session_and_what_it_is() -> None:
    asked = sent("session.update", session={"instructions": "be brief"})
    said = received("session.updated", session={"id": "sess_1", "instructions": "Be kind."})
    state = state_after(session_created(), asked, said)
    assert state.session.asked == {"instructions": "be brief"}
    assert state.session.effective["instructions"] == "Be kind."
    assert state.asked == ()


def test_former_sessions_keep_their_conversation_order() -> None:
    state = state_after(
        session_created("sess_1", model="one"),
        confirmed("b", "second"),
        item_added(user_message("first", "a"), previous="root"),
        sent("input_audio_buffer.append", audio="AAAA"),
        session_created("sess_2"),
        confirmed("c", "third"),
    )
    former = state.former_sessions[0]
    assert (former.id, former.effective["model"], former.input_bytes) == ("sess_1", "one", 3)
    assert [state.items[key].text for key in former.order] == ["second", "first"]
    assert texts(state) == ["third"]
    assert state.input.total_bytes == 0


def test_what_is_asked_before_session_created_is_of_the_new_session() -> None:
    state = state_after(
        opened(),
        session_created("sess_1"),
        closed(),
        opened(conn=2),
        create_item(user_message("early")),
        create_response(),
        session_created("sess_2"),
        confirmed("a", "early"),
        response_created(),
    )
    assert texts(state) == ["early"]
    assert [one.session for one in state.items.values()] == [2]
    assert state.responses["resp_1"].request_seq == 6


def test_what_is_asked_before_the_first_session_created_is_paired_as_well() -> None:
    early = create_item(user_message("early"))
    state = state_after(early, session_created(), confirmed("a", "early"))
    assert len(state.items) == 1
    assert state.items[1].session == 1


# Items.


def test_an_item_is_one_item_from_the_request_to_the_confirmation() -> None:
    asked = create_item(user_message("東京の天気は?"))
    state = state_after(asked, confirmed("item_1", "東京の天気は?"))
    assert [(one.id, one.status, one.text) for one in state.items.values()] == [
        ("item_1", "completed", "東京の天気は?")
    ]
    assert state.asked == ()


def test_an_output_whose_echo_has_a_role_is_the_same_item() -> None:
    echo = call_output(id="item_1", role="tool", status="completed")
    state = state_after(create_item(call_output()), item_added(echo))
    assert [one.status for one in state.items.values()] == ["completed"]


def test_an_item_without_an_id_keeps_none() -> None:
    state = state_after(item_added(user_message("hi")), item_done(user_message("hi")))
    assert [one.id for one in state.items.values()] == ["", ""]
    assert state.item_keys == {}
    assert state.item("#1") is None


def test_an_id_that_looks_like_a_stand_in_is_an_id() -> None:
    assert state_after(item_added(user_message("hi", "#12"))).item("#12") is not None


def test_a_second_item_with_the_same_id_is_an_item_of_its_own() -> None:
    twin = user_message("hi", "item_1")
    state = state_after(
        create_item(twin), item_added(twin), create_item(twin), item_added(twin, "item_1")
    )
    assert texts(state) == ["hi", "hi"]
    assert [one.status for one in state.items.values()] == ["in_progress", "in_progress"]


def test_previous_item_id_builds_the_order() -> None:
    state = state_after(
        confirmed("a", "one"), confirmed("c", "three", "a"), confirmed("b", "two", "a")
    )
    assert texts(state) == ["one", "two", "three"]


def test_null_means_first_only_if_the_client_asked_for_the_root() -> None:
    at_root = create_item(user_message("zero"), previous_item_id="root")
    state = state_after(confirmed("a", "one"), at_root, confirmed("z", "zero"))
    assert texts(state) == ["zero", "one"]
    assert texts(state_after(confirmed("a", "one"), confirmed("b", "two"))) == ["one", "two"]


def test_deleted_items_leave_the_conversation_and_stay_known() -> None:
    gone = received("conversation.item.deleted", item_id="a")
    state = state_after(confirmed("a", "one"), sent("conversation.item.delete", item_id="a"), gone)
    assert state.order == ()
    assert state.items[1].is_deleted
    assert state.asked == ()


def test_a_truncated_item_knows_how_much_was_heard() -> None:
    cut = received("conversation.item.truncated", item_id="a", content_index=0, audio_end_ms=1200)
    assert state_after(confirmed("a", "one"), cut).items[1].truncated_ms == 1200


def test_a_retrieved_item_brings_its_audio() -> None:
    part = {"type": "input_audio", "audio": "QUJDRA==", "transcript": "hello"}
    item = {"id": "a", "type": "message", "role": "user", "content": [part]}
    state = state_after(
        confirmed("a", ""),
        sent("conversation.item.retrieve", item_id="a"),
        received("conversation.item.retrieved", item=item),
    )
    assert (state.items[1].audio_bytes, state.items[1].text) == (4, "hello")


@pytest.mark.parametrize("kind", ["deleted", "truncated", "retrieved"])
def test_news_of_an_unknown_item_changes_no_items(kind: str) -> None:
    assert state_after(received(f"conversation.item.{kind}", item_id="x")).items == {}


def test_a_refused_item_says_why() -> None:
    state = state_after(
        create_item(user_message("hi"), event_id="e1"),
        error("invalid_value", "e1", param="item.content"),
    )
    assert (state.items[1].status, state.items[1].error) == ("refused", "No.")
    assert state.problems[2].cause_seq == 1


def test_of_several_requests_the_unanswered_older_one_was_refused() -> None:
    state = state_after(
        create_item(user_message("one")),
        create_item(user_message("two")),
        error("invalid_value", param="item.content[0].type"),
        confirmed("b", "two"),
    )
    assert [one.status for one in state.items.values()] == ["refused", "completed"]
    assert state.problems[3].cause_seq == 1


def test_an_error_that_has_a_cause_refuses_nothing_else() -> None:
    state = state_after(
        sent("response.cancel", event_id="e1"),
        create_item(user_message("said otherwise")),
        create_item(user_message("two")),
        error("response_cancel_not_active", "e1"),
        confirmed("b", "two"),
    )
    assert state.items[2].status == "sent"


# Responses.


def streamed() -> tuple[Any, ...]:
    return (
        create_response(),
        response_created(),
        output_added("resp_1", answer(status="in_progress")),
        text_delta("Hel"),
        text_delta("lo"),
    )


def test_deltas_join_and_done_completes() -> None:
    done = answer(status="completed", content=[{"type": "output_text", "text": "Hello"}])
    state = state_after(*streamed(), output_done("resp_1", done), response_done(total=7))
    response = state.responses["resp_1"]
    assert (response.status, tuple(response.items), response.deltas) == ("completed", (3,), 2)
    assert (state.items[3].text, state.items[3].status) == ("Hello", "completed")
    assert state.usage.total == 7
    assert state.active_response is None
    assert entries(state, EntryKind.RESPONSE) == []


def test_times_of_a_response() -> None:
    state = state_after(
        sent("response.create", ms=0),
        received("response.created", ms=10, response={"id": "r", "conversation_id": "c"}),
        received("response.output_text.delta", ms=250, response_id="r", item_id="i", delta="x"),
        received("response.done", ms=900, response={"id": "r", "status": "completed"}),
    )
    response = state.responses["r"]
    assert (response.first_token_ms, response.duration_ms) == (250, 900)
    assert state.items[3].first_token_ns == at(250)


@pytest.mark.parametrize("status", ["cancelled", "incomplete", "failed"])
def test_a_response_that_ends_badly_has_a_line_and_leaves_no_open_item(status: str) -> None:
    details = {"type": status, "reason": "turn_detected", "error": {"code": "c", "message": "m"}}
    state = state_after(*streamed(), response_done(status=status, status_details=details))
    response = state.responses["resp_1"]
    assert (response.reason, response.error_code, response.error_message) == (
        "turn_detected",
        "c",
        "m",
    )
    assert state.items[3].status == "incomplete"
    assert entries(state, EntryKind.RESPONSE) == ["resp_1"]


def test_a_lost_connection_loses_what_was_under_way_and_says_so() -> None:
    state = state_after(session_created(), *streamed(), closed())
    assert state.responses["resp_1"].status == "lost"
    assert state.items[4].status == "incomplete"
    assert state.entries[-2:] == (
        Entry(EntryKind.RESPONSE, "resp_1"),
        Entry(EntryKind.NOTICE, 7),
    )
    assert not state.is_response_wanted


def test_each_lost_response_has_a_line() -> None:
    aside = response_created("resp_2", conversation_id=None)
    state = state_after(response_created(), aside, closed())
    assert entries(state, EntryKind.RESPONSE) == ["resp_1", "resp_2"]


def test_a_second_done_counts_nothing_twice() -> None:
    state = state_after(*streamed(), response_done(total=7), response_done(total=7))
    assert state.usage.total == 7


def test_an_out_of_band_response_does_not_occupy_the_conversation() -> None:
    asked = create_response(conversation="none")
    state = state_after(asked, response_created("aside", conversation_id=None))
    assert state.active_response is None
    assert state.responses["aside"].is_out_of_band
    assert state.responses["aside"].request_seq == 1


def test_a_request_is_answered_by_the_response_of_its_kind() -> None:
    state = state_after(
        create_response(),
        create_response(conversation="none"),
        response_created("aside", conversation_id=None),
        response_created("main"),
    )
    assert state.responses["main"].request_seq == 1
    assert state.responses["aside"].request_seq == 2


def test_a_response_announced_twice_takes_one_request() -> None:
    state = state_after(
        create_response(), create_response(), response_created(), response_created()
    )
    assert state.responses["resp_1"].request_seq == 1
    assert state.is_response_wanted


def test_a_new_session_may_use_the_id_of_an_old_response() -> None:
    state = state_after(
        opened(),
        session_created("sess_1"),
        response_created(),
        closed(),
        opened(),
        session_created("sess_2"),
        response_created("resp_1"),
    )
    assert state.active_response is not None
    assert state.active_response.created_seq == 7
    done = state_after(session_created("a"), response_created(), response_done())
    assert done.active_response is None


@pytest.mark.parametrize("event_id", ["e2", None])
def test_a_collision_answers_the_second_request(event_id: str | None) -> None:
    state = state_after(
        create_response("e1"),
        response_created(),
        create_response("e2"),
        error("conversation_already_has_active_response", event_id),
    )
    assert state.problems[4].cause_seq == 3
    assert not state.is_response_wanted
    assert state.active_response is not None


def test_an_error_without_id_or_known_code_answers_the_only_request() -> None:
    state = state_after(create_response("e1"), error("server_error"))
    assert state.problems[2].cause_seq == 1
    assert not state.is_response_wanted


def test_an_error_without_id_is_not_pinned_on_one_of_several_requests() -> None:
    state = state_after(create_item(user_message("a")), create_response(), error("server_error"))
    assert state.problems[3].cause_seq is None
    assert len(state.asked) == 2


def test_the_end_of_a_session_answers_no_request() -> None:
    state = state_after(create_response(), error("session_expired"))
    assert state.problems[2].cause_seq is None


def test_a_cancelled_response_answers_the_cancel() -> None:
    asked = sent("response.cancel")
    assert state_after(response_created(), asked, response_done(status="cancelled")).asked == ()


def test_usage_may_stand_beside_the_response() -> None:
    usage = {"total_tokens": 9, "input_tokens": 4, "output_tokens": 5}
    done = received("response.done", response={"id": "r", "status": "completed"}, usage=usage)
    assert state_after(done).usage.total == 9


# Calls.


def test_arguments_grow_until_they_are_done() -> None:
    where: Json = {"response_id": "resp_1", "item_id": "item_call_1", "call_id": "call_1"}
    kind = "response.function_call_arguments"
    begun = function_call(arguments="", status="in_progress")
    delta = received(f"{kind}.delta", delta='{"city"', **where)
    state = state_after(response_created(), output_added("resp_1", begun), delta)
    assert state.items[2].arguments == '{"city"'
    done = received(f"{kind}.done", arguments='{"city":"東京"}', name="get_weather", **where)
    state = state_after(response_created(), output_added("resp_1", begun), delta, done)
    assert state.items[2].arguments == '{"city":"東京"}'
    assert state.responses["resp_1"].deltas == 1


# Audio.


def test_committed_audio_belongs_to_its_item() -> None:
    append = sent("input_audio_buffer.append", audio="AAAAAAAA")
    state = state_after(
        received("input_audio_buffer.speech_started", item_id="u", audio_start_ms=100),
        append,
        append,
        received("input_audio_buffer.speech_stopped", item_id="u", audio_end_ms=900),
        received("input_audio_buffer.committed", item_id="u", previous_item_id=None),
        append,
    )
    assert state.items[1].audio_bytes == 12
    assert (state.input.bytes, state.input.total_bytes) == (6, 18)
    assert (state.input.speech_started_ms, state.input.speech_stopped_ms) == (100, 900)


def test_cleared_audio_is_gone() -> None:
    append = sent("input_audio_buffer.append", audio="AAAA")
    state = state_after(
        append, sent("input_audio_buffer.clear"), received("input_audio_buffer.cleared")
    )
    assert (state.input.bytes, state.input.total_bytes, state.asked) == (0, 3, ())


def test_transcripts_of_what_was_heard() -> None:
    kind = "conversation.item.input_audio_transcription"
    grown = [received(f"{kind}.delta", item_id="u", delta=word) for word in ("今日", "は")]
    assert state_after(*grown).items[1].text == "今日は"
    whole = received(f"{kind}.completed", item_id="u", transcript="今日は。")
    assert state_after(*grown, whole).items[1].text == "今日は。"
    failed = received(f"{kind}.failed", item_id="u", error={"message": "unintelligible"})
    assert state_after(*grown, failed).items[1].error == "unintelligible"


def test_rate_limits() -> None:
    limits = [{"name": "tokens", "limit": 100, "remaining": 38, "reset_seconds": 1.5}]
    state = state_after(received("rate_limits.updated", rate_limits=limits))
    assert [(one.name, one.remaining, one.reset_s) for one in state.rate_limits] == [
        ("tokens", 38, 1.5)
    ]


# Notices.


def test_a_connection_that_could_not_be_made() -> None:
    words = {"message": "Nobody is listening there."}
    state = state_after(
        notice("connecting", fields={"url": "ws://x"}), notice("error", None, 1, words)
    )
    assert state.connection.phase is Phase.CLOSED
    assert state.connection.problem == "Nobody is listening there."


def test_an_error_of_ours_does_not_end_a_session() -> None:
    state = state_after(opened(), session_created(), notice("error", fields={"message": "m"}))
    assert state.connection.phase is Phase.READY


def test_unknown_notices_and_events_are_kept() -> None:
    state = state_after(notice("odd", fields={"x": 1}), received("from.the.future", item_id="x"))
    assert list(state.notices) == [1]
    assert state.seq == 2


@pytest.mark.parametrize("value", [[], {}, {"type": 5}, {"type": None, "item": []}, 1, "x"])
def test_frames_that_are_no_events_change_only_the_counts(value: Any) -> None:
    record = frame(Direction.RECEIVED, value)
    state = state_after(record)
    assert (state.seq, state.bytes, tuple(state.entries)) == (1, len(record.payload), ())


HUGE = [10**400, 1e999, -1e999, 2**63, -(2**63)]


@pytest.mark.parametrize("number", HUGE)
def test_numbers_beyond_belief_break_nothing(number: float) -> None:
    from realtime_inspector.core.event import Event
    from realtime_inspector.core.events import CATALOGUE

    limit = {"name": "t", "limit": number, "remaining": number, "reset_seconds": number}
    audio = {"format": {"type": "audio/pcm", "rate": number}}
    records = [
        received("rate_limits.updated", rate_limits=[limit]),
        session_created(audio={"input": audio, "output": audio}, modalities=["audio"]),
        received("input_audio_buffer.speech_started", audio_start_ms=number, item_id="a"),
        received("response.done", response={"id": "r", "usage": {"total_tokens": number}}),
        received("response.output_audio.delta", item_id="a", content_index=number, delta="AAAA"),
    ]
    state = state_after(*records)
    for record in records:
        event = Event(json.loads(record.payload))
        assert isinstance(CATALOGUE[event.type].summary(event, state, in_english), str)


def test_a_handler_that_fails_costs_one_event_and_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from types import MappingProxyType

    from realtime_inspector.core import reduce as module
    from realtime_inspector.core.events.spec import SERVER, EventSpec

    def fail(*_: object) -> CaptureState:
        raise ZeroDivisionError

    broken = {"bad": EventSpec("bad", SERVER, handle=fail)}
    monkeypatch.setattr(module, "CATALOGUE", MappingProxyType(broken))
    state = module.reduce(CaptureState(), received("bad"))
    assert (state.seq, state.faults) == (1, 1)


# However much has been folded, a record costs what it changes.


def test_a_delta_touches_nothing_but_its_item_and_its_response() -> None:
    many = [
        record
        for number in range(200)
        for record in (
            confirmed(f"item_{number}", "hi"),
            response_created(f"resp_{number}"),
            output_added(f"resp_{number}", answer(f"answer_{number}")),
            error(),
        )
    ]
    before = state_after(session_created(), *many)
    after = reduce_all([text_delta("Hello", "resp_7", "answer_7")], before)
    item = after.item("answer_7")
    assert item is not None
    assert list(after.items.changed_from(before.items)) == [item.key]
    assert list(after.responses.changed_from(before.responses)) == ["resp_7"]
    unchanged = ("item_keys", "order", "active", "problems", "notices", "entries", "session")
    assert all(getattr(after, name) is getattr(before, name) for name in unchanged)


def test_errors_that_answer_nothing_are_remembered_up_to_a_number() -> None:
    state = state_after(session_created(), *(error() for _ in range(100)))
    assert state.unclaimed == tuple(range(38, 102))
    assert len(state.problems) == 100
