"""One connection's two directions: what a partner without I/O says and hears goes over a socket."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Protocol

from websockets.exceptions import ConnectionClosed

from realtime_inspector.core.record import Direction
from realtime_inspector.simulator.admission import Closing
from realtime_inspector.simulator.faults import Abort

if TYPE_CHECKING:
    from collections.abc import Sequence

    from websockets.asyncio.server import ServerConnection

    from realtime_inspector.simulator.faults import Outgoing
    from realtime_inspector.simulator.tape import Tape


class Partner(Protocol):
    """What plays the server on one connection. Sans-I/O: the times come from outside."""

    def receive(self, frame: str | bytes, now: float) -> None:
        """Take a client frame."""
        ...

    def due(self, now: float) -> Sequence[Outgoing]:
        """What to send or do now, in order; nothing comes after a close or a cut."""
        ...

    def next_due(self) -> float | None:
        """When `due` should be called next; `None`: not before something arrives."""
        ...


class Clock:
    """Wall time that never steps: the time of day at the start, then monotonic."""

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()

    def now(self) -> float:
        """Seconds since 1970."""
        return self._offset + time.monotonic()


class Talk:
    """Drives a partner on a socket.

    While the client does not take what is sent to it, nothing is produced and nothing is
    read: what it leaves lying is bounded by the library's buffers, and by its patience.
    """

    def __init__(
        self,
        connection: ServerConnection,
        partner: Partner,
        clock: Clock,
        tape: Tape,
        patience_s: float,
    ) -> None:
        """Prepare the conversation.

        Args:
            connection: The open socket.
            partner: Who speaks on it.
            clock: The time that the partner is told.
            tape: Records what goes over the socket.
            patience_s: How long the client may leave what was sent to it unread.
        """
        self._connection = connection
        self._partner = partner
        self._clock = clock
        self._tape = tape
        self._patience_s = patience_s
        self._has_cut = False
        self._woken = asyncio.Event()
        self._flowing = asyncio.Event()
        self._flowing.set()

    async def hold(self) -> None:
        """Read and write until the connection ends; its troubles end here."""
        self._tape.notice("open", self._clock.now())
        try:
            async with asyncio.TaskGroup() as tasks:
                reader = tasks.create_task(self._read())
                await self._write(tasks)
                reader.cancel()
        except* ConnectionClosed:
            pass
        finally:
            self._note_close()

    def wake(self) -> None:
        """The partner may have something to say."""
        self._woken.set()

    def after_sending(self, tasks: asyncio.TaskGroup) -> None:
        """Called when all that was due has been sent: for work beside the conversation."""

    def at_the_end(self) -> None:
        """Called when the partner has ended the conversation."""

    def _note_close(self) -> None:
        """Says how it ended, and by whom: the server if it said good-bye first, or cut the line."""
        protocol = self._connection.protocol
        is_ours = protocol.close_sent is not None and not protocol.close_rcvd_then_sent
        by = Direction.RECEIVED if is_ours or self._has_cut else Direction.SENT
        code, reason = self._connection.close_code, self._connection.close_reason
        self._tape.notice("close", self._clock.now(), by, code=code, reason=reason)

    async def _read(self) -> None:
        """Feed the partner until the client leaves."""
        while True:
            frame = await self._connection.recv()
            await self._flowing.wait()
            self._tape.sent(frame, self._clock.now())
            self._partner.receive(frame, self._clock.now())
            self.wake()

    async def _write(self, tasks: asyncio.TaskGroup) -> None:
        """Send what is due, when it is due, until the connection is to end."""
        while True:
            self._woken.clear()
            if not await self._send(self._partner.due(self._clock.now())):
                self.at_the_end()
                return
            self.after_sending(tasks)
            due = self._partner.next_due()
            wait = None if due is None else max(0.0, due - self._clock.now())
            try:
                async with asyncio.timeout(wait):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def _send(self, outgoing: Sequence[Outgoing]) -> bool:
        """Send frames; false if the connection has ended: closed, cut, or nobody reads."""
        self._flowing.clear()
        try:
            for each in outgoing:
                self._tape.received(each, self._clock.now())
                if isinstance(each, Abort):
                    self._has_cut = True
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
