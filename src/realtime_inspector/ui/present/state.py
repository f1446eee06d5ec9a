"""The session and its limits as lines of the sidebar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.contract import not_kept
from realtime_inspector.core.events.misc import short_number
from realtime_inspector.core.events.session import modalities, tool_names
from realtime_inspector.core.state import Phase
from realtime_inspector.ui.present import numbers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from realtime_inspector.core.state import CaptureState, RateLimit
    from realtime_inspector.ui.widgets.line_view import LinePart

Lines = list[list["LinePart"]]
BAR: Final = 10
SOON_S: Final = 1.0
"""A limit that is reset sooner needs no countdown."""
MUTED: Final = "$muted"


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
    for limit in state.rate_limits[:3]:
        lines += _limit(limit, now_ns, width)
    return lines


def not_accepted(state: CaptureState) -> list[str]:
    """Paths of the fields that were asked for and are not what the session holds."""
    session = state.session
    is_pending = any(one.type == "session.update" for one in state.asked)
    if session.updated_seq is None or is_pending:
        return []
    return not_kept(session.asked, session.effective)


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


def _limit(limit: RateLimit, now_ns: int | None, width: int) -> Lines:
    """How much is left, and when all of it is again."""
    share = min(1.0, max(0.0, limit.remaining / limit.limit)) if limit.limit else 0.0
    style = "$text-success" if share > 0.2 else "$text-error"
    words = f" {share:.0%} {short_number(limit.remaining)}/{short_number(limit.limit)}"
    cells = max(0, min(BAR, width - 10 - len(words)))
    full = round(share * cells)
    bar: list[LinePart] = [
        (f"{limit.name[:9]:<10}", MUTED),
        ("━" * full, style),
        ("━" * (cells - full), "$faint"),
        (words, ""),
    ]
    left_s = limit.reset_s
    if now_ns is not None and limit.time_ns is not None:
        left_s -= (now_ns - limit.time_ns) / 1e9
    if left_s < SOON_S:
        return [bar]
    return [bar, [(f"{'':<10}", MUTED), (f"resets in {numbers.countdown(left_s)}", MUTED)]]
