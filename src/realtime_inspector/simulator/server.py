"""The simulator on a socket: one engine per connection, nothing shared between them."""

from __future__ import annotations

import asyncio
import random
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

from realtime_inspector.simulator.chat_client import ask
from realtime_inspector.simulator.client_secrets import Answer, ClientSecrets
from realtime_inspector.simulator.espeak import EspeakVoice, find_voice
from realtime_inspector.simulator.link import Link
from realtime_inspector.simulator.reception import Address, Patience, Reception, said_by
from realtime_inspector.simulator.settings import SimulatorSettings
from realtime_inspector.simulator.talk import Clock, Talk
from realtime_inspector.simulator.tape import OnRecord, Tape

if TYPE_CHECKING:
    import ssl
    from types import TracebackType

    from websockets.asyncio.server import ServerConnection

    from realtime_inspector.simulator.admission import ConnectionRequest
    from realtime_inspector.simulator.chat_brain import ChatEndpoint
    from realtime_inspector.simulator.front import PlainRequest
    from realtime_inspector.simulator.plan import Thought


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
        self._settings = settings or SimulatorSettings()
        self._patience = patience or Patience()
        self._on_record = on_record
        self._secrets = ClientSecrets(self._settings, self._rng_for("secrets"))
        self._clock = Clock()
        self._voice = _voice_for(self._settings)
        self._connections = 0
        self._reception = Reception(
            Address(host, port, tls, compression),
            self._converse,
            self._answer,
            patience=self._patience,
            farewell="The simulator was stopped.",
        )

    @property
    def port(self) -> int:
        """The port that is listened on; the chosen one before the start."""
        return self._reception.port

    @property
    def url(self) -> str:
        """The WebSocket URL, without a model."""
        return self._reception.url

    @property
    def connections_open(self) -> int:
        """How many connections there are now."""
        return len(self._reception.connections)

    async def __aenter__(self) -> SimulatorServer:
        """Start listening."""
        await self._reception.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop: every connection is closed with 1001."""
        await self._reception.__aexit__(kind, error, traceback)
        if self._voice is not None:
            await asyncio.to_thread(self._voice.close)

    async def serve_forever(self) -> None:
        """Serve until cancelled."""
        await self._reception.serve_forever()

    def _new_rng(self) -> random.Random:
        """A generator for the next connection: with a seed, the same one in every run."""
        self._connections += 1
        return self._rng_for(self._connections)

    def _rng_for(self, purpose: object) -> random.Random:
        seed = self._settings.seed
        text = None if seed is None else f"{seed}/{purpose}"
        return random.Random(text)  # noqa: S311 - for variety, not for secrets

    def _answer(self, request: PlainRequest) -> Answer:
        return self._secrets.answer(request, self._clock.now())

    def _request_of(self, connection: ServerConnection) -> ConnectionRequest:
        """What a client said, and what its key stands for."""
        said = said_by(connection)
        grant = self._secrets.find(said.key)
        if grant is None:
            return said
        return replace(said, granted=grant.session, granted_until=grant.expires_at)

    async def _converse(self, connection: ServerConnection) -> None:
        """Hold one conversation."""
        rng = self._new_rng()
        link = Link(self._settings, rng, self._clock.now(), self._voice)
        tape = Tape(self._on_record, self._connections)
        link.open(self._request_of(connection), self._clock.now())
        talk = _ThinkingTalk(
            connection, link, self._clock, tape, self._patience.stalled, self._settings.chat
        )
        await talk.hold()


class _ThinkingTalk(Talk):
    """A conversation whose plans a chat model makes meanwhile."""

    def __init__(
        self,
        connection: ServerConnection,
        link: Link,
        clock: Clock,
        tape: Tape,
        patience_s: float,
        chat: ChatEndpoint | None,
    ) -> None:
        super().__init__(connection, link, clock, tape, patience_s)
        self._link = link
        self._chat = chat
        self._thinking: dict[Thought, asyncio.Task[None]] = {}

    def after_sending(self, tasks: asyncio.TaskGroup) -> None:
        """Have new plans made, and stop making those that nobody waits for any more."""
        for thought, task in list(self._thinking.items()):
            if thought.is_over:
                task.cancel()
                del self._thinking[thought]
        for thought in self._link.take_thoughts():
            self._thinking[thought] = tasks.create_task(self._make_plan(thought))

    def at_the_end(self) -> None:
        """Stop making plans."""
        for task in self._thinking.values():
            task.cancel()

    async def _make_plan(self, thought: Thought) -> None:
        assert self._chat is not None  # noqa: S101 - only a chat brain has thoughts
        async with aclosing(ask(self._chat, thought.prompt)) as pieces:
            async for piece in pieces:
                self._link.feed(thought, piece, self._clock.now())
                self.wake()


def _voice_for(settings: SimulatorSettings) -> EspeakVoice | None:
    """espeak-ng if it is installed; but a repeatable or unpaced simulator keeps to its tone."""
    return find_voice() if settings.seed is None and settings.speed > 0 else None
