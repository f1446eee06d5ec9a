from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support.app import CAPTURES
from tests.support.events import (
    Json,
    answer,
    call_output,
    closed,
    confirmed,
    create_item,
    create_response,
    error,
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
    text_delta,
    user_message,
)

from realtime_inspector.capture.reader import read_capture
from realtime_inspector.core.causality import Why, cause_of, chain_of, effects_of
from realtime_inspector.core.record import (
    Direction,
    Record,
    RecordKind,
    binary_record,
    text_record,
)
from realtime_inspector.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def filled(*records: Record) -> Store:
    store = Store()
    for record in records:
        store.append(record)
    return store


def cause(store: Store, seq: int) -> tuple[int | None, Why]:
    found = cause_of(store.surroundings, seq)
    return found.seq, found.why


def chain(store: Store, seq: int) -> list[int | None]:
    return [one.seq for one in chain_of(store.surroundings, seq)]


def effects(store: Store, seq: int) -> list[tuple[str, int]]:
    return [(one.role.value, one.seq) for one in effects_of(store.surroundings, seq)]


PART: Json = {"response_id": "resp_1", "item_id": "item_a", "output_index": 0, "content_index": 0}
TURN = (
    session_created(),
    create_item(user_message("hi")),
    create_response(),
    confirmed("u", "hi"),
    item_done(user_message("hi", "u")),
    response_created(),
    output_added("resp_1", answer()),
    item_added(answer()),
    received("response.content_part.added", part={"type": "text", "text": ""}, **PART),
    text_delta("Bon"),
    text_delta("jour"),
    received("response.output_text.done", text="Bonjour", **PART),
    received("response.content_part.done", part={"type": "text"}, **PART),
    item_done(answer()),
    output_done("resp_1", answer()),
    response_done(),
    received("rate_limits.updated", rate_limits=[]),
)


def test_a_text_turn_leads_from_the_last_delta_back_to_the_message() -> None:
    store = filled(*TURN)
    assert chain(store, 11) == [9, 7, 6, 3, 2]
    assert cause(store, 2) == (None, Why.APP)
    assert cause(store, 17) == (16, Why.AFTER_RESPONSE)


def test_what_follows_is_the_answer_the_end_and_the_next() -> None:
    store = filled(*TURN)
    assert effects(store, 2) == [("next", 3), ("answer", 4)]
    assert effects(store, 3) == [("answer", 6)]
    assert effects(store, 6) == [("end", 16)]
    assert effects(store, 9) == [("end", 13)]
    assert effects(store, 10) == [("end", 12)]
    assert effects(store, 16) == [("next", 17)]


def test_parallel_responses_keep_their_own_deltas() -> None:
    store = filled(
        create_response(conversation="none"),
        create_response(),
        response_created("resp_o", conversation_id=None),
        response_created("resp_1"),
        output_added("resp_o", answer("item_o")),
        output_added("resp_1", answer("item_a")),
        text_delta("x", "resp_o", "item_o"),
        text_delta("y", "resp_1", "item_a"),
        response_done("resp_1"),
        response_done("resp_o"),
    )
    assert chain(store, 7) == [5, 3, 1]
    assert chain(store, 8) == [6, 4, 2]
    assert effects(store, 3) == [("end", 10)]
    assert cause(store, 1) == (None, Why.APP)


def test_deltas_of_two_parts_of_an_item_find_the_part_that_they_are_of() -> None:
    second: Json = {**PART, "content_index": 1}
    store = filled(
        response_created(),
        output_added("resp_1", answer()),
        received("response.content_part.added", **PART),
        received("response.content_part.added", **second),
        received("response.output_text.delta", delta="a", **PART),
        received("response.output_text.delta", delta="b", **second),
        received("response.output_text.done", text="b", **second),
        received("response.output_text.done", text="a", **PART),
    )
    assert cause(store, 5) == (3, Why.STREAMS)
    assert cause(store, 6) == (4, Why.STREAMS)
    assert effects(store, 5) == [("end", 8)]
    assert effects(store, 6) == [("end", 7)]


def test_a_function_call_its_output_and_the_request_after_it_are_one_chain() -> None:
    call = function_call()
    where: Json = {"response_id": "resp_1", "item_id": call["id"], "output_index": 0}
    store = filled(
        create_response(),
        response_created(),
        output_added("resp_1", call),
        received("response.function_call_arguments.done", call_id="call_1", **where),
        output_done("resp_1", call),
        create_item(call_output()),
        response_done(output=[call]),
        create_response(),
        item_added(call_output(id="item_o")),
        response_created("resp_2"),
    )
    assert cause(store, 6) == (4, Why.RESULT_OF_CALL)
    assert effects(store, 4) == [("next", 6)]
    assert chain(store, 10) == [8, 6, 4, 3, 2, 1]
    assert cause(store, 9) == (6, Why.ANSWERS)


VAD: Json = {"item_id": "item_u"}


def test_a_spoken_turn_leads_back_to_the_audio() -> None:
    store = filled(
        session_created(),
        sent("input_audio_buffer.append", audio="AAAA"),
        received("input_audio_buffer.speech_started", audio_start_ms=0, **VAD),
        received("input_audio_buffer.speech_stopped", audio_end_ms=900, **VAD),
        received("input_audio_buffer.committed", **VAD),
        item_added(user_message("", "item_u")),
        response_created(),
        received("conversation.item.input_audio_transcription.completed", transcript="hi", **VAD),
    )
    assert chain(store, 7) == [5, 4, 3, 2]
    assert cause(store, 7) == (5, Why.TURN_ENDED)
    assert cause(store, 6) == (5, Why.COMMITTED)
    assert cause(store, 8) == (5, Why.TRANSCRIBES)
    assert effects(store, 5) == [("next", 6), ("next", 7), ("next", 8)]


def test_a_commit_by_hand_is_no_reason_for_a_response() -> None:
    store = filled(
        sent("input_audio_buffer.append", audio="AAAA"),
        sent("input_audio_buffer.commit"),
        received("input_audio_buffer.committed", **VAD),
        response_created(),
    )
    assert cause(store, 2) == (1, Why.COMMITS)
    assert cause(store, 3) == (2, Why.ANSWERS)
    assert cause(store, 4) == (None, Why.UNASKED)


def test_silence_that_lasts_explains_the_notice_the_commit_and_the_response() -> None:
    store = filled(
        create_response(),
        response_created(),
        response_done(),
        received("input_audio_buffer.timeout_triggered", **VAD),
        item_added({"type": "message", "role": "system", "content": [], "id": "item_s"}),
        received("input_audio_buffer.committed", **VAD),
        response_created("resp_2"),
    )
    assert cause(store, 4) == (3, Why.SILENCE)
    assert cause(store, 5) == (4, Why.SILENCE)
    assert cause(store, 6) == (4, Why.SILENCE)
    assert cause(store, 7) == (6, Why.SILENCE)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [("turn_detected", (4, Why.INTERRUPTED)), ("client_cancelled", (3, Why.CANCELLED))],
)
def test_a_cancelled_response_names_who_stopped_it(reason: str, expected: tuple[int, Why]) -> None:
    details = {"type": "cancelled", "reason": reason}
    store = filled(
        create_response(),
        response_created(),
        sent("response.cancel"),
        received("input_audio_buffer.speech_started", **VAD),
        response_done(status="cancelled", status_details=details),
    )
    assert cause(store, 5) == expected
    assert cause(store, 3) == (2, Why.STOPS)
    assert effects(store, 2) == [("end", 5)]


def test_an_error_answers_the_event_that_it_names_or_the_only_one_it_can_mean() -> None:
    store = filled(
        sent("session.update", event_id="e1", session={}),
        sent("conversation.item.delete", item_id="x"),
        error("unknown_parameter", "e1"),
        error("item_delete_invalid_item_id"),
        sent("session.update", session={}),
        sent("response.create"),
        error(None),
        error("invalid_api_key"),
        error("invalid_value", "never_sent"),
    )
    assert cause(store, 3) == (1, Why.REFUSES)
    assert cause(store, 4) == (2, Why.REFUSES)
    assert cause(store, 7) == (None, Why.NAMES_NO_EVENT)
    assert cause(store, 8) == (None, Why.ABOUT_SESSION)
    assert cause(store, 9) == (None, Why.NAMES_UNKNOWN_EVENT)
    assert effects(store, 1) == [("refusal", 3)]


def test_a_frame_that_is_no_event_is_what_the_server_could_not_read() -> None:
    frame = binary_record(b"\0\1", Direction.SENT)
    store = filled(session_created(), frame, error("invalid_event"), error("invalid_event"))
    assert cause(store, 2) == (None, Why.APP)
    assert cause(store, 3) == (2, Why.REFUSES)
    assert cause(store, 4) == (None, Why.NAMES_NO_EVENT)


@pytest.mark.parametrize("name", ["delete", "retrieve", "truncate"])
def test_what_is_done_to_an_item_is_answered_by_item(name: str) -> None:
    kind = f"conversation.item.{name}"
    past = {"delete": "deleted", "retrieve": "retrieved", "truncate": "truncated"}[name]
    done = f"conversation.item.{past}"
    store = filled(
        confirmed("a", "x"),
        confirmed("b", "y"),
        sent(kind, item_id="a"),
        sent(kind, item_id="b"),
        received(done, item_id="b", item={"id": "b"}),
        received(done, item_id="a", item={"id": "a"}),
    )
    assert cause(store, 3) == (1, Why.ABOUT_ITEM)
    assert cause(store, 5) == (4, Why.ANSWERS)
    assert cause(store, 6) == (3, Why.ANSWERS)


def test_a_second_session_has_causes_of_its_own() -> None:
    first = (opened(), session_created("s1"), sent("session.update", session={}))
    second = (opened(2), session_created("s2"), received("session.updated", session={}))
    store = filled(*first, closed(), *second)
    assert cause(store, 2) == (1, Why.CONNECTED)
    assert cause(store, 7) == (None, Why.UNASKED)
    assert effects(store, 3) == []


def test_the_error_that_closes_a_connection_is_the_cause_of_its_end() -> None:
    store = filled(opened(), error("invalid_api_key"), closed(3000, "server"))
    assert cause(store, 3) == (2, Why.CLOSED_AFTER_ERROR)
    assert cause(filled(opened(), error("other"), closed(1006)), 3) == (None, Why.NOTE)


def test_without_the_client_s_events_the_reason_is_said() -> None:
    store = filled(session_created(), response_created(), received("session.updated", session={}))
    assert cause(store, 2) == (None, Why.CLIENT_NOT_RECORDED)
    assert cause(store, 3) == (None, Why.CLIENT_NOT_RECORDED)


def test_what_no_document_names_belongs_to_the_response_that_it_names() -> None:
    store = filled(response_created(), received("response.new_thing", response_id="resp_1"))
    assert cause(store, 2) == (1, Why.PART_OF_RESPONSE)
    assert cause(filled(received("brand.new")), 1) == (None, Why.UNKNOWN_TYPE)


LISTED: Json = {"id": "item_l", "type": "mcp_list_tools"}
CALLED: Json = {"id": "item_m", "type": "mcp_call"}
ASKED: Json = {"id": "mcpr_1", "type": "mcp_approval_request"}
ALLOWED: Json = {"type": "mcp_approval_response", "approval_request_id": "mcpr_1", "approve": True}
OF_LIST: Json = {"item_id": "item_l"}
OF_CALL: Json = {"item_id": "item_m", "output_index": 0}
SOUNDING: Json = {"response_id": "resp_1"}
TO_TRANSLATE = sent("session.input_audio_buffer.append", audio="AAAA")
HEARD = received("input_audio_buffer.committed", **VAD)
SPOKEN = "conversation.item.input_audio_transcription"
PARTED = received("response.content_part.added", **PART)

PAIRS: tuple[tuple[Record, Record, Why, str], ...] = (
    (session_created(), received("conversation.created"), Why.SESSION_BEGAN, ""),
    (
        sent("session.update", session={}),
        received("session.updated", session={}),
        Why.ANSWERS,
        "answer",
    ),
    (sent("session.close"), received("session.closed"), Why.ANSWERS, "answer"),
    (
        sent("input_audio_buffer.clear"),
        received("input_audio_buffer.cleared"),
        Why.ANSWERS,
        "answer",
    ),
    (
        sent("output_audio_buffer.clear"),
        received("output_audio_buffer.cleared"),
        Why.ANSWERS,
        "answer",
    ),
    (
        received("input_audio_buffer.speech_started", **VAD),
        received("output_audio_buffer.cleared"),
        Why.INTERRUPTED,
        "",
    ),
    (response_created(), received("output_audio_buffer.started", **SOUNDING), Why.PLAYS, ""),
    (response_created(), received("output_audio_buffer.stopped", **SOUNDING), Why.PLAYS, ""),
    (
        received("output_audio_buffer.started", **SOUNDING),
        received("output_audio_buffer.stopped", **SOUNDING),
        Why.CLOSES,
        "",
    ),
    (
        response_created(),
        received("rate_limits.updated", rate_limits=[]),
        Why.AT_RESPONSE_START,
        "",
    ),
    (item_added(answer()), item_done(answer()), Why.CLOSES, "end"),
    (
        PARTED,
        received("response.output_audio_transcript.delta", delta="a", **PART),
        Why.STREAMS,
        "",
    ),
    (PARTED, received("response.output_audio.delta", delta="AAAA", **PART), Why.STREAMS, ""),
    (
        received("response.output_audio_transcript.delta", delta="a", **PART),
        received("response.output_audio_transcript.done", transcript="a", **PART),
        Why.BEFORE_CAPTURE,
        "end",
    ),
    (HEARD, received(f"{SPOKEN}.delta", delta="a", **VAD), Why.TRANSCRIBES, ""),
    (HEARD, received(f"{SPOKEN}.failed", **VAD), Why.TRANSCRIBES, "next"),
    (received("input_audio_buffer.timeout_triggered", **VAD), HEARD, Why.SILENCE, "next"),
    (item_added(LISTED), received("mcp_list_tools.in_progress", **OF_LIST), Why.PART_OF_ITEM, ""),
    (item_added(LISTED), received("mcp_list_tools.completed", **OF_LIST), Why.PART_OF_ITEM, ""),
    (
        received("mcp_list_tools.in_progress", **OF_LIST),
        received("mcp_list_tools.completed", **OF_LIST),
        Why.CLOSES,
        "",
    ),
    (
        received("mcp_list_tools.in_progress", **OF_LIST),
        received("mcp_list_tools.failed", **OF_LIST),
        Why.CLOSES,
        "",
    ),
    (
        output_added("resp_1", CALLED),
        received("response.mcp_call.in_progress", **OF_CALL),
        Why.STREAMS,
        "",
    ),
    (
        received("response.mcp_call.in_progress", **OF_CALL),
        received("response.mcp_call.completed", **OF_CALL),
        Why.CLOSES,
        "end",
    ),
    (
        received("response.mcp_call.in_progress", **OF_CALL),
        received("response.mcp_call.failed", **OF_CALL),
        Why.CLOSES,
        "end",
    ),
    (item_added(ASKED), create_item(ALLOWED), Why.APPROVES, ""),
    (TO_TRANSLATE, received("session.input_transcript.delta", delta="a"), Why.TRANSLATES, ""),
    (TO_TRANSLATE, received("session.output_transcript.delta", delta="a"), Why.TRANSLATES, ""),
    (TO_TRANSLATE, received("session.output_audio.delta", delta="AAAA"), Why.TRANSLATES, ""),
)
"""Two events, why the second follows from the first, and what it is to the first."""


@pytest.mark.parametrize("number", range(len(PAIRS)))
def test_two_events_that_belong_together(number: int) -> None:
    first, second, why, role = PAIRS[number]
    store = filled(first, second)
    assert cause(store, 2) == (None if why is Why.BEFORE_CAPTURE else 1, why)
    assert effects(store, 1) == ([(role, 2)] if role else [])


def test_playback_that_was_cleared_already_is_cleared_again_by_speech() -> None:
    cleared = received("output_audio_buffer.cleared")
    speech = received("input_audio_buffer.speech_started", **VAD)
    store = filled(sent("output_audio_buffer.clear"), cleared, speech, cleared)
    assert cause(store, 2) == (1, Why.ANSWERS)
    assert cause(store, 4) == (3, Why.INTERRUPTED)


def test_a_cancellation_stops_what_runs_and_nothing_that_is_over() -> None:
    over = filled(response_created(), response_done(), sent("response.cancel"))
    assert cause(over, 3) == (None, Why.APP)
    named = filled(
        response_created("resp_1"),
        response_created("resp_2"),
        sent("response.cancel", response_id="resp_1"),
    )
    assert cause(named, 3) == (1, Why.STOPS)


def test_speech_before_a_response_did_not_interrupt_it() -> None:
    details = {"type": "cancelled", "reason": "turn_detected"}
    store = filled(
        received("input_audio_buffer.speech_started", **VAD),
        response_created(),
        response_done(status="cancelled", status_details=details),
    )
    assert cause(store, 3) == (2, Why.ENDS_RESPONSE)


def test_an_approval_of_what_was_never_asked_is_the_application_s_own() -> None:
    store = filled(item_added(LISTED), create_item(ALLOWED))
    assert cause(store, 2) == (None, Why.APP)


def test_what_the_server_sent_and_nobody_can_read() -> None:
    store = filled(session_created(), text_record("{half", Direction.RECEIVED))
    assert cause(store, 2) == (None, Why.UNREADABLE)


def recorded(path: Path) -> Store:
    return filled(*read_capture(path))


CERTAIN = {
    "azure-ga-spoken-tool-round": 75,
    "azure-ga-transcription-failed": 49,
    "azure-voicelive-text-out": 13,
    "openai-beta-audio-out-full-pcm": 22,
    "openai-ga-error-then-long-text": 64,
    "openai-ga-realtime21-commentary-tools": 56,
    "openai-ga-server-vad-mic": 67,
    "openai-ga-text-tools": 44,
    "openai-ga-webrtc-sideband-text": 15,
    "xai-drop-and-resume": 42,
    "xai-text-tools": 49,
}
"""Server events with a cause; all others, `session.created` above all, come by themselves."""
BY_THEMSELVES = {"session.created", "ping"}


@pytest.mark.parametrize("name", CERTAIN)
def test_each_server_event_of_real_captures_has_a_cause_or_a_reason(name: str) -> None:
    store = recorded(CAPTURES / f"{name}.jsonl")
    known: list[int] = []
    without: set[str] = set()
    for seq in range(1, len(store) + 1):
        kind = store.row(seq).kind
        if kind.direction is not Direction.RECEIVED or kind.record is not RecordKind.EVENT:
            continue
        found = cause_of(store.surroundings, seq)
        if found.seq is None:
            without.add(f"{kind.type} {found.why}")
        else:
            known.append(seq)
    print(f"{name}: {len(known)} with a cause; without: {sorted(without)}")
    assert len(known) == CERTAIN[name]
    replayed = "conversation.item.added unasked"
    assert without <= {f"{one} by_itself" for one in BY_THEMSELVES} | {replayed}
    assert (replayed in without) == (name == "xai-drop-and-resume")


def by_type(store: Store, name: str) -> Sequence[int]:
    return [seq for seq in range(1, len(store) + 1) if store.row(seq).type == name]


def test_the_refused_item_of_a_real_capture_is_found_without_an_id() -> None:
    store = recorded(CAPTURES / "openai-ga-error-then-long-text.jsonl")
    (seq,) = by_type(store, "error")
    assert cause(store, seq) == (5, Why.REFUSES)
    assert effects(store, 5) == [("refusal", seq)]


def test_a_real_spoken_tool_round_goes_back_to_the_microphone() -> None:
    store = recorded(CAPTURES / "azure-ga-spoken-tool-round.jsonl")
    last = by_type(store, "response.done")[-1]
    types = [store.row(seq).type for seq in chain(store, last) if seq is not None]
    assert types == [
        "response.created",
        "response.create",
        "conversation.item.create",
        "response.function_call_arguments.done",
        "response.output_item.added",
        "response.created",
        "input_audio_buffer.committed",
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.speech_started",
        "input_audio_buffer.append",
    ]
