"""A live session of our own: connects to a server as its client."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidStatus,
    InvalidURI,
)
from websockets.frames import CloseCode

from realtime_inspector.core.record import Direction, binary_record, notice, text_record
from realtime_inspector.sources.transport import OPEN_TIMEOUT_S, open_connection

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

    from realtime_inspector.sources.base import Clock, Emit, Target


class LiveSource:
    """One connection, from the attempt to the close, as records.

    Every frame becomes a record in the order it is sent or received. `run` ends when the
    connection does and never raises for what the network or the server does.
    """

    def __init__(self, target: Target, conn: int, clock: Clock, emit: Emit) -> None:
        self._target = target
        self._conn = conn
        self._clock = clock
        self._emit = emit
        self._outgoing: asyncio.Queue[str | None] = asyncio.Queue()
        self._socket: ClientConnection | None = None

    def send(self, text: str) -> None:
        """Sends a text frame, in order, as soon as the socket takes it."""
        self._outgoing.put_nowait(text)

    def stop(self) -> None:
        """Asks `run` to send what is waiting, close with 1000 and end."""
        self._outgoing.put_nowait(None)

    async def run(self) -> None:
        """Connects, emits records until the connection ends, and says how it ended."""
        self._note("connecting", url=self._target.url)
        try:
            async with open_connection(self._target) as socket:
                self._note("open", url=self._target.url, compression=_compression(socket))
                await self._exchange(socket)
        except Exception as error:  # noqa: BLE001 - whatever fails here is shown, not raised
            self._note("error", message=_problem(error))

    async def _exchange(self, socket: ClientConnection) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                sender = tasks.create_task(self._send_all(socket))
                await self._receive_all(socket)
                sender.cancel()
        finally:
            await asyncio.shield(socket.close())
            self._note_close(socket)

    async def _receive_all(self, socket: ClientConnection) -> None:
        try:
            async for frame in socket:
                if isinstance(frame, str):
                    record = text_record(frame, Direction.RECEIVED, self._clock(), self._conn)
                else:
                    record = binary_record(frame, Direction.RECEIVED, self._clock(), self._conn)
                self._emit(record)
        except ConnectionClosed:
            return

    async def _send_all(self, socket: ClientConnection) -> None:
        while (text := await self._outgoing.get()) is not None:
            # Recorded first: the answer could be here before `send` returns.
            self._emit(text_record(text, Direction.SENT, self._clock(), self._conn))
            try:
                await socket.send(text)
            except ConnectionClosed:
                return
        await socket.close(CloseCode.NORMAL_CLOSURE)

    def _note_close(self, socket: ClientConnection) -> None:
        by_server = socket.protocol.close_rcvd is not None and (
            socket.protocol.close_rcvd_then_sent is True
        )
        by_client = socket.protocol.close_sent is not None and not by_server
        code = socket.close_code
        self._note(
            "close",
            code=code,
            reason=socket.close_reason or "",
            by="server" if by_server else "client" if by_client and code != 1006 else "",
        )

    def _note(self, kind: str, **fields: object) -> None:
        self._emit(notice(kind, self._clock(), self._conn, fields))


def _compression(socket: ClientConnection) -> str:
    extensions = socket.protocol.extensions
    return ", ".join(extension.name for extension in extensions) or "none"


def _problem(error: BaseException) -> str:
    """Why a connection could not be made, in words that a person can act on."""
    if isinstance(error, BaseExceptionGroup):
        return _problem(error.exceptions[0])
    if isinstance(error, InvalidStatus):
        return _status_words(error.response.status_code)
    if isinstance(error, InvalidURI):
        return "The address is not a WebSocket URL (ws:// or wss://)."
    if isinstance(error, TimeoutError):
        return f"No answer within {OPEN_TIMEOUT_S} s."
    if isinstance(error, ConnectionRefusedError):
        return "Nobody is listening there (connection refused)."
    if isinstance(error, InvalidHandshake):
        return f"The server does not speak WebSocket there: {error}"
    return f"{error or type(error).__name__}"


_STATUS_WORDS = {
    400: "the request is not valid there; check the path and the model",
    401: "the key was not accepted",
    403: "this account may not use it",
    404: "there is no such path; the address should end in /v1/realtime",
    429: "too many requests; wait and reconnect",
}


def _status_words(status: int) -> str:
    return f"The server answered HTTP {status}: {_STATUS_WORDS.get(status, 'no WebSocket')}."
