"""An event's own values in words: each family of types, in both languages."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Any, Final

import pytest
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
    opened,
    output_added,
    received,
    response_created,
    response_done,
    sent,
    session_created,
    user_message,
)

from realtime_inspector.core.causality import Why
from realtime_inspector.core.record import Direction, Record, binary_record, text_record
from realtime_inspector.guide.causes import RELATIONS, WORDS, cause_words
from realtime_inspector.guide.codes import close_meaning, error_meaning
from realtime_inspector.guide.facts import SENTENCES, ordinal
from realtime_inspector.store.relations import Relation
from realtime_inspector.store.store import Store
from realtime_inspector.ui.present.facts import facts_of

if TYPE_CHECKING:
    from realtime_inspector.guide.model import Language

VAD: Final[dict[str, Any]] = {"item_id": "item_u"}
HUNDRED_MS: Final = "A" * 6_400


def told(*records: Record, seq: int = 0, lang: Language = "en") -> str:
    """What is said of one of some records, by default the last."""
    store = Store()
    for record in records:
        store.append(record)
    row = store.row(seq or len(store))
    return "\n".join(fact.text for fact in facts_of(store, row, lang))


def test_the_two_languages_say_the_same_with_the_same_values() -> None:
    english, japanese = SENTENCES["en"], SENTENCES["ja"]
    assert english.keys() == japanese.keys()
    for name, text in english.items():
        fields = [
            {one[1] for one in string.Formatter().parse(said)} for said in (text, japanese[name])
        ]
        assert fields[0] == fields[1], name


def test_each_reason_and_each_relation_has_words_in_both_languages() -> None:
    assert set(WORDS) == set(Why)
    assert set(RELATIONS) == {one.value for one in Relation}
    for why in Why:
        assert cause_words(why, "#1 x", "en") != cause_words(why, "#1 x", "ja")
        assert ("#1 x" in cause_words(why, "#1 x", "en")) == (
            "#1 x" in cause_words(why, "#1 x", "ja")
        )


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (21, "21st"),
        (112, "112th"),
        (1_003, "1,003rd"),
    ],
)
def test_ordinals(number: int, said: str) -> None:
    assert ordinal(number, "en") == said


def test_a_done_response_tells_status_output_tokens_time_and_what_it_waits_for() -> None:
    call = function_call()
    usage = {"total_tokens": 34, "input_tokens": 14, "output_tokens": 20}
    response = {"id": "resp_1", "status": "completed", "output": [call], "usage": usage}
    turn = (
        sent("response.create", ms=0),
        received("response.created", ms=200, response={"id": "resp_1"}),
        received("response.done", ms=1_500, response=response),
    )
    text = told(*turn)
    assert "The response was completed." in text
    assert "It made: call get_weather(" in text
    assert "Tokens: 14 in (0 cached), 20 out, 34 together." in text
    assert "From #1 response.create to here: 1.50 s." in text
    assert "get_weather (call_1) waits for its result" in text
    answered = told(*turn, create_item(call_output()), seq=3)
    assert "The result of get_weather came with #4 conversation.item.create." in answered
    assert "waits for its result" not in answered


@pytest.mark.parametrize(
    ("status", "details", "said"),
    [
        ("cancelled", {"reason": "turn_detected"}, "because the user began to speak"),
        ("incomplete", {"reason": "max_output_tokens"}, "because max_output_tokens was reached"),
        ("incomplete", {"reason": "odd"}, "(odd)"),
        (
            "failed",
            {"error": {"code": "rate_limit_exceeded", "message": "no"}},
            "too many requests",
        ),
        ("strange", None, "Its status is strange"),
    ],
)
def test_how_a_response_ended_is_explained(status: str, details: object, said: str) -> None:
    done = response_done(status=status, status_details=details)
    assert said in told(response_created(), done)
    assert said not in told(response_created(), response_done())


def test_a_request_tells_what_it_overrides() -> None:
    assert "takes all settings from the session" in told(create_response())
    text = told(create_response(conversation="none", instructions="x", output_modalities=["text"]))
    assert "out of band" in text
    assert "It answers in: text." in text
    assert "It overrides the session in: instructions." in text


def test_an_update_that_was_not_wholly_accepted_says_what_was_not() -> None:
    asked = {"voice": "nova", "instructions": "", "speed": 2, "tools": []}
    became = {"voice": "alloy", "instructions": "default", "tools": []}
    text = told(
        session_created(voice="alloy", instructions="old"),
        sent("session.update", session=asked),
        received("session.updated", session={"id": "sess_1", **became}),
    )
    assert 'Asked for and not accepted: voice was to be "nova" and is "alloy".' in text
    assert 'takes it back to the default: instructions is "default"' in text
    assert "Asked for and not confirmed: speed (2)" in text
    assert "Asked for and not accepted: tools" not in text
    assert 'Changed: instructions from "old" to "default".' in text
    assert "All that was asked for was accepted." not in text


def test_an_update_that_was_accepted_says_so() -> None:
    session = {"voice": "marin", "audio": {"output": {"speed": 1.5}}}
    text = told(
        session_created(),
        sent("session.update", session=session),
        received("session.updated", session={**session, "id": "sess_1"}),
    )
    assert "All that was asked for was accepted." in text
    assert 'New: voice is "marin".' in text


def test_audio_tells_its_length_and_what_waits() -> None:
    append = sent("input_audio_buffer.append", audio=HUNDRED_MS)
    text = told(session_created(), append, append)
    assert "It adds 100 ms of PCM16 24 kHz; 200 ms wait in the buffer now." in text
    assert "It holds no audio." in told(sent("input_audio_buffer.append", audio=""))
    assert "not whole samples" in told(sent("input_audio_buffer.append", audio="AAAA"))
    committed = received("input_audio_buffer.committed", **VAD)
    assert "The buffer held 100 ms." in told(append, committed)


def test_speech_tells_when_how_long_and_what_it_interrupts() -> None:
    started = received("input_audio_buffer.speech_started", audio_start_ms=1_000, **VAD)
    stopped = received("input_audio_buffer.speech_stopped", audio_end_ms=2_500, **VAD)
    assert "it lasted 1.50 s" in told(started, stopped)
    assert "The response resp_1 was running" in told(response_created(), started)
    assert "was running" not in told(started)


def test_items_tell_what_they_hold_and_where_they_stand() -> None:
    text = told(confirmed("a", "one"), confirmed("b", "two", "a"))
    assert "The item: user «two»" in text
    assert "number 2 of 2" in text
    assert "the first of the conversation" in told(confirmed("a", "one"))
    assert "No event in this session has announced the item x." in told(
        sent("conversation.item.delete", item_id="x")
    )
    cut = sent("conversation.item.truncate", item_id="a", audio_end_ms=1_234, content_index=0)
    assert "what comes after 1,234 ms is taken away" in told(item_added(answer("a")), cut)


def test_a_call_tells_its_arguments_and_whether_they_can_be_read() -> None:
    where: Json = {"response_id": "resp_1", "item_id": "item_call_1"}
    added = output_added("resp_1", function_call())
    kind = "response.function_call_arguments.done"
    good = told(added, received(kind, arguments='{"city":"x"}', **where))
    assert 'It calls get_weather({"city":"x"}).' in good
    assert "not a JSON object" not in good
    assert "not a JSON object" in told(added, received(kind, arguments='{"ci', **where))


def test_limits_tell_what_is_left() -> None:
    limits = [
        {"name": "tokens", "limit": 40_000, "remaining": 38_000, "reset_seconds": 3},
        {"name": "requests", "limit": 100, "remaining": 3, "reset_seconds": 864},
    ]
    text = told(received("rate_limits.updated", rate_limits=limits))
    assert "tokens: 38k of 40k are left; full again in 3.00 s." in text
    assert "requests: only 3 of 100 are left; full again in 14:24 min." in text


def test_an_error_tells_its_meaning_its_field_and_whether_the_session_goes_on() -> None:
    problem = error("invalid_value", message="Bad voice.", param="session.voice")
    text = told(session_created(), problem, create_item(user_message("x")), seq=2)
    assert error_meaning("invalid_value", "en") in text
    assert "«Bad voice.»" in text
    assert "session.voice" in text
    assert "it goes on" in text
    last = told(opened(), error("invalid_api_key"), closed(3000, "server"), seq=2)
    assert "The connection was closed right after it (#3 close)." in last
    assert "it goes on" not in last


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_close_tells_what_its_code_means_and_what_is_lost(lang: Language) -> None:
    text = told(session_created(), response_created(), closed(1011, "server"), lang=lang)
    assert close_meaning(1011, lang)
    assert close_meaning(1011, lang) in text
    assert "resp_1" in text


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (text_record('{"type": ', Direction.RECEIVED), "It is not JSON"),
        (text_record("[1]", Direction.RECEIVED), "but not an object"),
        (binary_record(b"\0\1\2", Direction.RECEIVED), "It has"),
        (received("response.text.delta"), "is the beta name of response.output_text.delta"),
        (received("response.cancelled"), "There is no event called response.cancelled"),
        (received("sesion.update"), "Names like it that exist: session.update"),
    ],
)
def test_what_is_no_event_of_today_is_told_apart(frame: Record, said: str) -> None:
    assert said in told(frame)
    assert said not in told(session_created())


def test_time_that_has_passed_is_told_where_it_is_known() -> None:
    text = told(
        sent("response.create", ms=0),
        received("response.created", ms=100, response={"id": "resp_1"}),
        received("response.output_item.added", ms=512, response_id="resp_1", item=answer()),
    )
    assert "It is event 2 of 2 of resp_1, which began 412 ms before." in text
    assert "Of the response: The response was asked for by #1 response.create." in text
