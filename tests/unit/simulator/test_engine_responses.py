from __future__ import annotations

from typing import Any

from tests.support.simulator import (
    WEATHER_TOOL,
    Session,
    arguments_of,
    only,
    output_of,
    text_of,
    types_of,
)


def streaming(**settings: Any) -> tuple[Session, str]:
    """A session in the middle of a long text answer, and the response's id."""
    session = Session(**settings)
    session.use()
    session.say("count to 100")
    session.send("response.create")
    events = session.run_until("response.output_text.delta")
    return session, only(events, "response.created")[0]["response"]["id"]


def test_second_response_is_refused_and_the_first_goes_on() -> None:
    session, response_id = streaming()
    session.send("response.create", event_id="mine")
    events = session.run()
    (error,) = only(events, "error")
    assert error["error"] == {
        "type": "invalid_request_error",
        "code": "conversation_already_has_active_response",
        "message": (
            f"Conversation already has an active response in progress: {response_id}. "
            "Wait until the response is finished before creating a new one."
        ),
        "param": None,
        "event_id": "mine",
    }
    (done,) = only(events, "response.done")
    assert (done["response"]["id"], done["response"]["status"]) == (response_id, "completed")


def test_cancel_closes_what_is_open_and_nothing_follows_but_limits() -> None:
    session, response_id = streaming()
    heard = "".join(each["delta"] for each in only(session.events, "response.output_text.delta"))
    session.send("response.cancel")
    before = session.collect()
    events = before + session.run()
    late = "".join(each["delta"] for each in only(events, "response.output_text.delta"))
    assert types_of(events)[-6:] == [
        "response.output_text.done",
        "response.content_part.done",
        "conversation.item.done",
        "response.output_item.done",
        "response.done",
        "rate_limits.updated",
    ]
    response = only(events, "response.done")[0]["response"]
    assert response["id"] == response_id
    assert response["status"] == "cancelled"
    assert response["status_details"] == {"type": "cancelled", "reason": "client_cancelled"}
    (item,) = response["output"]
    assert item["status"] == "incomplete"
    assert text_of(item) == heard + late
    assert response["usage"]["output_tokens"] > 0


def test_cancel_before_any_output_leaves_nothing_and_costs_nothing() -> None:
    session = Session()
    session.say("hello")
    session.send("response.create")
    session.run_until("response.created")
    events = session.ask("response.cancel")
    assert types_of(events) == ["response.done", "rate_limits.updated"]
    response = events[0]["response"]
    assert (response["output"], response["usage"]["total_tokens"]) == ([], 0)


def test_cancel_without_a_response_is_an_error() -> None:
    (error,) = Session().ask("response.cancel", event_id="c1")
    assert error["error"]["code"] == "response_cancel_not_active"
    assert error["error"]["message"] == "Cancellation failed: no active response found"
    assert error["error"]["event_id"] == "c1"


def test_cancel_of_an_unknown_id_leaves_the_active_response_alone() -> None:
    session, response_id = streaming()
    events = session.ask("response.cancel", response_id="resp_other")
    assert only(events, "error")[0]["error"]["code"] == "response_cancel_not_active"
    assert only(events, "response.done")[0]["response"]["status"] == "completed"
    assert only(events, "response.done")[0]["response"]["id"] == response_id


def test_token_limit_makes_the_response_incomplete() -> None:
    session = Session()
    session.use()
    session.say("count to 100")
    events = session.ask("response.create", response={"max_output_tokens": 12})
    response = only(events, "response.done")[0]["response"]
    assert response["status"] == "incomplete"
    assert response["status_details"] == {"type": "incomplete", "reason": "max_output_tokens"}
    assert response["output"][0]["status"] == "incomplete"
    assert 0 < response["usage"]["output_tokens"] <= 12
    assert response["max_output_tokens"] == 12


def test_metadata_and_overrides_are_in_response_created() -> None:
    session = Session()
    asked = {"metadata": {"client_event_id": "x"}, "output_modalities": ["text"]}
    session.say("hello")
    events = session.ask("response.create", response=asked)
    created = only(events, "response.created")[0]["response"]
    assert created["metadata"] == {"client_event_id": "x"}
    assert created["output_modalities"] == ["text"]
    assert (created["output"], created["usage"]) == ([], None)


def test_out_of_band_response_runs_beside_and_leaves_the_conversation_alone() -> None:
    session, default_id = streaming()
    message = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "hi"}]}
    side = {"conversation": "none", "input": [message], "metadata": {"k": "v"}}
    session.send("response.create", response=side)
    events = session.run()
    finished = {each["response"]["id"]: each["response"] for each in only(events, "response.done")}
    assert finished.pop(default_id)["status"] == "completed"
    ((side_id, response),) = finished.items()
    assert (response["conversation_id"], response["metadata"]) == (None, {"k": "v"})
    mirrored = {each["item"]["id"] for each in only(events, "conversation.item.done")}
    assert response["output"][0]["id"] not in mirrored
    assert side_id != default_id


def test_several_side_responses_run_at_once_and_are_cancelled_by_id() -> None:
    session, default_id = streaming()
    for key in ("a", "b"):
        side = {"conversation": "none", "metadata": {"key": key}, "instructions": "Explain."}
        session.send("response.create", response=side)
    session.run_until("response.created")
    while len(only(session.events, "response.created")) < 3:
        session.run_until("response.created")
    by_key = {
        each["response"]["metadata"]["key"]: each["response"]["id"]
        for each in only(session.events, "response.created")[1:]
    }
    session.send("response.cancel", response_id=by_key["a"])
    finished = {
        each["response"]["id"]: each["response"]["status"]
        for each in only(session.run(), "response.done")
    }
    assert finished == {default_id: "completed", by_key["a"]: "cancelled", by_key["b"]: "completed"}


def test_a_reference_to_no_item_is_refused() -> None:
    session = Session()
    response = {"conversation": "none", "input": [{"type": "item_reference", "id": "item_x"}]}
    events = session.ask("response.create", response=response)
    assert types_of(events) == ["error"]
    assert events[0]["error"]["message"] == "Item with item_id not found: item_x"


def test_parallel_calls_can_be_forbidden() -> None:
    session = Session()
    session.use(WEATHER_TOOL, parallel_tool_calls=False)
    assert len(session.answer_to("Weather in Paris and Rome?")) == 1
    asked = {"parallel_tool_calls": True}
    session.say("Weather in Paris and Rome?")
    assert len(output_of(session.ask("response.create", response=asked))) == 2


def test_item_reference_brings_an_item_into_an_out_of_band_context() -> None:
    session = Session()
    session.use()
    session.say("My name is Alice")
    (added, _) = session.run()
    question = {
        "type": "message",
        "role": "user",
        "content": [{"type": "input_text", "text": "what is my name?"}],
    }
    reference = {"type": "item_reference", "id": added["item"]["id"]}
    for context, expected in (([reference, question], "Alice"), ([question], "not told")):
        response = {"conversation": "none", "input": context}
        (item,) = output_of(session.ask("response.create", response=response))
        assert expected in text_of(item)


def test_several_places_are_parallel_calls() -> None:
    session = Session()
    session.use(WEATHER_TOOL)
    calls = session.answer_to("東京と大阪の天気は?")
    assert [arguments_of(call) for call in calls] == [{"city": "東京"}, {"city": "大阪"}]
    assert len({call["call_id"] for call in calls}) == 2
    added = only(session.events, "response.output_item.added")
    assert [each["output_index"] for each in added] == [0, 1]


def test_tool_choice_is_obeyed() -> None:
    session = Session()
    session.use(WEATHER_TOOL)
    session.say("What is the weather in Oslo?")
    none = output_of(session.ask("response.create", response={"tool_choice": "none"}))
    assert none[0]["type"] == "message"
    session.say("hello")
    required = output_of(session.ask("response.create", response={"tool_choice": "required"}))
    assert required[0]["type"] == "function_call"
    chosen = {"type": "function", "name": "get_weather"}
    session.say("hello in Rome")
    forced = output_of(session.ask("response.create", response={"tool_choice": chosen}))
    assert arguments_of(forced[0]) == {"city": "Rome"}


def test_tools_of_one_response_replace_those_of_the_session() -> None:
    session = Session()
    session.use()
    session.say("What is the weather in Oslo?")
    response = {"tools": [WEATHER_TOOL]}
    assert output_of(session.ask("response.create", response=response))[0]["name"] == "get_weather"


def test_voice_is_fixed_once_the_assistant_has_spoken() -> None:
    session = Session()
    session.answer_to("hello")
    update = {"type": "realtime", "audio": {"output": {"voice": "cedar"}}}
    (error,) = session.ask("session.update", session=update)
    assert error["error"]["code"] == "cannot_update_voice"
    same = {"type": "realtime", "audio": {"output": {"voice": "marin"}}}
    (updated,) = session.ask("session.update", session=same)
    assert updated["type"] == "session.updated"


def test_g711_output_is_a_sixth_of_the_bytes() -> None:
    for name in ("audio/pcmu", "audio/pcma"):
        session = Session()
        session.use(modality="audio", audio={"output": {"format": {"type": name}}})
        session.answer_to("hello")
        first = only(session.events, "response.output_audio.delta")[0]["delta"]
        assert len(first) == 1068  # 800 bytes in base64
