"""The simulator on a socket: one engine per connection, nothing shared between them."""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Response
from websockets.typing import Subprotocol

from realtime_inspector.simulator.admission import Closing, ConnectionRequest
from realtime_inspector.simulator.chat_client import ask
from realtime_inspector.simulator.client_secrets import Answer, ClientSecrets
from realtime_inspector.simulator.espeak import EspeakVoice, find_voice
from realtime_inspector.simulator.faults import Abort
from realtime_inspector.simulator.front import Front, PlainRequest
from realtime_inspector.simulator.link import Link
from realtime_inspector.simulator.settings import SimulatorSettings
from realtime_inspector.simulator.tape import OnRecord, Tape

if TYPE_CHECKING:
    import ssl
    from collections.abc import Sequence
    from types import TracebackType

    from websockets.http11 import Request

    from realtime_inspector.simulator.chat_brain import ChatEndpoint
    from realtime_inspector.simulator.faults import Outgoing
    from realtime_inspector.simulator.plan import Thought

PATH: Final = "/v1/realtime"
TRANSLATIONS_PATH: Final = f"{PATH}/translations"
_SUBPROTOCOL: Final = Subprotocol("realtime")
_LARGEST_FRAME: Final = 24 * 1024 * 1024
"""Enough for 15 MiB of audio in base64 and its envelope."""
_GOING_AWAY: Final = 1001
_CLOSE_TIMEOUT_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the server bears with a client, in seconds."""

    ping_interval: float = 20.3
    """Time between WebSocket pings (lifecycles.md §1)."""
    ping_timeout: float = 20.0
    """Time that a pong may take; then a half-open connection is dropped."""
    stalled: float = 30.0
    """Time that a client may leave what was sent to it unread; then it is dropped."""


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
        tls: ssl.SSLContext | None = None,
        patience: Patience | None = None,
        on_record: OnRecord | None = None,
    ) -> None:
        """Choose where and how to serve.

        Args:
            host: The address to listen on.
            port: The port; 0 takes a free one.
            settings: How the simulator behaves.
            compression: `deflate` offers permessage-deflate; off by default.
            tls: Serves `wss` with the certificate in it.
            patience: How long to bear with clients that do not answer or read.
            on_record: Takes a record of every frame, opening and close.
        """
        self._host = host
        self._port = port
        self._settings = settings or SimulatorSettings()
        self._compression = compression
        self._tls = tls
        self._patience = patience or Patience()
        self._on_record = on_record
        self._secrets = ClientSecrets(self._settings, self._rng_for("secrets"))
        self._clock = _Clock()
        self._voice = _voice_for(self._settings)
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
        scheme = "ws" if self._tls is None else "wss"
        return f"{scheme}://{host}:{self.port}{PATH}"

    @property
    def connections_open(self) -> int:
        """How many connections there are now."""
        return 0 if self._server is None else len(self._server.connections)

    async def __aenter__(self) -> SimulatorServer:
        """Start listening."""
        self._server = await serve(
            self._converse,
            self._host,
            self._port,
            compression=self._compression,
            max_size=_LARGEST_FRAME,
            ping_interval=self._patience.ping_interval,
            ping_timeout=self._patience.ping_timeout,
            close_timeout=_CLOSE_TIMEOUT_S,
            process_request=self._answer_plainly,
            select_subprotocol=_select_subprotocol,
            server_header=None,
            create_connection=_Connection,
            ssl=self._tls,
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
        if self._voice is not None:
            await asyncio.to_thread(self._voice.close)

    async def serve_forever(self) -> None:
        """Serve until cancelled."""
        if self._server is None:
            raise RuntimeError("The server has not been started: use `async with`.")
        await self._server.serve_forever()

    def _new_rng(self) -> random.Random:
        """A generator for the next connection: with a seed, the same one in every run."""
        self._connections += 1
        return self._rng_for(self._connections)

    def _rng_for(self, purpose: object) -> random.Random:
        seed = self._settings.seed
        text = None if seed is None else f"{seed}/{purpose}"
        return random.Random(text)  # noqa: S311 - for variety, not for secrets

    def _answer_plainly(self, connection: ServerConnection, request: Request) -> Response | None:
        """Answer what is no upgrade of the Realtime API's path."""
        assert isinstance(connection, _Connection)  # noqa: S101 - we made it
        plain = connection.front.request
        path = urlsplit(request.path).path.rstrip("/")
        if plain is None and path in (PATH, TRANSLATIONS_PATH):
            return None
        if plain is None:
            plain = PlainRequest("GET", path)
        return _response(self._secrets.answer(plain, self._clock.now()))

    def _request_of(self, connection: ServerConnection) -> ConnectionRequest:
        """What a client said, and what its key stands for."""
        request = connection.request
        assert request is not None  # noqa: S101 - the handshake is over
        query = parse_qs(urlsplit(request.path).query, keep_blank_values=True)
        offered = ",".join(request.headers.get_all("Sec-WebSocket-Protocol"))
        said = ConnectionRequest(
            model=_first(query.get("model")),
            authorization=_first(request.headers.get_all("Authorization")),
            subprotocols=tuple(each.strip() for each in offered.split(",") if each.strip()),
            beta=",".join(request.headers.get_all("OpenAI-Beta")),
            call_id=_first(query.get("call_id")),
            intent=_first(query.get("intent")),
            is_translation=urlsplit(request.path).path.rstrip("/") == TRANSLATIONS_PATH,
        )
        grant = self._secrets.find(said.key)
        if grant is None:
            return said
        return replace(said, granted=grant.session, granted_until=grant.expires_at)

    async def _converse(self, connection: ServerConnection) -> None:
        """Hold one conversation; its troubles end here."""
        rng = self._new_rng()
        link = Link(self._settings, rng, self._clock.now(), self._voice)
        tape = Tape(self._on_record, self._connections)
        tape.notice("open", self._clock.now())
        link.open(self._request_of(connection), self._clock.now())
        talk = _Talk(
            connection, link, self._clock, self._patience.stalled, tape, self._settings.chat
        )
        try:
            async with asyncio.TaskGroup() as tasks:
                reader = tasks.create_task(talk.read())
                await talk.write(tasks)
                reader.cancel()
        except* ConnectionClosed:
            pass
        finally:
            code, reason = connection.close_code, connection.close_reason
            tape.notice("close", self._clock.now(), code=code, reason=reason)


class _Connection(ServerConnection):
    """A connection whose first bytes are looked at: it may be a plain HTTP request."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.front = Front()

    def data_received(self, data: bytes) -> None:
        if self.front.is_open:
            super().data_received(data)
            return
        for_library, for_client = self.front.feed(data)
        if for_client:
            self.transport.write(for_client)
        if for_library:
            super().data_received(for_library)


class _Clock:
    """Wall time that never steps: the time of day at the start, then monotonic."""

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()

    def now(self) -> float:
        return self._offset + time.monotonic()


class _Talk:
    """One connection's two directions.

    While the client does not take what is sent to it, nothing is produced and nothing is
    read: what it leaves lying is bounded by the library's buffers, and by its patience.
    """

    def __init__(
        self,
        connection: ServerConnection,
        link: Link,
        clock: _Clock,
        patience_s: float,
        tape: Tape,
        chat: ChatEndpoint | None,
    ) -> None:
        self._chat = chat
        self._connection = connection
        self._link = link
        self._tape = tape
        self._thinking: dict[Thought, asyncio.Task[None]] = {}
        self._clock = clock
        self._patience_s = patience_s
        self._woken = asyncio.Event()
        self._flowing = asyncio.Event()
        self._flowing.set()

    async def read(self) -> None:
        """Feed the engine until the client leaves."""
        while True:
            frame = await self._connection.recv()
            await self._flowing.wait()
            self._tape.sent(frame, self._clock.now())
            self._link.receive(frame, self._clock.now())
            self._woken.set()

    async def write(self, tasks: asyncio.TaskGroup) -> None:
        """Send what is due, when it is due, until the connection is to end."""
        while True:
            self._woken.clear()
            if not await self._send(self._link.due(self._clock.now())):
                self._stop_thinking()
                return
            self._think(tasks)
            due = self._link.next_due()
            wait = None if due is None else max(0.0, due - self._clock.now())
            try:
                async with asyncio.timeout(wait):
                    await self._woken.wait()
            except TimeoutError:
                continue

    def _think(self, tasks: asyncio.TaskGroup) -> None:
        """Have new plans made, and stop making those that nobody waits for any more."""
        for thought, task in list(self._thinking.items()):
            if thought.is_over:
                task.cancel()
                del self._thinking[thought]
        for thought in self._link.take_thoughts():
            self._thinking[thought] = tasks.create_task(self._make_plan(thought))

    async def _make_plan(self, thought: Thought) -> None:
        assert self._chat is not None  # noqa: S101 - only a chat brain has thoughts
        async with aclosing(ask(self._chat, thought.prompt)) as pieces:
            async for piece in pieces:
                self._link.feed(thought, piece, self._clock.now())
                self._woken.set()

    def _stop_thinking(self) -> None:
        for task in self._thinking.values():
            task.cancel()

    async def _send(self, outgoing: Sequence[Outgoing]) -> bool:
        """Send frames; false if the connection has ended: closed, cut, or nobody reads."""
        self._flowing.clear()
        try:
            for each in outgoing:
                self._tape.received(each, self._clock.now())
                if isinstance(each, Abort):
                    self._connection.transport.abort()
                    return False
                if isinstance(each, Closing):
                    await self._connection.close(each.code, each.reason)
                    return False
                async with asyncio.timeout(self._patience_s):
                    await self._connection.send(each)
        except TimeoutError:
            self._connection.transport.abort()
            return False
        self._flowing.set()
        return True


def _first(values: Sequence[str] | None) -> str | None:
    return values[0] if values else None


def _response(answer: Answer) -> Response:
    body = answer.body.encode()
    headers = Headers(
        {
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Connection": "close",
        }
    )
    return Response(answer.status.value, answer.status.phrase, headers, body)


def _voice_for(settings: SimulatorSettings) -> EspeakVoice | None:
    """espeak-ng if it is installed; but a repeatable or unpaced simulator keeps to its tone."""
    return find_voice() if settings.seed is None and settings.speed > 0 else None


def _select_subprotocol(
    connection: ServerConnection, offered: Sequence[Subprotocol]
) -> Subprotocol | None:
    del connection
    return _SUBPROTOCOL if _SUBPROTOCOL in offered else None
