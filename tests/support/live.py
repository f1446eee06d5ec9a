"""A live session for tests, the servers it talks to, and a tap in between that counts frames."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

from realtime_inspector.core.record import RecordKind
from realtime_inspector.runtime.clock import steady_clock
from realtime_inspector.runtime.conductor import ChatOptions
from realtime_inspector.runtime.live import LiveSession
from realtime_inspector.runtime.tools import BUILT_IN, Tool, Toolbox
from realtime_inspector.sources.base import Target
from realtime_inspector.store.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from websockets.asyncio.server import ServerConnection

    from realtime_inspector.capture.writer import Recorder
    from realtime_inspector.core.event import Event
    from realtime_inspector.core.state import Item

PATIENCE_S = 10
POLL_S = 0.02


async def until(is_so: Callable[[], object]) -> None:
    """Waits for a condition, in reasonable time."""
    async with asyncio.timeout(PATIENCE_S):
        while not is_so():  # noqa: ASYNC110 - of anything, and not all of it tells of changes
            await asyncio.sleep(POLL_S)


class Live:
    """A running session, and what the tests ask about it."""

    def __init__(self, session: LiveSession) -> None:
        self.session = session
        self.store = session.store
        self.task: asyncio.Task[None]

    def events(self, kind: str) -> list[Event]:
        """All events of a type, notices by their kind."""
        seqs = range(1, len(self.store) + 1)
        return [self.store.event(seq) for seq in seqs if self.store.row(seq).type == kind]

    def frames(self) -> list[tuple[str, bytes]]:
        """Direction and payload of everything that was a frame."""
        rows = (self.store.row(seq) for seq in range(1, len(self.store) + 1))
        return [
            (str(row.record.direction), row.record.payload)
            for row in rows
            if row.record.kind is not RecordKind.NOTICE
        ]

    def conversation(self) -> list[Item]:
        state = self.store.state
        return [state.items[key] for key in state.order]

    def answers(self) -> list[str]:
        """Texts of the finished answers, in order."""
        return [
            one.text
            for one in self.conversation()
            if one.role == "assistant" and one.status == "completed"
        ]

    async def count(self, kind: str, number: int = 1) -> list[Event]:
        """Waits until there are so many events of a type."""
        await until(lambda: len(self.events(kind)) >= number)
        return self.events(kind)

    async def ready(self) -> None:
        """Waits until the session is configured."""
        await self.count("session.updated")

    async def closed(self) -> Event:
        """Waits for the end of the connection and gives its notice."""
        (notice,) = await self.count("close")
        await until(lambda: not self.session.is_connected)
        return notice


@asynccontextmanager
async def live_session(
    url: str,
    *,
    tools: Sequence[Tool] = BUILT_IN,
    is_auto: bool = True,
    recorder: Recorder | None = None,
    secrets: Sequence[str] = (),
    headers: tuple[tuple[str, str], ...] = (),
) -> AsyncIterator[Live]:
    """A session that runs while the context is entered, and is stopped at its end."""

    @asynccontextmanager
    async def endpoint() -> AsyncIterator[Target]:
        yield Target(url, headers)

    session = LiveSession(
        endpoint=endpoint,
        store=Store(),
        clock=steady_clock(),
        options=ChatOptions(is_auto_response=is_auto),
        toolbox=Toolbox(tools),
        recorder=recorder,
        secrets=secrets,
    )
    live = Live(session)
    async with asyncio.TaskGroup() as tasks:
        live.task = tasks.create_task(session.run())
        try:
            await live.count("connecting")
            yield live
        finally:
            session.stop()
            with suppress(asyncio.CancelledError):
                async with asyncio.timeout(PATIENCE_S):
                    await live.task


@asynccontextmanager
async def serving(
    handle: Callable[[ServerConnection], Awaitable[None]], **options: Any
) -> AsyncIterator[str]:
    """A server that does one thing with each connection; gives its URL."""
    async with serve(handle, "127.0.0.1", 0, max_size=None, **options) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield f"ws://127.0.0.1:{port}/v1/realtime"


def event(kind: str, **fields: Any) -> str:
    """A frame of a server."""
    return json.dumps({"type": kind, **fields}, ensure_ascii=False)


class Tap:
    """What passed between a client and a server, seen from outside of both."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.frames: list[tuple[str, bytes]] = []
        self.close_codes: list[int | None] = []
        self._clients: list[ServerConnection] = []

    def of(self, direction: str) -> list[bytes]:
        """The frames of one direction."""
        return [frame for one, frame in self.frames if one == direction]

    def cut(self) -> None:
        """Cuts the connections to the clients as a broken network would."""
        for client in self._clients:
            client.transport.abort()

    async def relay(self, client: ServerConnection) -> None:
        """Passes frames in both directions and notes them."""
        self._clients.append(client)
        async with (
            connect(self.upstream, max_size=None, proxy=None) as server,
            asyncio.TaskGroup() as tasks,
        ):
            down = tasks.create_task(self._pass("server", server, client))
            await self._pass("client", client, server)
            down.cancel()
        self.close_codes.append(client.close_code)

    async def _pass(self, direction: str, source: Any, sink: Any) -> None:
        with suppress(ConnectionClosed):
            async for message in source:
                text = message.encode() if isinstance(message, str) else message
                self.frames.append((direction, text))
                await sink.send(message)


@asynccontextmanager
async def tapped(upstream: str) -> AsyncIterator[tuple[Tap, str]]:
    """A tap in front of a server, and the URL that leads through it."""
    tap = Tap(upstream)
    async with serving(tap.relay) as url:
        yield tap, url
