"""Frames to events and back: the only place that reads or writes JSON text of events."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.record import parse_object
from realtime_inspector.simulator.refusal import RefusalError

if TYPE_CHECKING:
    from collections.abc import Mapping

_DEEPEST_NESTING: Final = 100
_BINARY_MESSAGE: Final = "Expected a text WebSocket message; binary frames are not supported."
_JSON_MESSAGE: Final = "Invalid event: failed to parse JSON value. "


def decode(frame: str | bytes) -> dict[str, Any]:
    """The JSON object in a client frame.

    Raises:
        RefusalError: The frame is binary, not a JSON object, or nested absurdly deep.
    """
    if isinstance(frame, bytes):
        raise RefusalError("invalid_event", _BINARY_MESSAGE)
    event = parse_object(frame)
    if event is None:
        raise RefusalError("invalid_json", _JSON_MESSAGE + "Expected one JSON object per message.")
    _require_plain(event)
    return event


def encode(event: Mapping[str, Any]) -> str:
    """The frame of a server event: compact, non-ASCII as it is.

    Half a surrogate pair cannot be sent as UTF-8; a text with one is escaped instead.
    """
    frame = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
    try:
        frame.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(event, separators=(",", ":"))
    return frame


def _require_plain(event: dict[str, Any]) -> None:
    """Refuse what Python reads but could not write again: deep nesting, `1e999`."""
    level: list[object] = [event]
    for _ in range(_DEEPEST_NESTING):
        below: list[object] = []
        for value in level:
            if isinstance(value, dict):
                below.extend(value.values())
            elif isinstance(value, list):
                below.extend(value)
            elif isinstance(value, float) and not math.isfinite(value):
                raise RefusalError("invalid_json", _JSON_MESSAGE + "Number out of range.")
        if not below:
            return
        level = below
    raise RefusalError("invalid_json", _JSON_MESSAGE + "The value is nested too deeply.")
