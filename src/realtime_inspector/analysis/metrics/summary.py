"""What the measured responses, turns and sessions of captures add up to."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.metrics.cost import NO_COST, Cost
from realtime_inspector.analysis.metrics.distribution import Distribution
from realtime_inspector.analysis.metrics.model import ResponseMetrics, TurnMetrics

if TYPE_CHECKING:
    from collections.abc import Iterable

    from realtime_inspector.analysis.metrics.model import Finished

OF_RESPONSE: Final = {
    "queue": "queue_ms",
    "first_token": "first_token_ms",
    "first_audio": "first_audio_ms",
    "speech_to_reply": "reply_ms",
    "duration": "duration_ms",
}
"""Latencies of a response, and the properties of `ResponseMetrics` that they are."""
LATENCIES: Final = (*OF_RESPONSE, "turn", "tool")
"""All latencies, in milliseconds; `guide.measures` says what each means."""
RATES: Final = ("tokens_per_s", "audio_per_s")
AMOUNTS: Final = ("input", "output")
COSTS: Final = ("response", "turn", "session")


def _distributions(names: Iterable[str]) -> dict[str, Distribution]:
    return {name: Distribution() for name in names}


@dataclass(slots=True)
class MetricsSummary:
    """Counts and distributions; those of several captures can be added up in any order."""

    turns: int = 0
    spoken: int = 0
    """Turns that the user spoke."""
    interrupted: int = 0
    """Turns in which the user broke in on an answer."""
    tool_calls: int = 0
    sessions: int = 0
    responses: int = 0
    cached: int = 0
    """Input tokens from the cache, and all of them."""
    input: int = 0
    cost: Cost = NO_COST
    """Of all sessions, transcription included."""
    latency_ms: dict[str, Distribution] = field(default_factory=lambda: _distributions(LATENCIES))
    rates: dict[str, Distribution] = field(default_factory=lambda: _distributions(RATES))
    tokens: dict[str, Distribution] = field(default_factory=lambda: _distributions(AMOUNTS))
    """Of a response."""
    costs: dict[str, Distribution] = field(default_factory=lambda: _distributions(COSTS))
    """In US dollars; only what is known whole."""

    @property
    def cached_share(self) -> float | None:
        """Which part of the input came from the cache; `None` without input."""
        return self.cached / self.input if self.input else None

    def feed(self, one: Finished) -> None:
        """Take in something that was measured."""
        if isinstance(one, ResponseMetrics):
            self._response(one)
        elif isinstance(one, TurnMetrics):
            self._turn(one)
        else:
            self.sessions += 1
            self.cost += one.cost
            self._cost("session", one.cost)

    def add(self, other: MetricsSummary) -> None:
        """Take in all of another one."""
        for one in fields(self):
            mine, theirs = getattr(self, one.name), getattr(other, one.name)
            if isinstance(mine, dict):
                for name, distribution in mine.items():
                    distribution.extend(theirs[name])
            else:
                setattr(self, one.name, mine + theirs)

    def _response(self, one: ResponseMetrics) -> None:
        self.responses += 1
        for name, of in OF_RESPONSE.items():
            self.latency_ms[name].add(getattr(one, of))
        for tool in one.tools:
            self.tool_calls += 1
            self.latency_ms["tool"].add(tool.tool_ms)
        for name in RATES:
            self.rates[name].add(getattr(one, name))
        if one.usage is not None:
            self.input += one.usage.input
            self.cached += one.usage.cached
            self.tokens["input"].add(one.usage.input)
            self.tokens["output"].add(one.usage.output)
        self._cost("response", one.cost)

    def _turn(self, one: TurnMetrics) -> None:
        self.turns += 1
        self.spoken += one.is_spoken
        self.interrupted += one.is_interrupted
        self.latency_ms["turn"].add(one.turn_ms)
        self._cost("turn", one.cost)

    def _cost(self, of: str, cost: Cost) -> None:
        if cost.is_whole:
            self.costs[of].add(float(cost.usd))
