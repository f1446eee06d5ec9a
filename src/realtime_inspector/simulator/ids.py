"""Ids as OpenAI makes them: a prefix, the second in base 62, random characters (observed.md §2)."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random

    from realtime_inspector.simulator.schedule import Schedule

ALPHABET: Final = string.digits + string.ascii_uppercase + string.ascii_lowercase
EPOCH_S: Final = 1_576_800_000
"""What the stamp counts from: 50 × 365 days after 1970."""

_STAMP_LENGTH: Final = 5
_RANDOM_LENGTH: Final = 16


class Ids:
    """Makes ids from a seeded generator and the schedule's clock."""

    def __init__(self, rng: random.Random, schedule: Schedule) -> None:
        self._rng = rng
        self._schedule = schedule

    def make(self, prefix: str) -> str:
        """An id such as `item_E6U11eeiqpcw4luxPkEiJ`."""
        return f"{prefix}_{stamp(self._schedule.now)}{self.noise(_RANDOM_LENGTH)}"

    def make_call(self) -> str:
        """A function call's id: 16 random characters, no stamp."""
        return f"call_{self.noise(_RANDOM_LENGTH)}"

    def noise(self, length: int) -> str:
        """Random letters and digits; also what `obfuscation` is made of."""
        return "".join(self._rng.choices(ALPHABET, k=length))


def stamp(now: float) -> str:
    """The second of a Unix time as five base-62 digits."""
    rest = max(0, int(now) - EPOCH_S)
    digits = []
    for _ in range(_STAMP_LENGTH):
        rest, digit = divmod(rest, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))
