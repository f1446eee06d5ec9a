"""Turn taking, and tools (pitfalls.md section A)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint.rules.turns.rt003_active_response_collision import (
    ActiveResponseCollision,
)

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.rule import Rule

RULES: Final[tuple[type[Rule], ...]] = (ActiveResponseCollision,)
