"""A live session of our own: connects to a server as its client."""

from __future__ import annotations

import asyncio
import contextlib
import socket as sockets
import ssl
from typing import TYPE_CHECKING, Final

from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidProxy,
    InvalidStatus,
    InvalidURI,
    ProxyError,
)
from websockets.frames import CloseCode

from realtime_inspector.core.record import Direction, binary_record, notice, text_record
from realtime_inspector.sources.transport import CLOSE_TIMEOUT_S, OPEN_TIMEOUT_S, open_connection

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

    from realtime_inspector.sources.base import Clock, Emit, Target

FLUSH_LIMIT_S: Final = 1.0
"""How long `stop` waits for a peer that does not take what is still to be sent."""


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
        self._limit: asyncio.Timeout | None = None
        self._is_open = False
        self._is_stopping = False

    def send(self, text: str) -> None:
        """Sends a text frame, in order, as soon as the socket takes it.

        What UTF-8 cannot express (half a surrogate pair) is sent as a question mark.
        """
        self._outgoing.put_nowait(text.encode("utf-8", "replace").decode())

    def stop(self) -> None:
        """Asks `run` to send what is waiting, close with 1000 and end; twice is fine."""
        self._is_stopping = True
        self._outgoing.put_nowait(None)
        if self._limit is not None and not self._limit.expired():
            patience_s = FLUSH_LIMIT_S if self._is_open else 0
            self._limit.reschedule(asyncio.get_running_loop().time() + patience_s)

    async def run(self) -> None:
        """Connects, emits records until the connection ends, and says how it ended."""
        self._note("connecting", url=self._target.url)
        try:
            async with asyncio.timeout(0 if self._is_stopping else None) as self._limit:
                socket = await open_connection(self._target)
        except Exception as error:  # noqa: BLE001 - whatever fails here is shown, not raised
            words = _problem(error)
            if self._target.url.startswith("wss:") and isinstance(error, ConnectionError):
                words += " If it has no TLS, use ws://."
            stopped = "Stopped before the connection was open."
            self._note("error", message=stopped if self._is_stopping else words)
            return
        finally:
            self._limit = None
        self._is_open = True
        self._note("open", url=self._target.url, compression=_compression(socket))
        await self._exchange(socket)

    async def _exchange(self, socket: ClientConnection) -> None:
        """Sends and receives until the connection ends, then says how; closes it if need be."""
        problem = ""
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(None) as self._limit:
                    if self._is_stopping:  # asked to while the connection was being opened
                        self.stop()
                    await self._send_and_receive(socket)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not hide the close
            problem = _problem(error)
        finally:
            self._limit = None
            try:
                await asyncio.shield(_close(socket))
            finally:
                self._note_close(socket)
        if problem:
            self._note("error", message=problem)

    async def _send_and_receive(self, socket: ClientConnection) -> None:
        async with asyncio.TaskGroup() as tasks:
            sender = tasks.create_task(self._send_all(socket))
            await self._receive_all(socket)
            sender.cancel()

    async def _receive_all(self, socket: ClientConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for frame in socket:
                if isinstance(frame, str):
                    record = text_record(frame, Direction.RECEIVED, self._clock(), self._conn)
                else:
                    record = binary_record(frame, Direction.RECEIVED, self._clock(), self._conn)
                self._emit(record)

    async def _send_all(self, socket: ClientConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            while (text := await self._outgoing.get()) is not None:
                # Recorded first: the answer could be here before `send` returns.
                self._emit(text_record(text, Direction.SENT, self._clock(), self._conn))
                await socket.send(text)
            await socket.close(CloseCode.NORMAL_CLOSURE)

    def _note_close(self, socket: ClientConnection) -> None:
        """Says who said good-bye first, and with which code; 1006 and nobody if nobody did."""
        protocol = socket.protocol
        received, sent = protocol.close_rcvd, protocol.close_sent
        if received is not None and (sent is None or protocol.close_rcvd_then_sent):
            close, by, direction = received, "server", Direction.RECEIVED
        elif sent is not None:
            # Ours, even if the peer never confirmed it: a ping without an answer (1011), a
            # frame that was too big (1009), text that was not UTF-8 (1007).
            close, by, direction = sent, "client", Direction.SENT
        else:
            code = int(CloseCode.ABNORMAL_CLOSURE)
            self._note("close", Direction.RECEIVED, code=code, reason="", by="")
            return
        self._note("close", direction, code=int(close.code), reason=close.reason, by=by)

    def _note(self, kind: str, direction: Direction = Direction.SENT, /, **fields: object) -> None:
        self._emit(notice(kind, self._clock(), self._conn, fields, direction=direction))


async def _close(socket: ClientConnection) -> None:
    """Closes with 1000 if it is still open, in limited time whatever the peer does."""
    try:
        async with asyncio.timeout(CLOSE_TIMEOUT_S):
            await socket.close(CloseCode.NORMAL_CLOSURE)
    except TimeoutError:
        socket.transport.abort()
        await socket.wait_closed()


def _compression(socket: ClientConnection) -> str:
    extensions = socket.protocol.extensions
    return ", ".join(extension.name for extension in extensions) or "none"


def _problem(error: BaseException) -> str:
    """Why a connection could not be made or kept, in words that a person can act on."""
    if isinstance(error, BaseExceptionGroup):
        return _problem(error.exceptions[0])
    if isinstance(error, InvalidStatus):
        return _status_words(error.response.status_code)
    if isinstance(error, InvalidProxy | ProxyError):
        return f"The proxy of the environment does not let it through: {error}"
    if isinstance(error, InvalidURI):
        return "The address is not a WebSocket URL (ws:// or wss://)."
    if isinstance(error, InvalidHandshake):
        return f"The server does not speak WebSocket there: {error}"
    if isinstance(error, OSError):
        return _network_words(error)
    return f"{error or type(error).__name__}"


def _network_words(error: OSError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"The server's certificate is not trusted: {error.verify_message}."
    if isinstance(error, ssl.SSLError):
        reason = (error.reason or str(error)).replace("_", " ").lower()
        return f"No TLS there ({reason}); for a server without TLS use ws://."
    if isinstance(error, TimeoutError):
        return f"No answer within {OPEN_TIMEOUT_S} s."
    if isinstance(error, ConnectionRefusedError) or "Connect call failed" in str(error):
        return "Nobody is listening there (connection refused)."
    if isinstance(error, sockets.gaierror):
        return "There is no host of that name; check the address and the network."
    if isinstance(error, ConnectionError):
        return "The server dropped the connection before it was open."
    return f"{error.strerror or error or type(error).__name__}"


_STATUS_WORDS = {
    400: "the request is not valid there; check the path and the model",
    401: "the key was not accepted",
    403: "this account may not use it",
    404: "there is no such path; the address should end in /v1/realtime",
    429: "too many requests; wait and reconnect",
    500: "the server failed; try again later",
    502: "the server behind it does not answer; try again later",
    503: "the server is not available; try again later",
    504: "the server behind it does not answer; try again later",
}


def _status_words(status: int) -> str:
    return f"The server answered HTTP {status}: {_STATUS_WORDS.get(status, 'no WebSocket')}."
