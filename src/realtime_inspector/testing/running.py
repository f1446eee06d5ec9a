"""What servers inside a test have in common: their address and what went over it."""

from __future__ import annotations

import asyncio
import threading
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from realtime_inspector.core.record import Direction, Record, RecordKind, parse_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

_PATIENCE_S: Final = 10.0
"""How long a server may take to start and to stop."""


@dataclass(slots=True)
class RunningServer:
    """A server that is listening, and what has gone over its connections."""

    url: str
    """The WebSocket address, `ws://127.0.0.1:PORT/v1/realtime`; a model may be added."""
    records: list[Record] = field(default_factory=list)
    """Every frame, opening and close of every connection, in order, as it happens."""

    @property
    def base_url(self) -> str:
        """What stock clients call their base URL: `http://127.0.0.1:PORT/v1`."""
        return self.url.replace("ws", "http", 1).removesuffix("/realtime")

    def sent(self, kind: str | None = None) -> list[dict[str, Any]]:
        """The events that clients sent, of one type or of all."""
        return self._events(Direction.SENT, kind)

    def received(self, kind: str | None = None) -> list[dict[str, Any]]:
        """The events that clients received, of one type or of all."""
        return self._events(Direction.RECEIVED, kind)

    def _events(self, direction: Direction, kind: str | None) -> list[dict[str, Any]]:
        records = [
            each
            for each in self.records
            if each.direction is direction and each.kind is RecordKind.EVENT
        ]
        events = (parse_object(each.payload) or {} for each in records)
        return [event for event in events if kind in (None, event.get("type"))]


@contextmanager
def in_thread(make: Callable[[], AbstractAsyncContextManager[T]], name: str) -> Iterator[T]:
    """Holds an asynchronous context in a thread with a loop of its own.

    Args:
        make: Makes the context; called in the thread.
        name: What is started, for the thread and for messages.

    Yields:
        What the context gives.

    Raises:
        Exception: Whatever the context raises when it is entered or left.
    """
    thread = _ContextThread(make, name)
    value = thread.enter()
    try:
        yield value
    except BaseException:
        thread.leave()  # the test's own failure is what counts
        raise
    problem = thread.leave()
    if problem is not None:
        raise problem


class _ContextThread(Generic[T]):
    def __init__(self, make: Callable[[], AbstractAsyncContextManager[T]], name: str) -> None:
        self._make = make
        self._name = name
        self._entered = threading.Event()
        self._values: list[T] = []
        self._problem: BaseException | None = None
        self._stop: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def enter(self) -> T:
        self._thread.start()
        self._entered.wait(_PATIENCE_S)
        if self._problem is not None:
            raise self._problem
        if not self._values:
            raise RuntimeError(f"The {self._name} could not be started.")
        return self._values[0]

    def leave(self) -> BaseException | None:
        """Leaves the context; gives what it raised."""
        if self._stop is not None:
            loop, stopped = self._stop
            loop.call_soon_threadsafe(stopped.set)
        self._thread.join(_PATIENCE_S)
        return self._problem

    def _run(self) -> None:
        try:
            asyncio.run(self._hold())
        except BaseException as error:  # noqa: BLE001 - raised again where the context is used
            self._problem = error
        finally:
            self._entered.set()

    async def _hold(self) -> None:
        stopped = asyncio.Event()
        async with self._make() as value:
            self._stop = asyncio.get_running_loop(), stopped
            self._values.append(value)
            self._entered.set()
            await stopped.wait()
