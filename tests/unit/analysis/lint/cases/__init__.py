"""All cases: the table of rule and session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.unit.analysis.lint.cases import (
    audio_input,
    interruption,
    items,
    responses,
    session,
    turns,
    wire,
)

if TYPE_CHECKING:
    from tests.unit.analysis.lint.cases.case import Case

CASES: Final[tuple[Case, ...]] = (
    *turns.CASES,
    *session.CASES,
    *audio_input.CASES,
    *interruption.CASES,
    *responses.CASES,
    *items.CASES,
    *wire.CASES,
)
