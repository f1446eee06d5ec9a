"""Who is let in: what the request line and headers say, and what is answered (lifecycles.md §21).

The upgrade always succeeds; a refusal is an `error` event and a close right after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.simulator.refusal import RefusalError, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from realtime_inspector.simulator.settings import SimulatorSettings

_KEY_PROTOCOL: Final = "openai-insecure-api-key."
_BETA_PROTOCOL: Final = "openai-beta.realtime-v1"
_BETA: Final = "realtime=v1"
_TRANSCRIPTION: Final = "transcription"
_INTENTS: Final = ("conversation", _TRANSCRIPTION)
_TRANSCRIPTION_MODELS: Final = ("whisper", "transcribe")
_TRANSLATE: Final = "gpt-realtime-translate"
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
    call_id: str | None = None
    """The call whose sideband is asked for (`?call_id=`)."""
    intent: str | None = None
    """`?intent=` of the URL."""
    is_translation: bool = False
    """Whether the path is that of translation sessions."""
    granted: Mapping[str, Any] | None = None
    """The session of the client secret that is the key, checked when it was made."""
    granted_until: float | None = None
    """When that secret expires, in seconds since 1970."""

    @property
    def key(self) -> str | None:
        """The bearer key, from the header or, as browsers do, from a subprotocol."""
        bearer = bearer_of(self.authorization)
        if bearer is not None:
            return bearer
        offered = (each for each in self.subprotocols if each.startswith(_KEY_PROTOCOL))
        return next((each.removeprefix(_KEY_PROTOCOL) for each in offered), None)

    @property
    def is_transcription(self) -> bool:
        """Whether a transcription session is asked for, in the URL or by the client secret."""
        return self.intent == _TRANSCRIPTION or (self.granted or {}).get("type") == _TRANSCRIPTION

    @property
    def is_beta(self) -> bool:
        """Whether the client speaks the beta shape (dialects.md §1)."""
        return _BETA in (self.beta or "") or _BETA_PROTOCOL in self.subprotocols


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


def bearer_of(authorization: str | None) -> str | None:
    """The key in an `Authorization` header."""
    header = authorization or ""
    return header[len(_BEARER) :].strip() if header.lower().startswith(_BEARER) else None


def admit(request: ConnectionRequest, settings: SimulatorSettings, now: float) -> str:
    """The model of a connection.

    Args:
        request: What the client said.
        settings: What is asked of clients.
        now: Seconds since 1970, for client secrets.

    Raises:
        NotAdmittedError: With the error and the close of lifecycles.md §21.
    """
    if request.granted is None:
        check_key(request.key, settings.require_key)
    elif request.granted_until is not None and now >= request.granted_until:
        raise _wrong_key(request.key or "")
    if request.is_beta and settings.refuse_beta:
        message = (
            "The beta shape of the Realtime API is no longer supported. "
            "Use /v1/realtime without the OpenAI-Beta header for the GA API."
        )
        raise _not_admitted("beta_api_shape_disabled", message)
    if request.call_id is not None:
        message = f"Call {quoted(request.call_id)} was not found: the simulator takes no calls."
        raise _not_admitted("call_id_not_found", message)
    if request.intent is not None and request.intent not in _INTENTS:
        raise _not_admitted("invalid_intent", f"Invalid intent: {quoted(request.intent)}.")
    if request.is_translation:
        return _translation_model(request)
    return "" if request.is_transcription else _model_of(request, settings)


def _model_of(request: ConnectionRequest, settings: SimulatorSettings) -> str:
    granted = (request.granted or {}).get("model")
    if granted is None and request.model is None and settings.require_model:
        message = (
            "You must provide a model parameter. (HINT: add it to the URL, as in "
            "/v1/realtime?model=gpt-realtime.)"
        )
        raise _not_admitted("missing_model", message)
    model = granted or request.model or settings.default_model
    if any(word in model.lower() for word in _TRANSCRIPTION_MODELS):
        message = (
            f"Model {quoted(model)} is a transcription model and cannot be used as the realtime "
            "session model"
        )
        raise _not_admitted("invalid_model", message.replace("'", '"'))
    if "realtime" not in model.lower() or "translate" in model.lower():
        message = f"Model {quoted(model)} is not supported in realtime mode."
        raise _not_admitted("invalid_model", message.replace("'", '"'))
    return str(model)


def _translation_model(request: ConnectionRequest) -> str:
    model = request.model or _TRANSLATE
    if "translate" not in model.lower():
        message = f"Model {quoted(model)} is not supported in translation mode."
        raise _not_admitted("invalid_model", message.replace("'", '"'))
    return model


def _not_admitted(code: str, message: str) -> NotAdmittedError:
    return NotAdmittedError(RefusalError(code, message), 4000)


def check_key(key: str | None, wanted: str | None) -> None:
    """Let a key in, or do not.

    Raises:
        NotAdmittedError: It is missing or not the wanted one.
    """
    if wanted is None or key == wanted:
        return
    if key is None:
        message = (
            "You didn't provide an API key. You need to provide your API key in an "
            "Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY)."
        )
        raise NotAdmittedError(RefusalError(None, message), 3000)
    raise _wrong_key(key)


def _wrong_key(key: str) -> NotAdmittedError:
    message = f"Incorrect API key provided: {masked(key)}."
    return NotAdmittedError(RefusalError("invalid_api_key", message), 3000)


def masked(key: str) -> str:
    """A key as OpenAI's message shows it: its last four characters, unless it is short."""
    if len(key) < _SHORTEST_MASKED:
        return "*" * len(key)
    return "*" * 8 + key[-_SHOWN:]
