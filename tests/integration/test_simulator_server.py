from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

import pytest
from openai import AsyncOpenAI
from tests.support.simulator import (
    only,
    output_of,
    receive,
    receive_until,
    running_simulator,
    text_of,
    types_of,
    user_item,
)
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol


def user_says(text: str) -> dict[str, Any]:
    item = user_item([{"type": "input_text", "text": text}])
    return {"type": "conversation.item.create", "item": item}


HELLO = user_says("hello")


async def test_a_turn_over_a_socket() -> None:
    async with running_simulator() as server, connect(server.url) as client:
        assert (await receive(client))["type"] == "session.created"
        await client.send(json.dumps(HELLO))
        await client.send(json.dumps({"type": "response.create"}))
        events = await receive_until(client, "rate_limits.updated")
        assert types_of(events)[-2:] == ["response.done", "rate_limits.updated"]


async def test_pacing_lets_a_collision_and_a_cancel_happen() -> None:
    async with running_simulator(speed=10) as server, connect(server.url) as client:
        await client.send(json.dumps(user_says("count to 200")))
        await client.send(json.dumps({"type": "response.create"}))
        await receive_until(client, "response.output_audio_transcript.delta")
        await client.send(json.dumps({"type": "response.create", "event_id": "again"}))
        error = (await receive_until(client, "error"))[-1]["error"]
        assert error["event_id"] == "again"
        await client.send(json.dumps({"type": "response.cancel"}))
        done = (await receive_until(client, "response.done"))[-1]["response"]
        assert done["status"] == "cancelled"


async def test_two_connections_do_not_touch_each_other() -> None:
    async with running_simulator() as server, connect(server.url) as one:
        async with connect(server.url) as other:
            await receive(other)
            other.transport.abort()
        await receive(one)
        await one.send(b"\x00")
        assert (await receive(one))["error"]["code"] == "invalid_event"
        await one.send(json.dumps({"type": "input_audio_buffer.clear"}))
        assert (await receive(one))["type"] == "input_audio_buffer.cleared"


async def test_the_realtime_subprotocol_is_selected() -> None:
    offered = [Subprotocol("openai-insecure-api-key.k"), Subprotocol("realtime")]
    async with (
        running_simulator(require_key="k") as server,
        connect(server.url, subprotocols=offered) as client,
    ):
        assert client.subprotocol == "realtime"
        assert (await receive(client))["type"] == "session.created"


@pytest.mark.parametrize(
    ("settings", "query", "code", "reason"),
    [
        ({}, "?model=gpt-5", 4000, "invalid_request_error.invalid_model"),
        ({"require_key": "k"}, "", 3000, "invalid_request_error.invalid_api_key"),
    ],
)
async def test_admission_errors_close(
    settings: dict[str, Any], query: str, code: int, reason: str
) -> None:
    headers = {"Authorization": "Bearer wrong"}
    async with (
        running_simulator(**settings) as server,
        connect(server.url + query, additional_headers=headers) as client,
    ):
        assert (await receive(client))["type"] == "error"
        with pytest.raises(ConnectionClosed):
            await receive(client)
        assert (client.close_code, client.close_reason) == (code, reason)


async def test_other_paths_are_not_found() -> None:
    async with running_simulator() as server:
        with pytest.raises(InvalidStatus) as caught:
            await connect(server.url.replace("realtime", "nothing"))
        assert caught.value.response.status_code == 404


async def test_stopping_closes_with_1001() -> None:
    async with running_simulator() as server:
        client = await connect(server.url)
        await receive(client)
    await client.wait_closed()
    assert client.close_code == 1001


async def test_serve_forever_ends_when_cancelled() -> None:
    async with running_simulator() as server, asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(server.serve_forever())
        async with connect(server.url) as client:
            await receive(client)
        serving.cancel()


async def test_fifteen_megabytes_of_audio_in_one_event() -> None:
    audio = base64.b64encode(bytes(15 * 1024 * 1024)).decode()
    async with running_simulator() as server, connect(server.url) as client:
        await receive(client)
        await client.send(json.dumps({"type": "input_audio_buffer.append", "audio": audio}))
        await client.send(json.dumps({"type": "input_audio_buffer.commit"}))
        assert (await receive(client))["type"] == "input_audio_buffer.committed"


async def test_the_official_client_talks_to_it() -> None:
    async with running_simulator() as server:
        base = server.url.removesuffix("/realtime")
        client = AsyncOpenAI(api_key="sk-test", websocket_base_url=base)
        async with client, client.realtime.connect(model="gpt-realtime") as connection:
            await connection.session.update(
                session={"type": "realtime", "output_modalities": ["text"]}
            )
            await connection.conversation.item.create(item=HELLO["item"])
            await connection.response.create()
            received: list[dict[str, Any]] = []
            async with asyncio.timeout(5):
                async for event in connection:
                    received.append(event.to_dict())
                    if event.type == "response.done":
                        break
    assert types_of(received)[:2] == ["session.created", "session.updated"]
    assert "simulat" in text_of(output_of(received)[0])
    assert not only(received, "error")
