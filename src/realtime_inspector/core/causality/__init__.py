"""What caused an event, and what comes of it: rules over a log, without a look at all of it.

Only what the protocol makes certain (lifecycles.md, pitfalls.md §0); else the reason why not.
"""

from __future__ import annotations

from realtime_inspector.core.causality.model import Cause, Effect, Role, Why
from realtime_inspector.core.causality.scene import Surroundings
from realtime_inspector.core.causality.trace import cause_of, chain_of, effects_of

__all__ = [
    "Cause",
    "Effect",
    "Role",
    "Surroundings",
    "Why",
    "cause_of",
    "chain_of",
    "effects_of",
]
