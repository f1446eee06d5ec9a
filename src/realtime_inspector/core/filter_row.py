"""What the filter language asks about one record."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

from realtime_inspector.core.event import Event
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
        """The event's wire type, `""` if it has none; without parsing it where possible."""
        ...

    @property
    def gap_ms(self) -> float | None:
        """Milliseconds since the record before; `None`: unknown."""
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
        """Whether `err` matches it; see `is_failure`."""
        ...

    @property
    def is_marked(self) -> bool:
        """Whether the user marked it."""
        ...

    @property
    def findings(self) -> frozenset[str]:
        """Ids of the findings that name it."""
        ...


@dataclass(frozen=True)
class Row:
    """A `FilterRow` made from a record: what is not given is read from the event when asked."""

    seq: int
    """Number of the record, the one that `n:` means."""
    record: Record
    gap_ms: float | None = None
    """Milliseconds since the record before; `None`: unknown."""
    elapsed_ms: float | None = None
    """Milliseconds since the start of the capture; `None`: unknown."""
    is_marked: bool = False
    findings: frozenset[str] = frozenset()
    """Ids of the findings that name the record."""

    @cached_property
    def event(self) -> Event:
        """The event, parsed when first asked for."""
        return Event.of(self.record)

    @property
    def type(self) -> str:
        """The wire type."""
        return self.event.type

    @property
    def response_id(self) -> str | None:
        """The response it is about."""
        return self.event.response_id

    @property
    def item_id(self) -> str | None:
        """The item it is about."""
        return self.event.item_id

    @property
    def call_id(self) -> str | None:
        """The function call it is about."""
        return self.event.call_id

    @property
    def is_error(self) -> bool:
        """Whether `err` matches it."""
        return is_failure(self.record, self.event)


_QUIET_CLOSE_CODES: Final = frozenset({1000, 1001, 1005})
"""Normal closure, going away, no code given."""


def is_failure(record: Record, event: Event) -> bool:
    """What `err` means: errors, failed responses and parts of them, connections lost."""
    if record.kind is RecordKind.NOTICE:
        kind, code = event.text("kind"), event.integer("code")
        lost = event.get("ok") is False or (code is not None and code not in _QUIET_CLOSE_CODES)
        return kind == "error" or (kind == "close" and lost)
    name = event.type
    if name == "response.done":
        return event.text("response", "status") == "failed"
    return name == "error" or name.endswith(".failed")
