from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support.events import (
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
    state_after,
    text_delta,
    user_message,
)

from realtime_inspector.analysis.coach import advise
from realtime_inspector.analysis.why import Reason, Situation
from realtime_inspector.core.record import notice
from realtime_inspector.guide.coaching import coaching

if TYPE_CHECKING:
    from realtime_inspector.core.record import Record

COLLISION = "conversation_already_has_active_response"
READY = (opened(), session_created())
ANSWERED = (
    create_item(user_message("hi")),
    create_response(),
    confirmed("u", "hi"),
    response_created(),
    output_added("resp_1", answer()),
    item_added(answer()),
    text_delta("Hello"),
    response_done(),
)


def advice(*records: Record, is_live: bool = True, is_queued: bool = False) -> Reason:
    return advise(Situation(state_after(*records), is_live, is_queued))


def advised(*records: Record, is_live: bool = True, is_queued: bool = False) -> str:
    return advice(*records, is_live=is_live, is_queued=is_queued).id


# Connecting.


def test_the_way_to_a_session() -> None:
    assert advised() == "connecting"
    assert advised(notice("connecting", fields={"url": "ws://x"})) == "connecting"
    assert advised(opened()) == "opened"
    assert advised(*READY) == "ready"


def test_a_connection_that_was_never_made() -> None:
    failed = advice(notice("error", fields={"message": "Nobody is listening there."}))
    assert (failed.id, failed.is_trouble) == ("unreachable", True)
    assert failed.values["why"] == "Nobody is listening there."


@pytest.mark.parametrize(
    ("code", "expected", "why"),
    [
        (3000, "bad_key", "No."),
        (4000, "bad_request", "No."),
        (1006, "closed", "1006 lost without a close frame"),
        (1001, "closed", "1001 going away"),
    ],
)
def test_a_connection_that_ended(code: int, expected: str, why: str) -> None:
    ended = advice(opened(), error("invalid_api_key"), closed(code, "server"))
    assert (ended.id, ended.is_trouble, ended.values["why"]) == (expected, True, why)


def test_an_error_of_the_connection_before_is_settled() -> None:
    old = (opened(), error("invalid_api_key"), closed(3000, "server"))
    assert advised(*old, opened(conn=2), session_created()) == "ready"


# A conversation.


def test_an_answer_from_asking_to_its_end() -> None:
    assert advised(*READY, *ANSWERED[:4]) == "thinking"
    assert advised(*READY, *ANSWERED[:7]) == "streaming"
    assert advised(*READY, *ANSWERED) == "finished"


def test_a_request_that_waits_is_named_before_the_answer_that_streams() -> None:
    assert advised(*READY, *ANSWERED[:7], is_queued=True) == "queued"


def test_an_item_that_nobody_asked_an_answer_for() -> None:
    waiting = advice(*READY, create_item(user_message("hi")), confirmed("u", "hi"))
    assert (waiting.id, waiting.values) == ("item_without_response", {"text": "hi"})
    asked = (create_item(user_message("hi")), confirmed("u", "hi"), create_response())
    assert advised(*READY, *asked) == "asked"


def test_a_second_message_after_an_answer_needs_a_request_too() -> None:
    again = (create_item(user_message("more")), confirmed("v", "more", "item_a"))
    assert advised(*READY, *ANSWERED, *again) == "item_without_response"


def test_a_call_waits_for_its_output_and_then_for_a_request() -> None:
    call = function_call()
    calling = (
        *READY,
        response_created(),
        output_added("resp_1", call),
        item_added(call),
        response_done(),
    )
    waiting = advice(*calling)
    assert (waiting.id, waiting.values["name"]) == ("tool", "get_weather")
    output = (create_item(call_output()), item_added(call_output(id="o"), "item_call_1"))
    assert advised(*calling, *output) == "output_without_response"


def test_an_output_that_was_refused_answers_no_call() -> None:
    call = function_call()
    calling = (*READY, response_created(), item_added(call), response_done())
    refused = (create_item(call_output(), event_id="e"), error("invalid_tool_call_id", "e"))
    assert advised(*calling, *refused) == "refused"
    assert advised(*calling, *refused, confirmed("u", "so?"), create_response()) == "tool"


def test_an_output_of_an_earlier_session_answers_no_call() -> None:
    calling = (response_created(), item_added(function_call()), response_done())
    answered = (create_item(call_output()), item_added(call_output(id="o"), "item_call_1"))
    assert advised(*READY, *calling, *answered, *READY, *calling) == "tool"


@pytest.mark.parametrize("status", ["failed", "incomplete", "cancelled"])
def test_a_response_that_ended_badly(status: str) -> None:
    details = {"reason": "why not"}
    ended = advice(*READY, *ANSWERED[:7], response_done(status=status, status_details=details))
    assert (ended.id, ended.values["why"]) == (f"response_{status}", "why not")
    assert ended.is_trouble is (status == "failed")


def test_a_bad_end_is_settled_by_the_next_message() -> None:
    ended = (*READY, *ANSWERED[:7], response_done(status="cancelled"))
    again = (create_item(user_message("more")), confirmed("v", "more", "item_a"))
    assert advised(*ended, *again) == "item_without_response"
    assert advised(*ended, *again, create_response()) == "asked"


def test_a_lost_answer_is_forgotten_in_a_new_session() -> None:
    lost = (*READY, *ANSWERED[:7], closed())
    assert advised(*lost) == "closed"
    assert advised(*lost, opened(conn=2), session_created("sess_2")) == "ready"


# Errors.


def test_a_collision_names_both_sides() -> None:
    collision = advice(*READY, response_created(), create_response("e2"), error(COLLISION, "e2"))
    assert (collision.id, collision.is_trouble) == ("collision", True)
    assert (collision.values["cause"], collision.values["response"]) == ("#4", "resp_1")


def test_cancelling_nothing_is_harmless() -> None:
    nothing = error("response_cancel_not_active", "e")
    assert advised(*READY, sent("response.cancel", event_id="e"), nothing) == "nothing_to_cancel"


def test_any_other_error_is_a_refusal_until_something_works() -> None:
    refused = advice(*READY, error("invalid_value", param="item.type"))
    assert refused.id == "refused"
    assert refused.values["cause"] == ""
    assert advised(*READY, error("invalid_value", param="session.voice")) == "update_refused"
    updated = received("session.updated", session={})
    assert advised(*READY, error("invalid_value"), updated) == "ready"


# Captures.


def test_in_a_capture_nothing_is_to_be_done() -> None:
    assert advised(is_live=False) == "capture"
    asked = (create_item(user_message("hi")), confirmed("u", "hi"))
    assert advised(*READY, *asked, is_live=False) == "capture"
    assert advised(*READY, *ANSWERED[:7], is_live=False) == "capture"
    call = function_call()
    assert advised(*READY, response_created(), item_added(call), is_live=False) == "capture"


def test_in_a_capture_trouble_is_still_named() -> None:
    assert advised(*READY, error("invalid_value"), is_live=False) == "refused"
    ended = (*READY, *ANSWERED[:7], response_done(status="failed"))
    assert advised(*ended, is_live=False) == "response_failed"
    assert advised(*READY, *ANSWERED[:7], closed(), is_live=False) == "response_lost"


# Words.


def test_values_are_filled_in_and_braces_in_them_mean_nothing() -> None:
    title, text = coaching("refused", {"code": "{0}", "cause": "#4", "why": "{0} {"}, "en")
    assert title == "Refused: {0}"
    assert text == "#4 {0} {"
