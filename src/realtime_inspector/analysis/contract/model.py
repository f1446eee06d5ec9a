"""One field of a session: as asked, as accepted, as observed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Whether a field is what it was to be."""

    KEPT = "="
    """As asked; where nothing was asked, as the session says."""
    DIFFERS = "≠"
    UNSEEN = "?"
    """Nothing in the traffic tells."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A field; texts are as received, so to be made safe to show."""

    name: str
    """Words for it are in `guide.contract`."""
    verdict: Verdict
    asked: str = ""
    """Empty: nothing was asked."""
    accepted: str = ""
    """Empty: the session does not say."""
    observed: str = ""
    """Empty: nothing was seen."""
    seqs: tuple[int, ...] = ()
    """Numbers of the records that show it, in order."""
