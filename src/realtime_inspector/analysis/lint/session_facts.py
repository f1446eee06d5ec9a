"""What a session object says, in GA or beta shape (dialects.md §1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint.rule import mapping
from realtime_inspector.analysis.lint.voice_activity import turn_detection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.core.state import CaptureState

_ABSENT: Final = object()
_DATE: Final = re.compile(r"-\d{4}-\d{2}-\d{2}$")


def value_at(session: Mapping[str, object], path: str, default: object = None) -> object:
    """The value at a dotted path of an object, or the default where there is none."""
    value: object = session
    for name in path.split("."):
        if not isinstance(value, dict) or name not in value:
            return default
        value = value[name]
    return value


def has(session: Mapping[str, object], path: str) -> bool:
    """Whether an object names a dotted path, be it with `null`."""
    return value_at(session, path, _ABSENT) is not _ABSENT


def named(session: Mapping[str, object], ga: str, beta: str) -> object:
    """The value of a field in GA spelling, else in beta spelling, else `None`."""
    value = value_at(session, ga, _ABSENT)
    return value_at(session, beta) if value is _ABSENT else value


def is_told(session: Mapping[str, object], ga: str, beta: str) -> bool:
    """Whether an object names a field in either spelling, be it with `null`."""
    return has(session, ga) or has(session, beta)


def is_conversation(session: Mapping[str, object]) -> bool:
    """Whether it is a session that answers: no transcription and no translation."""
    return bool(session) and session.get("type", "realtime") == "realtime"


def transcription(session: Mapping[str, object]) -> Mapping[str, object]:
    """How input is transcribed; empty if it is not."""
    return mapping(named(session, "audio.input.transcription", "input_audio_transcription"))


def is_vad_on(session: Mapping[str, object]) -> bool:
    """Whether the server itself ends the user's turns; not with a client's own detection."""
    kind = (turn_detection(session) or {}).get("type")
    return isinstance(kind, str) and kind.endswith("_vad") and kind != "client_vad"


def is_vad_off(session: Mapping[str, object]) -> bool:
    """Whether turn detection is told to be off; not if nothing is told."""
    is_known = is_told(session, "audio.input.turn_detection", "turn_detection")
    return is_known and not is_vad_on(session)


def is_update_under_way(state: CaptureState) -> bool:
    """Whether the client asked for another configuration that is not confirmed yet."""
    return any(one.type == "session.update" for one in state.asked)


def without_date(model: str) -> str:
    """A model's name without the date of its snapshot."""
    return _DATE.sub("", model)
