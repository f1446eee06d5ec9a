"""The one most useful thing to know now: the weightiest reason of those in `why`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.why.diagnosis import fine, reasons
from realtime_inspector.analysis.why.reason import Mood, Reason

if TYPE_CHECKING:
    from realtime_inspector.analysis.why.situation import Situation

NOTHING_TO_SAY: Final = "capture"
"""The advice on a recording that needs none."""


def advise(now: Situation) -> Reason:
    """What to tell now; in a recording, only what is wrong."""
    reason = next(reasons(now), None)
    if reason is not None:
        return reason
    return fine(now) if now.is_live else Reason(NOTHING_TO_SAY, Mood.FINE)
