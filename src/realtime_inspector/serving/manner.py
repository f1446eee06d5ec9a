"""How a capture is served: the choices of whoever serves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from realtime_inspector.serving.matching import Match

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Manner:
    """How a capture is served."""

    match: Match = Match.LENIENT
    speed: float = 1.0
    """2 is twice as fast as recorded; 0 does not wait at all."""
    quiet_s: float = 1.0
    """How long a client may be quiet before it is taken to have nothing more to send of what it may
    leave out."""
    ignore: Sequence[str] = ()
    """Paths that strict matching does not compare."""

    def scaled(self, recorded_s: float) -> float:
        """A recorded time, in seconds, as it is kept now."""
        return recorded_s / self.speed if self.speed > 0 else 0.0
