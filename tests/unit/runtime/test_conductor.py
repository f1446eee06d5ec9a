"""Every order in which messages, responses, tools and errors can come."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.events import (
    Json,
    confirmed,
    error,
    frame,
    function_call,
    output_done,
    received,
    response_created,
    response_done,
    session_created,
)

from realtime_inspector.core.event import Event
from realtime_inspector.core.record import Direction
from realtime_inspector.core.reduce import reduce
from realtime_inspector.core.state import CaptureState
from realtime_inspector.runtime.conductor import ChatOptions, Conductor, ToolCall

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.core.record import Record

COLLISION = "conversation_already_has_active_response"


class Chat:
    """A conductor between a user, a server and tools that the test plays."""

    def __init__(
        self,
        *,
        is_auto: bool = True,
        is_configured: bool = True,
        is_observer: bool = False,
        **options: Any,
    ) -> None:
        self.state = CaptureState()
        self.sent: list[Json] = []
        self.calls: list[ToolCall] = []
        self.conductor = Conductor(
            ChatOptions(is_auto_response=is_auto, **options),
            [{"type": "function", "name": "get_weather"}],
            self._send,
            self.calls.append,
            is_observer=is_observer,
        )
        if is_configured:
            self.server(session_created())
            self.server(received("session.updated", session={"id": "sess_1"}))
            self.sent.clear()

    def _send(self, event: Json) -> None:
        self.sent.append(event)
        self.state = reduce(self.state, frame(Direction.SENT, event))

    def server(self, *records: Record) -> None:
        for record in records:
            self.state = reduce(self.state, record)
            self.conductor.feed(Event.of(record), self.state)

    def press_r(self, instructions: str = "") -> None:
        self.conductor.insist(self.state, instructions)

    def finish(self, call_id: str = "call_1") -> None:
        (call,) = [one for one in self.calls if one.call_id == call_id]
        self.conductor.tool_finished(call, "晴れ")

    def said(self) -> list[str]:
        """What was sent since the last look, in short words."""
        words = [short(event) for event in self.sent]
        self.sent.clear()
        return words

    @property
    def last_id(self) -> str:
        return str(self.sent[-1]["event_id"])


def short(event: Json) -> str:
    item = event.get("item", {})
    if item.get("type") == "message":
        return f"say {item['content'][0]['text']}"
    if item.get("type") == "function_call_output":
        return f"output {item['call_id']}"
    return str(event["type"])


ASK = "response.create"


# Configuration.


def test_the_session_is_configured_first_and_messages_wait_for_it() -> None:
    chat = Chat(is_configured=False, instructions="be brief", voice="marin", output="audio")
    chat.conductor.say("hi")
    assert chat.said() == []
    assert chat.conductor.held == 1
    chat.server(session_created())
    (update,) = chat.sent
    assert update["session"] == {
        "type": "realtime",
        "output_modalities": ["audio"],
        "tools": [{"type": "function", "name": "get_weather"}],
        "tool_choice": "auto",
        "instructions": "be brief",
        "audio": {"output": {"voice": "marin"}},
    }
    assert not chat.conductor.is_ready
    chat.sent.clear()
    chat.server(received("session.updated", session={}))
    assert chat.said() == ["say hi", ASK]
    assert chat.conductor.is_ready


def test_messages_that_were_held_are_answered_together() -> None:
    chat = Chat(is_configured=False)
    chat.conductor.say("one")
    chat.conductor.say("two")
    chat.server(session_created(), received("session.updated", session={}))
    assert chat.said() == ["session.update", "say one", "say two", ASK]


@pytest.mark.parametrize(
    "refusal",
    [
        error("invalid_value", "client_1", param="session.voice"),
        error("invalid_value", None, param="session.voice"),
        error(None, None),
        error("odd", "client_1"),
    ],
)
def test_a_refused_configuration_does_not_end_the_chat(refusal: Record) -> None:
    chat = Chat(is_configured=False)
    chat.conductor.say("hi")
    chat.server(session_created(), refusal)
    assert chat.said() == ["session.update", "say hi", ASK]
    chat.server(response_created(), response_done())
    chat.conductor.say("more")
    assert chat.said() == ["say more", ASK]


def test_an_error_about_something_else_is_no_answer_to_the_configuration() -> None:
    chat = Chat(is_configured=False)
    chat.conductor.say("hi")
    chat.server(session_created(), error("invalid_value", "somebody_else"))
    assert chat.conductor.held == 1


def test_r_sends_what_waits_for_a_server_that_confirms_nothing() -> None:
    chat = Chat(is_configured=False)
    chat.conductor.say("hi")
    chat.press_r()
    assert chat.said() == ["say hi", ASK]
    assert chat.conductor.held == 0


# Messages and responses.


def test_each_message_is_followed_by_one_request() -> None:
    chat = Chat()
    chat.conductor.say("one")
    assert chat.said() == ["say one", ASK]
    chat.server(confirmed("u", "one"), response_created(), response_done())
    assert chat.said() == []


def test_a_message_during_a_response_is_sent_at_once_and_answered_after_it() -> None:
    chat = Chat()
    chat.conductor.say("one")
    chat.server(response_created())
    chat.sent.clear()
    chat.conductor.say("two")
    assert chat.said() == ["say two"]
    assert chat.conductor.is_queued
    chat.server(response_done())
    assert chat.said() == [ASK]
    assert not chat.conductor.is_queued


def test_messages_before_the_response_is_created_wait_as_well() -> None:
    chat = Chat()
    chat.conductor.say("one")
    chat.conductor.say("two")
    chat.conductor.say("three")
    assert chat.said() == ["say one", ASK, "say two", "say three"]
    chat.server(response_created(), response_done())
    assert chat.said() == [ASK]
    chat.server(response_created("resp_2"), response_done("resp_2"))
    assert chat.said() == []


@pytest.mark.parametrize("status", ["cancelled", "failed", "incomplete"])
def test_a_queued_message_is_answered_however_the_response_ends(status: str) -> None:
    chat = Chat()
    chat.conductor.say("one")
    chat.server(response_created())
    chat.conductor.say("two")
    chat.conductor.cancel()
    chat.sent.clear()
    chat.server(response_done(status=status))
    assert chat.said() == [ASK]


def test_a_response_by_voice_activity_is_waited_for() -> None:
    chat = Chat()
    chat.server(response_created("vad"))
    chat.conductor.say("hi")
    assert chat.said() == ["say hi"]
    chat.server(response_done("vad", status="cancelled"))
    assert chat.said() == [ASK]


def test_an_out_of_band_response_is_not_waited_for() -> None:
    chat = Chat()
    chat.server(response_created("aside", conversation_id=None))
    chat.conductor.say("hi")
    assert chat.said() == ["say hi", ASK]


def test_an_out_of_band_response_answers_no_request() -> None:
    chat = Chat()
    chat.conductor.say("hi")
    chat.server(response_created("aside", conversation_id=None), response_done("aside"))
    chat.sent.clear()
    chat.conductor.say("more")
    assert chat.said() == ["say more"]


def test_a_server_without_response_created_still_ends_its_responses() -> None:
    chat = Chat()
    chat.conductor.say("one")
    chat.server(response_done())
    chat.sent.clear()
    chat.conductor.say("two")
    assert chat.said() == ["say two", ASK]


def test_the_output_kind_is_asked_for_and_instructions_only_if_given() -> None:
    chat = Chat(output="audio")
    chat.press_r()
    chat.server(response_created())
    chat.press_r("in French")
    chat.server(response_done())
    assert [event["response"] for event in chat.sent] == [
        {"output_modalities": ["audio"]},
        {"output_modalities": ["audio"], "instructions": "in French"},
    ]


# Manual mode.


def test_in_manual_mode_a_message_brings_no_request() -> None:
    chat = Chat(is_auto=False)
    chat.conductor.say("hi")
    assert chat.said() == ["say hi"]


def test_in_manual_mode_r_twice_sends_both() -> None:
    chat = Chat(is_auto=False)
    chat.press_r()
    chat.press_r()
    second = chat.last_id
    assert chat.said() == [ASK, ASK]
    chat.server(response_created(), error(COLLISION, second), response_done())
    assert chat.said() == []
    assert not chat.conductor.is_queued


def test_in_automatic_mode_r_during_a_response_waits() -> None:
    chat = Chat()
    chat.server(response_created("vad"))
    chat.press_r()
    assert chat.said() == []
    chat.server(response_done("vad"))
    assert chat.said() == [ASK]


# Errors that answer a request.


@pytest.mark.parametrize("code", ["invalid_value", "server_error", None])
@pytest.mark.parametrize("has_id", [True, False])
def test_after_a_refused_request_the_next_message_is_asked_about(
    code: str | None, has_id: bool
) -> None:
    chat = Chat()
    chat.conductor.say("one")
    request = chat.last_id
    chat.sent.clear()
    chat.server(confirmed("u", "one"), error(code, request if has_id else None))
    assert chat.said() == []
    chat.conductor.say("two")
    assert chat.said() == ["say two", ASK]


@pytest.mark.parametrize("has_id", [True, False])
@pytest.mark.parametrize("is_created_first", [True, False])
def test_a_request_that_lost_against_voice_activity_is_made_again(
    has_id: bool, is_created_first: bool
) -> None:
    chat = Chat()
    chat.conductor.say("hi")
    collision = error(COLLISION, chat.last_id if has_id else None)
    chat.sent.clear()
    order = [response_created("vad"), collision]
    chat.server(*(order if is_created_first else reversed(order)))
    assert chat.said() == []
    assert chat.conductor.is_queued
    chat.server(response_done("vad"))
    assert chat.said() == [ASK]
    chat.server(response_created("resp_2"), response_done("resp_2"))
    assert chat.said() == []


def test_a_collision_with_a_response_that_nobody_saw_does_not_go_in_circles() -> None:
    chat = Chat()
    chat.conductor.say("hi")
    chat.server(confirmed("u", "hi"), error(COLLISION, chat.last_id))
    assert chat.said() == ["say hi", ASK]
    assert chat.conductor.is_queued
    chat.press_r()
    assert chat.said() == [ASK]


def test_an_error_that_answers_something_else_changes_nothing() -> None:
    chat = Chat()
    chat.conductor.say("one")
    chat.server(response_created())
    chat.conductor.cancel()
    chat.server(error("response_cancel_not_active", chat.last_id))
    chat.sent.clear()
    chat.conductor.say("two")
    assert chat.said() == ["say two"]


# Calls.


def calling(chat: Chat, *calls: Json) -> None:
    """A response that calls functions; it is not over yet."""
    chat.conductor.say("天気は?")
    chat.server(response_created(), *(output_done("resp_1", call) for call in calls))
    chat.sent.clear()


def test_a_tool_that_is_done_before_the_response() -> None:
    chat = Chat()
    calling(chat, function_call())
    chat.finish()
    assert chat.said() == ["output call_1"]
    chat.server(response_done(output=[function_call()]))
    assert chat.said() == [ASK]
    assert len(chat.calls) == 1


def test_a_tool_that_is_done_after_the_response() -> None:
    chat = Chat()
    calling(chat, function_call())
    chat.server(response_done(output=[function_call()]))
    assert chat.said() == []
    chat.finish()
    assert chat.said() == ["output call_1", ASK]
    assert len(chat.calls) == 1


@pytest.mark.parametrize("first", ["call_1", "call_2"])
@pytest.mark.parametrize("done_after", [0, 1, 2])
def test_several_calls_bring_all_outputs_and_then_one_request(first: str, done_after: int) -> None:
    chat = Chat()
    calling(chat, function_call("call_1"), function_call("call_2"))
    second = {"call_1": "call_2", "call_2": "call_1"}[first]
    steps: list[Callable[[], None]] = [lambda: chat.finish(first), lambda: chat.finish(second)]
    steps.insert(done_after, lambda: chat.server(response_done()))
    for step in steps:
        step()
    words = chat.said()
    assert words.count(ASK) == 1
    assert words[-1] == ASK
    assert sorted(words[:-1]) == ["output call_1", "output call_2"]


@pytest.mark.parametrize("moment", range(3))
def test_a_message_while_tools_run_is_answered_together_with_them(moment: int) -> None:
    chat = Chat()
    calling(chat, function_call())
    steps: list[Callable[[], None]] = [lambda: chat.server(response_done()), chat.finish]
    steps.insert(moment, lambda: chat.conductor.say("そして大阪は?"))
    for step in steps:
        step()
    words = chat.said()
    if moment == 2:  # after everything: the request for the output is out, hers comes next
        assert words == ["output call_1", ASK, "say そして大阪は?"]
        chat.server(response_created("resp_2"), response_done("resp_2"))
        assert chat.said() == [ASK]
    else:
        assert words.count(ASK) == 1
        assert words[-1] == ASK


def test_a_message_after_the_response_but_before_the_tool_waits_for_the_output() -> None:
    chat = Chat()
    calling(chat, function_call())
    chat.server(response_done())
    chat.conductor.say("more")
    assert chat.said() == ["say more"]
    chat.finish()
    assert chat.said() == ["output call_1", ASK]


@pytest.mark.parametrize("status", ["cancelled", "failed"])
@pytest.mark.parametrize("is_tool_first", [True, False])
def test_calls_of_a_cancelled_response_get_their_output_and_no_request(
    status: str, is_tool_first: bool
) -> None:
    chat = Chat()
    calling(chat, function_call())
    steps: list[Callable[[], None]] = [
        chat.finish,
        lambda: chat.server(response_done(status=status)),
    ]
    for step in steps if is_tool_first else reversed(steps):
        step()
    assert chat.said() == ["output call_1"]
    chat.conductor.say("again")
    assert chat.said() == ["say again", ASK]


def test_a_whole_call_of_a_cut_response_is_followed_by_a_request() -> None:
    chat = Chat()
    calling(chat, function_call())
    chat.finish()
    chat.server(response_done(status="incomplete"))
    assert chat.said() == ["output call_1", ASK]


def test_a_call_that_was_cut_is_not_run() -> None:
    chat = Chat()
    calling(chat, function_call(status="incomplete", arguments='{"ci'))
    chat.server(response_done(status="incomplete", output=[function_call(status="incomplete")]))
    assert chat.calls == []
    assert chat.said() == []


def test_a_call_that_only_the_end_of_the_response_names() -> None:
    chat = Chat()
    chat.conductor.say("天気は?")
    chat.server(response_created(), response_done(output=[function_call()]))
    chat.sent.clear()
    chat.finish()
    assert chat.said() == ["output call_1", ASK]


def test_in_manual_mode_tools_run_and_the_request_is_left_to_the_user() -> None:
    chat = Chat(is_auto=False)
    chat.press_r()
    chat.server(response_created(), output_done("resp_1", function_call()), response_done())
    chat.sent.clear()
    chat.finish()
    assert chat.said() == ["output call_1"]
    chat.press_r()
    assert chat.said() == [ASK]


def test_a_call_outside_of_the_conversation_is_not_run() -> None:
    chat = Chat()
    aside = response_created("aside", conversation_id=None)
    chat.server(aside, output_done("aside", function_call()), response_done("aside"))
    assert chat.calls == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"arguments": {"city": "東京"}}, {"city": "東京"}),
        ({"arguments": None}, {}),
        ({"status": None}, {"city": "東京"}),
        ({"status": ["odd"]}, {"city": "東京"}),
        ({"name": 5}, {"city": "東京"}),
    ],
)
def test_odd_calls_are_run_all_the_same(fields: Json, expected: Json) -> None:
    chat = Chat()
    calling(chat, function_call(**fields))
    (call,) = chat.calls
    assert json.loads(call.arguments) == expected


def test_a_call_without_an_id_cannot_be_answered() -> None:
    chat = Chat()
    calling(chat, function_call() | {"call_id": None})
    assert chat.calls == []


def test_rounds_of_calls_follow_each_other() -> None:
    chat = Chat()
    calling(chat, function_call())
    chat.server(response_done())
    chat.finish()
    assert chat.said() == ["output call_1", ASK]
    second = output_done("resp_2", function_call("call_2"))
    chat.server(response_created("resp_2"), second, response_done("resp_2"))
    chat.finish("call_2")
    assert chat.said() == ["output call_2", ASK]


# Observing.


def test_an_observer_sends_only_what_the_user_asks_for() -> None:
    chat = Chat(is_configured=False, is_observer=True)
    chat.server(session_created(), response_created())
    chat.server(output_done("resp_1", function_call()), response_done(output=[function_call()]))
    assert (chat.said(), chat.calls) == ([], [])
    chat.conductor.say("hi")
    chat.press_r()
    assert chat.said() == ["say hi", ASK]
