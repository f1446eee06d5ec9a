"""What the log knows of one record besides its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.core.event import Event
    from realtime_inspector.core.record import Record


@dataclass(slots=True)
class Row:
    """One row of the log. Filters read it; it parses its event only when they ask."""

    seq: int
    record: Record
    type: str
    """The wire's spelling; for what is not an event, the kind of record."""
    family: str
    gap_ms: float | None
    """Since the record before it; `None` if a time is unknown."""
    elapsed_ms: float | None
    """Since the first record of the capture."""
    response_id: str | None
    item_id: str | None
    item_key: int | None
    call_id: str | None
    is_error: bool
    lanes: str
    fold_key: tuple[str, str] | None
    """Rows side by side with the same key fold into one."""
    load: Callable[[int], Event]
    is_marked: bool = False
    findings: frozenset[str] = frozenset()

    @property
    def event(self) -> Event:
        """The record's event."""
        return self.load(self.seq)

    @property
    def size(self) -> int:
        """Payload bytes."""
        return len(self.record.payload)
