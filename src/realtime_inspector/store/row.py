"""What the log knows of one record, each part read from the file only when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from realtime_inspector.core.record import RecordKind

if TYPE_CHECKING:
    from realtime_inspector.core.event import Event
    from realtime_inspector.core.kind import Kind
    from realtime_inspector.core.record import Record
    from realtime_inspector.store.store import Store


@dataclass(frozen=True)
class Row:
    """One row of the log; filters read it too."""

    store: Store
    seq: int
    kind: Kind

    @property
    def type(self) -> str:
        """The wire's spelling; for what is not an event, the kind of record."""
        return self.kind.type

    @property
    def family(self) -> str:
        """The family of the type."""
        return self.kind.family

    @property
    def is_long(self) -> bool:
        """Whether reading the record costs more than drawing a screen."""
        return self.store.is_long(self.seq)

    @cached_property
    def record(self) -> Record:
        """The record."""
        return self.store.record(self.seq)

    @property
    def event(self) -> Event:
        """The record's event."""
        return self.store.event(self.seq)

    @cached_property
    def time_ns(self) -> int | None:
        """When it was; `None` if the file does not tell."""
        return self.store.time_ns(self.seq)

    @cached_property
    def gap_ms(self) -> float | None:
        """Since the record before it; `None` if a time is unknown."""
        return self.store.gap_ms(self.seq)

    @cached_property
    def elapsed_ms(self) -> float | None:
        """Since the first record of the capture."""
        return self.store.elapsed_ms(self.seq)

    @property
    def response_id(self) -> str | None:
        """The response that the event names."""
        return self.event.response_id if self.kind.record is RecordKind.EVENT else None

    @property
    def item_id(self) -> str | None:
        """The item that the event names."""
        return self.event.item_id if self.kind.record is RecordKind.EVENT else None

    @property
    def call_id(self) -> str | None:
        """The function call that the event, or the notice of a tool run, names."""
        return self.event.call_id

    @property
    def belongs_to(self) -> str | None:
        """The response it is part of: also its request, and the events of its items."""
        return self.store.response_of(self.seq)

    @property
    def item_key(self) -> int | None:
        """The item it is about, as the state calls it."""
        return self.store.item_key(self.seq)

    @cached_property
    def is_error(self) -> bool:
        """Whether a person should see the record as a failure."""
        return self.store.is_error(self.seq)

    @property
    def lanes(self) -> str:
        """The responses that run past it, drawn like a commit graph."""
        return self.store.lanes(self.seq)

    @property
    def is_marked(self) -> bool:
        """Whether the user has marked it."""
        return self.seq in self.store.marks

    @property
    def findings(self) -> frozenset[str]:
        """Rules of the findings that name it, and how severe these are."""
        return self.store.findings.names(self.seq)

    @property
    def size(self) -> int:
        """Payload bytes."""
        return self.store.size(self.seq)
