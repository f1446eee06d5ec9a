"""One thing that is wrong with a session, as a rule of the linter says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Severity(StrEnum):
    """How bad it is (pitfalls.md, header)."""

    ERROR = "error"
    """The server refused something, or the application is stuck."""
    WARN = "warn"
    """It works, but wrong, lossy or costly."""
    INFO = "info"
    """A hint."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found. The words are in `guide.rules` under the same id."""

    rule: str
    """Such as `RT003`."""
    severity: Severity
    seqs: tuple[int, ...]
    """The records concerned; the first is the one to look at."""
    values: Mapping[str, str] = field(default_factory=dict)
    """For the placeholders in the words; as they were received, so to be made safe to show."""
    action: str = ""
    """Id of the action that puts it right in a live session, if there is one (`actions.py`)."""

    @property
    def seq(self) -> int:
        """The record to look at."""
        return self.seqs[0]
