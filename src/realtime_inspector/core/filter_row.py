"""What the filter language asks about one record."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from realtime_inspector.core.event import Event
from realtime_inspector.core.failures import is_failure
from realtime_inspector.core.kind import type_of
from realtime_inspector.core.record import RecordKind

if TYPE_CHECKING:
    from realtime_inspector.core.record import Record


class FilterRow(Protocol):
    """What a filter asks about one record. `event` and `type` may be worked out when asked."""

    @property
    def seq(self) -> int:
        """Number of the record, the one that `n:` means."""
        ...

    @property
    def record(self) -> Record:
        """The record itself."""
        ...

    @property
    def event(self) -> Event:
        """The event, parsed when asked for."""
        ...

    @property
    def type(self) -> str:
        """The event's wire type; of what is no event, what `kind.type_of` says."""
        ...

    @property
    def gap_ms(self) -> float | None:
        """Milliseconds since the last record with a known time; `None`: unknown."""
        ...

    @property
    def elapsed_ms(self) -> float | None:
        """Milliseconds since the start of the capture; `None`: unknown."""
        ...

    @property
    def response_id(self) -> str | None:
        """The response it is about."""
        ...

    @property
    def item_id(self) -> str | None:
        """The item it is about."""
        ...

    @property
    def call_id(self) -> str | None:
        """The function call it is about."""
        ...

    @property
    def is_error(self) -> bool:
        """Whether `err` matches it; see `failures.is_failure`."""
        ...

    @property
    def is_marked(self) -> bool:
        """Whether the user marked it."""
        ...

    @property
    def findings(self) -> frozenset[str]:
        """Rules of the findings that name it, and how severe these are."""
        ...


@dataclass(frozen=True)
class Row:
    """A `FilterRow` made from a record: what is not given is read from the event when asked.

    Ids are those that the event itself names, see `facts`.
    """

    seq: int
    """Number of the record, the one that `n:` means."""
    record: Record
    gap_ms: float | None = None
    """Milliseconds since the last record with a known time; `None`: unknown."""
    elapsed_ms: float | None = None
    """Milliseconds since the start of the capture; `None`: unknown."""
    is_marked: bool = False
    findings: frozenset[str] = frozenset()
    """Rules of the findings that name the record, and how severe these are."""
    parsed: Event | None = None
    """The event, if it has been parsed already."""

    @cached_property
    def event(self) -> Event:
        """The event, parsed when first asked for."""
        return Event.of(self.record) if self.parsed is None else self.parsed

    @property
    def type(self) -> str:
        """What stands in the type column of the log."""
        return type_of(self.record, self.event)

    @property
    def response_id(self) -> str | None:
        """The response that the event names."""
        return self.event.response_id if self.record.kind is RecordKind.EVENT else None

    @property
    def item_id(self) -> str | None:
        """The item that the event names."""
        return self.event.item_id if self.record.kind is RecordKind.EVENT else None

    @property
    def call_id(self) -> str | None:
        """The function call that the event, or the notice of a tool run, names."""
        return self.event.call_id

    @property
    def is_error(self) -> bool:
        """Whether `err` matches it."""
        return is_failure(self.record, self.event)
