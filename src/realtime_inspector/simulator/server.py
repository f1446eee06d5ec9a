"""The simulator on a socket: one engine per connection, nothing shared between them."""

from __future__ import annotations

import asyncio
import http
import random
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from realtime_inspector.simulator.admission import ConnectionRequest
from realtime_inspector.simulator.engine import Engine
from realtime_inspector.simulator.settings import SimulatorSettings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from websockets.http11 import Request, Response

PATH: Final = "/v1/realtime"
_SUBPROTOCOL: Final = Subprotocol("realtime")
_LARGEST_FRAME: Final = 24 * 1024 * 1024
"""Enough for 15 MiB of audio in base64 and its envelope."""
_PING_INTERVAL_S: Final = 20.3
_GOING_AWAY: Final = 1001
_CLOSE_TIMEOUT_S: Final = 2.0


class SimulatorServer:
    """Serves the simulator on a local address while it is entered as a context.

    Use it as `async with SimulatorServer(...) as server:` and connect to `server.url`.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        settings: SimulatorSettings | None = None,
        *,
        compression: str | None = None,
    ) -> None:
        """Choose where and how to serve.

        Args:
            host: The address to listen on.
            port: The port; 0 takes a free one.
            settings: How the simulator behaves.
            compression: `deflate` offers permessage-deflate; off by default.
        """
        self._host = host
        self._port = port
        self._settings = settings or SimulatorSettings()
        self._compression = compression
        self._server: Server | None = None
        self._connections = 0

    @property
    def port(self) -> int:
        """The port that is listened on; the chosen one before the start."""
        if self._server is None or not self._server.sockets:
            return self._port
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def url(self) -> str:
        """The WebSocket URL, without a model."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"ws://{host}:{self.port}{PATH}"

    async def __aenter__(self) -> SimulatorServer:
        """Start listening."""
        self._server = await serve(
            self._converse,
            self._host,
            self._port,
            compression=self._compression,
            max_size=_LARGEST_FRAME,
            ping_interval=_PING_INTERVAL_S,
            close_timeout=_CLOSE_TIMEOUT_S,
            process_request=_refuse_other_paths,
            select_subprotocol=_select_subprotocol,
            server_header=None,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop: every connection is closed with 1001."""
        if self._server is not None:
            self._server.close(code=_GOING_AWAY, reason="The simulator was stopped.")
            await self._server.wait_closed()

    async def serve_forever(self) -> None:
        """Serve until cancelled."""
        if self._server is None:
            raise RuntimeError("The server has not been started: use `async with`.")
        await self._server.serve_forever()

    def _new_rng(self) -> random.Random:
        """A generator for the next connection: with a seed, the same one in every run."""
        self._connections += 1
        seed = self._settings.seed
        text = None if seed is None else f"{seed}/{self._connections}"
        return random.Random(text)  # noqa: S311 - for variety, not for secrets

    async def _converse(self, connection: ServerConnection) -> None:
        """Hold one conversation; its troubles end here."""
        rng = self._new_rng()
        clock = _Clock()
        engine = Engine(self._settings, rng, clock.now())
        engine.open(_request_of(connection), clock.now())
        woken = asyncio.Event()
        try:
            async with asyncio.TaskGroup() as tasks:
                reader = tasks.create_task(_read(connection, engine, clock, woken))
                await _write(connection, engine, clock, woken)
                reader.cancel()
        except* ConnectionClosed:
            pass


class _Clock:
    """Wall time that never steps: the time of day at the start, then monotonic."""

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()

    def now(self) -> float:
        return self._offset + time.monotonic()


async def _read(
    connection: ServerConnection, engine: Engine, clock: _Clock, woken: asyncio.Event
) -> None:
    """Feed the engine until the client leaves."""
    while True:
        frame = await connection.recv()
        engine.receive(frame, clock.now())
        woken.set()


async def _write(
    connection: ServerConnection, engine: Engine, clock: _Clock, woken: asyncio.Event
) -> None:
    """Send what is due, when it is due, until the engine wants to close."""
    while True:
        woken.clear()
        for frame in engine.due(clock.now()):
            await connection.send(frame)
        if engine.closing is not None:
            await connection.close(engine.closing.code, engine.closing.reason)
            return
        due = engine.next_due()
        wait = None if due is None else max(0.0, due - clock.now())
        try:
            async with asyncio.timeout(wait):
                await woken.wait()
        except TimeoutError:
            continue


def _request_of(connection: ServerConnection) -> ConnectionRequest:
    request = connection.request
    if request is None:
        return ConnectionRequest()
    models = parse_qs(urlsplit(request.path).query).get("model")
    offered = ",".join(request.headers.get_all("Sec-WebSocket-Protocol"))
    return ConnectionRequest(
        model=models[0] if models else None,
        authorization=request.headers.get("Authorization"),
        subprotocols=tuple(each.strip() for each in offered.split(",") if each.strip()),
        beta=request.headers.get("OpenAI-Beta"),
    )


def _refuse_other_paths(connection: ServerConnection, request: Request) -> Response | None:
    if urlsplit(request.path).path.rstrip("/") == PATH:
        return None
    body = f"There is nothing here. The Realtime API is at {PATH}.\n"
    return connection.respond(http.HTTPStatus.NOT_FOUND, body)


def _select_subprotocol(
    connection: ServerConnection, offered: Sequence[Subprotocol]
) -> Subprotocol | None:
    del connection
    return _SUBPROTOCOL if _SUBPROTOCOL in offered else None
