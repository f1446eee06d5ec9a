"""Responses as lines of the sidebar: the newest with its figures, the older ones, the session."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.metrics import Tariff, cost_words
from realtime_inspector.core.audio import session_formats
from realtime_inspector.core.state import newest_first
from realtime_inspector.guide.interface import words
from realtime_inspector.guide.measures import measure_words
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.items import (
    STATUS_SIGNS,
    STATUS_STYLES,
    response_reason,
    short_id,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.core.state import CaptureState, Response
    from realtime_inspector.core.usage import Tokens, Usage
    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.widgets.line_view import LinePart

Lines = list[list["LinePart"]]
RECENT: Final = 3
"""Responses shown besides the newest one."""
MUTED: Final = "$muted"
_PRICES: Final = Tariff()


def response_lines(
    state: CaptureState,
    now_ns: int | None,
    width: int,
    tariff: Tariff = _PRICES,
    lang: Language = "en",
) -> Lines:
    """The newest response in full, a few older ones in a line each, and the session's figures.

    Args:
        state: What is known.
        now_ns: The wall clock, for a response that is still running.
        width: Cells.
        tariff: What tokens cost.
        lang: The language of what is no name of the protocol.
    """
    responses = list(islice(newest_first(state.responses), RECENT + 1))
    if not responses:
        texts = ("No response yet.", "response.create asks for one.")
        return [[(words(text, lang), MUTED)] for text in texts]
    newest, *older = responses
    lines = _newest(newest, now_ns, width, lang)
    figures = (*_latency(newest, lang), *_rates(newest, state, lang), *_usage(newest.usage, lang))
    lines += [[(line, "")] for line in figures if line]
    cost = cost_words(tariff.response(newest, state))
    if cost:
        lines.append([(f"{words('cost', lang)} {_unknown(cost, lang)}", "")])
    if newest.is_out_of_band:
        lines.append([(words("out of band: not part of the conversation", lang), MUTED)])
    for response in older:
        lines.append([*_head(response, lang), (f" {numbers.span(response.duration_ms)}", MUTED)])
    if len(state.responses) > 1 or state.usage.total:
        usage = state.usage
        count = words("{count} in all", lang).format(count=len(state.responses))
        sums = words("in {input} · out {output}", lang)
        sums = sums.format(input=usage.input, output=usage.output)
        lines.append([(f"{count} · {sums}", MUTED)])
    return lines + [[(line, MUTED)] for line in _session(state, tariff, lang)]


def _head(response: Response, lang: Language) -> list[LinePart]:
    style = STATUS_STYLES.get(response.status, MUTED)
    sign = STATUS_SIGNS.get(response.status, "•")
    return [
        (f"{short_id(response.id)} ", "bold"),
        (f"{sign} {words(response.status, lang)}", style),
    ]


def _newest(response: Response, now_ns: int | None, width: int, lang: Language) -> Lines:
    took = response.duration_ms
    start_ns = response.start_ns
    if response.is_active and now_ns is not None and start_ns is not None:
        took = max(0, now_ns - start_ns) / 1e6
    lines: Lines = [[*_head(response, lang), (f" {numbers.span(took)}", MUTED)]]
    reason = response_reason(response, lang)
    if reason:
        lines.append([(reason[: width * 3], STATUS_STYLES.get(response.status, ""))])
    return lines


def _latency(response: Response, lang: Language) -> Iterator[str]:
    """First token and first audio in a line, what a speaker waits for in another."""
    first = (
        ("first_token", response.first_token_ms),
        ("first_audio", response.first_audio_ms),
    )
    yield " · ".join(_figure(name, ms, lang) for name, ms in first if ms is not None)
    if response.reply_ms is not None:
        yield _figure("speech_to_reply", response.reply_ms, lang)


def _figure(measure: str, span_ms: float, lang: Language) -> str:
    return f"{measure_words(measure, lang)[0]} {numbers.span(span_ms)}"


def _rates(response: Response, state: CaptureState, lang: Language) -> Iterator[str]:
    """How fast it came: in tokens as soon as they are known, in deltas before."""
    found: list[str] = []
    amount, unit = (
        response.deltas - 1,
        words("deltas/s", lang),
    )  # the first one is there when it begins
    if response.usage is not None:
        amount, unit = response.usage.output, measure_words("tokens_per_s", lang)[0]
    rate = response.per_second(amount)
    if rate:
        found.append(f"{rate:.0f} {unit}")
    sound = response.per_second(_audio_ms(response, state) / 1000)
    if sound:
        found.append(f"{sound:.1f} {measure_words('audio_per_s', lang)[0]}")
    yield " · ".join(found)


def _audio_ms(response: Response, state: CaptureState) -> float:
    if response.first_audio_ns is None:
        return 0.0
    items = (state.items.get(key) for key in response.items)
    size = sum(item.audio_bytes for item in items if item is not None)
    return session_formats(state.session_at(response.session).effective)[1].duration_ms(size)


def _usage(usage: Usage | None, lang: Language) -> Iterator[str]:
    """Tokens, by modality where there is more than one."""
    if usage is None:
        return
    cached = _by(usage.cached_by, lang) or usage.cached
    came = _by(usage.input_by, lang), _counted("{count} cached", cached, lang)
    went = _by(usage.output_by, lang), _counted("{count} reasoning", usage.reasoning, lang)
    yield words("in {input} · out {output}", lang).format(
        input=f"{usage.input}{''.join(map(_in_brackets, came))}",
        output=f"{usage.output}{''.join(map(_in_brackets, went))}",
    )


def _by(tokens: Tokens | None, lang: Language) -> str:
    """Counts by modality, such as `14 text 27 audio`; empty where there is one kind only."""
    if tokens is None:
        return ""
    named = (
        ("{count} text", tokens.text),
        ("{count} audio", tokens.audio),
        ("{count} image", tokens.image),
    )
    found = [_counted(kind, count, lang) for kind, count in named if count]
    return " ".join(found) if len(found) > 1 else ""


def _counted(kind: str, count: int | str, lang: Language) -> str:
    return words(kind, lang).format(count=count) if count else ""


def _in_brackets(text: str) -> str:
    return f" ({text})" if text else ""


def _session(state: CaptureState, tariff: Tariff, lang: Language) -> Iterator[str]:
    """What the session cost, and how much of its input came from the cache."""
    cost = cost_words(tariff.session(state))
    facts = [f"{words('cost', lang)} {_unknown(cost, lang)}"] if cost else []
    tokens = state.bill.tokens
    count = tokens.fresh.total + tokens.cached.total
    if count:
        facts.append(f"{tokens.cached.total / count:.0%} {words('from the cache', lang)}")
    if facts:
        yield f"{words('Session', lang)}: {' · '.join(facts)}"


def _unknown(cost: str, lang: Language) -> str:
    return words(cost, lang) if cost == "unknown" else cost
