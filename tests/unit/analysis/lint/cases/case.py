"""What a test of a rule is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.script import Script


@dataclass(frozen=True, slots=True)
class Case:
    """A session that a rule must report, or must not."""

    rule: str
    story: str
    """What happens in it."""
    write: Callable[[], Script]
    is_reported: bool = True
    looked_at: str = ""
    """The type of the record that the finding must begin with, if it is reported."""
    provider: str = "openai"
