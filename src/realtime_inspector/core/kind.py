"""Kinds of rows: what all records of one direction and type have in common."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from realtime_inspector.core.event import Event
from realtime_inspector.core.events import CATALOGUE
from realtime_inspector.core.failures import is_failure_type
from realtime_inspector.core.names import canonical, family_of
from realtime_inspector.core.record import Direction, Record, RecordKind


@dataclass(frozen=True)
class Kind:
    """What a log can know of a record from the beginning of its line."""

    record: RecordKind
    direction: Direction
    type: str
    """The event's type as it is spelt on the wire; see `type_of` for what is not an event."""

    @cached_property
    def canonical(self) -> str:
        """The GA name of the type."""
        return canonical(self.type) if self.record is RecordKind.EVENT else ""

    @cached_property
    def family(self) -> str:
        """The family of the type, one of `FAMILIES`."""
        return family_of(self.type if self.record is RecordKind.EVENT else "")

    @cached_property
    def is_failure(self) -> bool:
        """Whether each of them is a failure, whatever it says; see `failures`."""
        if self.record is RecordKind.TEXT:
            return self.direction is not Direction.SENT
        return self.record is RecordKind.EVENT and is_failure_type(self.type)

    @cached_property
    def is_delta(self) -> bool:
        """Whether runs of it fold into one line."""
        spec = CATALOGUE.get(self.canonical)
        return spec is not None and spec.is_delta


def type_of(record: Record, event: Event) -> str:
    """What stands in the type column: an event's type, a notice's kind, or what sort of frame."""
    if record.kind is RecordKind.NOTICE:
        return event.text("kind") or record.kind.value
    return event.type or record.kind.value


@lru_cache(maxsize=1024)
def _kind(record: RecordKind, direction: Direction, name: str) -> Kind:
    return Kind(record, direction, name)


def kind_of(record: Record, event: Event | None = None) -> Kind:
    """The kind of a record.

    Args:
        record: The record.
        event: Its event, if the caller has parsed it already.
    """
    event = Event.of(record) if event is None else event
    return _kind(record.kind, record.direction, type_of(record, event))
