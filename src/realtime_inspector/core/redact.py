"""Removes keys, tokens and client secrets from text, payloads, URLs and headers.

The rules are INTERCHANGE.md §9 and observed.md §5. Event ids, session ids, types, timings and
usage stay. A JSON payload keeps its structure and every byte outside the strings that
held a secret.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, AnyStr, Final
from urllib.parse import quote, quote_plus

from realtime_inspector.core.record import Record, RecordKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

REPLACEMENT: Final = "«redacted»"
"""What stands where a secret was."""

MIN_SECRET_LENGTH: Final = 8
"""Shorter values (`test`, `dummy`) are placeholders that people give to local servers; to
remove them everywhere would remove ordinary words."""

_KEY_LIKE: Final = r"(?:(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{8,}|[A-Za-z0-9_-]{20,})"
"""At least 8 characters with a digit, or 20 without: not `sk-learn`, not `ek_ample`."""
_OPAQUE: Final = r"(?:(?=[A-Za-z._~+/=-]*\d)[A-Za-z0-9._~+/=-]{8,}|[A-Za-z0-9._~+/=-]{24,})"
_START: Final = r"(?<![A-Za-z0-9_])"
_FIELD: Final = (
    r"(?:proxy[_-]?authorization|authorization|(?:x[_-])?(?:\w+[_-])?api[_-]?key"
    r"|client[_-]?secret|access[_-]?token|refresh[_-]?token)"
)
_QUERY_FIELD: Final = (
    r"(?:api[_-]?key|subscription-key|ocp-apim-subscription-key|key|token|access_token"
    r"|authorization|client_secret|secret|password|signature|sig)"
)
_BARE_VALUE: Final = r"[^\s\"'\\&,;}\]<>«»]+"

_PATTERNS: Final[tuple[re.Pattern[str], ...]] = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<keep>\bAPI key provided:?+\s*+)(?!«)[^\s\"'\\«]+",
        r"(?P<keep>\bopenai-(?:insecure-api-key|organization|project)\.)[^\s,\"'\\;«»]+",
        _START + r"sk-[A-Za-z0-9_-]*\*{2,}[A-Za-z0-9_*-]*",
        r"(?<![A-Za-z0-9])sk-" + _KEY_LIKE,
        _START + r"ek_" + _KEY_LIKE,
        _START + r"xai-(?:[a-z]+-){0,5}[A-Za-z0-9_]{16,}",
        _START + r"org-[A-Za-z0-9]{16,}",
        _START + r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+",
        # The value of a header or field with a scheme in front, quoted, after "=", or by its look.
        r"(?P<keep>\b(?:proxy-)?authorization\\*[\"']?\s*[:=]\s*\\*[\"']?\s*"
        r"(?:Bearer|Basic|Token|ApiKey)\s+)" + _BARE_VALUE,
        r"(?P<keep>\b" + _FIELD + r"\\*[\"']?\s*[:=]\s*\\*[\"'])"
        r"(?!(?:Bearer|Basic|Token|ApiKey)\s)[^\"'\\«»]+",
        r"(?P<keep>\b" + _FIELD + r"=)(?!(?:Bearer|Basic|Token|ApiKey)\s)" + _BARE_VALUE,
        r"(?P<keep>\b" + _FIELD + r"\s*:\s*)" + _OPAQUE,
        r"(?P<keep>\bBearer\s+)" + _OPAQUE,
        r"(?P<keep>[?&]" + _QUERY_FIELD + r"=)[^&#\s\"'<>\\«»]+",
        r"(?P<keep>://)[^/\s:@\"'\\«»]*:[^/\s@\"'\\«»]+(?=@)",
    )
)

_MARKERS: Final[tuple[str, ...]] = (
    "sk-", "ek_", "xai-", "org-", ".eyj", "bearer", "openai-", "key provided",
    "authorization", "api_key", "api-key", "apikey", "secret", "_token", "-token", "accesstoken",
    "passw", "_key", "-key", 'token\\"', 'key\\"',
    "refreshtoken", "key=", "token=", "sig=", "signature=", "password=", "://", "cookie",
    '"headers"',
)  # fmt: skip
"""Lower-case text without which no rule can apply. Base64 holds hardly any of it."""

_BYTE_MARKERS: Final = (*(marker.encode() for marker in _MARKERS), b"\\u00")
"""The same for bytes; letters may be written as `\\u00xx`, and then each string is looked at."""

_LONG: Final = 1024
_AUDIO: Final = re.compile(rb"[a-z0-9+/]{1024,}")
"""A run of base64, in lower case: to search it for every marker would take most of the time."""

_JSON_FIELDS: Final = frozenset(
    {
        "authorization", "proxy_authorization", "api_key", "apikey", "x_api_key", "client_secret",
        "access_token", "refresh_token", "accesstoken", "refreshtoken", "clientsecret", "cookie",
        "set_cookie", "auth_token", "id_token", "bearer_token", "password", "passwd", "secret",
        "secret_key", "private_key", "access_key", "subscription_key",
        "ocp_apim_subscription_key", "x_goog_api_key",
    }
)  # fmt: skip
"""JSON fields, lower case and with `_` for `-`, whose string value is a secret. `key` and
`token` are not among them: `logprobs` and tool schemas use those words for other things."""

_LOOSE_FIELDS: Final = frozenset({"key", "token"})
"""Fields of JSON inside a string, such as a tool's arguments, that hold a secret by its look."""
_OPAQUE_VALUE: Final = re.compile(_OPAQUE)
_DEEPEST: Final = 8
"""JSON in strings in JSON is looked into so far."""

_HEADERS: Final = frozenset(
    {
        "authorization", "proxy-authorization", "api-key", "x-api-key", "ocp-apim-subscription-key",
        "x-goog-api-key", "cookie", "set-cookie", "openai-organization", "openai-project",
    }
)  # fmt: skip
"""Headers whose whole value is removed. `Sec-WebSocket-Protocol` is read by the patterns."""

_JSON_TOKENS: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]', re.DOTALL)
_WORD_RUN: Final = re.compile(r"[A-Za-z0-9_-]+")


class Redactor:
    """Replaces what is secret by `REPLACEMENT`. Applying it twice changes nothing more."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """Args: secrets: Values known to be secret, such as the session's own key."""
        self.count = 0
        """How many replacements were made so far."""
        known = {secret.strip() for secret in secrets}
        known = {s for s in known if len(s) >= MIN_SECRET_LENGTH and s not in REPLACEMENT}
        forms = {form for secret in known for form in _spellings(secret)}
        ordered = sorted(forms, key=lambda form: (-len(form), form))
        self._known = re.compile("|".join(map(re.escape, ordered))) if ordered else None
        marks = {_mark(secret) for secret in known}
        self._always = "" in marks
        self._marks = tuple(sorted(marks - {""}))
        self._byte_marks = tuple(mark.encode() for mark in self._marks)

    def text(self, text: str) -> str:
        """The text without secrets."""
        if not self._may_hold_secret(text):
            return text
        previous = None
        while text != previous:  # a replacement can uncover the start of another secret
            previous = text
            if self._known is not None:
                text = self._substitute(self._known, text)
            for pattern in _PATTERNS:
                text = self._substitute(pattern, text)
        return text

    def payload(self, payload: bytes) -> bytes:
        """The bytes of a frame without secrets; JSON stays JSON of the same structure."""
        if not self._payload_may_hold_secret(payload):
            return payload
        text = payload.decode("utf-8", "surrogateescape")
        clean = self._json(text) if _is_json(text) else self.text(text)
        return payload if clean == text else clean.encode("utf-8", "surrogateescape")

    def record(self, record: Record) -> Record:
        """The record without secrets; the same object if there were none."""
        if record.kind is not RecordKind.BINARY:
            payload = self.payload(record.payload)
        else:
            try:
                frame = base64.b64decode(record.payload, validate=True)
            except binascii.Error:
                return record
            clean = self.payload(frame)
            payload = record.payload if clean == frame else base64.b64encode(clean)
        return record if payload == record.payload else replace(record, payload=payload)

    def value(self, text: str) -> str:
        """A text of an event, which may be JSON of its own, as a tool's arguments are."""
        return self._string(text, 0) if self._may_hold_secret(text) else text

    def url(self, url: str) -> str:
        """The URL without secret query parameters, user names and passwords."""
        return self.text(url)

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """The headers without secret values; names and order stay."""
        return {
            name: self._whole(value) if name.lower() in _HEADERS else self.text(value)
            for name, value in headers.items()
        }

    def _may_hold_secret(self, text: str) -> bool:
        lowered = text.lower()
        return self._always or _holds_any(lowered, self._marks) or _holds_any(lowered, _MARKERS)

    def _payload_may_hold_secret(self, payload: bytes) -> bool:
        lowered = payload.lower()
        if self._always or _holds_any(lowered, self._byte_marks):
            return True
        if len(lowered) > _LONG:
            lowered = _AUDIO.sub(b" ", lowered)
        return _holds_any(lowered, _BYTE_MARKERS)

    def _substitute(self, pattern: re.Pattern[str], text: str) -> str:
        text, count = pattern.subn(_keep_front, text)
        self.count += count
        return text

    def _whole(self, value: str) -> str:
        if value in ("", REPLACEMENT):
            return value
        self.count += 1
        return REPLACEMENT

    def _json(self, text: str, depth: int = 0) -> str:
        """Valid JSON text with the strings replaced that hold a secret.

        Args:
            text: The text.
            depth: In how many strings of JSON it stands.
        """
        pieces: list[str] = []
        done = 0
        walk = _Walk()
        for match in _JSON_TOKENS.finditer(text):
            mark = match.group()
            if not mark.startswith('"'):
                walk.punctuation(mark)
                continue
            decoded = json.loads(mark, strict=False) if "\\" in mark else mark[1:-1]
            is_secret = walk.is_secret_value() or (depth and walk.is_loose_value(decoded))
            clean = self._whole(decoded) if is_secret else self._string(decoded, depth)
            walk.string(decoded)
            if clean != decoded:
                pieces += (text[done : match.start()], _quote(clean))
                done = match.end()
        return "".join((*pieces, text[done:])) if pieces else text

    def _string(self, decoded: str, depth: int) -> str:
        """A string of a JSON document; it may be JSON itself, as a tool's arguments are."""
        is_nested = depth < _DEEPEST and decoded.lstrip()[:1] in ("{", "[") and _is_json(decoded)
        return self._json(decoded, depth + 1) if is_nested else self.text(decoded)


class _Walk:
    """Where in a JSON document a string stands: the key over it and the ones above."""

    def __init__(self) -> None:
        self._above: list[tuple[bool, str, bool]] = []
        self._in_object = False
        self._key = ""
        self._at_key = False
        self._hidden = False

    def punctuation(self, mark: str) -> None:
        if mark in "{[":
            self._above.append((self._in_object, self._key, self._hidden))
            name_above = self._above[-2][1] if len(self._above) > 1 else ""
            # `headers` of an MCP tool, but not a tool parameter of that name in a schema.
            self._hidden = self._hidden or (self._key == "headers" and name_above != "properties")
            self._in_object = self._at_key = mark == "{"
            if self._in_object:
                self._key = ""
        elif mark in "}]":
            self._in_object, self._key, self._hidden = self._above.pop()
            self._at_key = False
        else:
            self._at_key = mark == "," and self._in_object

    def string(self, decoded: str) -> None:
        if self._at_key:
            self._key = decoded.lower().replace("-", "_")

    def is_loose_value(self, decoded: str) -> bool:
        """Whether it stands under a word that often, but not always, names a secret."""
        is_named = not self._at_key and self._key in _LOOSE_FIELDS
        return is_named and _OPAQUE_VALUE.fullmatch(decoded) is not None

    def is_secret_value(self) -> bool:
        """Whether the key over it, or one above, says that it is a secret."""
        if self._at_key:
            return False
        in_client_secret = (
            self._key == "value" and bool(self._above) and self._above[-1][1] == "client_secret"
        )
        return self._hidden or self._key in _JSON_FIELDS or in_client_secret


def _holds_any(text: AnyStr, marks: tuple[AnyStr, ...]) -> bool:
    for mark in marks:  # noqa: SIM110 - asked of every string; a generator takes twice as long
        if mark in text:
            return True
    return False


def _keep_front(match: re.Match[str]) -> str:
    return (match.groupdict().get("keep") or "") + REPLACEMENT


def _spellings(secret: str) -> set[str]:
    """A secret as it is, inside a JSON string, and in a URL."""
    escaped = {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    slashes = {form.replace("/", "\\/") for form in escaped}
    return {secret, quote(secret, safe=""), quote(secret), quote_plus(secret)} | escaped | slashes


def _mark(secret: str) -> str:
    """A part of the secret that all its spellings share, lower case; empty if there is none."""
    longest = max(_WORD_RUN.findall(secret), key=len, default="")
    return longest.lower() if len(longest) >= MIN_SECRET_LENGTH // 2 else ""


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _quote(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted if _is_encodable(quoted) else json.dumps(text)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
