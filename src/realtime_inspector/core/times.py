"""Times in files: ISO text and epoch numbers to nanoseconds since 1970 and back."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_NUMBER: Final = re.compile(r"\d{9,19}(?:\.\d+)?")

_SCALES_US: Final[tuple[tuple[float, float], ...]] = (
    (1e17, 1e-3),
    (1e14, 1.0),
    (1e11, 1e3),
    (1e8, 1e6),
)
"""From what size on a number is in nanoseconds, microseconds, milliseconds, seconds since
1970, and what it takes to make it microseconds. Smaller numbers are not dates: they count
from some start that the file does not tell."""


def format_time(time_ns: int | None) -> str | None:
    """The fixed-width UTC text of a capture (PRODUCT.md section 6): `2026-11-22T12:00:12.345678Z`.

    Nanoseconds below a microsecond are cut off. `None` for an unknown time and for one
    outside the years 1 to 9999.
    """
    if time_ns is None:
        return None
    try:
        moment = _EPOCH + timedelta(microseconds=time_ns // 1000)
    except OverflowError:
        return None
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def parse_iso(text: str) -> int | None:
    """Nanoseconds since 1970 of an ISO 8601 date and time, or `None`.

    A space or `T` in the middle, a comma before the fraction (Python's `logging`) and a
    missing zone are accepted; without a zone it is read as UTC. A time without a date is
    not a time since 1970.
    """
    if len(text) < len("2026-11-22T12:00") or not text[:4].isdigit():
        return None
    try:
        moment = datetime.fromisoformat(text.strip().replace(",", "."))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return (moment - _EPOCH) // _MICROSECOND * 1000
    except (ValueError, OverflowError):
        return None


def parse_epoch(value: float) -> int | None:
    """Nanoseconds since 1970 of a number in s, ms, µs or ns; `None` if it is none of them."""
    if isinstance(value, bool) or not math.isfinite(value):
        return None
    for least, to_microseconds in _SCALES_US:
        if value >= least:
            return round(value * to_microseconds) * 1000 if value < 1e19 else None
    return None


def parse_time(value: Any) -> int | None:
    """Nanoseconds since 1970 of what a log calls a time, or `None` where that is unknown."""
    if isinstance(value, str):
        return parse_epoch(float(value)) if _NUMBER.fullmatch(value) else parse_iso(value)
    if isinstance(value, int | float):
        try:
            return parse_epoch(value)
        except OverflowError:  # an integer too large for a float
            return None
    return None
