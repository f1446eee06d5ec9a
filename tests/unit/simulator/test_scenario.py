from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.simulator import WEATHER_TOOL, Session, only, output_of, text_of, types_of

from realtime_inspector.simulator import scenario_file
from realtime_inspector.simulator.faults import Fault
from realtime_inspector.simulator.mcp import McpServer
from realtime_inspector.simulator.scenario_file import (
    ScenarioError,
    load_scenario,
    one_line_each,
    parse_scenario,
)

if TYPE_CHECKING:
    from pathlib import Path

    from realtime_inspector.simulator.scenario import Scenario

MCP_TOOL = {"type": "mcp", "server_label": "docs", "server_url": "https://mcp.test"}


def scenario(text: str) -> Scenario:
    return parse_scenario(f'title = "t"\n{text}', "f.toml")


def playing(text: str, **settings: Any) -> Session:
    session = Session(scenario=scenario(text), **settings)
    session.use(WEATHER_TOOL)
    return session


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a = ", 2, "Invalid value"),
        ("tilte = 'x'", 2, "'tilte'"),
        ("[[turn]]\nsay = 1", 3, "'turn[0].say': expected a string"),
        ("[[turn]]\nsay = 'a'\n\n[[turn]]\nnumber = 0", 6, "'turn[1].number'"),
        ("[[turn]]\nmatch = '('", 3, "Invalid regular expression"),
        ("[[turn]]\nsay = 'a'\n[[turn.step]]\npause_s = 1", 3, "both say and step"),
        ("[[turn]]\n[[turn.step]]\nsay = 'a'\ncall = 'b'", 3, "must have one of"),
        ("[[turn]]\n[[turn.step]]\nsay = 'a'\ntool = 'b'", 5, "tool does not go with say"),
        ("[[turn]]\n[[turn.step]]\nmcp = 'a'", 3, "must name the tool"),
        ("[[turn]]\nstatus = 'failed'\nreason = 'x'", 4, "reason goes with"),
        ("[[turn]]\nstatus = 'incomplete'\nreason = 'x'", 4, "Supported values"),
        ("[[turn]]\nstatus = 'completed'\nerror = { type = 'x' }", 4, "error goes with"),
        ("[[turn]]\n[turn.usage]\nx = 1979-05-27", 4, "JSON has no such value"),
        ("[[turn]]\nusage = { x = inf }", 3, "JSON has no such value"),
        ("[[fault]]\nevent = 'x'", 2, "'fault[0].kind'"),
        ("[[fault]]\nkind = 'melt'", 3, "'melt'"),
        ("[[fault]]\nkind = 'drop'\nseconds = 1", 4, "Unknown parameter"),
        ("[[fault]]\nkind = 'drop'\nafter_s = 1", 4, "happens at an event"),
        ("[[fault]]\nkind = 'abort'\nafter_s = 1\nnumber = 2", 5, "choose one"),
        ("[[mcp]]\nserver = 'x'\ntools = [{ name = 'y' }]", 4, "input_schema"),
        ("hears = [{ type = 'x' }]", 2, "message"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        scenario(text)
    assert caught.value.message.startswith(f"f.toml:{line}: ")
    assert words in caught.value.message


def test_every_key_is_explained() -> None:
    keys = {*scenario_file._STEP_FIELDS, *scenario_file._FAULT_PLACE, *scenario_file._FAILURES}
    keys |= {"title", "try", "hears", "translations", "turn", "mcp", "fault", "usage", "status"}
    for kind, fields in scenario_file._FAULT_FIELDS.items():
        keys |= {kind, *fields}
    text = scenario_file.__doc__ or ""
    assert not [key for key in keys if not re.search(rf"\b{key}\b", text)]


def test_a_title_is_needed() -> None:
    with pytest.raises(ScenarioError, match="'title'"):
        parse_scenario("", "f.toml")


def test_a_scenario_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("title = 'Mine'\n[[fault]]\nkind = 'stall'\nafter_s = 1\nseconds = 2\n")
    found = load_scenario(str(path))
    assert (found.name, found.title) == ("mine", "Mine")
    assert found.faults == (Fault("stall", after_s=1, seconds=2),)


@pytest.mark.parametrize(
    ("name", "words"),
    [("nothing", "There is no scenario"), ("no/such.toml", "Cannot read the scenario")],
)
def test_a_scenario_that_is_not_there(name: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        load_scenario(name)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xff")
    with pytest.raises(ScenarioError, match="not UTF-8"):
        load_scenario(str(path))


def test_the_list_has_a_line_each() -> None:
    assert one_line_each([load_scenario("quota")])[0].startswith("quota  Every response fails")
    assert one_line_each([]) == []


def test_turns_are_chosen_by_number_and_words() -> None:
    session = playing(
        """
        [[turn]]
        number = 2
        say = "second"
        [[turn]]
        match = "(?i)tea"
        times = 1
        say = "tea it is"
        """
    )
    assert text_of(session.answer_to("Tea please")[0]) == "tea it is"
    assert text_of(session.answer_to("Tea please")[0]) == "second"
    assert "tea it is" not in text_of(session.answer_to("Tea please")[0])


def test_each_connection_begins_anew() -> None:
    for _ in range(2):
        session = playing("[[turn]]\nnumber = 1\nsay = 'first'")
        assert text_of(session.answer_to("hi")[0]) == "first"


def test_pauses_last_as_long_as_they_say() -> None:
    session = playing("[[turn]]\nstep = [{ pause_s = 30 }, { say = 'a' }]")
    session.send("response.create")
    session.run_until("response.created")
    begun = session.now
    session.run_until("response.output_item.added")
    assert 30 < session.now - begun < 31


def test_a_slow_answer_makes_a_second_request_collide() -> None:
    session = Session(scenario=load_scenario("slow-answer"))
    session.send("response.create")
    session.run_until("response.created")
    session.send("response.create")
    (error,) = only(session.run(), "error")
    assert error["error"]["code"] == "conversation_already_has_active_response"


def test_a_comment_is_said_whatever_the_setting() -> None:
    session = Session(scenario=load_scenario("commentary-and-call"), commentary=False)
    session.use(WEATHER_TOOL)
    comment, call = session.answer_to("Paris?")
    assert (comment["phase"], call["name"]) == ("commentary", "get_weather")


def test_endings_in_detail() -> None:
    session = playing(
        """
        [[turn]]
        number = 1
        error = { type = "t", code = "c", message = "m" }
        [[turn]]
        number = 2
        status = "cancelled"
        reason = "turn_detected"
        say = "I was"
        [[turn]]
        number = 3
        status = "failed"
        usage = { total_tokens = 7 }
        rate_limits = false
        [[turn]]
        say = "x"
        remaining_tokens = 5
        """
    )
    first = session.ask("response.create")
    error = only(first, "response.done")[0]["response"]["status_details"]["error"]
    assert error == {"type": "t", "code": "c", "message": "m"}
    second = only(session.ask("response.create"), "response.done")[0]["response"]
    assert second["status_details"] == {"type": "cancelled", "reason": "turn_detected"}
    assert second["output"][0]["status"] == "incomplete"
    third = session.ask("response.create")
    assert types_of(third)[-1] == "response.done"
    assert third[-1]["response"]["usage"]["total_tokens"] == 7
    last = session.ask("response.create")[-1]
    assert last["rate_limits"][0]["remaining"] == 5


def test_output_out_of_band_is_scripted_too() -> None:
    session = playing("[[turn]]\nsay = 'aside'")
    events = session.ask("response.create", response={"conversation": "none", "input": []})
    assert text_of(output_of(events)[0]) == "aside"
    assert not only(events, "conversation.item.added")


def listing(text: str) -> list[dict[str, Any]]:
    return Session(scenario=scenario(text)).use(MCP_TOOL)


def test_the_tools_of_an_mcp_server_are_listed() -> None:
    tools = "[[mcp]]\nserver = 'docs'\ntools = [{ name = 'f', input_schema = {} }]"
    assert scenario(tools).servers == (McpServer("docs", ({"name": "f", "input_schema": {}},)),)
    events = listing(tools)
    assert types_of(events) == [
        "session.updated",
        "conversation.item.added",
        "mcp_list_tools.in_progress",
        "conversation.item.done",
        "mcp_list_tools.completed",
    ]
    assert events[1]["item"]["tools"] == []
    assert events[3]["item"]["tools"] == [{"name": "f", "input_schema": {}}]


def test_an_mcp_server_that_nobody_described_cannot_be_listed() -> None:
    assert types_of(Session().use(MCP_TOOL))[-1] == "mcp_list_tools.failed"


def test_tools_are_listed_once() -> None:
    session = Session()
    session.use(MCP_TOOL)
    assert types_of(session.use(MCP_TOOL)) == ["session.updated"]


MCP_TURN = """
[[turn]]
step = [{ mcp = "docs", tool = "f", arguments = { a = 1 }, approval = true, error = "broke" }]
"""


def test_an_approved_call_runs_and_may_fail() -> None:
    session = playing(MCP_TURN)
    events = session.ask("response.create")
    assert types_of(events)[-1] == "response.output_item.done"
    request = events[-1]["item"]
    assert (request["type"], request["arguments"]) == ("mcp_approval_request", '{"a":1}')
    item = {"type": "mcp_approval_response", "approval_request_id": request["id"]}
    events = session.ask("conversation.item.create", item=item | {"approve": True})
    assert types_of(events) == [
        "conversation.item.added",
        "conversation.item.done",
        "response.mcp_call.in_progress",
        "response.mcp_call.failed",
        "conversation.item.done",
        "response.output_item.done",
        "response.done",
        "rate_limits.updated",
    ]
    call = output_of(events)[0]
    assert call["approval_request_id"] == request["id"]
    assert call["error"] == {"type": "tool_execution_error", "message": "broke"}
    again = session.ask("conversation.item.create", item=item | {"approve": True})
    assert only(again, "error")[0]["error"]["param"] == "item.approval_request_id"


def test_a_denied_call_fails_without_running() -> None:
    session = playing(MCP_TURN)
    request = session.ask("response.create")[-1]["item"]
    item = {"type": "mcp_approval_response", "approval_request_id": request["id"]}
    events = session.ask("conversation.item.create", item=item | {"approve": False})
    assert "response.mcp_call.in_progress" not in types_of(events)
    assert "response.mcp_call.failed" in types_of(events)


def test_a_call_that_waits_for_approval_can_be_cancelled() -> None:
    session = playing(MCP_TURN)
    request = session.ask("response.create")[-1]["item"]
    done = only(session.ask("response.cancel"), "response.done")[0]["response"]
    assert done["status"] == "cancelled"
    item = {"type": "mcp_approval_response", "approval_request_id": request["id"]}
    events = session.ask("conversation.item.create", item=item | {"approve": True})
    assert types_of(events) == ["conversation.item.added", "conversation.item.done"]


def test_the_rules_tell_the_result_of_an_mcp_call() -> None:
    step = '{ mcp = "docs", tool = "f", output = "42 pages" }'
    session = playing(f"[[turn]]\nnumber = 1\nstep = [{step}]")
    session.answer_to("How many?")
    assert "42 pages" in text_of(output_of(session.ask("response.create"))[0])
