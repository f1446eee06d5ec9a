"""What the responses of a state measure together, for those who have a state and no records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from realtime_inspector.analysis.metrics.cost import NO_COST, Cost, Tariff
from realtime_inspector.analysis.metrics.distribution import Distribution
from realtime_inspector.analysis.metrics.summary import OF_RESPONSE

if TYPE_CHECKING:
    from realtime_inspector.core.state import CaptureState


def _latencies() -> dict[str, Distribution]:
    return {name: Distribution() for name in OF_RESPONSE}


@dataclass(slots=True)
class Figures:
    """Cost and latencies of some sessions; those of others can be added."""

    cost: Cost = NO_COST
    """Of all responses, and of the transcripts on top of them."""
    latency_ms: dict[str, Distribution] = field(default_factory=_latencies)
    """By the names of `OF_RESPONSE`."""

    def add(self, state: CaptureState, first_session: int, tariff: Tariff) -> None:
        """Take in the sessions of a state, from one number on."""
        self.cost += tariff.all_sessions(state, first_session)
        for response in state.responses.values():
            if response.session >= first_session:
                for name, of in OF_RESPONSE.items():
                    self.latency_ms[name].add(getattr(response, of))
