"""Latencies, rates, tokens and cost of responses, turns and sessions.

`MetricsTracker` measures records as they come; `Tariff` says what a usage, a response of a state
"""

from realtime_inspector.analysis.metrics.cost import (
    NO_COST,
    Cost,
    Tariff,
    cost_words,
    dollars,
    doubt_words,
    priced_words,
    tariff_of,
)
from realtime_inspector.analysis.metrics.model import (
    Finished,
    ResponseMetrics,
    SessionMetrics,
    ToolMetrics,
    TurnMetrics,
)
from realtime_inspector.analysis.metrics.prices import PriceList, built_in_prices, read_prices
from realtime_inspector.analysis.metrics.tracker import MEASURED, MetricsTracker, measure

__all__ = [
    "MEASURED",
    "NO_COST",
    "Cost",
    "Finished",
    "MetricsTracker",
    "PriceList",
    "ResponseMetrics",
    "SessionMetrics",
    "Tariff",
    "ToolMetrics",
    "TurnMetrics",
    "built_in_prices",
    "cost_words",
    "dollars",
    "doubt_words",
    "measure",
    "priced_words",
    "read_prices",
    "tariff_of",
]
