"""How figures are spread: percentiles by nearest rank, so that each is a figure that occurred.

The figures are kept as they are, 8 bytes each: one of each kind for a response or a turn, which is
a hundredth of what their events take in a capture. So several captures give exact percentiles.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from math import ceil, fsum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Spread:
    """What a person is told of many figures."""

    count: int
    mean: float
    min: float
    p50: float
    p90: float
    p99: float
    max: float


class Distribution:
    """Figures of one kind, in no order."""

    __slots__ = ("_values",)

    def __init__(self, values: Iterable[float] = ()) -> None:
        self._values = array("d", values)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._values)

    def add(self, value: float | None) -> None:
        """One more; what is not known is not counted."""
        if value is not None:
            self._values.append(value)

    def extend(self, other: Distribution) -> None:
        """All figures of another one too."""
        self._values.extend(other._values)

    def spread(self) -> Spread | None:
        """The percentiles; `None` if there is no figure."""
        values = sorted(self._values)
        if not values:
            return None

        def percentile(share: int) -> float:
            """The smallest figure that so many of 100 are not above."""
            return values[max(0, ceil(share * len(values) / 100) - 1)]

        mean = fsum(values) / len(values)
        p50, p90, p99 = percentile(50), percentile(90), percentile(99)
        return Spread(len(values), mean, values[0], p50, p90, p99, values[-1])
