"""All rules, in the order of their ids. A rule is a file in the folder of its section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint.rules import (
    audio_input,
    interruption,
    items,
    responses,
    session,
    turns,
    wire,
)

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.rule import Rule

RULES: Final[tuple[type[Rule], ...]] = (
    *turns.RULES,
    *session.RULES,
    *audio_input.RULES,
    *interruption.RULES,
    *responses.RULES,
    *items.RULES,
    *wire.RULES,
)
