"""What a provider is, and the pure arithmetic of URLs and headers that its handshake needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_WS_SCHEMES: Final[dict[str, str]] = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_AUTH_HEADERS: Final = frozenset({"authorization", "api-key", "x-api-key"})
_BASE_PATHS: Final = frozenset({"/v1", "/openai/v1", "/openai", "/api-ws/v1"})


class Dialect(StrEnum):
    """The two families of event names on the wire (dialects.md §1)."""

    GA = "ga"
    BETA = "beta"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class HandshakeOptions:
    """What a person chose about a connection. Holds secrets, so its `repr` shows no values."""

    url: str = field(default="", repr=False)
    """The whole address; stronger than `base_url`."""
    base_url: str = field(default="", repr=False)
    """The address without `/realtime`, as SDKs want it; empty: the provider's own."""
    model: str = ""
    """The model or deployment; empty: none is named."""
    key: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    """A bearer token that is used in place of the key (Azure: Entra)."""
    organization: str = ""
    project: str = ""
    api_version: str = ""
    call_id: str = ""
    """The WebRTC or SIP call to observe; then no model is named."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Headers to add; they replace ours of the same name, in any case."""


@dataclass(frozen=True, slots=True)
class Handshake:
    """Everything a WebSocket client needs. URL and headers may hold secrets: redact to show."""

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    subprotocols: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """Scheme, host and port, which never hold a secret: for messages."""
        return origin(self.url)


@dataclass(frozen=True, slots=True)
class Environment:
    """The variables that carry a provider's settings, strongest first; the users' own names."""

    key: tuple[str, ...] = ()
    token: tuple[str, ...] = ()
    base_url: tuple[str, ...] = ()
    model: tuple[str, ...] = ()
    organization: tuple[str, ...] = ()
    project: tuple[str, ...] = ()
    api_version: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provider:
    """One service, server or API version that speaks the protocol."""

    name: str
    """The word for `--provider`."""
    title: str
    help: str
    """One line for help texts."""
    handshake: Callable[[HandshakeOptions], Handshake]
    """Pure. Raises `ValueError` for an address that is none."""
    dialect: Dialect = Dialect.GA
    """What to expect. What the traffic says is stronger: see `detect`."""
    base_url: str = ""
    """The address without `/realtime`; empty: it must be given."""
    model: str = ""
    """The default model; empty: there is none."""
    environment: Environment = Environment()
    hosts: tuple[str, ...] = ()
    """Its hosts; one that begins with a dot stands for every name below it."""
    needs_key: bool = True
    needs_model: bool = False
    """A model or deployment must be named, because there is no sensible default."""

    def owns(self, url: str) -> bool:
        """Whether an address is the provider's own, and encrypted."""
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").rstrip(".")
        except ValueError:
            return False
        return parts.scheme in {"https", "wss"} and any(
            host == own or (own.startswith(".") and host.endswith(own)) for own in self.hosts
        )


def websocket_url(url: str) -> str:
    """The address with a WebSocket scheme: `http` becomes `ws`, `https` becomes `wss`.

    Raises:
        ValueError: It is no `http(s)` or `ws(s)` address, has no host, or a wrong port. The
            message does not repeat the address, which may hold a key.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ValueError("not an address: the host or the port is malformed") from None
    scheme = _WS_SCHEMES.get(parts.scheme.lower())
    if scheme is None or not parts.hostname:
        raise ValueError("expected an address such as wss://host/v1/realtime")
    if any(character <= " " or character == "\x7f" for character in url):
        raise ValueError("an address cannot hold spaces or control characters")
    return urlunsplit((scheme, parts.netloc, parts.path, parts.query, ""))


def append_path(url: str, path: str) -> str:
    """The address with `path` after its own path; the query stays, as the official SDK does it.

    >>> append_path("http://127.0.0.1:8765/v1/", "/realtime")
    'ws://127.0.0.1:8765/v1/realtime'
    """
    parts = urlsplit(websocket_url(url))
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + path))


def complete_url(url: str) -> str:
    """A whole address from what people type: `/realtime` is added where it was left out.

    A path is kept unless it is one that base URLs have (`/v1`, `/openai/v1`, …, the paths
    that LiveKit's plug-in completes too); no path at all becomes `/v1/realtime`.
    """
    parts = urlsplit(websocket_url(url))
    if not parts.path:
        return urlunsplit(parts._replace(path="/v1/realtime"))
    if parts.path.rstrip("/") in _BASE_PATHS:
        return append_path(url, "/realtime")
    return urlunsplit(parts)


def with_query(url: str, **fields: str) -> str:
    """The address with more query fields; one that it has already, or an empty one, is left."""
    parts = urlsplit(url)
    present = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    added = [
        f"{quote(name)}={quote(value, safe='/:')}"
        for name, value in fields.items()
        if value and name not in present
    ]
    return urlunsplit(parts._replace(query="&".join(filter(None, [parts.query, *added]))))


def query_value(url: str, name: str) -> str:
    """A field of the address's query, or an empty string."""
    return dict(parse_qsl(urlsplit(url).query)).get(name, "")


def origin(url: str) -> str:
    """Scheme, host and port of an address, without user, path and query."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}"


def is_loopback(url: str) -> bool:
    """Whether an address names this machine."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return host in _LOOPBACK or (host.startswith("127.") and host.replace(".", "").isdigit())


def merge_headers(own: Mapping[str, str], extra: Mapping[str, str]) -> dict[str, str]:
    """Both, without our empty ones; an extra header replaces ours whatever its case."""
    replaced = {name.lower() for name in extra}
    kept = {name: value for name, value in own.items() if value and name.lower() not in replaced}
    return {**kept, **extra}


def has_credentials(headers: Mapping[str, str]) -> bool:
    """Whether headers carry a key or token of their own."""
    return any(name.lower() in _AUTH_HEADERS for name in headers)


def bearer(secret: str) -> str:
    """The value of an `Authorization` header, empty for no secret."""
    return f"Bearer {secret}" if secret else ""


def openai_style(options: HandshakeOptions, base_url: str) -> Handshake:
    """The handshake that OpenAI defined and most servers copy (dialects.md §2).

    `?model=…` or, to observe a call, `?call_id=…`; a bearer key; no beta header.
    """
    url = complete_url(options.url) if options.url else _from_base(options.base_url or base_url)
    model = "" if options.call_id else options.model
    headers = {
        "Authorization": bearer(options.token or options.key),
        "OpenAI-Organization": options.organization,
        "OpenAI-Project": options.project,
    }
    return Handshake(
        with_query(url, model=model, call_id=options.call_id),
        merge_headers(headers, options.headers),
    )


def _from_base(base_url: str) -> str:
    return append_path(base_url, "/realtime")
