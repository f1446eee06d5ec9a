"""Translation sessions (lifecycles.md §18, events.md §12): no turns, no items, no responses."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.simulator.checks import Check, nullable, one_of, record, text
from realtime_inspector.simulator.conversation import decode_audio
from realtime_inspector.simulator.session import LIFETIME_S
from realtime_inspector.simulator.shapes import NOISE_REDUCTION, client_event

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.simulator.handlers import Handler
    from realtime_inspector.simulator.interpreting import Interpreter
    from realtime_inspector.simulator.world import World

_STRING: Final = text()
_SESSION: Final = record(
    {
        "type": one_of("translation"),
        "audio": nullable(
            record(
                {
                    "input": nullable(
                        record(
                            {
                                "transcription": nullable(
                                    record({"model": _STRING}, required=("model",))
                                ),
                                "noise_reduction": NOISE_REDUCTION,
                            }
                        )
                    ),
                    "output": nullable(record({"language": nullable(_STRING)})),
                }
            )
        ),
    }
)
TRANSLATION_EVENTS: Final[dict[str, Check]] = {
    "session.update": client_event({"session": _SESSION}, ("session",)),
    "session.input_audio_buffer.append": client_event({"audio": _STRING}, ("audio",)),
    "session.close": client_event({}),
}


def new_translation(model: str, session_id: str, now: float) -> dict[str, Any]:
    """The session of `session.created`."""
    return {
        "type": "translation",
        "id": session_id,
        "model": model,
        "expires_at": int(now) + LIFETIME_S,
        "audio": {
            "input": {"transcription": None, "noise_reduction": None},
            "output": {"language": None},
        },
    }


def translation_handlers(interpreter: Interpreter) -> dict[str, Handler]:
    """What each client event does in a session with this interpreter."""

    def append(world: World, event: Mapping[str, Any]) -> None:
        del world
        interpreter.append(decode_audio(event["audio"], "audio"))

    def close(world: World, event: Mapping[str, Any]) -> None:
        del world, event
        interpreter.close()

    return {
        "session.update": _update_session,
        "session.input_audio_buffer.append": append,
        "session.close": close,
    }


def _update_session(world: World, event: Mapping[str, Any]) -> None:
    session = copy.deepcopy(world.session)
    for side, fields in (event["session"].get("audio") or {}).items():
        session["audio"][side] |= fields or {}
    world.session = session
    world.emit("session.updated", session=session)
