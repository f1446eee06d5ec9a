"""The `error` events that no server ever sent: what the server of a capture says of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.codec import encode_event
from realtime_inspector.serving.report import expected_words, named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.serving.script import Command

NOT_IN_CAPTURE: Final = "not_in_capture"
"""The code that answers what was not recorded."""
CAPTURE_EXHAUSTED: Final = "capture_exhausted"
"""The code for a client after the last connection of the capture."""


def not_in_capture(event: Mapping[str, Any], expected: Command | None, number: int) -> str:
    """The answer to an event that was not recorded.

    Args:
        event: What the client sent.
        expected: What was recorded there.
        number: How many such answers the client has got, with this one.
    """
    event_id = event.get("event_id")
    return _error_event(
        NOT_IN_CAPTURE,
        f"The capture that is served here holds no {named(event)} at this place; recorded next: "
        f"{expected_words(expected)}.",
        event_id=event_id if isinstance(event_id, str) else None,
        number=number,
    )


def capture_exhausted(message: str) -> str:
    """What a client is told for which there is no connection left."""
    return _error_event(CAPTURE_EXHAUSTED, message)


def _error_event(code: str, message: str, *, event_id: str | None = None, number: int = 1) -> str:
    """An `error` event in the protocol's form (events.md, `error`)."""
    error = {
        "type": "invalid_request_error",
        "code": code,
        "message": message,
        "param": None,
        "event_id": event_id,
    }
    return encode_event({"type": "error", "event_id": f"event_{code}_{number}", "error": error})
