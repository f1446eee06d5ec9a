"""Client secrets: `POST /v1/realtime/client_secrets` and its beta forerunner, without I/O.

What is documented: dialects.md §1 (key minting) and §2 (REST neighbours); the answer's type
is `ClientSecretCreateResponse` of the openai package.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.simulator.admission import NotAdmittedError, bearer_of, check_key
from realtime_inspector.simulator.beta import BetaEdge
from realtime_inspector.simulator.checks import any_object, nullable, number, one_of, record
from realtime_inspector.simulator.ids import Ids
from realtime_inspector.simulator.refusal import RefusalError
from realtime_inspector.simulator.schedule import Schedule
from realtime_inspector.simulator.session import new_session, updated
from realtime_inspector.simulator.shapes import SESSION
from realtime_inspector.simulator.transcription_session import (
    granted_transcription,
    transcription_shape,
)
from realtime_inspector.simulator.wire import decode

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping

    from realtime_inspector.simulator.front import PlainRequest
    from realtime_inspector.simulator.settings import SimulatorSettings

PATH: Final = "/v1/realtime/client_secrets"
BETA_PATHS: Final = {
    "/v1/realtime/sessions": "realtime",
    "/v1/realtime/transcription_sessions": "transcription",
}
"""The beta endpoints, and the kind of session that each makes keys for."""

_TRANSCRIPTION: Final = "transcription"

_DEFAULT_LIFE_S: Final = 600
_BETA_LIFE_S: Final = 60
_SHORTEST_LIFE_S: Final = 10
_LONGEST_LIFE_S: Final = 7200
_MOST_SECRETS: Final = 10_000
_SECRET_BITS: Final = 128


def _session_shape(value: object, path: str) -> None:
    is_transcription = isinstance(value, dict) and value.get("type") == _TRANSCRIPTION
    (transcription_shape if is_transcription else SESSION)(value, path)


_BODY: Final = record(
    {
        "session": nullable(_session_shape),
        "expires_after": nullable(
            record(
                {
                    "anchor": one_of("created_at"),
                    "seconds": number(_SHORTEST_LIFE_S, _LONGEST_LIFE_S, whole=True),
                }
            )
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a client secret stands for."""

    session: Mapping[str, Any]
    """The checked body of a `session.update`."""
    expires_at: float
    """Seconds since 1970 from which on no connection is made with it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer with a JSON body."""

    status: HTTPStatus
    body: str


class ClientSecrets:
    """The secrets of one simulator. The caller owns the clock and the random generator."""

    def __init__(self, settings: SimulatorSettings, rng: random.Random) -> None:
        self._settings = settings
        self._rng = rng
        self._grants: dict[str, Grant] = {}

    def find(self, key: str | None) -> Grant | None:
        """What a key stands for, if it was made here; it may have expired."""
        return None if key is None else self._grants.get(key)

    def answer(self, request: PlainRequest, now: float) -> Answer:
        """Serve a plain HTTP request."""
        if request.trouble is not None:
            return _error(request.trouble, RefusalError(None, request.trouble.phrase + "."))
        path = request.target.partition("?")[0].rstrip("/")
        mint = self._minters().get(path)
        if mint is None:
            message = f"Invalid URL ({request.method} {path or '/'})"
            return _error(HTTPStatus.NOT_FOUND, RefusalError(None, message))
        if request.method != "POST":
            message = f"Not allowed to {request.method} on {path} (HINT: Perhaps you meant POST.)"
            return _error(HTTPStatus.METHOD_NOT_ALLOWED, RefusalError(None, message))
        try:
            check_key(bearer_of(request.authorization), self._settings.require_key)
        except NotAdmittedError as refused:
            return _error(HTTPStatus.UNAUTHORIZED, refused.refusal)
        try:
            made = mint(_body_of(request.body), now)
        except RefusalError as refusal:
            return _error(HTTPStatus.BAD_REQUEST, refusal)
        return Answer(HTTPStatus.OK, json.dumps(made))

    def _minters(self) -> Mapping[str, Callable[[dict[str, Any], float], dict[str, Any]]]:
        beta = {path: partial(self._mint_beta, kind) for path, kind in BETA_PATHS.items()}
        return {PATH: self._mint, **beta}

    def _mint(self, body: dict[str, Any], now: float) -> dict[str, Any]:
        _BODY(body, "")
        life = (body.get("expires_after") or {}).get("seconds", _DEFAULT_LIFE_S)
        patch = body.get("session") or {"type": "realtime"}
        session = self._session_of(patch, now)
        value, expires_at = self._grant(patch, now, life)
        return {"value": value, "expires_at": expires_at, "session": session}

    def _mint_beta(self, kind: str, body: dict[str, Any], now: float) -> dict[str, Any]:
        """The nested answer of the beta endpoint: `client_secret.value`."""
        asked = dict(body)
        life_check = record({"expires_after": nullable(any_object)})
        nullable(life_check)(asked.get("client_secret"), "client_secret")
        edge = BetaEdge()
        patch = edge.session_from_client(asked, kind)
        try:
            _session_shape(patch, "session")
            session = self._session_of(patch, now)
        except RefusalError as refusal:
            raise edge.refused(refusal) from refusal
        value, expires_at = self._grant(patch, now, _BETA_LIFE_S)
        secret = {"value": value, "expires_at": expires_at}
        return edge.session_for_client(session) | {"client_secret": secret}

    def _session_of(self, patch: Mapping[str, Any], now: float) -> dict[str, Any]:
        session_id = Ids(self._rng, Schedule(now)).make("sess")
        if patch["type"] == _TRANSCRIPTION:
            return granted_transcription(patch, session_id, now)
        model = patch.get("model") or self._settings.default_model
        return updated(new_session(model, session_id, now), patch, voice_is_fixed=False)

    def _grant(self, patch: Mapping[str, Any], now: float, life: int) -> tuple[str, int]:
        value = f"ek_{self._rng.getrandbits(_SECRET_BITS):032x}"
        expires_at = int(now) + life
        self._grants[value] = Grant(patch, expires_at)
        if len(self._grants) > _MOST_SECRETS:
            del self._grants[next(iter(self._grants))]
        return value, expires_at


def _body_of(body: bytes) -> dict[str, Any]:
    """The JSON object of a body; an empty one asks for the defaults.

    Raises:
        RefusalError: It is something else.
    """
    if not body.strip():
        return {}
    try:
        return decode(body.decode("utf-8", "replace"))
    except RefusalError:
        message = (
            "We could not parse the JSON body of your request. (HINT: This likely means you "
            "aren't using your HTTP library correctly.)"
        )
        raise RefusalError(None, message) from None


def _error(status: HTTPStatus, refusal: RefusalError) -> Answer:
    error = refusal.as_error(None)
    shown = {key: error[key] for key in ("message", "type", "param", "code")}
    return Answer(status, json.dumps({"error": shown}))
