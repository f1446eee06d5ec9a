"""The fold: state and record in, next state out. It never raises and never changes its input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.core.event import Event
from realtime_inspector.core.events import CATALOGUE
from realtime_inspector.core.events.spec import At
from realtime_inspector.core.frozen import replace
from realtime_inspector.core.notices import reduce_notice
from realtime_inspector.core.record import RecordKind
from realtime_inspector.core.state import CaptureState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from realtime_inspector.core.record import Record


def reduce(state: CaptureState, record: Record, event: Event | None = None) -> CaptureState:
    """The state after one more record.

    Args:
        state: The state so far.
        record: The record.
        event: Its event, if the caller has parsed it already.
    """
    event = Event.of(record) if event is None else event
    at = At(state.seq + 1, record.time_ns, record.conn)
    counted = replace(
        state,
        seq=at.seq,
        bytes=state.bytes + len(record.payload),
        first_ns=state.first_ns if state.first_ns is not None else record.time_ns,
        last_ns=state.last_ns if record.time_ns is None else record.time_ns,
    )
    try:
        return _apply(counted, record, event, at)
    except Exception:  # noqa: BLE001 - an inspector must not stop at what a server sends
        return replace(counted, faults=counted.faults + 1)


def _apply(state: CaptureState, record: Record, event: Event, at: At) -> CaptureState:
    if record.kind is RecordKind.NOTICE:
        return reduce_notice(state, event, at)
    spec = CATALOGUE.get(event.canonical_type)
    return state if spec is None else spec.handle(state, event, at)


def reduce_all(records: Iterable[Record], state: CaptureState | None = None) -> CaptureState:
    """The state after many records."""
    state = CaptureState() if state is None else state
    for record in records:
        state = reduce(state, record)
    return state
