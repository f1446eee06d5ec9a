"""Simulators for tests: one on a socket without pacing, one without a socket on a fake clock."""

from __future__ import annotations

import asyncio
import json
import random
from contextlib import asynccontextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.simulator.admission import ConnectionRequest
from realtime_inspector.simulator.engine import Engine
from realtime_inspector.simulator.server import SimulatorServer
from realtime_inspector.simulator.settings import SimulatorSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from websockets.asyncio.client import ClientConnection

START: Final = 1_790_000_000.0
Json = dict[str, Any]

WEATHER_TOOL: Final[Json] = {
    "type": "function",
    "name": "get_weather",
    "description": "Look up the weather for a city.",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
        "additionalProperties": False,
    },
}


@asynccontextmanager
async def running_simulator(
    *, seed: int = 1, speed: float = 0.0, **settings: Any
) -> AsyncIterator[SimulatorServer]:
    """A simulator on a free port of the loopback, without pacing unless asked for."""
    chosen = SimulatorSettings(seed=seed, speed=speed, **settings)
    async with SimulatorServer(settings=chosen) as server:
        yield server


async def receive(connection: ClientConnection) -> Json:
    """The next event of a connection, in reasonable time."""
    async with asyncio.timeout(5):
        event: Json = json.loads(await connection.recv())
    return event


async def receive_until(connection: ClientConnection, kind: str) -> list[Json]:
    """All events up to the first of a type."""
    events: list[Json] = []
    while not events or events[-1]["type"] != kind:
        events.append(await receive(connection))
    return events


class Session:
    """A client of an engine on a clock that only tests move."""

    def __init__(
        self,
        *,
        model: str | None = None,
        seed: int = 1,
        request: Json | None = None,
        **settings: Any,
    ) -> None:
        self.now = START
        rng = random.Random(seed)  # noqa: S311 - for variety, not for secrets
        self.engine = Engine(SimulatorSettings(seed=seed, **settings), rng, self.now)
        self.frames: list[str] = []
        self.engine.open(ConnectionRequest(model=model, **(request or {})), self.now)
        self.collect()

    @property
    def events(self) -> list[Json]:
        """Everything received so far."""
        return [json.loads(frame) for frame in self.frames]

    def collect(self) -> list[Json]:
        """What is due now."""
        frames = self.engine.due(self.now)
        self.frames += frames
        return [json.loads(frame) for frame in frames]

    def send(self, kind: str, **fields: Any) -> None:
        """Send a client event now."""
        self.send_raw(json.dumps({"type": kind, **fields}))

    def send_raw(self, frame: str | bytes) -> None:
        """Send any frame now."""
        self.engine.receive(frame, self.now)

    def say(self, text: str) -> None:
        """Add a user message."""
        content = [{"type": "input_text", "text": text}]
        self.send("conversation.item.create", item=user_item(content))

    def use(self, *tools: Json, modality: str = "text", **session: Any) -> list[Json]:
        """Set the session up: text output and tools."""
        update = {"type": "realtime", "output_modalities": [modality], "tools": list(tools)}
        return self.ask("session.update", session=update | session)

    def run(self) -> list[Json]:
        """Let time pass until nothing more is planned."""
        events = self.collect()
        while (due := self.engine.next_due()) is not None:
            self.now = max(self.now, due)
            events += self.collect()
        return events

    def run_until(self, kind: str) -> list[Json]:
        """Let time pass until an event of a type was received."""
        events = self.collect()
        while not any(event["type"] == kind for event in events):
            due = self.engine.next_due()
            assert due is not None, f"{kind} never came: {types_of(events)}"
            self.now = max(self.now, due)
            events += self.collect()
        return events

    def ask(self, kind: str, **fields: Any) -> list[Json]:
        """Send an event and let time pass."""
        self.send(kind, **fields)
        return self.run()

    def answer_to(self, text: str) -> list[Json]:
        """Say something, ask for a response, and return its output items."""
        self.say(text)
        return output_of(self.ask("response.create"))


def user_item(content: list[Json]) -> Json:
    """A user message with some content."""
    return {"type": "message", "role": "user", "content": content}


def types_of(events: Iterable[Json]) -> list[str]:
    """The types of events, runs of the same delta counted once."""
    names = [str(event["type"]) for event in events]
    return [
        name
        for name, run in groupby(names)
        for _ in (run if not name.endswith(".delta") else range(1))
    ]


def only(events: Iterable[Json], kind: str) -> list[Json]:
    """The events of one type."""
    return [event for event in events if event["type"] == kind]


def output_of(events: Iterable[Json]) -> list[Json]:
    """The output items of the last `response.done`."""
    output: list[Json] = only(events, "response.done")[-1]["response"]["output"]
    return output


def text_of(item: Json) -> str:
    """What a message says, written or spoken."""
    part = item["content"][0]
    return str(part.get("text", part.get("transcript")))


def arguments_of(item: Json) -> Json:
    """The arguments of a function call."""
    arguments: Json = json.loads(item["arguments"])
    return arguments
