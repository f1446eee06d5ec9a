"""Who is let in: what the request line and headers say, and what is answered (lifecycles.md §21).

The upgrade always succeeds; a refusal is an `error` event and a close right after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.simulator.refusal import RefusalError, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.simulator.settings import SimulatorSettings

_KEY_PROTOCOL: Final = "openai-insecure-api-key."
_BEARER: Final = "bearer "
_SHORTEST_MASKED: Final = 12
_SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class ConnectionRequest:
    """What a client said when it connected."""

    model: str | None = None
    authorization: str | None = None
    """The `Authorization` header."""
    subprotocols: Sequence[str] = ()
    beta: str | None = None
    """The `OpenAI-Beta` header."""

    @property
    def key(self) -> str | None:
        """The bearer key, from the header or, as browsers do, from a subprotocol."""
        header = self.authorization or ""
        if header.lower().startswith(_BEARER):
            return header[len(_BEARER) :].strip()
        offered = (each for each in self.subprotocols if each.startswith(_KEY_PROTOCOL))
        return next((each.removeprefix(_KEY_PROTOCOL) for each in offered), None)


@dataclass(frozen=True, slots=True)
class Closing:
    """A close that the server wants, after all that it has to say."""

    code: int
    reason: str


class NotAdmittedError(Exception):
    """A connection that is told why and closed."""

    def __init__(self, refusal: RefusalError, close_code: int) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal
        parts = [refusal.type, *([refusal.code] if refusal.code else [])]
        self.closing = Closing(close_code, ".".join(parts))


def admit(request: ConnectionRequest, settings: SimulatorSettings) -> str:
    """The model of a connection.

    Raises:
        NotAdmittedError: With the error and the close of lifecycles.md §21.
    """
    _require_key(request.key, settings.require_key)
    if "realtime=v1" in (request.beta or ""):
        message = (
            "The beta shape of the Realtime API is no longer supported. "
            "Use /v1/realtime without the OpenAI-Beta header for the GA API."
        )
        raise NotAdmittedError(RefusalError("beta_api_shape_disabled", message), 4000)
    model = request.model or settings.default_model
    if "realtime" not in model.lower():
        message = f"Model {quoted(model)} is not supported in realtime mode."
        raise NotAdmittedError(RefusalError("invalid_model", message.replace("'", '"')), 4000)
    return model


def _require_key(key: str | None, wanted: str | None) -> None:
    if wanted is None or key == wanted:
        return
    if key is None:
        message = (
            "You didn't provide an API key. You need to provide your API key in an "
            "Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY)."
        )
        raise NotAdmittedError(RefusalError(None, message), 3000)
    message = f"Incorrect API key provided: {masked(key)}."
    raise NotAdmittedError(RefusalError("invalid_api_key", message), 3000)


def masked(key: str) -> str:
    """A key as OpenAI's message shows it: its last four characters, unless it is short."""
    if len(key) < _SHORTEST_MASKED:
        return "*" * len(key)
    return "*" * 8 + key[-_SHOWN:]
