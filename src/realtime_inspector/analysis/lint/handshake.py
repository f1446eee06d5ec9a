"""What a notice about a connection says of its handshake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from realtime_inspector.core.event import Event


@dataclass(frozen=True, slots=True)
class Handshake:
    """Address, headers and subprotocols that a client opened a connection with."""

    url: str
    headers: Mapping[str, str]
    """By their names in lower case."""
    subprotocols: tuple[str, ...]

    @classmethod
    def of(cls, notice: Event) -> Handshake:
        """The handshake of an `open` or `connecting` notice; other tools write more than we do."""
        headers = dict(_headers(notice.get("headers")))
        offered = notice.get("subprotocols") or headers.get("sec-websocket-protocol")
        return cls(notice.text("url") or "", headers, tuple(_words(offered)))


def _headers(value: Any) -> Iterator[tuple[str, str]]:
    """Of an object, or of a list of objects with `name` and `value` as HAR has it."""
    if isinstance(value, dict):
        pairs = list(value.items())
    else:
        listed = value if isinstance(value, list) else []
        pairs = [(one.get("name"), one.get("value")) for one in listed if isinstance(one, dict)]
    for name, text in pairs:
        if isinstance(name, str) and isinstance(text, str):
            yield name.lower(), text


def _words(value: Any) -> list[str]:
    if isinstance(value, str):
        return [word.strip() for word in value.split(",") if word.strip()]
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []
