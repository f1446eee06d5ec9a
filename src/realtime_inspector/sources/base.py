"""What a source gives to whoever runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from realtime_inspector.core.record import Record

Emit = Callable[[Record], None]
"""Takes one record. A plain call: it must not block and cannot be awaited."""
Clock = Callable[[], int]
"""Wall clock in nanoseconds since 1970 that never steps back."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect to, with the secrets that the screen must not see."""

    url: str
    headers: tuple[tuple[str, str], ...] = ()
    subprotocols: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Without headers and query: they may hold keys."""
        return f"Target({self.url.partition('?')[0]!r})"
