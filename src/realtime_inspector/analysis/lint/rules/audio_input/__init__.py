"""Audio that goes in (pitfalls.md section C)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.rule import Rule

RULES: Final[tuple[type[Rule], ...]] = ()
