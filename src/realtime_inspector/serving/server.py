"""A capture on a socket: one player per connection."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from realtime_inspector.serving.manner import Manner
from realtime_inspector.serving.player import Player
from realtime_inspector.serving.refusal import capture_exhausted
from realtime_inspector.serving.report import Report, Uninvited
from realtime_inspector.simulator.admission import Closing
from realtime_inspector.simulator.client_secrets import Answer, ClientSecrets
from realtime_inspector.simulator.reception import Address, Patience, Reception
from realtime_inspector.simulator.settings import SimulatorSettings
from realtime_inspector.simulator.talk import Clock, Talk
from realtime_inspector.simulator.tape import OnRecord, Tape

if TYPE_CHECKING:
    from types import TracebackType

    from websockets.asyncio.server import ServerConnection

    from realtime_inspector.serving.cast import Cast
    from realtime_inspector.simulator.faults import Outgoing
    from realtime_inspector.simulator.front import PlainRequest

OnReport: TypeAlias = Callable[[Report], None]

_NORMAL: Final = 1000


class CaptureServer:
    """Serves a capture on a local address while it is entered as a context.

    Any key, model, path and subprotocol is let in. Use it as `async with CaptureServer(...) as
    server:` and connect to `server.url`.
    """

    def __init__(
        self,
        cast: Cast,
        manner: Manner | None = None,
        address: Address | None = None,
        *,
        on_record: OnRecord | None = None,
        on_report: OnReport | None = None,
    ) -> None:
        """Choose what to serve, how and where.

        Args:
            cast: The connections of the capture.
            manner: How to play and compare.
            address: Where to listen.
            on_record: Takes a record of every frame, opening and close.
            on_report: Takes the report of each client when its connection has ended.
        """
        self.reports: list[Report] = []
        """Of the clients whose connections have ended."""
        self.ended = asyncio.Event()
        """Set when every connection of the capture has been played, and the clients have left."""
        self._cast = cast
        self._manner = manner or Manner()
        self._on_record = on_record
        self._on_report = on_report
        self._clock = Clock()
        self._patience = Patience()
        self._clients = 0
        self._played = 0
        self._secrets = ClientSecrets(SimulatorSettings(), random.Random())  # noqa: S311 - opens nothing
        self._reception = Reception(
            address or Address(),
            self._converse,
            self._answer,
            paths=None,
            patience=self._patience,
            farewell="The server of the capture was stopped.",
        )

    @property
    def url(self) -> str:
        """The WebSocket URL, without a model."""
        return self._reception.url

    async def __aenter__(self) -> CaptureServer:
        """Start listening."""
        await self._reception.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop: every connection is closed with 1001, and has then been reported."""
        await self._reception.__aexit__(kind, error, traceback)

    def _answer(self, request: PlainRequest) -> Answer:
        return self._secrets.answer(request, self._clock.now())

    async def _converse(self, connection: ServerConnection) -> None:
        """Play the next connection of the capture."""
        self._clients += 1
        tape = Tape(self._on_record, self._clients)
        script = self._cast.next()
        if script is None:
            await self._talk(connection, _Farewell(len(self._cast.scripts)), tape)
            self._take(Report(self._clients, differences=[Uninvited()]))
            return
        player = Player(script, self._manner, self._clock.now())
        try:
            await self._talk(connection, player, tape)
        finally:
            self._played += 1
            self._take(player.finish())

    async def _talk(
        self, connection: ServerConnection, partner: Player | _Farewell, tape: Tape
    ) -> None:
        await Talk(connection, partner, self._clock, tape, self._patience.stalled).hold()

    def _take(self, report: Report) -> None:
        self.reports.append(report)
        if self._on_report is not None:
            self._on_report(report)
        if self._played >= len(self._cast.scripts):
            self.ended.set()


class _Farewell:
    """Tells a client that nothing is left to play, and closes."""

    def __init__(self, connections: int) -> None:
        words = "its one connection was" if connections == 1 else f"its {connections} were"
        message = f"The capture has no further connection: {words} given to other clients."
        self._left: list[Outgoing] = [capture_exhausted(message), Closing(_NORMAL, message)]

    def receive(self, frame: str | bytes, now: float) -> None:
        """Whatever it is, it changes nothing."""

    def due(self, now: float) -> list[Outgoing]:
        """The message and the close."""
        del now
        left, self._left = self._left, []
        return left

    def next_due(self) -> float | None:
        """Nothing comes later."""
        return None
