"""The next line of a view with something about it: over whole columns, not row by row."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from realtime_inspector.capture.columns import FAILED, OTHER

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from realtime_inspector.store.store import Store
    from realtime_inspector.store.view import LogView

FEW: Final = 1_000
"""So many numbers are looked up one by one."""


def next_flagged(view: LogView, line: int, step: int, flag: int) -> int | None:
    """The next line that has a record with a flag (`columns.FAILED`, `columns.SLOW`).

    Args:
        view: Where to look.
        line: Index of the line to start from, which is not looked at.
        step: 1 for the next one, -1 for the one before.
        flag: What to look for.
    """
    return _next(view, line, step, _flagged(view.store, flag))


def next_flagged_seq(store: Store, seq: int, step: int, flag: int) -> int | None:
    """The next record with a flag, by its number; after the last one, on from the other end.

    Args:
        store: The log.
        seq: Number of the record to start from.
        step: 1 for the next one, -1 for the one before.
        flag: What to look for.
    """
    mask = _flagged(store, flag)
    if step > 0:
        at = mask.find(1, seq)
        at = mask.find(1) if at < 0 else at
    else:
        at = mask.rfind(1, 0, max(0, seq - 1))
        at = mask.rfind(1) if at < 0 else at
    return at + 1 if at >= 0 else None


def _flagged(store: Store, flag: int) -> bytes:
    """For each record, 1 if it has a flag."""
    columns = store.columns
    has_flag = bytes(bool(flags & flag) for flags in range(256))
    mask = bytes(columns.flags).translate(has_flag)
    if flag == FAILED:  # of what has not been read yet, the type tells most
        fails = bytes(kind.is_failure for kind in columns.kinds.values[:OTHER])
        mask += bytes(columns.codes[len(mask) :]).translate(fails.ljust(256, b"\0"))
    return mask


def next_listed(view: LogView, line: int, step: int, seqs: Sequence[int]) -> int | None:
    """The next line that has one of the records with these numbers, which are in order."""
    if len(seqs) > FEW and view.is_filtered:
        mask = bytearray(len(view.store))
        for seq in seqs:
            mask[seq - 1] = 1
        return _next(view, line, step, bytes(mask))
    first, last = view.bounds(line) if 0 <= line < len(view) else _outside(view, line)
    if step > 0:
        found = iter(seqs[bisect_right(seqs, last) :])
    else:
        found = iter(seqs[: bisect_left(seqs, first)][::-1])
    lines = (view.index_of(seq) for seq in found)
    return next((index for index in lines if index is not None), None)


def starts_of_responses(store: Store) -> list[int]:
    """Numbers of the records with which a response begins, in order."""
    columns = store.columns
    kinds = [
        number
        for number, kind in enumerate(columns.kinds.values)
        if kind.canonical == "response.created"
    ]
    return sorted(place + 1 for number in kinds for place in columns.places_of_kind(number))


def _outside(view: LogView, line: int) -> tuple[int, int]:
    end = len(view.store) + 1
    return (0, 0) if line < 0 else (end, end)


def _next(view: LogView, line: int, step: int, mask: bytes) -> int | None:
    """The next line with a record that has a 1 in a mask over all records."""
    places: array[int] | None = view.places
    if places is not None:
        known = bisect_left(places, len(mask))
        mask = bytes(map(mask.__getitem__, places[:known]))
    if step > 0:
        at = mask.find(1, view.start_of(line + 1), view.start_of(len(view)))
    else:
        at = mask.rfind(1, 0, view.start_of(line))
    return view.line_of(at) if at >= 0 else None
