"""`live --scenario`: our own client against scenarios, as a user sees them."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import replace

from tests.support.live import PATIENCE_S, Live

from realtime_inspector.config.settings import ConnectSettings, RecordSettings, Settings
from realtime_inspector.runtime.clock import steady_clock
from realtime_inspector.runtime.launch import make_session
from realtime_inspector.store.store import Store


async def test_the_built_in_simulator_plays_the_scenario() -> None:
    connect = ConnectSettings(provider="simulator", model="gpt-realtime", scenario="quota")
    settings = replace(Settings(), connect=connect, record=RecordSettings(enabled=False))
    live = Live(make_session(settings, Store(), steady_clock()))
    async with asyncio.TaskGroup() as tasks:
        live.task = tasks.create_task(live.session.run())
        await live.ready()
        live.session.say("hello")
        (done,) = await live.count("response.done")
        live.session.stop()
        with suppress(asyncio.CancelledError):
            async with asyncio.timeout(PATIENCE_S):
                await live.task
    assert "insufficient_quota" in json.dumps(done.raw)
