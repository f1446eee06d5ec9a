"""A capture as a person reads it: who said what, when, and what became of it."""

from __future__ import annotations

from realtime_inspector.analysis.transcript.model import (
    Ending,
    Line,
    SessionTranscript,
    Speaker,
    ToolUse,
    Transcript,
)
from realtime_inspector.analysis.transcript.order import transcript

__all__ = [
    "Ending",
    "Line",
    "SessionTranscript",
    "Speaker",
    "ToolUse",
    "Transcript",
    "transcript",
]
