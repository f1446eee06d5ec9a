"""Where clients come in: listening, plain HTTP requests, the upgrade, subprotocols.

It knows nothing of what is then said on a connection, so that whatever plays a server of the
protocol (the simulator, a capture that is served) lets clients in alike.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Response
from websockets.typing import Subprotocol

from realtime_inspector.simulator.admission import ConnectionRequest
from realtime_inspector.simulator.client_secrets import Answer
from realtime_inspector.simulator.front import Front, PlainRequest

if TYPE_CHECKING:
    import ssl
    from collections.abc import Sequence
    from types import TracebackType

    from websockets.http11 import Request

PATH: Final = "/v1/realtime"
TRANSLATIONS_PATH: Final = f"{PATH}/translations"
_SUBPROTOCOL: Final = Subprotocol("realtime")
_LARGEST_FRAME: Final = 24 * 1024 * 1024
"""Enough for 15 MiB of audio in base64 and its envelope."""
_GOING_AWAY: Final = 1001
_CLOSE_TIMEOUT_S: Final = 2.0

Converse: TypeAlias = Callable[[ServerConnection], Awaitable[None]]
"""Holds the conversation on one connection."""
AnswerPlainly: TypeAlias = Callable[[PlainRequest], Answer]
"""Answers a request that is no WebSocket's."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the server bears with a client, in seconds."""

    ping_interval: float = 20.3
    """Time between WebSocket pings (lifecycles.md §1)."""
    ping_timeout: float = 20.0
    """Time that a pong may take; then a half-open connection is dropped."""
    stalled: float = 30.0
    """Time that a client may leave what was sent to it unread; then it is dropped."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen, and how."""

    host: str = "127.0.0.1"
    port: int = 0
    """0 takes a free one."""
    tls: ssl.SSLContext | None = None
    """Serves `wss` with the certificate in it."""
    compression: str | None = None
    """`deflate` offers permessage-deflate."""


class Reception:
    """Listens on an address while it is entered as a context."""

    def __init__(
        self,
        address: Address,
        converse: Converse,
        answer: AnswerPlainly,
        *,
        paths: Sequence[str] | None = (PATH, TRANSLATIONS_PATH),
        patience: Patience | None = None,
        farewell: str = "The server was stopped.",
    ) -> None:
        """Choose where and for whom to listen.

        Args:
            address: Where to listen.
            converse: Holds the conversation on one connection.
            answer: Answers plain HTTP requests, and upgrades of other paths.
            paths: Where an upgrade is accepted; `None`: anywhere.
            patience: How long to bear with clients that do not answer.
            farewell: The reason of the close (1001) at the end.
        """
        self._address = address
        self._converse = converse
        self._answer = answer
        self._paths = paths
        self._patience = patience or Patience()
        self._farewell = farewell
        self._server: Server | None = None

    @property
    def port(self) -> int:
        """The port that is listened on; the chosen one before the start."""
        if self._server is None or not self._server.sockets:
            return self._address.port
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def url(self) -> str:
        """The WebSocket URL, without a model."""
        host = self._address.host
        host = f"[{host}]" if ":" in host else host
        scheme = "ws" if self._address.tls is None else "wss"
        return f"{scheme}://{host}:{self.port}{PATH}"

    @property
    def connections(self) -> tuple[ServerConnection, ...]:
        """Those that are open now."""
        return () if self._server is None else tuple(self._server.connections)

    async def __aenter__(self) -> Reception:
        """Start listening."""
        self._server = await serve(
            self._converse,
            self._address.host,
            self._address.port,
            compression=self._address.compression,
            max_size=_LARGEST_FRAME,
            ping_interval=self._patience.ping_interval,
            ping_timeout=self._patience.ping_timeout,
            close_timeout=_CLOSE_TIMEOUT_S,
            process_request=self._answer_plainly,
            select_subprotocol=_select_subprotocol,
            server_header=None,
            create_connection=_Connection,
            ssl=self._address.tls,
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
            self._server.close(code=_GOING_AWAY, reason=self._farewell)
            await self._server.wait_closed()

    async def serve_forever(self) -> None:
        """Serve until cancelled."""
        if self._server is None:
            raise RuntimeError("The server has not been started: use `async with`.")
        await self._server.serve_forever()

    def _answer_plainly(self, connection: ServerConnection, request: Request) -> Response | None:
        """Answer what is no upgrade of a path that is served."""
        assert isinstance(connection, _Connection)  # noqa: S101 - we made it
        plain = connection.front.request
        path = urlsplit(request.path).path.rstrip("/")
        if plain is None and (self._paths is None or path in self._paths):
            return None
        return _response(self._answer(plain or PlainRequest("GET", path)))


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


def said_by(connection: ServerConnection) -> ConnectionRequest:
    """What a client said when it connected."""
    request = connection.request
    assert request is not None  # noqa: S101 - the handshake is over
    query = parse_qs(urlsplit(request.path).query, keep_blank_values=True)
    offered = ",".join(request.headers.get_all("Sec-WebSocket-Protocol"))
    return ConnectionRequest(
        model=_first(query.get("model")),
        authorization=_first(request.headers.get_all("Authorization")),
        subprotocols=tuple(each.strip() for each in offered.split(",") if each.strip()),
        beta=",".join(request.headers.get_all("OpenAI-Beta")),
        call_id=_first(query.get("call_id")),
        intent=_first(query.get("intent")),
        is_translation=urlsplit(request.path).path.rstrip("/") == TRANSLATIONS_PATH,
    )


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


def _select_subprotocol(
    connection: ServerConnection, offered: Sequence[Subprotocol]
) -> Subprotocol | None:
    del connection
    return _SUBPROTOCOL if _SUBPROTOCOL in offered else None
