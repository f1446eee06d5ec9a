"""The checks in the order of their weight: the first that finds something names the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.why.audio import not_committed, speech
from realtime_inspector.analysis.why.connection import held, not_connected, session_expired
from realtime_inspector.analysis.why.errors import limit_reached, refused
from realtime_inspector.analysis.why.reason import Mood, Reason
from realtime_inspector.analysis.why.responses import active, ended_badly, queued, unanswered
from realtime_inspector.analysis.why.tools import waiting_for_approval, waiting_for_tool
from realtime_inspector.analysis.why.turns import not_asked_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from realtime_inspector.analysis.why.situation import Situation


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that may be why nothing happens; `guide.reasons` has its words."""

    id: str
    look: Callable[[Situation], Reason | None]
    is_told_of_recordings: bool = False
    """Whether the coach speaks of it in a capture, where nobody can do anything any more."""


CHECKS: Final = (
    Check("connected", not_connected),
    Check("not_expired", session_expired),
    Check("not_refused", refused, is_told_of_recordings=True),
    Check("configured", held),
    Check("not_queued", queued),
    Check("not_active", active),
    Check("no_approval", waiting_for_approval),
    Check("well_ended", ended_badly, is_told_of_recordings=True),
    Check("no_open_call", waiting_for_tool),
    Check("asked_for", not_asked_for),
    Check("answered", unanswered),
    Check("speech_clear", speech),
    Check("committed", not_committed),
    Check("has_room", limit_reached),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check said: a reason, or that this is not why."""

    check: str
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The reason, and what every check said."""

    reason: Reason
    findings: tuple[Finding, ...]


def diagnose(now: Situation) -> Diagnosis:
    """Why nothing happens, with all that was looked at."""
    findings = tuple(Finding(check.id, check.look(now)) for check in CHECKS)
    first = next((one.reason for one in findings if one.reason is not None), None)
    return Diagnosis(first or fine(now), findings)


def reasons(now: Situation) -> Iterator[Reason]:
    """The reasons that the coach may tell, the weightiest first; the others are not worked out."""
    for check in CHECKS:
        reason = check.look(now) if now.is_live or check.is_told_of_recordings else None
        if reason is not None:
            yield reason


def fine(now: Situation) -> Reason:
    """Nothing is missing: it is the user's turn."""
    last = now.last_response
    is_over = last is not None and last.session == now.state.session.number
    if last is None or not is_over:
        return Reason("ready", Mood.FINE)
    seqs = tuple(filter(None, (last.created_seq, last.done_seq)))
    values, action = {"response": last.id}, "request_response"
    return Reason("finished", Mood.FINE, values, seqs, action, last.done_ns)
