"""Every built-in scenario, end to end over a real socket."""

from __future__ import annotations

import base64
import json
import math
from array import array
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.simulator import WEATHER_TOOL, receive, types_of, user_item
from tests.support.strict import faults_of
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from realtime_inspector.core.record import Direction, RecordKind
from realtime_inspector.simulator.scenario_file import built_in_scenarios
from realtime_inspector.testing import RunningSimulator, simulator

if TYPE_CHECKING:
    from collections.abc import Callable

MCP_TOOL = {"type": "mcp", "server_label": "docs", "server_url": "https://mcp.test"}
USES_MCP = ("mcp-call", "mcp-approval", "mcp-listing-fails")
SPOKEN = ("interpreter", "transcription-fails")
NOT_GA = {"unknown-event": {"response.mood.updated: no such type"}}


def tone() -> str:
    samples = array("h", (int(9000 * math.sin(n / 20)) for n in range(24_000)))
    return base64.b64encode(samples.tobytes()).decode()


async def send(client: ClientConnection, kind: str, **fields: Any) -> None:
    await client.send(json.dumps({"type": kind, **fields}))


async def see(client: ClientConnection, kind: str) -> list[dict[str, Any]]:
    """Read on to an event; frames that are not JSON are passed over."""
    events: list[dict[str, Any]] = []
    while not events or events[-1]["type"] != kind:
        try:
            events.append(await receive(client))
        except json.JSONDecodeError:
            continue
    return events


async def one_turn(client: ClientConnection, *, is_spoken: bool) -> None:
    if is_spoken:
        await send(client, "input_audio_buffer.append", audio=tone())
        await send(client, "input_audio_buffer.commit")
    else:
        content = [{"type": "input_text", "text": "What is the weather in Paris?"}]
        await send(client, "conversation.item.create", item=user_item(content))
    await send(client, "response.create")
    await see(client, "response.created")
    await send(client, "input_audio_buffer.clear")
    for event in await see(client, "input_audio_buffer.cleared"):
        item = event.get("item", {})
        if item.get("type") == "mcp_approval_request" and event["type"] == "conversation.item.done":
            answer = {"type": "mcp_approval_response", "approval_request_id": item["id"]}
            await send(client, "conversation.item.create", item=answer | {"approve": True})
            await see(client, "response.done")
            return


async def walk(name: str) -> RunningSimulator:
    """Two turns of a client with a tool, as far as the connection lasts."""
    audio = {"input": {"turn_detection": None, "transcription": {"model": "gpt-transcribe"}}}
    session = {
        "type": "realtime",
        "output_modalities": ["text"],
        "tools": [WEATHER_TOOL, *([MCP_TOOL] if name in USES_MCP else [])],
        "audio": audio,
    }
    async with simulator(name) as api:
        client = await connect(api.url)
        try:
            await send(client, "session.update", session=session)
            for _ in range(2):
                await one_turn(client, is_spoken=name in SPOKEN)
            await client.close()
        except ConnectionClosed:
            pass
        await client.wait_closed()
    return api


def responses(api: RunningSimulator) -> list[dict[str, Any]]:
    return [event["response"] for event in api.received("response.done")]


def statuses(api: RunningSimulator) -> list[str]:
    return [response["status"] for response in responses(api)]


def error_of(api: RunningSimulator) -> dict[str, Any]:
    error: dict[str, Any] = responses(api)[0]["status_details"]["error"]
    return error


def calls(api: RunningSimulator) -> list[tuple[str, str]]:
    return [(item["name"], item["arguments"]) for item in responses(api)[0]["output"][-2:]]


def closing(api: RunningSimulator) -> dict[str, Any]:
    """The server's notice of the end."""
    last = api.records[-1]
    assert last.kind is RecordKind.NOTICE
    found: dict[str, Any] = json.loads(last.payload)
    return found


def comment_overlaps(api: RunningSimulator) -> bool:
    first = types_of(api.received())
    arguments = first.index("response.function_call_arguments.delta")
    return (
        first.index("response.output_text.delta")
        < arguments
        < first.index("response.output_text.done")
    )


def texts(api: RunningSimulator) -> tuple[str, str]:
    """The deltas joined, and the text of the first answer."""
    done = api.received("response.output_text.done")[0]
    deltas = api.received("response.output_text.delta")
    own = [each["delta"] for each in deltas if each["item_id"] == done["item_id"]]
    return "".join(own), done["text"]


def garbage(api: RunningSimulator) -> int:
    return sum(each.kind is RecordKind.TEXT for each in api.records)


def transcripts(api: RunningSimulator) -> list[str]:
    kind = "conversation.item.input_audio_transcription.completed"
    return [event["transcript"] for event in api.received(kind)]


def is_shuffled(api: RunningSimulator) -> bool:
    joined, text = texts(api)
    return joined != text and sorted(joined) == sorted(text)


def ended_early(api: RunningSimulator, code: int) -> bool:
    return closing(api)["code"] == code and not api.received("response.done")


CHECKS: dict[str, Callable[[RunningSimulator], object]] = {
    "abrupt-close": lambda api: ended_early(api, 1006),
    "broken-arguments": lambda api: (
        statuses(api)[0] == "incomplete" and calls(api) == [("get_weather", '{"city":"Par')]
    ),
    "close-1011": lambda api: ended_early(api, 1011),
    "commentary-and-call": comment_overlaps,
    "content-filter": lambda api: (
        responses(api)[0]["status_details"] == {"type": "incomplete", "reason": "content_filter"}
        and responses(api)[0]["output"][0]["status"] == "incomplete"
    ),
    "empty-response": lambda api: (
        (statuses(api)[0], responses(api)[0]["output"]) == ("completed", [])
    ),
    "error-event": lambda api: len(api.received("error")) == 1,
    "expired-silently": lambda api: (
        (closing(api)["code"] == 1001 and "60 minutes" in closing(api)["reason"])
        and not api.received("error")
    ),
    "expired-with-error": lambda api: (
        api.received("error")[0]["error"]["code"] == "session_expired"
        and closing(api)["code"] == 1001
    ),
    "interpreter": lambda api: (
        transcripts(api) == ["Where is the station?", "Thank you very much."]
        and texts(api)[1] == "The station is around the corner."
    ),
    "late-delta": is_shuffled,
    "lost-delta": lambda api: len(texts(api)[0]) < len(texts(api)[1]),
    "low-tokens": lambda api: (
        api.received("rate_limits.updated")[0]["rate_limits"][0]["remaining"] == 120_000
    ),
    "malformed-frame": lambda api: garbage(api) == 1 and statuses(api) == ["completed"] * 2,
    "mcp-approval": lambda api: (
        len(api.received("response.mcp_call.completed")) == 1
        and [item["type"] for item in responses(api)[0]["output"]]
        == ["mcp_call", "mcp_approval_request"]
    ),
    "mcp-call": lambda api: (
        responses(api)[0]["output"][0]["output"] == "3 pages found"
        and len(api.received("mcp_list_tools.completed")) == 1
        and texts(api)[1] == "I found three pages."
    ),
    "mcp-listing-fails": lambda api: api.received("mcp_list_tools.failed"),
    "never-done": lambda api: (
        len(api.received("response.created")) == 2 and len(responses(api)) == 1
    ),
    "no-rate-limits": lambda api: (
        statuses(api) == ["completed"] * 2 and not api.received("rate_limits.updated")
    ),
    "parallel-calls": lambda api: (
        [json.loads(each[1])["city"] for each in calls(api)] == ["Paris", "Tokyo"]
    ),
    "quota": lambda api: (
        statuses(api) == ["failed"] * 2
        and error_of(api)["code"] == "insufficient_quota"
        and not api.received("error")
    ),
    "rate-limit": lambda api: (
        statuses(api) == ["failed", "completed"]
        and (error_of(api)["type"], error_of(api)["code"]) == ("tokens", "rate_limit_exceeded")
        and responses(api)[0]["usage"]["total_tokens"] == 0
    ),
    "server-error": lambda api: (
        statuses(api) == ["failed", "completed"]
        and responses(api)[0]["output"][0]["status"] == "incomplete"
    ),
    "slow-answer": lambda api: statuses(api) == ["completed"] * 2,
    "stall": lambda api: statuses(api) == ["completed"] * 2,
    "transcription-fails": lambda api: (
        api.received("conversation.item.input_audio_transcription.failed")[0]["error"]["code"]
        == "DeploymentNotFound"
        and statuses(api) == ["completed"] * 2
    ),
    "twice": lambda api: (
        len({event["event_id"] for event in api.received("conversation.item.added")})
        == len(api.received("conversation.item.added")) - 1
    ),
    "unknown-event": lambda api: len(api.received("response.mood.updated")) == 2,
    "wrong-arguments": lambda api: calls(api) == [("get_weather", '{"town":"Paris"}')],
}


def test_every_built_in_scenario_is_checked() -> None:
    assert set(CHECKS) == {each.name for each in built_in_scenarios()}


def test_every_built_in_scenario_says_what_it_shows() -> None:
    for each in built_in_scenarios():
        assert each.title
        assert each.pitfall
        assert each.try_it.endswith(".")


@pytest.mark.parametrize("name", CHECKS)
async def test_a_scenario(name: str) -> None:
    api = await walk(name)
    assert CHECKS[name](api), types_of(api.received())
    frames = [
        each.payload.decode()
        for each in api.records
        if each.kind is RecordKind.EVENT and each.direction is Direction.RECEIVED
    ]
    assert faults_of(frames) == NOT_GA.get(name, set())
