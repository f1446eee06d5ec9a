"""Captures served over real sockets: to their own client side, and to the official client."""

from __future__ import annotations

import asyncio
import base64
import json
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from openai import AsyncOpenAI
from tests.support.events import (
    create_item,
    create_response,
    item_added,
    received,
    sent,
    session_created,
    user_message,
)
from tests.support.serving import frames, write_capture
from tests.support.simulator import WEATHER_TOOL, receive, receive_until, types_of
from tests.support.strict import faults_of
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from realtime_inspector.capture.reader import read_capture
from realtime_inspector.core.record import Direction, Record, notice
from realtime_inspector.serving.writing import scripts_of
from realtime_inspector.testing import CaptureMismatch, serve_capture, simulator

if TYPE_CHECKING:
    from realtime_inspector.testing import RunningServer

CAPTURES: Final = Path(__file__).parents[1] / "fixtures" / "captures"
READABLE: Final = sorted(CAPTURES.glob("*.jsonl")) + sorted(CAPTURES.glob("*.yaml"))
QUESTION: Final = {"type": "input_text", "text": "What is the weather in London?"}
SPEECH: Final = base64.b64encode(bytes(range(256)) * 40).decode()
SHORT: Final = (
    session_created(),
    create_item(user_message("hello")),
    item_added(user_message("hello", "item_1")),
    create_response(),
    received("response.created", response={"id": "resp_1"}),
    received("response.done", response={"id": "resp_1", "status": "completed"}),
)


async def replay(url: str, records: list[Record], conn: int) -> tuple[list[str | bytes], int]:
    """Sends the recorded client's side; gives what came back, and the code of the close.

    The client leaves when it has as many frames as were recorded, unless the server closes.
    """
    due = len(frames(records, Direction.RECEIVED, conn))
    got: list[str | bytes] = []
    async with connect(url, max_size=None) as socket, asyncio.timeout(30):
        for frame in frames(records, Direction.SENT, conn):
            await socket.send(frame)
        while len(got) < due:
            got.append(await socket.recv())
        if closes(records, conn):
            await socket.wait_closed()
    return got, socket.close_code or 0


def closes(records: list[Record], conn: int) -> bool:
    return any(one.conn == conn and b'"close"' in one.payload for one in records)


@pytest.mark.parametrize("match", ["strict", "lenient"])
@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
async def test_a_recorded_client_gets_exactly_the_recorded_server(path: Path, match: str) -> None:
    records = list(read_capture(path))
    async with serve_capture(path, match=match) as api:
        for script in scripts_of(records):
            got, _ = await replay(api.url, records, script.conn)
            assert got == frames(records, Direction.RECEIVED, script.conn)
    assert all(report.sent == report.to_send for report in api.reports)
    assert all(report.matched == report.to_match for report in api.reports)


async def converse(base_url: str) -> None:
    """Text, a tool call and voice, as an app does it with the official client."""
    client = AsyncOpenAI(api_key="any", base_url=base_url)
    async with client, client.realtime.connect(model="gpt-realtime") as conn, asyncio.timeout(30):
        events = aiter(conn)

        async def until(kind: str) -> Any:
            while (event := await anext(events)).type != kind:
                pass
            return event

        await until("session.created")
        audio: Any = {"input": {"turn_detection": None}}
        tools: Any = [WEATHER_TOOL]
        await conn.session.update(
            session={"type": "realtime", "output_modalities": ["text"], "tools": tools,
                     "audio": audio}
        )  # fmt: skip
        assert (await until("session.updated")).session.output_modalities == ["text"]
        item: Any = {"type": "message", "role": "user", "content": [QUESTION]}
        await conn.conversation.item.create(item=item)
        await conn.response.create()
        call = (await until("response.done")).response.output[0]
        assert call.name == "get_weather"
        await conn.conversation.item.create(
            item={"type": "function_call_output", "call_id": call.call_id, "output": "Foggy."}
        )
        await conn.response.create()
        answer = (await until("response.done")).response.output[0]
        assert "Foggy" in answer.content[0].text
        for _ in range(5):
            await conn.input_audio_buffer.append(audio=SPEECH)
        await conn.input_audio_buffer.commit()
        committed = await until("input_audio_buffer.committed")
        assert (await until("conversation.item.done")).item.id == committed.item_id
        await conn.response.create(response={"output_modalities": ["audio"]})
        assert (await until("response.output_audio.delta")).delta
        await until("rate_limits.updated")


async def test_the_official_client_cannot_tell_a_recording_from_the_simulator(
    tmp_path: Path,
) -> None:
    async with simulator(seed=7) as api:
        await converse(api.base_url)
    path = write_capture(tmp_path / "session.jsonl", api.records)
    async with serve_capture(path) as played:
        await converse(played.base_url)
    assert played.received() == api.received()
    assert len(played.received("response.done")) == 3
    assert faults_of(map(json.dumps, played.received())) == set()
    assert [report.is_same for report in played.reports] == [True]


async def test_the_official_client_of_the_beta_gets_a_beta_capture() -> None:
    path = CAPTURES / "openai-beta-audio-out-full-pcm.jsonl"
    records = list(read_capture(path))
    async with serve_capture(path) as api:
        socket_url = api.url.removesuffix("/realtime")
        client = AsyncOpenAI(api_key="any", websocket_base_url=socket_url)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            manager = client.beta.realtime.connect(model="gpt-4o-realtime-preview")
            async with client, manager as conn, asyncio.timeout(30):
                audio = await audio_of_a_response(conn, frames(records, Direction.SENT, 1))
    assert audio == 4800 + 7200 + 3 * 12000 + 28800


async def audio_of_a_response(conn: Any, to_send: list[str | bytes]) -> int:
    """Bytes of audio up to the end of the response."""
    audio = 0
    for frame in to_send:
        await conn.send(json.loads(frame))
    async for event in conn:
        if event.type == "response.audio.delta":
            audio += len(base64.b64decode(event.delta))
        if event.type == "response.done":
            break
    return audio


async def come_three_times(path: Path) -> None:
    records = list(read_capture(path))
    async with serve_capture(path) as api:
        first, code = await replay(api.url, records, 1)
        assert (len(first), code) == (21, 1011)
        second, _ = await replay(api.url, records, 2)
        assert len(second) == 26
        async with connect(api.url) as socket:
            error = (await receive(socket))["error"]
            assert error["code"] == "capture_exhausted"
            with pytest.raises(ConnectionClosed):
                await socket.recv()
            assert socket.close_code == 1000
            assert "its 2 were given" in (socket.close_reason or "")


async def test_each_client_gets_the_next_connection_and_then_a_farewell() -> None:
    with pytest.raises(CaptureMismatch, match="it was turned away"):
        await come_three_times(CAPTURES / "xai-drop-and-resume.jsonl")


async def test_one_connection_may_be_played_to_every_client() -> None:
    path = CAPTURES / "xai-drop-and-resume.jsonl"
    records = list(read_capture(path))
    async with serve_capture(path, connection=2) as api:
        for _ in range(3):
            assert len((await replay(api.url, records, 2))[0]) == 26
    assert [report.conn for report in api.reports] == [2, 2, 2]


async def test_a_connection_that_no_client_came_for_is_missed() -> None:
    with pytest.raises(CaptureMismatch) as caught:
        async with serve_capture(CAPTURES / "xai-text-tools.jsonl"):
            pass
    assert "Connection 1" in str(caught.value)
    assert "no client came for it" in str(caught.value)


async def misbehave(path: Path) -> None:
    async with serve_capture(path) as api, connect(api.url) as socket:
        await receive_until(socket, "session.created")
        await send(socket, {"type": "conversation.item.create", "item": user_message("hi")})
        await receive_until(socket, "conversation.item.added")
        await send(socket, {"type": "input_audio_buffer.commit", "event_id": "mine"})
        error = (await receive(socket))["error"]
        assert (error["code"], error["event_id"]) == ("not_in_capture", "mine")
        assert error["message"].endswith("recorded next: event 4, response.create.")
        await send(socket, {"type": "response.create"})
        got = await receive_until(socket, "response.done")
        assert types_of(got) == ["response.created", "response.done"]


async def test_what_was_not_recorded_is_answered_and_told(tmp_path: Path) -> None:
    path = write_capture(tmp_path / "short.jsonl", SHORT)
    with pytest.raises(CaptureMismatch) as caught:
        await misbehave(path)
    assert str(caught.value).splitlines() == [
        "Connection 1: 4 of 4 server events sent, 2 of 2 client events matched, 2 differences.",
        "  event 2, conversation.item.create:",
        '    ~ .item.content[0].text: recorded "hello", sent "hi"',
        "  sent, but not recorded: input_audio_buffer.commit (recorded there: event 4, "
        "response.create)",
        '    {"type": "input_audio_buffer.commit", "event_id": "mine"}',
    ]


async def test_a_failure_of_the_test_itself_comes_first(tmp_path: Path) -> None:
    path = write_capture(tmp_path / "short.jsonl", SHORT)
    with pytest.raises(ZeroDivisionError) as caught:
        async with serve_capture(path) as api, connect(api.url):
            _ = 1 / 0
    assert "recorded, but not sent" in "".join(caught.value.__notes__)


async def test_recorded_times_are_kept_and_scaled(tmp_path: Path) -> None:
    slow = [
        session_created(),
        sent("response.create", ms=0),
        received("response.created", ms=1_000_000, response={"id": "r"}),
    ]
    path = write_capture(tmp_path / "slow.jsonl", slow)
    async with serve_capture(path, speed=1) as api, connect(api.url) as socket:
        await receive_until(socket, "session.created")
        await send(socket, {"type": "response.create"})
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(socket.recv(), 0.05)
    assert (api.reports[0].sent, api.reports[0].to_send) == (1, 2)
    async with serve_capture(path, speed=1_000_000) as api, connect(api.url) as socket:
        await send(socket, {"type": "response.create"})
        await receive_until(socket, "response.created")


async def test_any_path_key_and_subprotocol_is_let_in(tmp_path: Path) -> None:
    path = write_capture(tmp_path / "short.jsonl", SHORT[:1])
    async with serve_capture(path, connection=1) as api:
        offered = [Subprotocol("realtime"), Subprotocol("openai-insecure-api-key.x")]
        origin = api.url.removesuffix("/v1/realtime")
        url = f"{origin}/openai/v1/realtime?deployment=x&api-key=y"
        async with connect(url, subprotocols=offered) as socket:
            assert socket.subprotocol == "realtime"
            assert (await receive(socket))["type"] == "session.created"
        async with AsyncOpenAI(api_key="any", base_url=api.base_url) as client:
            assert (await client.realtime.client_secrets.create()).value.startswith("ek_")


async def test_a_recorded_cut_is_a_cut(tmp_path: Path) -> None:
    cut = notice("close", None, 1, {"code": 1006, "by": ""}, direction=Direction.RECEIVED)
    path = write_capture(tmp_path / "cut.jsonl", [*SHORT[:1], cut])
    async with serve_capture(path) as api, connect(api.url) as socket:
        await receive(socket)
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        assert socket.close_code == 1006


async def send(socket: ClientConnection, event: dict[str, Any]) -> None:
    await socket.send(json.dumps(event))


async def test_both_sides_are_recorded_as_the_simulator_does(tmp_path: Path) -> None:
    path = write_capture(tmp_path / "short.jsonl", SHORT)
    api: RunningServer
    async with serve_capture(path, match="lenient") as api, connect(api.url) as socket:
        await send(socket, {"type": "conversation.item.create", "item": user_message("x", "mine")})
        await send(socket, {"type": "response.create"})
        await receive_until(socket, "response.done")
    assert [event["item"]["id"] for event in api.sent("conversation.item.create")] == ["mine"]
    assert [event["item"]["id"] for event in api.received("conversation.item.added")] == ["mine"]


@pytest.mark.parametrize(("scenario", "code"), [("close-1011", 1011), ("abrupt-close", 1006)])
async def test_how_a_simulated_session_broke_off_is_played_too(
    scenario: str, code: int, tmp_path: Path
) -> None:
    async def talk(api: RunningServer) -> int | None:
        async with connect(api.url) as socket, asyncio.timeout(20):
            await send(socket, {"type": "response.create"})
            await socket.wait_closed()
        return socket.close_code

    async with simulator(scenario) as first:
        assert await talk(first) == code
    path = write_capture(tmp_path / "broken.jsonl", first.records)
    async with serve_capture(path) as again:
        assert await talk(again) == code
    assert again.received() == first.received()


async def test_a_close_of_the_client_is_left_to_the_client(tmp_path: Path) -> None:
    async with simulator() as api, connect(api.url) as socket:
        await receive(socket)
        await socket.close(4001, "mine")
    path = write_capture(tmp_path / "left.jsonl", api.records)
    async with serve_capture(path) as played, connect(played.url) as socket:
        await receive(socket)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(socket.recv(), 0.05)
