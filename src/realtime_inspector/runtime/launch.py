"""Makes a live session out of settings."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from realtime_inspector import __version__
from realtime_inspector.capture.writer import Recorder
from realtime_inspector.config.connection import handshake_of, secrets_of
from realtime_inspector.config.paths import find_paths
from realtime_inspector.core.codec import CaptureHeader
from realtime_inspector.core.dialects import provider
from realtime_inspector.core.errors import RecorderError
from realtime_inspector.core.redact import Redactor
from realtime_inspector.runtime.conductor import ChatOptions
from realtime_inspector.runtime.live import LiveSession
from realtime_inspector.runtime.tools import BUILT_IN, Toolbox, load_tools
from realtime_inspector.sources.base import Target

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from realtime_inspector.config.settings import ConnectSettings, Settings
    from realtime_inspector.sources.base import Clock
    from realtime_inspector.store.store import Store

SIMULATOR: Final = "simulator"
_WITHOUT: Final = "Choose another place with --record FILE, or use --no-record."


def make_session(settings: Settings, store: Store, clock: Clock) -> LiveSession:
    """A session as the settings describe it; nothing is connected yet.

    Raises:
        UsageError: The tools cannot be loaded.
        RecorderError: The recording cannot be made.
    """
    connect = settings.connect
    tools = (*BUILT_IN, *(load_tools(Path(connect.tools)) if connect.tools else ()))

    secrets = secrets_of(connect)
    return LiveSession(
        endpoint=lambda: open_endpoint(connect),
        store=store,
        clock=clock,
        options=ChatOptions(
            instructions=connect.instructions,
            output=connect.output,
            voice=connect.voice,
            is_auto_response=connect.auto_response,
        ),
        toolbox=Toolbox(tools),
        recorder=make_recorder(settings, secrets, clock) if settings.record.enabled else None,
        secrets=secrets,
        is_observer=bool(connect.call_id),
        provider=connect.provider,
    )


@asynccontextmanager
async def open_endpoint(connect: ConnectSettings) -> AsyncIterator[Target]:
    """Where to connect to; while it is entered, the built-in simulator runs if that is meant."""
    if connect.provider == SIMULATOR and not connect.url and not connect.base_url:
        from realtime_inspector.simulator.scenario_file import load_scenario
        from realtime_inspector.simulator.server import SimulatorServer
        from realtime_inspector.simulator.settings import SimulatorSettings

        scenario = load_scenario(connect.scenario) if connect.scenario else None
        simulated = SimulatorSettings(seed=connect.seed, scenario=scenario)
        async with SimulatorServer(settings=simulated) as server:
            yield target_of(connect, server.url.removesuffix("/realtime"))
    else:
        yield target_of(connect)


def source_name(settings: Settings) -> str:
    """What the status line calls the other end."""
    connect = settings.connect
    if connect.provider == SIMULATOR:
        return "simulator (no key, no cost)"
    return provider(connect.provider).title


def target_of(connect: ConnectSettings, url: str = "") -> Target:
    """Where the settings lead; a URL that is given replaces the provider's own."""
    handshake = handshake_of(connect, url)
    return Target(handshake.url, tuple(handshake.headers.items()), handshake.subprotocols)


def make_recorder(settings: Settings, secrets: tuple[str, ...], clock: Clock) -> Recorder:
    """A new recording where the settings want it.

    Raises:
        RecorderError: It cannot be made.
    """
    connect, record = settings.connect, settings.record
    url = "" if connect.provider == SIMULATOR else handshake_of(connect).url
    header = CaptureHeader(
        created_ns=clock(),
        app=__version__,
        url=Redactor(secrets).url(url),
        provider=connect.provider,
        dialect=str(provider(connect.provider).dialect),
        model=connect.model,
    )
    if record.path:
        return Recorder(record.path, header)
    folder = Path(record.directory) if record.directory else find_paths(os.environ).captures
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Recorder(folder, header)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RecorderError(str(folder), reason, _WITHOUT) from error
    except RecorderError as error:
        raise RecorderError(error.path, error.reason, _WITHOUT) from error
