"""The words of a log that the filter line offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.capture.columns import NO_ID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from realtime_inspector.store.store import Store

MOST_LOOKED_AT: Final = 20_000
"""Ids and records looked at for one list: a key press must not wait for it."""


def types_of(store: Store) -> dict[str, int]:
    """How many records there are of each type."""
    counts: dict[str, int] = {}
    columns = store.columns
    for number, count in columns.counts.items():
        name = columns.kinds.values[number].type
        if count:
            counts[name] = counts.get(name, 0) + count
    return counts


def ids_of(store: Store, kind: str, prefix: str, limit: int) -> Sequence[str]:
    """Ids that begin so, the newest first.

    Args:
        store: The log.
        kind: `resp`, `item`, `call`, or `id` for all of them.
        prefix: May be empty.
        limit: How many at most.
    """
    found: list[str] = []
    for name in _ids(store, kind):
        if name.startswith(prefix) and name not in found:
            found.append(name)
            if len(found) >= limit:
                break
    return found


def _ids(store: Store, kind: str) -> Iterator[str]:
    columns = store.columns
    if kind in {"call", "id"}:
        for item in reversed(store.state.items.values()):
            if item.call_id:
                yield item.call_id
    if kind == "call":
        return
    wanted = {"resp": (columns.responses,), "item": (columns.items,)}
    last = columns.described
    for place in range(last - 1, max(-1, last - 1 - MOST_LOOKED_AT), -1):
        for column in wanted.get(kind, (columns.responses, columns.items)):
            if column[place] != NO_ID:
                yield columns.ids.values[column[place]]


def sample_of(store: Store, seqs: Sequence[int]) -> Iterator[Mapping[str, Any]]:
    """The events with some numbers, parsed; the very long ones left out."""
    for seq in seqs:
        if 1 <= seq <= len(store) and not store.is_long(seq):
            yield store.event(seq).raw
