"""The catalogue of event types: one specification each, listed by family module."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.events import (
    audio,
    conversation,
    misc,
    response,
    session,
    tools,
    transcription,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.core.events.spec import EventSpec

FAMILY_MODULES: Final = (session, conversation, response, audio, transcription, tools, misc)

CATALOGUE: Final[Mapping[str, EventSpec]] = MappingProxyType(
    {spec.type: spec for module in FAMILY_MODULES for spec in module.SPECS}
)
"""Every event type we know, by GA name. What is not in it is kept and shown all the same."""
