"""Latencies, rates and cost in the output of `stats`: as rows of a table, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.analysis.metrics import built_in_prices, dollars, doubt_words, priced_words
from realtime_inspector.analysis.metrics.summary import LATENCIES
from realtime_inspector.guide.measures import MEASURES, measure_words
from realtime_inspector.ui.present import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from realtime_inspector.analysis.metrics.distribution import Distribution, Spread
    from realtime_inspector.analysis.metrics.summary import MetricsSummary

_SHOWN: Final = ("p50", "p90", "p99", "max")
_PICO: Final = 12
"""Digits of a US dollar that JSON has: no price is finer."""

Cells = tuple[str, ...]


def metrics_fields(metrics: MetricsSummary) -> dict[str, Any]:
    """The keys `turns`, `latency_ms`, `rate`, `cost`, `tokens_per_response`, `cached_share`."""
    return {
        "turns": {
            "count": metrics.turns,
            "spoken": metrics.spoken,
            "interrupted": metrics.interrupted,
            "tool_calls": metrics.tool_calls,
        },
        "latency_ms": _spreads(metrics.latency_ms),
        "rate": _spreads(metrics.rates),
        "tokens_per_response": _spreads(metrics.tokens),
        "cached_share": metrics.cached_share,
        "cost": _cost(metrics),
    }


def _cost(metrics: MetricsSummary) -> dict[str, Any]:
    cost, prices = metrics.cost, built_in_prices()
    return {
        "usd": round(float(cost.usd), _PICO) if cost.is_known else None,
        "is_whole": cost.is_whole,
        "is_estimate": cost.is_estimate,
        "priced": cost.priced,
        "unpriced": cost.unpriced,
        "doubts": sorted(cost.doubts),
        "prices_read": prices.read,
        "per_response": _spread(metrics.costs["response"].spread()),
        "per_turn": _spread(metrics.costs["turn"].spread()),
        "per_session": _spread(metrics.costs["session"].spread()),
    }


def _spreads(distributions: Mapping[str, Distribution]) -> dict[str, Any]:
    return {name: _spread(one.spread()) for name, one in distributions.items()}


def _spread(spread: Spread | None) -> dict[str, float] | None:
    if spread is None:
        return None
    names = ("mean", "min", "p50", "p90", "p99", "max")
    figures = {name: round(getattr(spread, name), _PICO) for name in names}
    return {"count": spread.count, **figures}


def fact_rows(metrics: MetricsSummary) -> Iterator[tuple[str, str]]:
    """What stands among the facts: turns, cache, cost."""
    if metrics.turns:
        parts = [
            f"{count:,} {words}"
            for count, words in (
                (metrics.spoken, "spoken"),
                (metrics.interrupted, "interrupted"),
                (metrics.tool_calls, "calls of tools"),
            )
            if count
        ]
        yield "turns", f"{metrics.turns:,}" + (f" ({', '.join(parts)})" if parts else "")
    if metrics.cached_share:
        yield "from cache", f"{metrics.cached_share:.0%} of the tokens in"
    words = priced_words(metrics.cost)
    if words:
        yield "cost", words


def tables(metrics: MetricsSummary) -> Iterator[str]:
    """Percentiles of latencies, rates, tokens and cost, as far as anything is known."""
    yield from _table("latency", _latencies(metrics))
    yield from _table("rate", _rows(metrics.rates, lambda value: f"{value:,.1f}"))
    tokens = _rows(metrics.tokens, lambda value: f"{value:,.0f}")
    yield from _table("tokens per response", tokens)
    yield from _table("cost per", _costs(metrics))
    notes = list(doubt_words(metrics.cost))
    if notes:
        yield ""
        yield from notes


def _latencies(metrics: MetricsSummary) -> Iterator[Cells]:
    known = {name: metrics.latency_ms[name] for name in LATENCIES}
    return _rows(known, numbers.span)


def _costs(metrics: MetricsSummary) -> Iterator[Cells]:
    from decimal import Decimal

    return _rows(metrics.costs, lambda value: dollars(Decimal(str(value))))


def _rows(
    distributions: Mapping[str, Distribution], words: Callable[[float], str]
) -> Iterator[Cells]:
    titled = {one.id for one in MEASURES}
    for name, distribution in distributions.items():
        spread = distribution.spread()
        if spread is not None:
            title = measure_words(name, "en")[0] if name in titled else name
            figures = (words(getattr(spread, shown)) for shown in _SHOWN)
            yield (title, f"{spread.count:,}", *figures)


def _table(title: str, rows: Iterator[Cells]) -> Iterator[str]:
    found = list(rows)
    if not found:
        return
    lines = [(title, "count", *_SHOWN), *found]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    yield ""
    for name, *figures in lines:
        cells = (f"{one:>{width}}" for one, width in zip(figures, widths[1:], strict=True))
        yield f"{name:<{widths[0]}}  {'  '.join(cells)}"


def definitions() -> str:
    """What the figures mean, for the help; English."""
    width = max(len(one.title) for one in MEASURES)
    from textwrap import fill

    indent = " " * (width + 4)
    return "\n".join(
        fill(
            one.meaning,
            100,
            initial_indent=f"  {one.title:<{width}}  ",
            subsequent_indent=indent,
        )
        for one in MEASURES
    )
