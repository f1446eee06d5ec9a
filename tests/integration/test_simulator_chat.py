"""A chat-completions endpoint as the simulator's brain, both on real sockets."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.chat_endpoint import ChatServer, call_piece, chat_server, delta, finish
from tests.support.simulator import (
    WEATHER_TOOL,
    Json,
    output_of,
    receive_until,
    text_of,
    types_of,
    user_item,
)
from tests.support.strict import faults_of
from websockets.asyncio.client import ClientConnection, connect

from realtime_inspector.simulator.chat_brain import ChatEndpoint
from realtime_inspector.testing import simulator

if TYPE_CHECKING:
    from collections.abc import Sequence

HELLO = (delta(role="assistant", content=""), delta(content="Hello there. "), delta(content="Bye."))


async def send(client: ClientConnection, kind: str, **fields: Any) -> None:
    await client.send(json.dumps({"type": kind, **fields}))


async def ask(client: ClientConnection, *, modality: str = "text", **response: Any) -> None:
    """Set the session up, say something, ask for a response."""
    session = {"type": "realtime", "output_modalities": [modality], "tools": [WEATHER_TOOL]}
    await send(client, "session.update", session=session | {"instructions": "Be brief."})
    item = user_item([{"type": "input_text", "text": "How is Paris?"}])
    await send(client, "conversation.item.create", item=item)
    await send(client, "response.create", response=response)


async def answer(server: ChatServer, *, modality: str = "text", **response: Any) -> list[Json]:
    """All events of one turn, checked."""
    async with chat_server(server):
        chat = ChatEndpoint(server.url, "some-model", "sk-local")
        async with simulator(chat=chat) as api, connect(api.url) as client:
            await ask(client, modality=modality, **response)
            await receive_until(client, "response.created")
            events = await receive_until(client, "response.done")
    assert not faults_of([json.dumps(event) for event in events])
    return events


def response_of(events: Sequence[Json]) -> Json:
    response: Json = events[-1]["response"]
    return response


@pytest.mark.parametrize("is_chunked", [True, False])
async def test_its_words_are_streamed(is_chunked: bool) -> None:
    server = ChatServer([*HELLO, finish()], is_chunked=is_chunked)
    events = await answer(server)
    assert text_of(output_of(events)[0]) == "Hello there. Bye."
    assert response_of(events)["status"] == "completed"
    assert len([event for event in events if event["type"].endswith("text.delta")]) > 2
    (request,) = server.requests
    assert (request["model"], request["stream"], request["tool_choice"]) == (
        "some-model",
        True,
        "auto",
    )
    assert request["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "How is Paris?"},
    ]
    function = {key: WEATHER_TOOL[key] for key in ("name", "description", "parameters")}
    assert request["tools"] == [{"type": "function", "function": function}]
    assert server.heads[0].startswith("POST /v1/chat/completions HTTP/1.1\r\n")
    assert "Authorization: Bearer sk-local\r\n" in server.heads[0]


async def test_its_words_are_spoken() -> None:
    events = await answer(ChatServer([*HELLO, finish()]), modality="audio")
    assert text_of(output_of(events)[0]) == "Hello there. Bye."
    assert "response.output_audio.delta" in types_of(events)


async def test_a_tool_round() -> None:
    server = ChatServer(
        [
            call_piece(0, "", "get_weather"),
            call_piece(0, '{"city":'),
            call_piece(0, '"Paris"}'),
            call_piece(1, '{"city":"Rome"}', "get_weather"),
            finish("tool_calls"),
        ]
    )
    async with chat_server(server):
        chat = ChatEndpoint(server.url, "m")
        async with simulator(chat=chat) as api, connect(api.url) as client:
            await ask(client)
            calls = output_of(await receive_until(client, "response.done"))
            assert [call["arguments"] for call in calls] == ['{"city":"Paris"}', '{"city":"Rome"}']
            output = {"type": "function_call_output", "call_id": calls[0]["call_id"]}
            await send(client, "conversation.item.create", item=output | {"output": "sunny"})
            server.chunks = [*HELLO, finish()]
            await send(client, "response.create")
            events = await receive_until(client, "response.done")
    assert text_of(output_of(events)[0]) == "Hello there. Bye."
    asked, first, second = server.requests[1]["messages"][2:]
    assert [each["id"] for each in asked["tool_calls"]] == [call["call_id"] for call in calls]
    assert (first["role"], first["content"]) == ("tool", "sunny")
    assert second["content"] == "(no result)"
    assert "Authorization" not in server.heads[0]


async def test_an_answer_in_one_piece_is_understood() -> None:
    message = {"role": "assistant", "content": "All at once."}
    body = json.dumps({"choices": [{"message": message, "finish_reason": "stop"}]})
    events = await answer(ChatServer(body=body))
    assert text_of(output_of(events)[0]) == "All at once."


@pytest.mark.parametrize(
    ("server", "error"),
    [
        (
            ChatServer(status=429, body='{"error":{"type":"tokens","code":"slow","message":"No"}}'),
            {"type": "tokens", "code": "slow", "message": "No"},
        ),
        (
            ChatServer(status=500, body="oops"),
            {"message": "The chat endpoint answered with HTTP 500."},
        ),
        (
            ChatServer([*HELLO], breaks_off=True, is_chunked=False),
            {"message": "The chat endpoint's answer broke off."},
        ),
        (ChatServer([*HELLO], breaks_off=True), {"type": "server_error"}),
        (ChatServer([{"error": {"message": "overloaded"}}]), {"message": "overloaded"}),
    ],
)
async def test_its_failure_is_a_failed_response(server: ChatServer, error: Json) -> None:
    response = response_of(await answer(server))
    assert response["status"] == "failed"
    found = response["status_details"]["error"]
    assert found | error == found


@pytest.mark.parametrize(
    "head", [b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", b"", b"HTTP/1."]
)
async def test_an_endpoint_that_speaks_no_http(head: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        chat = ChatEndpoint(f"http://127.0.0.1:{port}/v1", "m")
        async with simulator(chat=chat) as api, connect(api.url) as client:
            await ask(client)
            assert response_of(await receive_until(client, "response.done"))["status"] == "failed"


async def test_an_endpoint_that_is_not_there() -> None:
    async with chat_server(ChatServer()) as server:
        gone = server.url
    async with simulator(chat=ChatEndpoint(gone, "m")) as api, connect(api.url) as client:
        await ask(client)
        response = response_of(await receive_until(client, "response.done"))
    message = response["status_details"]["error"]["message"]
    assert message.startswith("The chat endpoint cannot be asked:")


@pytest.mark.parametrize(
    ("reason", "expected"),
    [("length", "max_output_tokens"), ("content_filter", "content_filter")],
)
async def test_a_cut_answer_is_incomplete(reason: str, expected: str) -> None:
    response = response_of(await answer(ChatServer([*HELLO, finish(reason)])))
    assert response["status_details"] == {"type": "incomplete", "reason": expected}
    assert response["output"][0]["status"] == "incomplete"


async def test_the_token_limit_holds() -> None:
    chunks = [delta(content="word ") for _ in range(50)]
    events = await answer(ChatServer([*chunks, finish()]), max_output_tokens=5)
    assert response_of(events)["status_details"]["reason"] == "max_output_tokens"


async def test_a_cancelled_response_leaves_the_endpoint() -> None:
    async with chat_server(ChatServer([*HELLO], hangs=True)) as server:
        chat = ChatEndpoint(server.url, "m")
        async with simulator(chat=chat) as api, connect(api.url) as client:
            await ask(client)
            await receive_until(client, "response.output_text.delta")
            await send(client, "response.cancel")
            response = response_of(await receive_until(client, "response.done"))
            assert response["status"] == "cancelled"
            async with asyncio.timeout(5):
                await server.left.wait()


async def test_a_client_that_goes_leaves_the_endpoint() -> None:
    async with (
        chat_server(ChatServer([*HELLO], hangs=True)) as server,
        simulator(chat=ChatEndpoint(server.url, "m")) as api,
    ):
        async with connect(api.url) as client:
            await ask(client)
            await receive_until(client, "response.output_text.delta")
        async with asyncio.timeout(5):
            await server.left.wait()
