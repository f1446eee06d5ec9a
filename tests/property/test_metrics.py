"""Costs and figures add up: parts to wholes, in any order, by the state and by the stream."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.script import Script

from realtime_inspector.analysis.metrics import NO_COST, SessionMetrics, Tariff, measure
from realtime_inspector.analysis.metrics.summary import MetricsSummary
from realtime_inspector.core.reduce import reduce_all
from realtime_inspector.core.usage import Tokens, Usage, metered

if TYPE_CHECKING:
    from random import Random

COUNTS = st.integers(0, 5_000)
TOKENS = st.builds(Tokens, COUNTS, COUNTS, st.integers(0, 50))
MODELS = st.sampled_from(["gpt-realtime-2.1", "gpt-realtime-mini", "gpt-realtime-1.5", "other"])


@st.composite
def usages(draw: st.DrawFn) -> dict[str, Any] | None:
    """Usage objects as servers send them: whole, without details, or none."""
    if draw(st.integers(0, 9)) == 0:
        return None
    received, produced = draw(TOKENS), draw(st.builds(Tokens, COUNTS, COUNTS))
    raw: dict[str, Any] = {
        "input_tokens": received.total,
        "output_tokens": produced.total,
        "total_tokens": received.total + produced.total,
    }
    if draw(st.integers(0, 9)):
        raw["input_token_details"] = {
            "text_tokens": received.text,
            "audio_tokens": received.audio,
            "image_tokens": received.image,
            "cached_tokens": draw(st.integers(0, received.total)),
        }
        raw["output_token_details"] = {
            "text_tokens": produced.text,
            "audio_tokens": produced.audio,
        }
    return raw


def session(model: str, answers: list[dict[str, Any] | None]) -> Script:
    """A question and an answer for each usage."""
    script = Script().open().created(model=model)
    for index, usage in enumerate(answers):
        name = f"resp_{index}"
        script.user(item_id=f"item_{index}").begins(name).message(response_id=name)
        script.done(name, usage=usage)
    return script


SESSIONS = st.lists(st.tuples(MODELS, st.lists(usages(), max_size=4)), min_size=1, max_size=4)


@given(TOKENS, TOKENS, TOKENS, COUNTS)
def test_no_token_is_billed_twice_or_lost(
    whole: Tokens, told: Tokens, produced: Tokens, cached: int
) -> None:
    usage = Usage(whole.total, produced.total, 0, cached, 0, whole, told, produced)
    found = metered(usage)
    assert found is not None
    assert found.fresh + found.cached == whole
    assert found.output == produced
    assert min(found.fresh.text, found.fresh.audio, found.fresh.image) >= 0
    assert found.cached.total <= max(cached, told.total)


@settings(max_examples=40)
@given(MODELS, st.lists(usages(), max_size=8))
def test_a_session_costs_what_its_responses_cost(
    model: str, answers: list[dict[str, Any] | None]
) -> None:
    records = session(model, answers).records
    state, tariff = reduce_all(records), Tariff()
    parts = sum((tariff.response(one, state) for one in state.responses.values()), NO_COST)
    assert tariff.session(state) == tariff.all_sessions(state) == parts
    streamed = [one.cost for one in measure(records) if isinstance(one, SessionMetrics)]
    assert streamed == [parts]
    assert parts.priced + parts.unpriced == len(answers)
    assert parts.usd >= Decimal(0)


@settings(max_examples=30)
@given(SESSIONS, st.randoms())
def test_the_order_of_sessions_does_not_matter(
    told: list[tuple[str, list[dict[str, Any] | None]]], dice: Random
) -> None:
    parts = []
    for model, answers in told:
        summary = MetricsSummary()
        for one in measure(session(model, answers).records):
            summary.feed(one)
        parts.append(summary)
    forwards, shuffled = MetricsSummary(), MetricsSummary()
    for part in parts:
        forwards.add(part)
    dice.shuffle(parts)
    for part in parts:
        shuffled.add(part)
    assert (shuffled.cost, shuffled.turns) == (forwards.cost, forwards.turns)
    for name, distribution in forwards.latency_ms.items():
        assert shuffled.latency_ms[name].spread() == distribution.spread()
    assert sum(len(answers) for _, answers in told) == forwards.responses == forwards.turns
