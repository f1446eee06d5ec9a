"""What went over a simulator's connections, as records: for tests of clients."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from realtime_inspector.core.record import Direction, Record, binary_record, notice, text_record

if TYPE_CHECKING:
    from realtime_inspector.simulator.faults import Outgoing

OnRecord: TypeAlias = Callable[[Record], None]

_NS: Final = 1_000_000_000


class Tape:
    """Records one connection; without a taker it does nothing."""

    def __init__(self, on_record: OnRecord | None, conn: int) -> None:
        """Begin.

        Args:
            on_record: Takes every record.
            conn: The connection's number, from 1.
        """
        self._on_record = on_record
        self._conn = conn

    def sent(self, frame: str | bytes, now: float) -> None:
        """A frame of the client, at a time in seconds since 1970."""
        self._frame(frame, Direction.SENT, now)

    def received(self, outgoing: Outgoing, now: float) -> None:
        """What the server did: a frame, a close, a cut."""
        if isinstance(outgoing, str | bytes):
            self._frame(outgoing, Direction.RECEIVED, now)

    def notice(
        self, kind: str, now: float, by: Direction = Direction.SENT, /, **fields: object
    ) -> None:
        """The connection opened or closed, by the client or by the server."""
        if self._on_record is not None:
            self._on_record(notice(kind, int(now * _NS), self._conn, fields, direction=by))

    def _frame(self, frame: str | bytes, direction: Direction, now: float) -> None:
        if self._on_record is None:
            return
        time_ns = int(now * _NS)
        if isinstance(frame, str):
            self._on_record(text_record(frame, direction, time_ns, self._conn))
        else:
            self._on_record(binary_record(frame, direction, time_ns, self._conn))
