"""Choosing one connection of a capture with a filter."""

from __future__ import annotations

from realtime_inspector.core.filter_tree import And, Everything, Measure, Node
from realtime_inspector.core.filters import Filter


def of_connection(wanted: Filter, connection: int | None) -> Filter:
    """A filter that wants the same, but of one connection.

    Args:
        wanted: The filter; a connection that it chose before gives way.
        connection: Its number, from 1; `None` for all of them.
    """
    chosen = () if connection is None else (Measure("conn", "=", float(connection)),)
    parts = (*chosen, *(part for part in _parts(wanted.tree) if not _chooses(part)))
    return Filter(parts[0] if len(parts) == 1 else And(parts) if parts else Everything())


def _parts(tree: Node) -> tuple[Node, ...]:
    if isinstance(tree, Everything):
        return ()
    return tree.parts if isinstance(tree, And) else (tree,)


def _chooses(part: Node) -> bool:
    return isinstance(part, Measure) and part.name == "conn" and part.operator == "="
