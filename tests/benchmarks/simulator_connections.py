"""Events per second of the simulator beside a bare websockets echo of as many frames.

Run it with `python -m tests.benchmarks.simulator_connections [CONNECTIONS]`. Both servers and their
clients share one process and one event loop, in the same run: compare the two numbers with
each other, not with those of another machine.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import TYPE_CHECKING, Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve

from realtime_inspector.simulator.server import SimulatorServer
from realtime_inspector.simulator.settings import SimulatorSettings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_CONNECTIONS: Final = 200
_TURN: Final = (
    {"type": "session.update", "session": {"type": "realtime", "output_modalities": ["text"]}},
    {
        "type": "conversation.item.create",
        "item": {
            "type": "message",
            "role": "user",
            "content": [{"type": "input_text", "text": "count to 200"}],
        },
    },
    {"type": "response.create"},
)


async def text_turn(url: str) -> list[str]:
    """Everything that one client of the simulator receives in a turn."""
    frames: list[str] = []
    async with connect(url, compression=None, open_timeout=60) as client:
        for event in _TURN:
            await client.send(json.dumps(event))
        while not frames or '"rate_limits.updated"' not in frames[-1][:40]:
            frames.append(str(await client.recv()))
    return frames


async def timed(work: Callable[[], Awaitable[object]], connections: int) -> float:
    """Seconds that so many of them take at once."""
    start = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for _ in range(connections):
            tasks.create_task(_run(work))
    return time.perf_counter() - start


async def _run(work: Callable[[], Awaitable[object]]) -> None:
    await work()


async def echo(connection: ServerConnection) -> None:
    """Send every frame back."""
    async for frame in connection:
        await connection.send(frame)


async def compare(connections: int) -> None:
    """Measure both and print."""
    settings = SimulatorSettings(seed=1, speed=0)
    async with SimulatorServer(settings=settings) as server:
        frames = await text_turn(server.url)
        simulated = await timed(lambda: text_turn(server.url), connections)

    async with serve(echo, "127.0.0.1", 0, compression=None) as bare:
        port = bare.sockets[0].getsockname()[1]

        async def echoed() -> None:
            async with (
                connect(f"ws://127.0.0.1:{port}", compression=None, open_timeout=60) as client,
                asyncio.TaskGroup() as tasks,
            ):
                tasks.create_task(_send_all(client, frames))
                for _ in frames:
                    await client.recv()

        plain = await timed(echoed, connections)

    total = connections * len(frames)
    size = sum(len(frame.encode()) for frame in frames) * connections / 1e6
    print(f"{connections} connections, {len(frames)} events each, {size:.1f} MB")
    print(f"simulator   {total / simulated:10,.0f} events/s   {simulated:6.2f} s")
    print(f"bare echo   {total / plain:10,.0f} events/s   {plain:6.2f} s")
    print(f"the simulator takes {simulated / plain:.2f} times as long")


async def _send_all(client: ClientConnection, frames: list[str]) -> None:
    for frame in frames:
        await client.send(frame)


def main() -> None:
    """Run it with the number of connections that was asked for."""
    asyncio.run(compare(int(sys.argv[1]) if len(sys.argv) > 1 else _CONNECTIONS))


if __name__ == "__main__":
    main()
