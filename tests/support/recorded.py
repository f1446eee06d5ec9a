"""Sessions recorded over a real socket, for tests of what is done with captures afterwards."""

from __future__ import annotations

import asyncio
import base64
import json
from array import array
from typing import TYPE_CHECKING, Any, Final

from tests.support.live import PATIENCE_S, until
from tests.support.simulator import WEATHER_TOOL, user_item

from realtime_inspector.capture.writer import Recorder
from realtime_inspector.core.codec import CaptureHeader
from realtime_inspector.core.event import Event
from realtime_inspector.core.pcm import little_endian
from realtime_inspector.core.record import Direction, Record, RecordKind
from realtime_inspector.runtime.clock import steady_clock
from realtime_inspector.sources.base import Target
from realtime_inspector.sources.live import LiveSource

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

_CHUNK_BYTES: Final = 4_800
"""100 ms of PCM16 at 24 kHz."""


class Talk:
    """A client that does what a test tells it."""

    def __init__(self, source: LiveSource, speed: float) -> None:
        self.events: list[Event] = []
        self._source = source
        self._speed = speed

    def send(self, kind: str, **fields: Any) -> None:
        """Send an event."""
        self._source.send(json.dumps({"type": kind, **fields}))

    def say(self, text: str) -> None:
        """Add a message and ask for a response."""
        item = user_item([{"type": "input_text", "text": text}])
        self.send("conversation.item.create", item=item)
        self.send("response.create")

    async def speak(self, seconds: float) -> None:
        """Speak into the microphone, then be silent for as long: in real time, or faster."""
        count = round(seconds * 24_000)
        loud = little_endian(array("h", [3_000, 3_000, -3_000, -3_000] * (count // 4)))
        sound = loud + bytes(len(loud))
        for start in range(0, len(sound), _CHUNK_BYTES):
            audio = base64.b64encode(sound[start : start + _CHUNK_BYTES]).decode()
            self.send("input_audio_buffer.append", audio=audio)
            await asyncio.sleep(0.1 / self._speed)

    async def count(self, kind: str, number: int = 1) -> list[Event]:
        """Wait until so many events of a type have come."""
        await until(lambda: sum(one.type == kind for one in self.events) >= number)
        return [one for one in self.events if one.type == kind]


async def record(
    url: str, path: Path, converse: Callable[[Talk], Awaitable[None]], *, speed: float = 1.0
) -> list[Record]:
    """Hold a conversation and record it; gives its records.

    Args:
        url: The server's address.
        path: The capture to write.
        converse: What the client does; the connection is closed afterwards.
        speed: How much faster than real time it speaks.
    """
    records: list[Record] = []
    clock = steady_clock()
    with Recorder(path, CaptureHeader(created_ns=clock(), provider="simulator")) as recorder:

        def emit(one: Record) -> None:
            records.append(one)
            recorder.append(one)
            if one.kind is RecordKind.EVENT and one.direction is Direction.RECEIVED:
                talk.events.append(Event.of(one))

        source = LiveSource(Target(url), 1, clock, emit)
        talk = Talk(source, speed)
        async with asyncio.timeout(PATIENCE_S * 3), asyncio.TaskGroup() as tasks:
            tasks.create_task(source.run())
            await talk.count("session.created")
            await converse(talk)
            source.stop()
    return records


async def chat(talk: Talk) -> None:
    """Three written questions."""
    talk.send("session.update", session={"type": "realtime", "output_modalities": ["text"]})
    await talk.count("session.updated")
    for number, text in enumerate(("hello there", "what is an item?", "count to 5"), 1):
        talk.say(text)
        await talk.count("response.done", number)
        await talk.count("rate_limits.updated", number)


async def use_tool(talk: Talk) -> None:
    """A question that needs a tool, its result, the answer."""
    session = {"type": "realtime", "output_modalities": ["text"], "tools": [WEATHER_TOOL]}
    talk.send("session.update", session=session)
    await talk.count("session.updated")
    talk.say("what is the weather in Paris?")
    await talk.count("response.done")
    (call,) = await talk.count("response.function_call_arguments.done")
    result = {"type": "function_call_output", "call_id": call.call_id, "output": '{"sky":"clear"}'}
    talk.send("conversation.item.create", item=result, previous_item_id=call.item_id)
    talk.send("response.create")
    await talk.count("response.done", 2)
    await talk.count("rate_limits.updated", 2)


async def cancel(talk: Talk) -> None:
    """An answer that is cancelled while it is written, and one that is not."""
    talk.send("session.update", session={"type": "realtime", "output_modalities": ["text"]})
    talk.say("count to 30")
    await talk.count("response.output_text.delta", 4)
    talk.send("response.cancel")
    await talk.count("response.done")
    talk.say("what is an item?")
    await talk.count("response.done", 2)
    await talk.count("rate_limits.updated", 2)


async def interrupt(talk: Talk) -> None:
    """A spoken question, and another one that cuts its answer short."""
    audio = {"input": {"transcription": {"model": "whisper-1"}}}
    talk.send("session.update", session={"type": "realtime", "audio": audio})
    await talk.count("session.updated")
    await talk.speak(0.6)
    await talk.count("response.output_audio.delta")
    await talk.speak(0.6)
    await talk.count("response.done", 2)
    await talk.count("conversation.item.input_audio_transcription.completed", 2)
    await talk.count("rate_limits.updated", 1)
