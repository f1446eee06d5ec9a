"""What the main screen is opened with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from realtime_inspector.analysis.metrics import Tariff

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.config.filter_history import FilterHistory
    from realtime_inspector.config.filters import SavedFilters
    from realtime_inspector.guide.model import Language
    from realtime_inspector.lessons.progress import Progress
    from realtime_inspector.runtime.live import LiveSession
    from realtime_inspector.runtime.loading import CaptureLoader
    from realtime_inspector.store.store import Store


@dataclass(frozen=True, slots=True)
class Inspection:
    """A session to be inspected, live or recorded."""

    store: Store
    clock: Callable[[], int]
    """Wall clock, nanoseconds since 1970."""
    source: str
    """What the status line calls it, such as `simulator` or a file's name."""
    lang: Language
    session: LiveSession | None = None
    """`None` for a recording."""
    recording: str = ""
    """Path of the file that is being recorded to; empty: not recorded."""
    loader: CaptureLoader | None = None
    """Of a recording: what still reads it, and what it has to say."""
    warnings: tuple[str, ...] = ()
    """What the user should know about the settings."""
    filter_text: str = ""
    is_growing: bool = False
    """Whether a capture is followed while others write to it."""
    is_played: bool = False
    """Whether a capture is played as soon as it is open."""
    speed: float = 1.0
    """How many times as fast as it was recorded."""
    longest_gap_s: float = 5.0
    """Longer pauses are shortened to so many seconds when it is played; 0: none is."""
    filter_history: FilterHistory | None = None
    saved_filters: SavedFilters | None = None
    tariff: Tariff = field(default_factory=Tariff)
    """What tokens cost, at the provider of the session."""
    progress: Progress | None = None
    """In the lessons; `None`: nothing is remembered, and nobody is pointed to them."""

    @property
    def notes(self) -> tuple[str, ...]:
        """All that the user should know, such as lines that cannot be read."""
        return (*(self.loader.notes if self.loader is not None else ()), *self.warnings)
