"""Makes the session that a lesson takes place in: always with the built-in simulator."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from realtime_inspector.capture.log import SpoolLog
from realtime_inspector.config.settings import ConnectSettings
from realtime_inspector.runtime.conductor import ChatOptions
from realtime_inspector.runtime.launch import SIMULATOR, target_of
from realtime_inspector.runtime.live import LiveSession
from realtime_inspector.runtime.tools import BUILT_IN, Toolbox
from realtime_inspector.store.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from realtime_inspector.lessons.model import Setup
    from realtime_inspector.sources.base import Clock, Target


def make_lesson_session(setup: Setup, clock: Clock, speed: float = 1.0) -> LiveSession:
    """A session as a lesson wants it; nothing is connected yet, and nothing is recorded.

    Args:
        setup: What the lesson says.
        clock: Wall clock, nanoseconds since 1970.
        speed: How much faster than a real server the simulator is, and than a real voice we are.
    """
    session = LiveSession(
        endpoint=lambda: _simulator(setup, speed),
        store=Store(SpoolLog(may_use_disk=False)),
        clock=clock,
        options=ChatOptions(
            instructions=setup.instructions,
            output=setup.output,
            is_auto_response=setup.is_auto_response,
            is_answering_calls=setup.tools == "automatic",
        ),
        toolbox=Toolbox(() if setup.tools == "none" else BUILT_IN),
    )
    session.speaking_speed = speed
    return session


@asynccontextmanager
async def _simulator(setup: Setup, speed: float) -> AsyncIterator[Target]:
    from realtime_inspector.simulator.server import SimulatorServer
    from realtime_inspector.simulator.settings import SimulatorSettings

    settings = SimulatorSettings(seed=1, speed=speed, scenario=setup.scenario)
    connect = ConnectSettings(provider=SIMULATOR)
    async with SimulatorServer(settings=settings) as server:
        yield target_of(connect, server.url.removesuffix("/realtime"))
