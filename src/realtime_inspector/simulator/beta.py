"""The beta shape as one translation layer at the edge (dialects.md §1, observed.md §3).

Client events become GA events before they are checked; GA server events become beta
events before they are written. The order of keys is that of beta recordings of 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from realtime_inspector.simulator.checks import not_supported, number, unknown
from realtime_inspector.simulator.refusal import RefusalError

Json = dict[str, Any]
_Path = tuple[str, ...]

_FORMATS: Final[dict[str, Json]] = {
    "pcm16": {"type": "audio/pcm", "rate": 24000},
    "g711_ulaw": {"type": "audio/pcmu"},
    "g711_alaw": {"type": "audio/pcma"},
}
_FORMAT_NAMES: Final = {value["type"]: name for name, value in _FORMATS.items()}

_SESSION_PLACES: Final[dict[str, _Path]] = {
    "modalities": ("output_modalities",),
    "voice": ("audio", "output", "voice"),
    "speed": ("audio", "output", "speed"),
    "output_audio_format": ("audio", "output", "format"),
    "input_audio_format": ("audio", "input", "format"),
    "input_audio_transcription": ("audio", "input", "transcription"),
    "input_audio_noise_reduction": ("audio", "input", "noise_reduction"),
    "turn_detection": ("audio", "input", "turn_detection"),
    "max_response_output_tokens": ("max_output_tokens",),
}
"""Where the GA session has what the beta session has at its top."""

_SESSION_SAME: Final = frozenset(
    ("model", "instructions", "tools", "tool_choice", "tracing", "truncation", "prompt", "include")
)
_RESPONSE_PLACES: Final[dict[str, _Path]] = {
    "modalities": ("output_modalities",),
    "voice": ("audio", "output", "voice"),
    "output_audio_format": ("audio", "output", "format"),
    "max_response_output_tokens": ("max_output_tokens",),
    "max_output_tokens": ("max_output_tokens",),
}
_RESPONSE_SAME: Final = frozenset(
    ("instructions", "tools", "tool_choice", "conversation", "input", "metadata")
)
_IGNORED: Final = frozenset(("client_secret",))
"""Accepted by the beta REST endpoint's type and without a meaning on a socket."""

_SESSION_ORDER: Final = (
    *("object", "id", "model", "modalities", "instructions", "voice", "output_audio_format"),
    *("tools", "tool_choice", "temperature", "max_response_output_tokens", "turn_detection"),
    *("speed", "tracing", "truncation", "prompt", "expires_at", "input_audio_noise_reduction"),
    *("input_audio_format", "input_audio_transcription", "client_secret", "include"),
)
_TRANSCRIPTION_ORDER: Final = (
    *("object", "id", "expires_at", "turn_detection", "input_audio_noise_reduction"),
    *("input_audio_format", "input_audio_transcription", "client_secret", "include"),
)

_RESPONSE_ORDER: Final = (
    *("object", "id", "status", "status_details", "output", "conversation_id", "modalities"),
    *("voice", "output_audio_format", "temperature", "max_output_tokens", "usage", "metadata"),
)

_NAMES: Final = {
    "conversation.item.added": "conversation.item.created",
    "response.output_text.delta": "response.text.delta",
    "response.output_text.done": "response.text.done",
    "response.output_audio.delta": "response.audio.delta",
    "response.output_audio.done": "response.audio.done",
    "response.output_audio_transcript.delta": "response.audio_transcript.delta",
    "response.output_audio_transcript.done": "response.audio_transcript.done",
}
_UNKNOWN_TO_BETA: Final = frozenset(
    ("conversation.item.done", "input_audio_buffer.timeout_triggered")
)
_UNKNOWN_PREFIXES: Final = ("mcp_list_tools.", "response.mcp_call")
_TO_GA_CONTENT: Final = {"text": "output_text"}
_FROM_GA_CONTENT: Final = {"output_text": "text", "output_audio": "audio"}
_TRANSCRIPTION_UPDATE: Final = "transcription_session.update"

_DEFAULT_TEMPERATURE: Final = 0.8
_TEMPERATURE: Final = number(0.6, 1.2)
_BETA_PATHS: Final = tuple(
    sorted(
        (
            *((".".join(("session", *path)), f"session.{name}")
              for name, path in _SESSION_PLACES.items()),
            *((".".join(("response", *path)), f"response.{name}")
              for name, path in _RESPONSE_PLACES.items() if name != "max_response_output_tokens"),
        ),
        key=lambda pair: -len(pair[0]),
    )
)  # fmt: skip
"""GA paths and the beta ones, the longest first: parts of messages and `param`."""


class BetaEdge:
    """What one beta connection needs to know beside the GA state: its temperatures."""

    def __init__(self) -> None:
        self._temperature: float = _DEFAULT_TEMPERATURE
        self._asked: float | None = None
        """The temperature of the client event that is being processed."""
        self._of_responses: dict[str, float] = {}

    def incoming(self, event: Json) -> Json:
        """A beta client event in the GA shape.

        Raises:
            RefusalError: A field that only GA has, a format or a combination that beta lacks.
        """
        self._asked = None
        kind = event.get("type")
        if kind in ("session.update", _TRANSCRIPTION_UPDATE):
            return self._incoming_update(event)
        if kind == "response.create" and isinstance(event.get("response"), dict):
            return event | {"response": self._incoming_response(event["response"])}
        if kind == "conversation.item.create" and isinstance(event.get("item"), dict):
            return event | {"item": _incoming_item(event["item"], "item")}
        return event

    def session_from_client(self, session: Json, kind: str = "realtime") -> Json:
        """A flat beta session as the body of a GA `session.update`.

        Raises:
            RefusalError: As for `incoming`.
        """
        patch = self._moved(session, "session", _SESSION_PLACES, _SESSION_SAME)
        return {"type": kind, **patch}

    def outgoing(self, event: Json) -> Mapping[str, Any] | None:
        """A GA server event in the beta shape; `None` for what beta does not have."""
        kind = event["type"]
        if kind in _UNKNOWN_TO_BETA or kind.startswith(_UNKNOWN_PREFIXES):
            return None
        changed = event | {"type": _NAMES.get(kind, kind)}
        if kind in ("session.created", "session.updated"):
            return self._outgoing_session(changed)
        if "response" in event:
            changed["response"] = self._outgoing_response(kind, event["response"])
        if "item" in event:
            changed["item"] = _outgoing_item(event["item"])
        if kind == "response.function_call_arguments.done":
            changed.pop("name", None)
        return changed

    def session_for_client(self, session: Mapping[str, Any]) -> Json:
        """A GA session flat, as beta shows it."""
        flat = {**session, "temperature": self._temperature, "client_secret": None}
        flat |= {name: _at(session, path) for name, path in _SESSION_PLACES.items()}
        _to_beta_values(flat)
        is_transcription = session["type"] == "transcription"
        order = _TRANSCRIPTION_ORDER if is_transcription else _SESSION_ORDER
        return {key: flat.get(key) for key in order}

    def refused(self, refusal: RefusalError) -> RefusalError:
        """A refusal with beta's paths and content types in it."""
        self._asked = None
        message, param = refusal.message, refusal.param
        for ga, beta in _BETA_PATHS:
            message = message.replace(f"'{ga}", f"'{beta}")
            if param is not None and (param == ga or param.startswith((f"{ga}.", f"{ga}["))):
                param = beta + param[len(ga) :]
        for ga, beta in _FROM_GA_CONTENT.items():
            message = message.replace(f"'{ga}'", f"'{beta}'")
        translated = RefusalError(refusal.code, message, param)
        translated.type = refusal.type
        return translated

    def _incoming_update(self, event: Json) -> Json:
        session = event.get("session")
        kind = "transcription" if event["type"] == _TRANSCRIPTION_UPDATE else "realtime"
        changed = event | {"type": "session.update"}
        if isinstance(session, dict):
            changed["session"] = self.session_from_client(session, kind)
        return changed

    def _incoming_response(self, response: Json) -> Json:
        patch = self._moved(response, "response", _RESPONSE_PLACES, _RESPONSE_SAME)
        items = patch.get("input")
        if isinstance(items, list):
            patch["input"] = [
                _incoming_item(item, f"response.input[{index}]") if isinstance(item, dict) else item
                for index, item in enumerate(items)
            ]
        return patch

    def _moved(
        self, flat: Json, path: str, places: Mapping[str, _Path], same: frozenset[str]
    ) -> Json:
        patch: Json = {}
        for name, value in flat.items():
            here = f"{path}.{name}"
            if name in places:
                _put(patch, places[name], _to_ga_value(name, value, here))
            elif name in same:
                patch[name] = _to_ga_choice(value) if name == "tool_choice" else value
            elif name == "temperature":
                if value is not None:
                    _TEMPERATURE(value, here)
                    self._asked = value
            elif name not in _IGNORED:
                raise unknown(here)
        return patch

    def _outgoing_session(self, event: Json) -> Json:
        if event["type"] == "session.updated" and self._asked is not None:
            self._temperature = self._asked
        session = event["session"]
        if session["type"] == "translation":
            return event
        if session["type"] == "transcription":
            event["type"] = f"transcription_{event['type']}"
        event["session"] = self.session_for_client(session)
        return event

    def _outgoing_response(self, kind: str, response: Mapping[str, Any]) -> Json:
        response_id = response["id"]
        if kind == "response.created":
            temperature = self._temperature if self._asked is None else self._asked
            self._of_responses[response_id] = temperature
            self._asked = None
        flat = {**response, "temperature": self._of_responses.get(response_id, self._temperature)}
        if kind == "response.done":
            self._of_responses.pop(response_id, None)
        flat |= {name: _at(response, path) for name, path in _RESPONSE_PLACES.items()}
        flat["output"] = [_outgoing_item(item) for item in response["output"]]
        _to_beta_values(flat)
        return {key: flat.get(key) for key in _RESPONSE_ORDER}


def _to_ga_value(name: str, value: Any, path: str) -> Any:
    if value is None:
        return None
    if name == "modalities":
        return _to_ga_modalities(value, path)
    if name == "turn_detection" and isinstance(value, dict):
        return {"type": "server_vad", **value}
    if name in ("input_audio_format", "output_audio_format") and isinstance(value, str):
        if value not in _FORMATS:
            raise RefusalError("invalid_value", not_supported(value, tuple(_FORMATS)), path)
        return dict(_FORMATS[value])
    return value


def _to_ga_modalities(value: Any, path: str) -> Any:
    """Audio always brings its text in beta: `["text"]` or both, never audio alone."""
    if not isinstance(value, list) or not all(each in ("text", "audio") for each in value):
        return value
    if set(value) == {"text", "audio"}:
        return ["audio"]
    if value == ["text"]:
        return ["text"]
    message = (
        f"Invalid modalities: {value}. Supported combinations are: ['text'] and ['audio', 'text']."
    )
    raise RefusalError("invalid_value", message, path)


def _to_ga_choice(choice: Any) -> Any:
    """Beta also takes `{"type": "function", "function": {"name": …}}`."""
    if isinstance(choice, dict) and isinstance(choice.get("function"), dict):
        rest = {key: value for key, value in choice.items() if key != "function"}
        return {**choice["function"], **rest}
    return choice


def _incoming_item(item: Json, path: str) -> Json:
    content = item.get("content")
    if item.get("role") != "assistant" or not isinstance(content, list):
        return item
    parts = []
    for index, part in enumerate(content):
        word = part.get("type") if isinstance(part, dict) else None
        if isinstance(word, str) and word in _TO_GA_CONTENT:
            parts.append(part | {"type": _TO_GA_CONTENT[word]})
        elif isinstance(word, str) and word in _FROM_GA_CONTENT:
            place = f"{path}.content[{index}].type"
            raise RefusalError("invalid_value", not_supported(word, tuple(_TO_GA_CONTENT)), place)
        else:
            parts.append(part)
    return item | {"content": parts}


def _outgoing_item(item: Mapping[str, Any]) -> Json:
    """An item with `object`, beta's content types and no `phase` (observed.md §2)."""
    changed: Json = {"id": item["id"], "object": "realtime.item", **item}
    changed.pop("phase", None)
    if "content" in changed:
        changed["content"] = [
            part | {"type": _FROM_GA_CONTENT.get(part["type"], part["type"])}
            for part in changed["content"]
        ]
    return changed


def _to_beta_values(flat: Json) -> None:
    if flat["modalities"] is not None:
        flat["modalities"] = ["text"] if flat["modalities"] == ["text"] else ["audio", "text"]
    for name in ("input_audio_format", "output_audio_format"):
        if flat.get(name) is not None:
            flat[name] = _FORMAT_NAMES[flat[name]["type"]]


def _put(target: Json, path: _Path, value: Any) -> None:
    for name in path[:-1]:
        target = target.setdefault(name, {})
    target[path[-1]] = value


def _at(source: Mapping[str, Any], path: _Path) -> Any:
    value: Any = source
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
