"""One reason why nothing happens, and the events that show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Mood(StrEnum):
    """Whether somebody has to do something about it."""

    TROUBLE = "trouble"
    """It does not go on by itself."""
    WAITING = "waiting"
    """It goes on when somebody else has done his part."""
    FINE = "fine"
    """It is as it should be."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why nothing happens; the words are in `guide.reasons` under the same id."""

    id: str
    mood: Mood = Mood.WAITING
    values: Mapping[str, str] = field(default_factory=dict)
    """For the placeholders in the words; as they were received, so to be made safe to show."""
    seqs: tuple[int, ...] = ()
    """Numbers of the records that show it, in order."""
    action: str = ""
    """Id of the action that puts it right in a live session (`actions.py`); empty: none does."""
    since_ns: int | None = None
    """When it began, nanoseconds since 1970; `None`: unknown, or of no interest."""

    @property
    def is_trouble(self) -> bool:
        """Whether it does not go on by itself."""
        return self.mood is Mood.TROUBLE


def trouble(
    reason_id: str,
    *seqs: int | None,
    action: str = "",
    since_ns: int | None = None,
    **values: object,
) -> Reason:
    """Something that does not go on by itself; see `Reason`."""
    texts = {name: str(value) for name, value in values.items()}
    return Reason(reason_id, Mood.TROUBLE, texts, _numbers(seqs), action, since_ns)


def waiting(
    reason_id: str,
    *seqs: int | None,
    action: str = "",
    since_ns: int | None = None,
    **values: object,
) -> Reason:
    """Something that somebody else has to do; see `Reason`."""
    texts = {name: str(value) for name, value in values.items()}
    return Reason(reason_id, Mood.WAITING, texts, _numbers(seqs), action, since_ns)


def _numbers(seqs: tuple[int | None, ...]) -> tuple[int, ...]:
    return tuple(sorted({seq for seq in seqs if seq}))
