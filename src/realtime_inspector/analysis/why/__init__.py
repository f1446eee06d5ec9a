"""Why nothing happens: the reason, named from the state, and what has been ruled out."""

from __future__ import annotations

from realtime_inspector.analysis.why.diagnosis import CHECKS, Diagnosis, Finding, diagnose
from realtime_inspector.analysis.why.reason import Mood, Reason
from realtime_inspector.analysis.why.situation import Situation

__all__ = ["CHECKS", "Diagnosis", "Finding", "Mood", "Reason", "Situation", "diagnose"]
