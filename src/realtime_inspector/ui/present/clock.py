"""The time of a record since the start, as far as its file or its ids tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.store.estimates import elapsed_s
from realtime_inspector.ui.present import numbers

if TYPE_CHECKING:
    from realtime_inspector.store.store import Store

ABOUT: Final = "≈"
"""Before a time that only the ids tell, to the second."""


def clock_words(store: Store, seq: int, *, later_ms: float = 0.0) -> str:
    """Such as `00:06.120`, or `≈00:06` from ids; `later_ms` is added to it."""
    elapsed_ms = store.elapsed_ms(seq)
    if elapsed_ms is not None:
        return numbers.clock(elapsed_ms + later_ms)
    second = elapsed_s(store.columns, seq - 1)
    if second is None:
        return numbers.UNKNOWN
    return ABOUT + numbers.clock(second * 1000 + later_ms).partition(".")[0]


def short_clock_words(store: Store, seq: int) -> str:
    """The same in six cells, such as `0:06.1` or `≈0:06`."""
    elapsed_ms = store.elapsed_ms(seq)
    if elapsed_ms is not None:
        return numbers.short_clock(elapsed_ms)
    second = elapsed_s(store.columns, seq - 1)
    if second is None:
        return numbers.UNKNOWN
    return ABOUT + numbers.short_clock(second * 1000).partition(".")[0]
