"""Responses, session and limits as lines of the sidebar."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.events.misc import short_number
from realtime_inspector.core.events.session import modalities, tool_names
from realtime_inspector.core.state import Phase, newest_first
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.items import (
    STATUS_SIGNS,
    STATUS_STYLES,
    response_reason,
    short_id,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from realtime_inspector.core.state import CaptureState, RateLimit, Response
    from realtime_inspector.ui.widgets.line_view import LinePart

Lines = list[list["LinePart"]]
RECENT: Final = 3
"""Responses shown besides the newest one."""
BAR: Final = 10
MUTED: Final = "$muted"


def response_lines(state: CaptureState, now_ns: int | None, width: int) -> Lines:
    """The newest response in full, a few older ones in a line each."""
    responses = list(islice(newest_first(state.responses), RECENT + 1))
    if not responses:
        return [[("No response yet.", MUTED)], [("response.create asks for one.", MUTED)]]
    newest, *older = responses
    lines = _newest(newest, now_ns, width)
    for response in older:
        lines.append([*_head(response), (f" {numbers.span(response.duration_ms)}", MUTED)])
    if len(state.responses) > 1 or state.usage.total:
        usage = state.usage
        total = f"{len(state.responses)} in all · in {usage.input} · out {usage.output}"
        lines.append([(total, MUTED)])
    return lines


def _head(response: Response) -> list[LinePart]:
    style = STATUS_STYLES.get(response.status, MUTED)
    sign = STATUS_SIGNS.get(response.status, "•")
    return [(f"{short_id(response.id)} ", "bold"), (f"{sign} {response.status}", style)]


def _newest(response: Response, now_ns: int | None, width: int) -> Lines:
    took = response.duration_ms
    if response.is_active and now_ns is not None and response.created_ns is not None:
        took = max(0, now_ns - (response.request_ns or response.created_ns)) / 1e6
    lines: Lines = [[*_head(response), (f" {numbers.span(took)}", MUTED)]]
    reason = response_reason(response)
    if reason:
        lines.append([(reason[: width * 3], STATUS_STYLES.get(response.status, ""))])
    words = []
    if response.first_token_ms is not None:
        words.append(f"first token {numbers.span(response.first_token_ms)}")
    rate = _rate(response)
    if rate is not None:
        words.append(f"{rate:.0f}/s")
    if words:
        lines.append([(" · ".join(words), "")])
    usage = response.usage
    if usage is not None:
        cached = f" ({usage.cached} cached)" if usage.cached else ""
        lines.append([(f"in {usage.input}{cached} · out {usage.output}", "")])
    if response.is_out_of_band:
        lines.append([("out of band: not part of the conversation", MUTED)])
    return lines


def _rate(response: Response) -> float | None:
    first, last = response.first_token_ns, response.last_delta_ns
    if first is None or last is None or response.deltas < 3 or last <= first:
        return None
    return (response.deltas - 1) * 1e9 / (last - first)


def session_lines(state: CaptureState, now_ns: int | None, width: int) -> Lines:
    """The session as effective, what was asked for and not accepted, and the rate limits."""
    session = state.session
    if session.created_seq is None and not session.effective:
        words = "No session.created." if state.seq else "Not connected yet."
        return [[(words, MUTED)]]
    effective = session.effective
    facts = {
        "id": session.id,
        "model": str(effective.get("model") or ""),
        "output": modalities(effective),
        "turns": _turns(effective),
        "tools": ", ".join(tool_names(effective)) or "none",
        "input": _input(state),
        "expires": _expiry(state, now_ns),
    }
    lines: Lines = [
        [(f"{name:<10}", MUTED), (value[: max(8, width - 10)], "")]
        for name, value in facts.items()
        if value
    ]
    lines += [
        [(f"{'refused':<10}", "$text-error"), (f"{name}: asked, not accepted", "$text-error")]
        for name in not_accepted(state)
    ]
    return lines + [_limit(limit, width) for limit in state.rate_limits[:3]]


def not_accepted(state: CaptureState) -> list[str]:
    """Fields that were asked for and are not what the session holds.

    Compared only where both sides are plain values: the server completes objects.
    """
    session = state.session
    if session.updated_seq is None:
        return []
    return [
        name
        for name, value in session.asked.items()
        if isinstance(value, str | int | float)
        and value != ""
        and name in session.effective
        and session.effective[name] != value
    ]


def _turns(session: Mapping[str, Any]) -> str:
    audio = session.get("audio")
    holder = audio.get("input") if isinstance(audio, dict) else session
    holder = holder if isinstance(holder, dict) else {}
    if "turn_detection" not in holder:
        return ""
    detection = holder["turn_detection"]
    kind = detection.get("type") if isinstance(detection, dict) else None
    return kind if isinstance(kind, str) else "by the client"


def _input(state: CaptureState) -> str:
    """What waits in the input audio buffer; empty where no audio has been sent."""
    buffer = state.input
    if not buffer.total_bytes and not buffer.is_speaking:
        return ""
    speech = " · speech" if buffer.is_speaking else ""
    return f"{numbers.size(buffer.bytes)} in the buffer{speech}"


def _expiry(state: CaptureState, now_ns: int | None) -> str:
    expires_s = state.session.expires_at_s
    if expires_s is None or now_ns is None or state.connection.phase is not Phase.READY:
        return ""
    return f"in {numbers.countdown(expires_s - now_ns / 1e9)}"


def _limit(limit: RateLimit, width: int) -> list[LinePart]:
    share = min(1.0, max(0.0, limit.remaining / limit.limit)) if limit.limit else 0.0
    style = "$text-success" if share > 0.2 else "$text-error"
    words = f" {short_number(limit.remaining)}/{short_number(limit.limit)}"
    cells = max(0, min(BAR, width - 10 - len(words)))
    full = round(share * cells)
    return [
        (f"{limit.name[:9]:<10}", MUTED),
        ("━" * full, style),
        ("━" * (cells - full), "$faint"),
        (words, ""),
    ]
