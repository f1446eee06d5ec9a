"""Live sessions over real sockets: against the simulator, and against servers that misbehave."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.live import Live, event, live_session, serving, tapped, until
from tests.support.simulator import running_simulator
from websockets.exceptions import ConnectionClosed

from realtime_inspector.capture.reader import read_capture
from realtime_inspector.capture.writer import Recorder
from realtime_inspector.core.codec import CaptureHeader
from realtime_inspector.core.record import RecordKind
from realtime_inspector.core.state import EntryKind, Phase
from realtime_inspector.runtime.tools import tool_of
from realtime_inspector.simulator.server import SimulatorServer
from realtime_inspector.simulator.settings import SimulatorSettings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from websockets.asyncio.server import ServerConnection

    Handler = Callable[[ServerConnection], Awaitable[None]]

CREATED = event("session.created", session={"id": "sess_1"})


def recorder_at(path: Path) -> Recorder:
    return Recorder(path, CaptureHeader(created_ns=None))


def recorded(path: Path) -> list[tuple[str, bytes]]:
    """The frames in a recording."""
    frames = (one for one in read_capture(path) if one.kind is not RecordKind.NOTICE)
    return [(str(one.direction), one.payload) for one in frames]


async def read_all(client: ServerConnection) -> list[str | bytes]:
    """Everything that a client sends until it leaves."""
    frames: list[str | bytes] = []
    with suppress(ConnectionClosed):
        while True:
            frames.append(await client.recv())
    return frames


# Chat.


async def test_a_chat_turn() -> None:
    async with running_simulator() as server, live_session(server.url) as live:
        assert live.session.say("hello")
        await live.count("response.done")
        assert [one.role for one in live.conversation()] == ["user", "assistant"]
        assert live.answers()[0]
        assert live.events("error") == []
        response = next(iter(live.store.state.responses.values()))
        assert response.status == "completed"
        assert response.first_token_ms is not None
    assert live.store.state.connection.close_code == 1000
    assert live.store.state.connection.closed_by == "client"


async def test_what_a_thread_has_found_in_the_log_is_shown_at_once() -> None:
    async with running_simulator() as server, live_session(server.url) as live:
        await live.count("session.created")
        told: list[str] = []
        live.store.listen(lambda: told.append(threading.current_thread().name))
        finder = threading.Thread(target=live.store.wake)
        finder.start()
        await asyncio.to_thread(finder.join)
        await until(lambda: bool(told))
    assert set(told) == {threading.current_thread().name}


async def test_a_tool_round() -> None:
    async with running_simulator() as server, live_session(server.url) as live:
        await live.ready()
        live.session.say("東京の天気は?")
        await live.count("response.done", 2)
        kinds = [one.type for one in live.conversation()]
        assert kinds == ["message", "function_call", "function_call_output", "message"]
        call, output, answer = live.conversation()[1:]
        assert json.loads(call.arguments) == {"location": "東京"}
        assert (output.call_id, output.status) == (call.call_id, "completed")
        assert "東京はとても良い天気です" in output.output
        assert "東京" in answer.text
        (ran,) = live.events("tool")
        assert ran.text("call_id") == call.call_id
        assert len(live.events("response.create")) == 2
        assert live.events("error") == []


async def test_a_message_while_an_answer_streams_is_answered_next() -> None:
    async with running_simulator(speed=10) as server, live_session(server.url) as live:
        await live.ready()
        live.session.say("count to 100")
        await live.count("response.output_text.delta")
        live.session.say("hello")
        assert live.session.is_queued
        await live.count("response.done", 2)
        assert [one.status for one in live.store.state.responses.values()] == ["completed"] * 2
        assert len(live.answers()) == 2
        assert live.events("error") == []
        assert not live.session.is_queued


async def test_in_manual_mode_r_twice_is_a_collision() -> None:
    async with (
        running_simulator(speed=10) as server,
        live_session(server.url, is_auto=False) as live,
    ):
        await live.ready()
        live.session.say("count to 50")
        await live.count("conversation.item.done")
        assert live.events("response.create") == []
        live.session.request_response()
        live.session.request_response()
        (error,) = await live.count("error")
        assert error.text("error", "code") == "conversation_already_has_active_response"
        second = live.events("response.create")[1]
        assert error.text("error", "event_id") == second.event_id
        await live.count("response.done")
        assert len(live.events("response.create")) == 2
        assert live.events("response.done")[0].text("response", "status") == "completed"


async def test_cancelling_an_answer() -> None:
    async with running_simulator(speed=10) as server, live_session(server.url) as live:
        await live.ready()
        live.session.say("count to 200")
        await live.count("response.output_text.delta", 3)
        live.session.cancel()
        (done,) = await live.count("response.done")
        assert done.text("response", "status") == "cancelled"
        live.session.say("hello")
        await live.count("response.done", 2)
        assert live.events("error") == []


async def test_a_configuration_that_is_refused_leaves_the_chat_working() -> None:
    def bad(city: str) -> str:
        return city

    tool = tool_of(bad)
    wrong = type(tool)("no spaces please", tool.description, {"type": "nonsense"}, tool.call)
    async with running_simulator() as server, live_session(server.url, tools=[wrong]) as live:
        live.session.say("hello")
        await live.count("response.done")
        assert live.answers()


async def test_two_calls_that_take_different_time_bring_one_answer() -> None:
    """The server is ours here: the simulator does not call two tools at once."""
    released = threading.Event()

    def quick() -> str:
        return "1"

    def slow() -> str:
        released.wait(10)
        return "2"

    received: list[dict[str, Any]] = []

    async def serve_calls(client: ServerConnection) -> None:
        await client.send(CREATED)
        with suppress(ConnectionClosed):
            async for frame in client:
                got = json.loads(frame)
                received.append(got)
                if got["type"] == "session.update":
                    await client.send(event("session.updated", session={}))
                asked = [one for one in received if one["type"] == "response.create"]
                if got["type"] == "response.create" and len(asked) == 1:
                    await call_two(client)

    async def call_two(client: ServerConnection) -> None:
        response = {"id": "r1", "conversation_id": "c", "status": "in_progress"}
        await client.send(event("response.created", response=response))
        for name in ("slow", "quick"):
            item = {"type": "function_call", "id": name, "call_id": f"call_{name}", "name": name}
            item |= {"arguments": "{}", "status": "completed"}
            await client.send(event("response.output_item.done", response_id="r1", item=item))
        await client.send(event("response.done", response=response | {"status": "completed"}))

    async with (
        serving(serve_calls) as url,
        live_session(url, tools=[tool_of(quick), tool_of(slow)]) as live,
    ):
        await live.ready()
        live.session.say("go")
        await live.count("tool")
        live.session.say("and hurry")
        assert len(live.events("response.create")) == 1
        released.set()
        await live.count("tool", 2)
        await until(lambda: len(live.events("response.create")) == 2)
        sent = [row["type"] for row in received]
        await until(lambda: [row["type"] for row in received].count("response.create") == 2)
        assert sent.count("session.update") == 1
    kinds = [row.get("item", {}).get("type", row["type"]) for row in received]
    assert kinds == [
        "session.update",
        "message",
        "response.create",
        "function_call_output",
        "message",
        "function_call_output",
        "response.create",
    ]


# The recording.


async def test_the_recording_holds_every_frame_as_it_passed(tmp_path: Path) -> None:
    path = tmp_path / "capture.jsonl"
    async with running_simulator() as server, tapped(server.url) as (tap, url):
        async with live_session(url, recorder=recorder_at(path)) as live:
            await live.ready()
            live.session.say("東京の天気は?")
            await live.count("response.done", 2)
            live.session.send_raw('{"type" : "nonsense",  "x": "\\u6771" }')
            live.session.send_raw("not json")
            await live.count("error", 2)
        await until(lambda: tap.close_codes)
    assert tap.close_codes == [1000]
    frames = recorded(path)
    assert len(frames) == len(tap.frames) > 40
    for direction in ("client", "server"):
        assert [payload for one, payload in frames if one == direction] == tap.of(direction)
    assert frames == live.frames()
    kinds = [
        json.loads(one.payload)["kind"]
        for one in read_capture(path)
        if one.kind is RecordKind.NOTICE
    ]
    assert kinds == ["connecting", "open", "tool", "close"]
    assert live.session.is_recording_complete


async def test_a_request_is_recorded_before_its_answer(tmp_path: Path) -> None:
    async def echo(client: ServerConnection) -> None:
        async for frame in client:
            await client.send(frame)

    async with serving(echo) as url, live_session(url) as live:
        await live.count("open")
        for number in range(200):
            live.session.send_raw(event("x", number=number))
        await until(lambda: len(live.frames()) == 400)
        numbers: dict[str, list[int]] = {"client": [], "server": []}
        for direction, payload in live.frames():
            numbers[direction].append(json.loads(payload)["number"])
            assert len(numbers["server"]) <= len(numbers["client"])
        assert numbers["client"] == numbers["server"] == list(range(200))


async def test_no_key_reaches_the_recording_or_the_screen(tmp_path: Path) -> None:
    key = "sk-live-0123456789abcdef"
    odd = "plain-secret-of-mine"

    async def tell(client: ServerConnection) -> None:
        assert client.request is not None
        header = client.request.headers["Authorization"]
        assert header == f"Bearer {key}"
        message = f"Incorrect API key provided: {key}, {odd}."
        await client.send(event("error", error={"code": "invalid_api_key", "message": message}))
        await client.send(f"{odd}".encode())
        await client.send(f"text {key}")
        await client.close(3000, f"bad {odd}")

    path = tmp_path / "capture.jsonl"
    async with serving(tell) as url:
        headers = (("Authorization", f"Bearer {key}"),)
        target = f"{url}?api-key={odd}"
        async with live_session(
            target, recorder=recorder_at(path), secrets=(key, odd), headers=headers
        ) as live:
            await live.closed()
    data = path.read_bytes() + b"".join(payload for _, payload in live.frames())
    assert key.encode() not in data
    assert odd.encode() not in data
    assert "plain-secret" not in repr(live.store.state)
    assert live.session.redactions >= 5
    (binary,) = [one for one in read_capture(path) if one.kind is RecordKind.BINARY]
    assert b"cGxhaW4tc2VjcmV0" not in binary.payload  # its base64 form


async def test_a_recorder_that_fails_is_shown_and_the_session_goes_on(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    async with running_simulator() as server:
        async with live_session(server.url, recorder=recorder_at(pipe)) as live:
            await live.ready()
            assert live.session.is_recording_complete
            os.close(reader)
            live.session.say("hello")
            await live.count("response.done")
            await until(lambda: live.session.recorder_problem)
            live.session.say("hello again")
            await live.count("response.done", 2)
            assert len(live.answers()) == 2
        assert live.session.recorder_problem
        assert not live.session.is_recording_complete


async def test_a_recording_is_whole_on_the_disk_after_the_end(tmp_path: Path) -> None:
    path = tmp_path / "capture.jsonl"
    async with (
        running_simulator() as server,
        live_session(server.url, recorder=recorder_at(path)) as live,
    ):
        await live.ready()
        await until(lambda: path.stat().st_size > 500)  # flushed while it runs
    assert recorded(path) == live.frames()


# The end of a connection.


async def test_stopping_while_an_answer_streams_closes_with_1000() -> None:
    async with running_simulator(speed=10) as server, tapped(server.url) as (tap, url):
        async with live_session(url) as live:
            await live.ready()
            live.session.say("count to 500")
            await live.count("response.output_text.delta", 3)
        await until(lambda: tap.close_codes)
        assert tap.close_codes == [1000]
        assert [one.status for one in live.store.state.responses.values()] == ["lost"]
    (close,) = live.events("close")
    assert (close.integer("code"), close.text("by")) == (1000, "client")


async def test_stopping_sends_what_is_queued() -> None:
    seen: list[str | bytes] = []

    async def read(client: ServerConnection) -> None:
        await client.send(CREATED)
        seen.extend(await read_all(client))

    async with serving(read) as url, live_session(url) as live:
        await live.count("session.update")
        for number in range(50):
            live.session.send_raw(f"frame {number}")
        live.session.stop()
        await live.closed()
        await until(lambda: len(seen) == 51)
    assert seen[1:] == [f"frame {number}" for number in range(50)]


async def test_cancelling_the_worker_still_says_goodbye() -> None:
    async with running_simulator(speed=10) as server, tapped(server.url) as (tap, url):
        async with live_session(url) as live:
            await live.ready()
            live.session.say("count to 500")
            await live.count("response.output_text.delta", 3)
            live.task.cancel()
            await live.closed()
        await until(lambda: tap.close_codes)
        assert tap.close_codes == [1000]
        assert live.task.cancelled()


async def test_stopping_while_connecting_ends_at_once() -> None:
    accepted: list[asyncio.StreamWriter] = []

    async def say_nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted.append(writer)

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        async with live_session(f"ws://127.0.0.1:{port}/v1/realtime") as live:
            await until(lambda: accepted)
            started = asyncio.get_running_loop().time()
            live.session.stop()
            await live.task
            assert asyncio.get_running_loop().time() - started < 1
        for writer in accepted:
            writer.close()
    assert live.store.state.connection.phase is Phase.CLOSED
    (error,) = live.events("error")
    assert error.text("message") == "Stopped before the connection was open."


async def test_stopping_does_not_wait_for_a_peer_that_reads_nothing() -> None:
    stalled = asyncio.Event()

    async def stall(client: ServerConnection) -> None:
        client.transport.pause_reading()
        stalled.set()
        await client.wait_closed()

    async with serving(stall, ping_interval=None, close_timeout=0.1) as url:
        async with live_session(url) as live:
            await live.count("open")
            await stalled.wait()
            for _ in range(20):
                live.session.send_raw("x" * 1_000_000)
            started = asyncio.get_running_loop().time()
            live.session.stop()
            await live.task
            assert asyncio.get_running_loop().time() - started < 5
        assert len(live.events("close")) == 1


async def end_with(finish: Handler) -> Live:
    """What a session knows after a server has ended it in some way."""

    async def handle(client: ServerConnection) -> None:
        await client.send(CREATED)
        await client.recv()
        await finish(client)

    async with serving(handle) as url, live_session(url) as live:
        await live.closed()
    return live


async def close_politely(client: ServerConnection) -> None:
    await client.close(1001, "Your session hit the maximum duration of 60 minutes.")


async def close_without_code(client: ServerConnection) -> None:
    client.transport.write(b"\x88\x00")
    await client.wait_closed()


async def refuse(client: ServerConnection) -> None:
    await client.send(event("error", error={"code": "invalid_api_key", "message": "No."}))
    await client.close(3000, "invalid_request_error.invalid_api_key")


async def cut(client: ServerConnection) -> None:
    client.transport.abort()


async def send_eof(client: ServerConnection) -> None:
    client.transport.close()


async def send_bad_utf8(client: ServerConnection) -> None:
    client.transport.write(b"\x81\x01\xff")
    await client.wait_closed()


@pytest.mark.parametrize(
    ("finish", "code", "reason", "by"),
    [
        (close_politely, 1001, "Your session hit the maximum duration of 60 minutes.", "server"),
        (close_without_code, 1005, "", "server"),
        (refuse, 3000, "invalid_request_error.invalid_api_key", "server"),
        (cut, 1006, "", ""),
        (send_eof, 1006, "", ""),
        (send_bad_utf8, 1007, "invalid start byte at position 0", "client"),
    ],
)
async def test_who_ended_a_connection_and_how(
    finish: Handler, code: int, reason: str, by: str
) -> None:
    live = await end_with(finish)
    (close,) = live.events("close")
    assert (close.integer("code"), close.text("reason"), close.text("by")) == (code, reason, by)
    connection = live.store.state.connection
    assert (connection.phase, connection.close_code) == (Phase.CLOSED, code)
    assert len(live.events("error")) == (1 if finish is refuse else 0)


async def test_a_broken_connection_loses_the_answer_and_can_be_opened_again() -> None:
    async with (
        running_simulator(speed=10) as server,
        tapped(server.url) as (tap, url),
        live_session(url) as live,
    ):
        await live.ready()
        live.session.say("count to 500")
        await live.count("response.output_text.delta", 3)
        tap.cut()
        close = await live.closed()
        assert (close.integer("code"), close.text("by")) == (1006, "")
        state = live.store.state
        (response,) = state.responses.values()
        assert response.status == "lost"
        lost = [one.key for one in state.entries if one.kind is EntryKind.RESPONSE]
        assert lost == [response.id]
        assert not live.session.say("hello?")
        live.session.reconnect()
        await live.count("session.updated", 2)
        live.session.say("hello")
        await live.count("response.done")
        assert [one.role for one in live.conversation()] == ["user", "assistant"]
        assert len(live.store.state.former_sessions) == 1
        assert {live.store.row(len(live.store)).record.conn} == {2}


async def test_a_new_server_on_the_same_port_gets_a_new_session() -> None:
    settings = SimulatorSettings(seed=1, speed=10)
    async with SimulatorServer(settings=settings) as server:
        port, url = server.port, server.url
        async with live_session(url) as live:
            await live.ready()
            live.session.say("count to 500")
            await live.count("response.output_text.delta", 3)
            await server.__aexit__(None, None, None)
            close = await live.closed()
            assert (close.integer("code"), close.text("by")) == (1001, "server")
            live.session.reconnect()
            await live.count("error")
            await until(lambda: not live.session.is_connected)
            # The same seed: its ids are those of the first session again.
            async with SimulatorServer(port=port, settings=SimulatorSettings(seed=1, speed=0)):
                live.session.reconnect()
                await live.count("session.updated", 2)
                live.session.say("hello")
                await live.count("response.done")
                assert live.answers()
                assert live.store.state.active_response is None


# Connections that never come about.


async def answer_http(status: str) -> tuple[asyncio.Server, str]:
    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
        writer.close()

    server = await asyncio.start_server(respond, "127.0.0.1", 0)
    return server, f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1/realtime"


async def problem_of(url: str) -> str:
    async with live_session(url) as live:
        (error,) = await live.count("error")
        await until(lambda: not live.session.is_connected)
        assert live.store.state.connection.phase is Phase.CLOSED
        assert live.store.state.connection.problem == error.text("message")
        assert live.events("close") == []
    return error.text("message") or ""


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("401 Unauthorized", "HTTP 401: the key was not accepted"),
        ("404 Not Found", "HTTP 404: there is no such path"),
        ("503 Busy", "HTTP 503"),
        ("200 OK", "HTTP 200: no WebSocket"),
    ],
)
async def test_an_http_answer_is_said_in_words(status: str, words: str) -> None:
    server, url = await answer_http(status)
    async with server:
        assert words in await problem_of(url)


async def test_nobody_listening_is_said_in_words() -> None:
    server, url = await answer_http("200 OK")
    server.close()
    await server.wait_closed()
    assert await problem_of(url) == "Nobody is listening there (connection refused)."


async def test_tls_to_a_plain_port_is_said_in_words() -> None:
    async with running_simulator() as server:
        problem = await problem_of(server.url.replace("ws://", "wss://"))
    assert "use ws://" in problem


async def test_babble_in_place_of_tls_is_said_in_words() -> None:
    server, url = await babbling_server()
    async with server:
        assert await problem_of(url.replace("ws://", "wss://")) == (
            "No TLS there (wrong version number); for a server without TLS use ws://."
        )


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/x", "ws://", "nonsense", "ws://[", "ws://127.0.0.1:99999/", ""]
)
async def test_a_bad_address_is_said_in_words(url: str) -> None:
    assert await problem_of(url)


async def babbling_server() -> tuple[asyncio.Server, str]:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ESMTP\r\n")
        await reader.read()
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    return server, f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def test_a_server_that_is_no_websocket_server() -> None:
    server, url = await babbling_server()
    async with server:
        assert "does not speak WebSocket" in await problem_of(url)


# Odd frames.


async def test_an_event_of_five_megabytes(tmp_path: Path) -> None:
    big = event("response.output_audio.delta", item_id="a", delta="A" * 5_000_000)
    path = tmp_path / "capture.jsonl"

    async def shout(client: ServerConnection) -> None:
        await client.send(CREATED)
        await client.send(big)
        await read_all(client)

    async with serving(shout) as url, live_session(url, recorder=recorder_at(path)) as live:
        await live.count("response.output_audio.delta")
    assert big.encode() in [payload for _, payload in recorded(path)]


ODD: tuple[str | bytes, ...] = (
    b"\x00\xff binary",
    b'{"type": "session.updated"}',
    "not json",
    "[1, 2]",
    '"text"',
    '{"type": NaN}',
    '{"type": "x", "value": Infinity}',
    '{"type": "x", "value": 1e999}',
    '{"type": "deep", "value": ' + "[" * 5_000 + "]" * 5_000 + "}",
    '{"type": "one", "type": "two"}',
    '{"type": 5, "item": []}',
    '{"type": "response.done", "response": "x"}',
    '{"type": "error"}',
    '{"type": "response.output_item.done", "response_id": "r", "item": '
    '{"type": "function_call", "call_id": ["x"], "status": {}}}',
    "",
    "{}",
    '{"type": "x", "text": "\\ud800"}',
)


async def test_frames_that_are_no_events_are_kept_and_the_session_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "capture.jsonl"

    async def babble(client: ServerConnection) -> None:
        await client.send(CREATED)
        for frame in ODD:
            await client.send(frame)
        await client.send(event("the.end"))
        await read_all(client)

    async with serving(babble) as url, live_session(url, recorder=recorder_at(path)) as live:
        await live.count("the.end")
        state = live.store.state
        assert (state.connection.phase, state.faults) == (Phase.READY, 0)
        assert live.session.send_raw("half a pair: \ud800")
        await until(lambda: live.frames()[-1] == ("client", b"half a pair: ?"))
    received = [payload for direction, payload in recorded(path) if direction == "server"]
    texts = [one.encode() for one in ODD if isinstance(one, str)]
    assert [one for one in received if one in texts] == texts
    assert len(received) == len(ODD) + 2
    kinds = [one.kind for one in read_capture(path)]
    assert kinds.count(RecordKind.BINARY) == 2


async def test_a_tool_output_with_half_a_surrogate_pair_is_sent() -> None:
    def half() -> str:
        return "\ud800"

    async def call(client: ServerConnection) -> None:
        await client.send(CREATED)
        item = {"type": "function_call", "id": "i", "call_id": "c", "name": "half"}
        await client.send(event("response.output_item.done", response_id="r", item=item))
        await read_all(client)

    async with serving(call) as url, live_session(url, tools=[tool_of(half)]) as live:
        (output,) = await live.count("conversation.item.create")
        assert output.text("item", "output") == "\ud800"
        assert live.session.is_connected
