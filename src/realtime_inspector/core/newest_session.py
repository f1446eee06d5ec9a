"""The newest session of a stream of records: what a record's one line of words is read in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.core.reduce import reduce
from realtime_inspector.core.state import CaptureState

if TYPE_CHECKING:
    from realtime_inspector.core.filter_row import FilterRow

_OF_SESSIONS = ("session.created", "session.updated")


def newest_session(state: CaptureState, row: FilterRow) -> CaptureState:
    """The state with the session as it is after a record; of all else it keeps nothing.

    Args:
        state: What this function said of the record before; at first an empty state.
        row: The record.
    """
    name = row.event.canonical_type
    if name not in _OF_SESSIONS:
        return state
    before = CaptureState() if name == "session.created" else state
    return reduce(before, row.record, row.event)
