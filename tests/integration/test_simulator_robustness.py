"""What misbehaves on a socket gets an error or a clean close; everybody else goes on."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.simulator import only, receive, receive_until, running_simulator, user_item
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from realtime_inspector.simulator.reception import Patience
from realtime_inspector.simulator.server import SimulatorServer
from realtime_inspector.simulator.settings import SimulatorSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

MEBIBYTE = 1024 * 1024
CONNECTIONS = 200
UPDATE = {
    "type": "session.update",
    "session": {"type": "realtime", "output_modalities": ["text"]},
}


def user_says(text: str) -> str:
    item = user_item([{"type": "input_text", "text": text}])
    return json.dumps({"type": "conversation.item.create", "item": item})


@pytest.fixture(autouse=True)
def _nothing_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.WARNING):
        yield
        assert [record.getMessage() for record in caplog.records] == []


async def still_answers(client: ClientConnection) -> None:
    await client.send(json.dumps({"type": "input_audio_buffer.clear"}))
    assert (await receive(client))["type"] == "input_audio_buffer.cleared"


async def text_turn(url: str) -> list[dict[str, Any]]:
    async with connect(url, open_timeout=60) as client:
        for frame in (json.dumps(UPDATE), user_says("count to 20"), '{"type":"response.create"}'):
            await client.send(frame)
        async with asyncio.timeout(60):
            return await receive_until(client, "rate_limits.updated")


async def test_two_hundred_connections_stream_a_text_turn_at_once() -> None:
    async with running_simulator(speed=20) as server, asyncio.TaskGroup() as tasks:
        turns = [tasks.create_task(text_turn(server.url)) for _ in range(CONNECTIONS)]
    ids = set()
    for turn in turns:
        events = turn.result()
        (done,) = only(events, "response.done")
        text = done["response"]["output"][0]["content"][0]["text"]
        deltas = only(events, "response.output_text.delta")
        assert "".join(each["delta"] for each in deltas) == text
        assert done["response"]["status"] == "completed"
        assert text.endswith("20. Done!")
        ids |= {event["event_id"] for event in events}
    assert len(ids) == sum(len(turn.result()) for turn in turns)


@pytest.mark.parametrize(
    "frame", ["{nope", "[]", b"\x00" * 100, '{"type":"x"}', '{"type":[]}', "", '{"type":null}']
)
async def test_a_bad_frame_is_answered_and_the_session_goes_on(frame: str | bytes) -> None:
    async with running_simulator() as server, connect(server.url) as client:
        await receive(client)
        await client.send(frame)
        assert (await receive(client))["type"] == "error"
        await still_answers(client)


async def test_twenty_megabytes_in_a_frame_are_an_error_and_more_a_close() -> None:
    audio = json.dumps({"type": "input_audio_buffer.append", "audio": "A" * 22 * MEBIBYTE})
    async with running_simulator() as server, connect(server.url) as other:
        await receive(other)
        client = await connect(server.url)
        await receive(client)
        for frame in ("x" * 20 * MEBIBYTE, b"x" * 20 * MEBIBYTE, audio):
            await client.send(frame)
            assert (await receive(client))["type"] == "error"
        await still_answers(client)
        with suppress(ConnectionClosed, ConnectionError):
            await client.send("x" * 30 * MEBIBYTE)
        with pytest.raises(ConnectionClosed):
            await receive(client)
        # The server's 1009 can be overtaken by the reset that its unread rest causes.
        assert client.close_code in (1009, 1006)
        await still_answers(other)


async def test_a_client_that_never_reads_is_dropped_and_costs_little() -> None:
    settings = SimulatorSettings(seed=1, speed=0)
    patience = Patience(stalled=0.2)
    async with (
        SimulatorServer(settings=settings, patience=patience) as server,
        connect(server.url) as other,
        connect(server.url, max_queue=1) as deaf,
    ):
        await receive(other)
        deaf.transport.pause_reading()
        sent = 0
        async with asyncio.timeout(20):
            with suppress(ConnectionClosed, ConnectionError):
                while True:
                    await deaf.send(user_says("tell me a long story " * 1000))
                    await deaf.send('{"type":"response.create"}')
                    sent += 1
        assert sent < 2000
        deaf.transport.abort()
        await still_answers(other)


async def test_a_half_open_connection_is_dropped() -> None:
    patience = Patience(ping_interval=0.05, ping_timeout=0.05)
    async with SimulatorServer(patience=patience) as server, connect(server.url) as other:
        async with connect(server.url) as silent:
            silent.transport.pause_reading()
            assert server.connections_open == 2
            async with asyncio.timeout(10):
                while server.connections_open > 1:  # noqa: ASYNC110 - nothing to wait for
                    await asyncio.sleep(0.01)
            silent.transport.abort()
        await receive(other)
        await still_answers(other)


async def test_those_who_leave_in_the_middle_leave_no_trace() -> None:
    async with running_simulator(speed=5) as server, connect(server.url) as other:
        await receive(other)
        for _ in range(20):
            client = await connect(server.url)
            await client.send(user_says("count to 100"))
            await client.send('{"type":"response.create"}')
            await receive(client)
            client.transport.abort()
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.close()
        await writer.wait_closed()
        del reader
        await still_answers(other)
