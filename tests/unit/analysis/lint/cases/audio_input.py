"""Sessions for the rules of the section `audio_input`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.unit.analysis.lint.cases.case import Case

CASES: Final[tuple[Case, ...]] = ()
