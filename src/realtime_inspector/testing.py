"""The simulator inside your tests: a Realtime API that costs nothing and misbehaves on demand.

    import json
    from realtime_inspector.testing import simulator
    from websockets.asyncio.client import connect

    async def test_my_app_survives_a_rate_limit():
        async with simulator("rate-limit", seed=7) as api, connect(api.url) as socket:
            await socket.send(json.dumps({"type": "response.create"}))
            async for frame in socket:
                if json.loads(frame)["type"] == "response.done":
                    break
        assert api.received("response.done")[0]["response"]["status"] == "failed"

`simulator` is for asynchronous tests; `simulator_in_thread` is the same for all others. The
pytest fixture is in `realtime_inspector.pytest_plugin`. Point clients of the official packages
at `base_url`. The built-in scenarios are listed by `realtime-inspector simulate --list-scenarios`.
"""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.record import Direction, Record, RecordKind, parse_object
from realtime_inspector.simulator.scenario import Scenario
from realtime_inspector.simulator.scenario_file import load_scenario
from realtime_inspector.simulator.server import SimulatorServer
from realtime_inspector.simulator.settings import SimulatorSettings

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator, Iterator

__all__ = ["RunningSimulator", "simulator", "simulator_in_thread"]

_START_S: Final = 10.0


@dataclass(slots=True)
class RunningSimulator:
    """A simulator that is listening, and what has gone over its connections."""

    url: str
    """The WebSocket address, `ws://127.0.0.1:PORT/v1/realtime`; a model may be added."""
    records: list[Record] = field(default_factory=list)
    """Every frame, opening and close of every connection, in order, as it happens."""

    @property
    def base_url(self) -> str:
        """What stock clients call their base URL: `http://127.0.0.1:PORT/v1`."""
        return self.url.replace("ws", "http", 1).removesuffix("/realtime")

    def sent(self, kind: str | None = None) -> list[dict[str, Any]]:
        """The events that clients sent, of one type or of all."""
        return self._events(Direction.SENT, kind)

    def received(self, kind: str | None = None) -> list[dict[str, Any]]:
        """The events that clients received, of one type or of all."""
        return self._events(Direction.RECEIVED, kind)

    def _events(self, direction: Direction, kind: str | None) -> list[dict[str, Any]]:
        records = [
            each
            for each in self.records
            if each.direction is direction and each.kind is RecordKind.EVENT
        ]
        events = (parse_object(each.payload) or {} for each in records)
        return [event for event in events if kind in (None, event.get("type"))]


@asynccontextmanager
async def simulator(
    scenario: str | os.PathLike[str] | Scenario | None = None,
    *,
    seed: int = 1,
    speed: float = 0.0,
    **settings: Any,
) -> AsyncIterator[RunningSimulator]:
    """A simulator on a free port of the loopback.

    Args:
        scenario: The name of a built-in one, the path of a TOML file, or a `Scenario`.
        seed: The same seed gives the same answers; ids also depend on the time.
        speed: Pacing: 1 is like the real service, 2 twice as fast, 0 answers at once.
        settings: Further fields of `SimulatorSettings`, such as `require_key`.

    Yields:
        Its addresses and its records.

    Raises:
        ScenarioError: The scenario cannot be read, or says something wrong.
    """
    chosen = SimulatorSettings(seed=seed, speed=speed, scenario=_scenario(scenario), **settings)
    records: list[Record] = []
    async with SimulatorServer(settings=chosen, on_record=records.append) as server:
        yield RunningSimulator(server.url, records)


@contextmanager
def simulator_in_thread(
    scenario: str | os.PathLike[str] | Scenario | None = None,
    *,
    seed: int = 1,
    speed: float = 0.0,
    **settings: Any,
) -> Iterator[RunningSimulator]:
    """The same in a thread of its own, for tests that are not asynchronous."""
    chosen = _scenario(scenario)
    started = threading.Event()
    running: list[RunningSimulator] = []
    stop: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def serve() -> None:
        stopped = asyncio.Event()
        async with simulator(chosen, seed=seed, speed=speed, **settings) as one:
            running.append(one)
            stop.append((asyncio.get_running_loop(), stopped))
            started.set()
            await stopped.wait()

    def run() -> None:
        try:
            asyncio.run(serve())
        finally:
            started.set()

    thread = threading.Thread(target=run, name="realtime-simulator", daemon=True)
    thread.start()
    started.wait(_START_S)
    if not running:
        raise RuntimeError("The simulator could not be started.")
    try:
        yield running[0]
    finally:
        loop, stopped = stop[0]
        loop.call_soon_threadsafe(stopped.set)
        thread.join(_START_S)


def _scenario(named: str | os.PathLike[str] | Scenario | None) -> Scenario | None:
    if named is None or isinstance(named, Scenario):
        return named
    return load_scenario(named if isinstance(named, str) else str(named))
