"""Which family of event names a session uses, told from its traffic (dialects.md, header).

The address says little: gateways put any service behind any address. The signals, strongest
first: the client's beta opt-in, the session object, the names of items, the names of deltas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.dialects.base import Dialect

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from realtime_inspector.core.event import Event

BETA_SUBPROTOCOL: Final = "openai-beta.realtime-v1"

_SESSION_EVENTS: Final = frozenset({"session.created", "session.updated"})
_SESSION_FIELDS: Final[tuple[tuple[str, Dialect], ...]] = (
    ("output_modalities", Dialect.GA),
    ("audio", Dialect.GA),
    ("modalities", Dialect.BETA),
)
_NAMES: Final[tuple[tuple[int, str, Dialect], ...]] = (
    (1, "conversation.item.added", Dialect.GA),
    (1, "conversation.item.created", Dialect.BETA),
    (2, "response.output_text.", Dialect.GA),
    (2, "response.output_audio", Dialect.GA),
    (2, "response.text.", Dialect.BETA),
    (2, "response.audio", Dialect.BETA),
)
"""Strength (1 is stronger), prefix of the type, what it means."""


def detect(
    events: Iterable[Event],
    headers: Mapping[str, str] | None = None,
    subprotocols: Iterable[str] = (),
) -> Dialect:
    """The dialect of a session.

    Args:
        events: Its events, from the first on; reading stops as soon as the answer is certain.
            Servers that mix names (xAI, Yandex) get the family that their session has.
        headers: The client's request headers, if known.
        subprotocols: What the client offered, if known.

    Returns:
        `Dialect.UNKNOWN` if nothing tells.
    """
    if _asks_for_beta(headers or {}, subprotocols):
        return Dialect.BETA
    found: dict[int, Dialect] = {}
    for event in events:
        verdict = _of_session(event)
        if verdict is not None:
            return verdict
        for strength, prefix, dialect in _NAMES:
            if event.type.startswith(prefix):
                found.setdefault(strength, dialect)
    return found.get(1) or found.get(2) or Dialect.UNKNOWN


def _asks_for_beta(headers: Mapping[str, str], subprotocols: Iterable[str]) -> bool:
    asked = any(
        name.lower() == "openai-beta" and "realtime=v1" in value for name, value in headers.items()
    )
    return asked or BETA_SUBPROTOCOL in subprotocols


def _of_session(event: Event) -> Dialect | None:
    if event.type not in _SESSION_EVENTS:
        return None
    session = event.mapping("session")
    return next((dialect for name, dialect in _SESSION_FIELDS if name in session), None)
