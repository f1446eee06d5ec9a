"""The official Python client, unmodified, in both shapes (clients.md)."""

from __future__ import annotations

import asyncio
import base64
import warnings
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from openai import AsyncOpenAI, AuthenticationError, BadRequestError
from tests.support.simulator import WEATHER_TOOL, running_simulator, types_of, user_item

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from realtime_inspector.simulator.server import SimulatorServer

HELLO = user_item([{"type": "input_text", "text": "hello"}])
WEATHER = user_item([{"type": "input_text", "text": "What is the weather in London?"}])
LONG = user_item([{"type": "input_text", "text": "count to 200"}])


class Talk:
    """One connection of the client, GA or beta, and what it received."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.events: list[Any] = []

    async def until(self, kind: str) -> Any:
        """Receive up to an event of a type."""
        async with asyncio.timeout(10):
            while True:
                event = await self.connection.recv()
                self.events.append(event)
                if event.type == kind:
                    return event

    @property
    def types(self) -> list[str]:
        """What was received, deltas folded."""
        return types_of([{"type": event.type} for event in self.events])


def http_url(server: SimulatorServer) -> str:
    return server.url.replace("ws", "http", 1).removesuffix("/realtime")


@asynccontextmanager
async def ga(speed: float = 0, key: str = "sk-test", **settings: Any) -> AsyncIterator[Talk]:
    async with running_simulator(speed=speed, **settings) as server:
        client = AsyncOpenAI(api_key=key, base_url=http_url(server))
        async with client, client.realtime.connect(model="gpt-realtime") as connection:
            talk = Talk(connection)
            await talk.until("session.created")
            yield talk


@asynccontextmanager
async def beta(speed: float = 0) -> AsyncIterator[Talk]:
    async with running_simulator(speed=speed) as server:
        # Unlike the GA class, the beta one makes wss of any http base URL.
        base = server.url.removesuffix("/realtime")
        client = AsyncOpenAI(api_key="sk-test", websocket_base_url=base)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            manager = client.beta.realtime.connect(model="gpt-4o-realtime-preview")
            async with client, manager as connection:
                talk = Talk(connection)
                await talk.until("session.created")
                yield talk


async def test_ga_text_tool_round_and_item_edits() -> None:
    async with ga() as talk:
        conn = talk.connection
        await conn.session.update(
            session={"type": "realtime", "output_modalities": ["text"], "tools": [WEATHER_TOOL]}
        )
        assert (await talk.until("session.updated")).session.output_modalities == ["text"]
        await conn.conversation.item.create(item=WEATHER)
        await conn.response.create()
        call = (await talk.until("response.done")).response.output[0]
        assert (call.type, call.name, call.status) == ("function_call", "get_weather", "completed")
        output = {"type": "function_call_output", "call_id": call.call_id, "output": "Foggy."}
        await conn.conversation.item.create(item=output)
        await conn.response.create()
        answer = (await talk.until("response.done")).response.output[0]
        assert "Foggy" in answer.content[0].text
        await conn.conversation.item.retrieve(item_id=answer.id)
        assert (await talk.until("conversation.item.retrieved")).item.id == answer.id
        await conn.conversation.item.delete(item_id=answer.id)
        assert (await talk.until("conversation.item.deleted")).item_id == answer.id
        seed = {"type": "message", "role": "system", "content": HELLO["content"]}
        await conn.conversation.item.create(item=seed, previous_item_id="root")
        assert (await talk.until("conversation.item.done")).previous_item_id is None
        await conn.conversation.item.delete(item_id=answer.id, event_id="mine")
        assert (await talk.until("error")).error.event_id == "mine"


async def test_ga_audio_and_interruption() -> None:
    async with ga(speed=4) as talk:
        conn = talk.connection
        await conn.conversation.item.create(item=LONG)
        await conn.response.create(response={"metadata": {"k": "v"}})
        delta = await talk.until("response.output_audio.delta")
        assert len(base64.b64decode(delta.delta)) == 4800
        await conn.response.cancel()
        done = (await talk.until("response.done")).response
        assert (done.status, done.status_details.reason) == ("cancelled", "client_cancelled")
        assert done.metadata == {"k": "v"}
        await conn.conversation.item.truncate(
            item_id=delta.item_id, content_index=0, audio_end_ms=50
        )
        assert (await talk.until("conversation.item.truncated")).audio_end_ms == 50
        await conn.response.cancel()
        assert (await talk.until("error")).error.code == "response_cancel_not_active"


async def test_ga_audio_in() -> None:
    async with ga() as talk:
        conn = talk.connection
        audio = {"input": {"turn_detection": None}}
        await conn.session.update(session={"type": "realtime", "audio": audio})
        await conn.input_audio_buffer.append(audio=base64.b64encode(bytes(9600)).decode())
        await conn.input_audio_buffer.commit()
        committed = await talk.until("input_audio_buffer.committed")
        assert (await talk.until("conversation.item.done")).item.id == committed.item_id
        await conn.response.create()
        assert (await talk.until("response.done")).response.status == "completed"
        await conn.input_audio_buffer.clear()
        await talk.until("input_audio_buffer.cleared")
        assert "error" not in talk.types


async def test_a_client_secret_by_the_client() -> None:
    async with running_simulator(require_key="sk-right") as server:
        base = http_url(server)
        async with AsyncOpenAI(api_key="sk-right", base_url=base) as client:
            made = await client.realtime.client_secrets.create(
                session={"type": "realtime", "instructions": "Be brief."},
                expires_after={"anchor": "created_at", "seconds": 60},
            )
            with pytest.raises(BadRequestError) as caught:
                await client.realtime.client_secrets.create(
                    expires_after={"anchor": "created_at", "seconds": 1}
                )
            assert caught.value.code == "integer_below_min_value"
        async with AsyncOpenAI(api_key="wrong", base_url=base, max_retries=0) as client:
            with pytest.raises(AuthenticationError):
                await client.realtime.client_secrets.create()
        async with (
            AsyncOpenAI(api_key=made.value, base_url=base) as client,
            client.realtime.connect(model="gpt-realtime") as connection,
        ):
            created = await Talk(connection).until("session.created")
            assert created.session.instructions == "Be brief."


async def test_beta_text_tool_round_and_item_edits() -> None:
    async with beta() as talk:
        conn = talk.connection
        await conn.session.update(session={"modalities": ["text"], "tools": [WEATHER_TOOL]})
        assert (await talk.until("session.updated")).session.modalities == ["text"]
        await conn.conversation.item.create(item=WEATHER)
        await conn.response.create()
        call = (await talk.until("response.done")).response.output[0]
        assert call.name == "get_weather"
        output = {"type": "function_call_output", "call_id": call.call_id, "output": "Foggy."}
        await conn.conversation.item.create(item=output)
        await conn.response.create()
        answer = (await talk.until("response.done")).response.output[0]
        assert "Foggy" in answer.content[0].text
        assert "response.text.delta" in talk.types
        await conn.conversation.item.retrieve(item_id=answer.id)
        assert (await talk.until("conversation.item.retrieved")).item.content[0].type == "text"
        await conn.conversation.item.delete(item_id=answer.id)
        await talk.until("conversation.item.deleted")
        assert "error" not in talk.types


async def test_beta_audio_and_interruption() -> None:
    async with beta(speed=4) as talk:
        conn = talk.connection
        await conn.conversation.item.create(item=LONG)
        await conn.response.create()
        delta = await talk.until("response.audio.delta")
        await conn.response.cancel()
        done = (await talk.until("response.done")).response
        assert (done.status, done.output[0].content[0].type) == ("cancelled", "audio")
        await conn.conversation.item.truncate(
            item_id=delta.item_id, content_index=0, audio_end_ms=50
        )
        await talk.until("conversation.item.truncated")
        assert "error" not in talk.types


async def test_a_beta_session_is_minted_by_the_client() -> None:
    async with running_simulator() as server:
        client = AsyncOpenAI(api_key="sk-test", base_url=http_url(server))
        async with client:
            made = await client.beta.realtime.sessions.create(
                model="gpt-4o-realtime-preview", voice="ash", modalities=["text"]
            )
        assert (made.voice, made.modalities) == ("ash", ["text"])
        assert made.client_secret.value.startswith("ek_")
