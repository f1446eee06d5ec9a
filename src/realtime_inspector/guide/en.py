"""The guide in English: the texts of every event and of every concept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide import en_client, en_concepts, en_items, en_response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.guide.model import EventText

EVENTS: Final[Mapping[str, EventText]] = {
    **en_client.EVENTS,
    **en_items.EVENTS,
    **en_response.EVENTS,
}

CONCEPTS: Final[Mapping[str, str]] = en_concepts.CONCEPTS
