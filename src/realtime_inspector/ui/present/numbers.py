"""Times, sizes and counts as a person reads them."""

from __future__ import annotations

from datetime import datetime

UNKNOWN = "–"


def clock(elapsed_ms: float | None) -> str:
    """Time since the start, such as `00:06.120`; nine cells up to 100 minutes."""
    if elapsed_ms is None:
        return UNKNOWN
    sign = "-" if elapsed_ms < 0 else ""
    seconds, millis = divmod(round(abs(elapsed_ms)), 1000)
    minutes, seconds = divmod(seconds, 60)
    if minutes < 100:
        return f"{sign}{minutes:02}:{seconds:02}.{millis:03}"
    return f"{sign}{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def short_clock(elapsed_ms: float | None) -> str:
    """Time since the start in at most six cells, such as `0:06.1`."""
    if elapsed_ms is None:
        return UNKNOWN
    tenths = max(0, int(elapsed_ms // 100))
    minutes, tenths = divmod(tenths, 600)
    if minutes < 10:
        return f"{minutes}:{tenths // 10:02}.{tenths % 10}"
    return f"{minutes}:{tenths // 10:02}" if minutes < 1000 else f"{minutes // 60}h"


def gap(gap_ms: float | None) -> str:
    """Time since the previous event, such as `+373ms` or `+6.09s`; at most seven cells."""
    if gap_ms is None:
        return ""
    if gap_ms < 999.5:
        return f"+{max(0, gap_ms):.0f}ms"
    if gap_ms < 99_950:
        return f"+{gap_ms / 1000:.3g}s" if gap_ms < 9_995 else f"+{gap_ms / 1000:.1f}s"
    return f"+{gap_ms / 60_000:.0f}min"


def span(span_ms: float | None) -> str:
    """A duration in words, such as `352 ms` or `1.25 s`."""
    if span_ms is None:
        return UNKNOWN
    if span_ms < 999.5:
        return f"{span_ms:.0f} ms"
    if span_ms < 60_000:
        return f"{span_ms / 1000:.2f} s"
    minutes, seconds = divmod(round(span_ms / 1000), 60)
    return f"{minutes}:{seconds:02} min"


def size(size_bytes: int) -> str:
    """A size, such as `12.4 KB`."""
    value = float(size_bytes)
    for unit in ("B", "KB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.2f} GB"


def time_of_day(time_ns: int | None) -> str:
    """Local wall clock, such as `14:03:07`."""
    if time_ns is None:
        return UNKNOWN
    return datetime.fromtimestamp(time_ns / 1e9).astimezone().strftime("%H:%M:%S")


def countdown(seconds: float) -> str:
    """Time left, such as `59:51`."""
    left = max(0, round(seconds))
    return f"{left // 60:02}:{left % 60:02}"
