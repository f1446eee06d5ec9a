"""What a long connection may forget, so that judging it takes bounded memory."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.frozen import replace
from realtime_inspector.core.persistent_map import PersistentMap
from realtime_inspector.core.persistent_sequence import PersistentSequence

if TYPE_CHECKING:
    from realtime_inspector.core.state import CaptureState

EVERY: Final = 20_000
"""Records of a connection between one look and the next."""
KEPT: Final = 1_000
"""So many of the newest problems and notices are kept: an error may be explained a little later."""


def without_history(state: CaptureState) -> CaptureState:
    """The state without what no rule asks for any more.

    The items and the responses of the session that goes on are all kept: an id may be named at any
    time. Those of former sessions go, as do lines of the transcript and old problems.
    """
    session = state.session.number
    items = {key: item for key, item in state.items.items() if item.session == session}
    keys = {name: key for name, key in state.item_keys.items() if key in items}
    responses = {name: one for name, one in state.responses.items() if one.session == session}
    return replace(
        state,
        items=PersistentMap(items),
        item_keys=PersistentMap(keys),
        responses=PersistentMap(responses),
        active=PersistentMap({name: None for name in state.active if name in responses}),
        problems=_newest(state.problems),
        notices=_newest(state.notices),
        entries=PersistentSequence(),
        answered=_newest(state.answered),
    )


def _newest(entries: PersistentMap[int, Any]) -> PersistentMap[int, Any]:
    if len(entries) <= KEPT:
        return entries
    keys = list(islice(reversed(entries), KEPT))
    return PersistentMap({key: entries[key] for key in reversed(keys)})
