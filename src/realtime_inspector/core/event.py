"""A tolerant view of a record's JSON: whatever is missing or odd reads as `None`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.names import canonical
from realtime_inspector.core.record import RecordKind, parse_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from realtime_inspector.core.record import Record

_EMPTY: Final[dict[str, Any]] = {}
MOST: Final = 2**63
"""Larger numbers are not believed: arithmetic with them overflows, and no field means them."""


class Event:
    """The JSON object of one record.

    Getters take a path of keys and indexes and never raise. `type` is the wire's own
    spelling, `canonical_type` the GA name (dialects.md §1), `""` where there is none.
    """

    __slots__ = ("canonical_type", "raw", "type")

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        name = raw.get("type")
        self.type: str = name if isinstance(name, str) else ""
        self.canonical_type: str = canonical(self.type)

    @classmethod
    def of(cls, record: Record) -> Event:
        """The event of a record; for text and binary frames, one without a type.

        A notice reads as an event too: its `kind` is a field like any other.
        """
        if record.kind in (RecordKind.EVENT, RecordKind.NOTICE):
            return cls(parse_object(record.payload) or _EMPTY)
        return cls(_EMPTY)

    def get(self, *path: str | int) -> Any:
        """The value at a path, or `None`."""
        value: Any = self.raw
        for step in path:
            if isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
                value = value[step]
            else:
                return None
        return value

    def text(self, *path: str | int) -> str | None:
        """The string at a path, or `None`."""
        value = self.get(*path)
        return value if isinstance(value, str) else None

    def integer(self, *path: str | int) -> int | None:
        """The whole number at a path, or `None`. Booleans are not numbers."""
        value = self.get(*path)
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        return value if -MOST < value < MOST else None

    def number(self, *path: str | int) -> float | None:
        """The number at a path, or `None`. Booleans are not numbers."""
        value = self.get(*path)
        if not isinstance(value, int | float) or isinstance(value, bool):
            return None
        return value if -MOST < value < MOST else None

    def mapping(self, *path: str | int) -> Mapping[str, Any]:
        """The object at a path, or an empty one."""
        value = self.get(*path)
        return value if isinstance(value, dict) else _EMPTY

    def sequence(self, *path: str | int) -> Sequence[Any]:
        """The array at a path, or an empty one."""
        value = self.get(*path)
        return value if isinstance(value, list) else ()

    @property
    def event_id(self) -> str | None:
        """The event's own id."""
        return self.text("event_id")

    @property
    def item_id(self) -> str | None:
        """The conversation item it is about: `item_id` or `item.id`."""
        return self.text("item_id") or self.text("item", "id")

    @property
    def response_id(self) -> str | None:
        """The response it is about: `response_id` or `response.id`."""
        return self.text("response_id") or self.text("response", "id")

    @property
    def call_id(self) -> str | None:
        """The function call it is about: `call_id` or `item.call_id`."""
        return self.text("call_id") or self.text("item", "call_id")
