"""Spans: stretches of time with a name, what is known of them, and what lies within."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Attribute: TypeAlias = "str | int | float | bool | tuple[str, ...]"


class SpanKind(IntEnum):
    """With the numbers of OTLP."""

    INTERNAL = 1
    CLIENT = 3


class Role(StrEnum):
    """What a span stands for."""

    SESSION = "session"
    TURN = "turn"
    RESPONSE = "response"
    TOOL = "tool"


@dataclass(frozen=True, slots=True)
class SpanEvent:
    """Something that happened at one moment."""

    name: str
    time_ns: int
    attributes: Mapping[str, Attribute] = field(default_factory=dict)


@dataclass(slots=True)
class Span:
    """A stretch of time. Times are nanoseconds since 1970."""

    role: Role
    name: str
    key: str
    """Tells it from all others of its session, and is the same in every export."""
    start_ns: int
    end_ns: int
    kind: SpanKind = SpanKind.INTERNAL
    attributes: dict[str, Attribute] = field(default_factory=dict)
    events: list[SpanEvent] = field(default_factory=list)
    error: str | None = None
    """What went wrong, in words; `None` if nothing did."""
    children: list[Span] = field(default_factory=list)

    def __post_init__(self) -> None:
        """A clock that was set back makes no span of less than nothing."""
        self.end_ns = max(self.start_ns, self.end_ns)

    def walk(self, parent: Span | None = None) -> Iterator[tuple[Span, Span | None]]:
        """The span and all below it, each with the one above it."""
        yield self, parent
        for child in self.children:
            yield from child.walk(self)


def known(attributes: Mapping[str, Any]) -> dict[str, Attribute]:
    """Without those that say nothing."""
    return {name: value for name, value in attributes.items() if value not in (None, "", ())}


def string(value: Any) -> str:
    """The value if it is a string, else an empty one."""
    return value if isinstance(value, str) else ""
