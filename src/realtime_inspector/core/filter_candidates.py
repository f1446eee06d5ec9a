"""Candidates for completing a filter: what they are, and which fit what is typed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from realtime_inspector.core.safe import visible

if TYPE_CHECKING:
    from collections.abc import Iterable


class CandidateKind(StrEnum):
    """What a candidate is, for its colour."""

    KEY = "key"
    VALUE = "value"
    PATH = "path"
    SAVED = "saved"
    FIX = "fix"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to insert."""

    text: str
    """What is inserted."""
    kind: CandidateKind
    label: str = ""
    """What the list shows, if it is not the text itself."""
    note: str = ""
    """What it means, in our English words."""
    example: str = ""
    """Words of the capture or of the user that explain it. Not safe to draw as they are."""
    count: int | None = None
    """Events that have it, if known."""
    is_whole: bool = False
    """Whether the term is complete with it: what follows needs a space."""

    @property
    def shown(self) -> str:
        """What the list shows."""
        return self.label or self.text


Option = tuple[str, Candidate]
"""What the typed text is compared with, and the candidate."""


def best(typed: str, options: Iterable[Option], limit: int) -> list[Candidate]:
    """The candidates that begin with what is typed, then those that hold it; case is ignored.

    Those that an input line cannot hold are left out.
    """
    needle = typed.casefold()
    beginning: list[Candidate] = []
    holding: list[Candidate] = []
    for word, candidate in options:
        folded = word.casefold()
        if needle not in folded or not fits_line(candidate.text):
            continue
        group = beginning if folded.startswith(needle) else holding
        group.append(candidate)
    return (beginning + holding)[:limit]


def fits_line(text: str) -> bool:
    """Whether a text can stand in an input line as it is."""
    return visible(text) == text
