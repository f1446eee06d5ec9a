"""Sending a capture's client events again: what to send, after what, with which ids. Sans-I/O."""

from __future__ import annotations

from realtime_inspector.analysis.resending.player import (
    Done,
    GivenUp,
    Move,
    Pace,
    Player,
    Send,
    Wait,
)
from realtime_inspector.analysis.resending.script import Mark, Script, ScriptWriter, Step

__all__ = [
    "Done",
    "GivenUp",
    "Mark",
    "Move",
    "Pace",
    "Player",
    "Script",
    "ScriptWriter",
    "Send",
    "Step",
    "Wait",
]
