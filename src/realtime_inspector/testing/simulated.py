"""The simulator inside a test."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from realtime_inspector.simulator.scenario import Scenario
from realtime_inspector.simulator.scenario_file import load_scenario
from realtime_inspector.simulator.server import SimulatorServer
from realtime_inspector.simulator.settings import SimulatorSettings
from realtime_inspector.testing.running import RunningServer, in_thread

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator, Iterator

    from realtime_inspector.core.record import Record


@dataclass(slots=True)
class RunningSimulator(RunningServer):
    """A simulator that is listening, and what has gone over its connections."""


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
    with in_thread(
        lambda: simulator(chosen, seed=seed, speed=speed, **settings), "realtime-simulator"
    ) as running:
        yield running


def _scenario(named: str | os.PathLike[str] | Scenario | None) -> Scenario | None:
    if named is None or isinstance(named, Scenario):
        return named
    return load_scenario(named if isinstance(named, str) else str(named))
