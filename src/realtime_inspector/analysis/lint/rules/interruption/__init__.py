"""Interruption and playback (pitfalls.md section D)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.rule import Rule

RULES: Final[tuple[type[Rule], ...]] = ()
