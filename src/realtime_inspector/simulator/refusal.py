"""The one exception by which the simulator turns a client event down."""

from __future__ import annotations

from typing import Any, Final

_LONGEST_QUOTE: Final = 120


class RefusalError(Exception):
    """A client event that is answered with an `error` event (lifecycles.md §20)."""

    def __init__(self, code: str | None, message: str, param: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.param = param
        self.type = "invalid_request_error"

    def as_error(self, event_id: str | None) -> dict[str, Any]:
        """The `error` object of the event, keys in the order seen on the wire."""
        return {
            "type": self.type,
            "code": self.code,
            "message": self.message,
            "param": self.param,
            "event_id": event_id,
        }


def quoted(value: object) -> str:
    """A client's value as error messages show it: in quotes, and not endlessly long."""
    text = value if isinstance(value, str) else repr(value)
    shown = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
    return f"'{shown}'"
