"""What errors say about limits: which one was reached, and how long to wait."""

from __future__ import annotations

import re
from typing import Final

_AGAIN: Final = re.compile(
    r"(?:try again|retry)\s+(?:in|after)\s+((?:\d+(?:\.\d+)?\s?[a-z]+\s?)+)", re.IGNORECASE
)
_PART: Final = re.compile(r"(\d+(?:\.\d+)?)\s?([a-z]+)", re.IGNORECASE)
_SECONDS: Final = {"s": 1.0, "m": 60.0, "h": 3600.0}


def is_quota(*names: str) -> bool:
    """Whether a code or type says that the money is used up, which no waiting helps."""
    return any("insufficient_quota" in name for name in names)


def is_rate_limit(*names: str) -> bool:
    """Whether a code or type names a rate limit, such as `rate_limit_exceeded`."""
    return any("rate_limit" in name for name in names)


def wait_s(message: str) -> float | None:
    """How long the server says to wait, as in `Please try again in 1m2.5s.`; `None` if it does not.

    The wording is that of OpenAI's rate-limit messages; it is not documented.
    """
    found = _AGAIN.search(message)
    if found is None:
        return None
    total = 0.0
    parts = _PART.findall(found[1])
    for number, unit in parts:
        scale = _scale(unit.lower())
        if scale is None:
            break
        total += float(number) * scale
    return total or None


def _scale(unit: str) -> float | None:
    """Seconds of a unit in any usual spelling."""
    if unit == "ms" or unit.startswith("milli"):
        return 0.001
    if unit in {"s", "m", "h"} or unit.startswith(("sec", "min", "hour")):
        return _SECONDS[unit[0]]
    return None
