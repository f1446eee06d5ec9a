"""The system clock."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def steady_clock() -> Callable[[], int]:
    """A wall clock in nanoseconds since 1970 that never jumps: start time plus monotonic time."""
    start_ns = time.time_ns()
    origin_ns = time.monotonic_ns()
    return lambda: start_ns + time.monotonic_ns() - origin_ns
