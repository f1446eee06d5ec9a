"""What can be chosen about a simulator."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from realtime_inspector.simulator.chat_brain import ChatEndpoint
    from realtime_inspector.simulator.scenario import Scenario


@dataclass(frozen=True, slots=True)
class SimulatorSettings:
    """Choices that hold for every connection of one simulator."""

    seed: int | None = None
    """Makes ids, wording and pacing repeatable; `None` draws a new seed per connection."""
    latency_ms: float = 60.0
    """Time between the arrival of a client event and its processing."""
    speed: float = 1.0
    """Pacing: 2 is twice as fast, 0 answers everything at once (for tests)."""
    require_key: str | None = field(default=None, repr=False)
    """The only bearer key that is let in; `None` lets everybody in."""
    refuse_beta: bool = False
    """Refuse the beta shape as OpenAI has since May 2026 (lifecycles.md §21)."""
    require_model: bool = False
    """Refuse a URL without `?model=`, as OpenAI does; some stock clients send none."""
    default_model: str = "gpt-realtime-2.1"
    """The model of a connection whose URL names none."""
    commentary: bool = False
    """Announce function calls in words first, as the gpt-realtime-2 family may do (§5b)."""

    scenario: Scenario | None = None
    """What is scripted and what goes wrong; `None`: nothing."""
    chat: ChatEndpoint | None = None
    """The chat model that decides what responses say; `None`: the built-in rules."""

    def seconds(self, realistic: float) -> float:
        """A realistic delay, scaled by `speed`."""
        return realistic / self.speed if self.speed > 0 else 0.0
