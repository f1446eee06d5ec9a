"""Whom the client talks to: some rules hold for OpenAI and Azure alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.dialects.base import Dialect
from realtime_inspector.core.dialects.detect import detect

if TYPE_CHECKING:
    from realtime_inspector.core.event import Event

_OF_OPENAI: Final = frozenset({"openai", "azure", "simulator"})
_EVENT_ID: Final = re.compile(r"event_[0-9A-Za-z]{21}")
"""How OpenAI and Azure name their events (observed.md §2); others do it differently."""
_ANYBODY: Final = frozenset({"", "custom"})
"""Providers that say nothing: a gateway puts any service behind any address."""


class Peer:
    """What is known of the server of one connection; its traffic tells more as it comes."""

    __slots__ = ("_is_told", "dialect", "has_answered", "is_heard", "is_openai")

    def __init__(self, provider: str = "") -> None:
        """Begin with what the capture says.

        Args:
            provider: The name in the capture's header; empty if it has none.
        """
        self._is_told = provider not in _ANYBODY
        self.is_openai = provider in _OF_OPENAI
        """Whether the rules of OpenAI's own servers apply."""
        self.dialect = Dialect.UNKNOWN
        """Which names it uses: GA or beta."""
        self.is_heard = False
        """Whether any event of it was seen; captures of the client alone have none."""
        self.has_answered = False
        """Whether one of them was not an `error`: only that proves that it let the client in."""

    def hear(self, event: Event) -> None:
        """Learns from an event of the server."""
        self.is_heard = True
        self.has_answered = self.has_answered or event.type != "error"
        if not self._is_told:
            self._is_told = True
            self.is_openai = _EVENT_ID.fullmatch(event.event_id or "") is not None
        if self.dialect is Dialect.UNKNOWN:
            self.dialect = detect((event,))
