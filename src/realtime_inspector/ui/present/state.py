"""The session and its limits as lines of the sidebar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.contract import not_kept
from realtime_inspector.core.events.misc import short_number
from realtime_inspector.core.events.session import modalities, tool_names
from realtime_inspector.core.state import Phase
from realtime_inspector.guide.interface import label, words
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.cells import fitted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from realtime_inspector.core.state import CaptureState, RateLimit
    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.widgets.line_view import LinePart

Lines = list[list["LinePart"]]
LABEL: Final = 10
"""Cells of the names in front."""
BAR: Final = 10
SOON_S: Final = 1.0
"""A limit that is reset sooner needs no countdown."""
MUTED: Final = "$muted"


def session_lines(
    state: CaptureState, now_ns: int | None, width: int, lang: Language = "en"
) -> Lines:
    """The session as effective, what was asked for and not accepted, and the rate limits."""
    session = state.session
    if session.created_seq is None and not session.effective:
        nothing = "No session.created." if state.seq else "Not connected yet."
        return [[(words(nothing, lang), MUTED)]]
    effective = session.effective
    facts = {
        "id": session.id,
        "model": str(effective.get("model") or ""),
        "output": modalities(effective),
        "turns": _turns(effective, lang),
        "tools": ", ".join(tool_names(effective)) or words("none", lang),
        "input": _input(state, lang),
        "expires": _expiry(state, now_ns, lang),
    }
    lines: Lines = [
        [(_label(name, lang), MUTED), (value[: max(8, width - LABEL)], "")]
        for name, value in facts.items()
        if value
    ]
    refused = words("{name}: asked, not accepted", lang)
    lines += [
        [(_label("refused", lang), "$text-error"), (refused.format(name=name), "$text-error")]
        for name in not_accepted(state)
    ]
    for limit in state.rate_limits[:3]:
        lines += _limit(limit, now_ns, width, lang)
    return lines


def not_accepted(state: CaptureState) -> list[str]:
    """Paths of the fields that were asked for and are not what the session holds."""
    session = state.session
    is_pending = any(one.type == "session.update" for one in state.asked)
    if session.updated_seq is None or is_pending:
        return []
    return not_kept(session.asked, session.effective)


def _turns(session: Mapping[str, Any], lang: Language) -> str:
    audio = session.get("audio")
    holder = audio.get("input") if isinstance(audio, dict) else session
    holder = holder if isinstance(holder, dict) else {}
    if "turn_detection" not in holder:
        return ""
    detection = holder["turn_detection"]
    kind = detection.get("type") if isinstance(detection, dict) else None
    return kind if isinstance(kind, str) else words("by the client", lang)


def _input(state: CaptureState, lang: Language) -> str:
    """What waits in the input audio buffer; empty where no audio has been sent."""
    buffer = state.input
    if not buffer.total_bytes and not buffer.is_speaking:
        return ""
    speech = f" · {words('speech', lang)}" if buffer.is_speaking else ""
    return words("{size} in the buffer", lang).format(size=numbers.size(buffer.bytes)) + speech


def _expiry(state: CaptureState, now_ns: int | None, lang: Language) -> str:
    expires_s = state.session.expires_at_s
    if expires_s is None or now_ns is None or state.connection.phase is not Phase.READY:
        return ""
    left = numbers.countdown(expires_s - now_ns / 1e9)
    return words("in {time}", lang).format(time=left)


def _label(name: str, lang: Language) -> str:
    """A name in front of a value, in its column."""
    return fitted(label(name, lang), LABEL)


def _limit(limit: RateLimit, now_ns: int | None, width: int, lang: Language) -> Lines:
    """How much is left, and when all of it is again."""
    share = min(1.0, max(0.0, limit.remaining / limit.limit)) if limit.limit else 0.0
    style = "$text-success" if share > 0.2 else "$text-error"
    left = f" {share:.0%} {short_number(limit.remaining)}/{short_number(limit.limit)}"
    cells = max(0, min(BAR, width - LABEL - len(left)))
    full = round(share * cells)
    bar: list[LinePart] = [
        (f"{limit.name[: LABEL - 1]:<{LABEL}}", MUTED),
        ("━" * full, style),
        ("━" * (cells - full), "$faint"),
        (left, ""),
    ]
    left_s = limit.reset_s
    if now_ns is not None and limit.time_ns is not None:
        left_s -= (now_ns - limit.time_ns) / 1e9
    if left_s < SOON_S:
        return [bar]
    resets = words("resets in {time}", lang).format(time=numbers.countdown(left_s))
    return [bar, [(" " * LABEL, MUTED), (resets, MUTED)]]
