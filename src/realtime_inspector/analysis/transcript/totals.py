"""What a transcript adds up to, also of one that comes in parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from realtime_inspector.analysis.metrics.of_state import Figures
from realtime_inspector.core.usage import Usage

if TYPE_CHECKING:
    from realtime_inspector.analysis.transcript.model import Transcript


@dataclass(slots=True)
class Totals:
    """The figures of all parts so far, under the names that they have in a `Transcript`."""

    session_count: int = 0
    model: str = ""
    records: int = 0
    first_ns: int | None = None
    last_ns: int | None = None
    items: int = 0
    responses: int = 0
    problems: int = 0
    usage: Usage = field(default_factory=Usage)
    input_audio_ms: float | None = None
    faults: int = 0
    has_estimated_cuts: bool = False
    measured: Figures = field(default_factory=Figures)
    """What `measured.add` was told of: cost and latencies."""

    def add(self, part: Transcript) -> None:
        """Takes in the next part; numbers of records and times run through all of them."""
        self.session_count += part.session_count
        self.model = part.model or self.model
        self.records, self.first_ns, self.last_ns = part.records, part.first_ns, part.last_ns
        self.items += part.items
        self.responses += part.responses
        self.problems += part.problems
        self.usage += part.usage
        if part.input_audio_ms is not None:
            self.input_audio_ms = (self.input_audio_ms or 0.0) + part.input_audio_ms
        self.faults += part.faults
        self.has_estimated_cuts |= part.has_estimated_cuts


def duration_ms(figures: Totals | Transcript) -> float | None:
    """From the first record with a time to the last one."""
    if figures.first_ns is None or figures.last_ns is None:
        return None
    return (figures.last_ns - figures.first_ns) / 1e6
