"""Transcription-only sessions (lifecycles.md §17, events.md §11): audio in, text out, no model.

The events of the input buffer and of the transcription are those of realtime sessions; there
are no responses and no rate limits.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.simulator.checks import Check, one_of, record
from realtime_inspector.simulator.handlers import HANDLERS, Handler
from realtime_inspector.simulator.refusal import RefusalError
from realtime_inspector.simulator.session import LIFETIME_S, completed_input
from realtime_inspector.simulator.shapes import AUDIO_INPUT as _AUDIO_INPUT
from realtime_inspector.simulator.shapes import CLIENT_EVENTS, INCLUDE, client_event

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.simulator.world import World

_PLAIN_MODEL: Final = "gpt-realtime"
"""The defaults of turn detection are those of this model: 0.5, 300 ms, 200 ms."""
_TURN_KEYS: Final = (
    *("type", "threshold", "prefix_padding_ms", "silence_duration_ms", "eagerness"),
)
"""Without the switches that are about responses."""
_WITHOUT_TURNS: Final = "gpt-realtime-whisper"

_FIELDS: Final = record(
    {
        "type": one_of("transcription"),
        "audio": record({"input": _AUDIO_INPUT}),
        "include": INCLUDE,
    },
    required=("type",),
)


def transcription_shape(value: object, path: str) -> None:
    """Check the `session` of an update; the other kind has an error of its own.

    Raises:
        RefusalError: It is not the session of a transcription.
    """
    if isinstance(value, dict) and value.get("type") == "realtime":
        message = (
            "Passing a realtime session update event to a transcription session is not allowed."
        )
        raise RefusalError(None, message)
    _FIELDS(value, path)


_KEPT: Final = (
    "input_audio_buffer.append",
    "input_audio_buffer.commit",
    "input_audio_buffer.clear",
)
TRANSCRIPTION_EVENTS: Final[dict[str, Check]] = {
    "session.update": client_event({"session": transcription_shape}, ("session",)),
    **{kind: CLIENT_EVENTS[kind] for kind in _KEPT},
}


def new_transcription(session_id: str, now: float) -> dict[str, Any]:
    """The session of `session.created`."""
    return {
        "type": "transcription",
        "object": "realtime.transcription_session",
        "id": session_id,
        "expires_at": int(now) + LIFETIME_S,
        "audio": {
            "input": {
                "format": completed_input("format", None, _PLAIN_MODEL),
                "transcription": None,
                "noise_reduction": None,
                "turn_detection": _turn_detection({"type": "server_vad"}),
            }
        },
        "include": None,
    }


def granted_transcription(patch: Mapping[str, Any], session_id: str, now: float) -> dict[str, Any]:
    """A new session with the configuration of a client secret in it; `{}`: none.

    Raises:
        RefusalError: The configuration cannot be had.
    """
    session = new_transcription(session_id, now)
    if not patch:
        return session
    transcription_shape(dict(patch), "session")
    return updated_transcription(session, patch)


def updated_transcription(session: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """A session with a checked update applied, whole or not at all.

    Raises:
        RefusalError: The model cannot detect turns.
    """
    result = copy.deepcopy(dict(session))
    incoming = result["audio"]["input"]
    for name, value in ((patch.get("audio") or {}).get("input") or {}).items():
        is_turns = name == "turn_detection" and value is not None
        incoming[name] = (
            _turn_detection(value) if is_turns else completed_input(name, value, _PLAIN_MODEL)
        )
    if "include" in patch:
        result["include"] = patch["include"]
    model = (incoming["transcription"] or {}).get("model")
    if model == _WITHOUT_TURNS and incoming["turn_detection"] is not None:
        message = "Turn detection is not supported for this transcription model"
        raise RefusalError(None, message, "session.audio.input.turn_detection")
    return result


def _turn_detection(asked: Mapping[str, Any]) -> dict[str, Any]:
    whole = completed_input("turn_detection", asked, _PLAIN_MODEL)
    return {key: whole[key] for key in _TURN_KEYS if key in whole}


def _update_session(world: World, event: Mapping[str, Any]) -> None:
    world.session = updated_transcription(world.session, event["session"])
    world.emit("session.updated", session=world.session)
    world.listener.session_changed()


TRANSCRIPTION_HANDLERS: Final[dict[str, Handler]] = {
    "session.update": _update_session,
    **{kind: HANDLERS[kind] for kind in _KEPT},
}
