"""The kinds of session, and how each begins: realtime, transcription (§17), translation (§18)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from realtime_inspector.simulator.handlers import HANDLERS, Handler
from realtime_inspector.simulator.interpreting import Interpreter
from realtime_inspector.simulator.session import new_session, updated
from realtime_inspector.simulator.shapes import CLIENT_EVENTS
from realtime_inspector.simulator.transcription_session import (
    TRANSCRIPTION_EVENTS,
    TRANSCRIPTION_HANDLERS,
    granted_transcription,
)
from realtime_inspector.simulator.translation_session import (
    TRANSLATION_EVENTS,
    new_translation,
    translation_handlers,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.simulator.admission import ConnectionRequest
    from realtime_inspector.simulator.checks import Check
    from realtime_inspector.simulator.world import World


@dataclass(frozen=True, slots=True)
class Kind:
    """What a client may send in a session, and what it does."""

    events: Mapping[str, Check]
    handlers: Mapping[str, Handler]


REALTIME = Kind(CLIENT_EVENTS, HANDLERS)


def begin(world: World, request: ConnectionRequest, model: str, now: float) -> Kind:
    """Give a connection its session and say `session.created` (lifecycles.md §1)."""
    session_id = world.ids.make("sess")
    if request.is_translation:
        world.session = new_translation(model, session_id, now)
        kind = Kind(TRANSLATION_EVENTS, translation_handlers(Interpreter(world)))
    elif request.is_transcription:
        world.session = granted_transcription(request.granted or {}, session_id, now)
        kind = Kind(TRANSCRIPTION_EVENTS, TRANSCRIPTION_HANDLERS)
    else:
        world.session = new_session(model, session_id, now)
        if request.granted:
            world.session = updated(world.session, request.granted, voice_is_fixed=False)
        kind = REALTIME
    world.emit("session.created", session=world.session)
    return kind
