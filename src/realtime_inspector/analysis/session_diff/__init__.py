"""What differs between two captures, session by session and turn by turn."""

from __future__ import annotations

from realtime_inspector.analysis.session_diff.compare import compare
from realtime_inspector.analysis.session_diff.digest import Digest, Digester
from realtime_inspector.analysis.session_diff.model import (
    Aspect,
    CaptureDiff,
    Difference,
    Rules,
    SessionDiff,
    Timing,
    TurnDiff,
)

__all__ = [
    "Aspect",
    "CaptureDiff",
    "Difference",
    "Digest",
    "Digester",
    "Rules",
    "SessionDiff",
    "Timing",
    "TurnDiff",
    "compare",
]
