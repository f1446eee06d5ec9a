"""What a diagnosis goes by on the screen: the moment that is shown, and what our client does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.analysis.why import Situation
from realtime_inspector.core.record import Direction

if TYPE_CHECKING:
    from realtime_inspector.store.store import Store
    from realtime_inspector.ui.context import Inspection


def situation_now(inspection: Inspection) -> Situation:
    """The newest moment."""
    session, state = inspection.session, inspection.store.shown_state
    if session is None:
        return Situation(state, is_live=False)
    return Situation(
        state,
        is_live=True,
        is_queued=session.is_queued,
        is_auto_response=session.is_auto_response,
        held=session.held,
        running_calls=session.running_calls,
        now_ns=inspection.clock(),
    )


def situation_at(store: Store, seq: int) -> Situation:
    """The moment right after an event; what came next tells how long nothing did."""
    following = seq + 1
    now_ns = store.time_ns(following) if following <= len(store) else None
    shown = store.shown_state
    return Situation(
        shown if shown.seq == seq else store.state_at(seq),
        is_live=False,
        now_ns=now_ns,
        is_client_heard=is_client_heard(store),
    )


def is_client_heard(store: Store) -> bool:
    """Whether a log holds anything that the client sent."""
    return any(kind.direction is Direction.SENT for kind in store.columns.kinds.values)
