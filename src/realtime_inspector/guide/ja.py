"""The guide in Japanese: the texts of every event and of every concept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide import ja_client, ja_concepts, ja_items, ja_response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.guide.model import EventText

EVENTS: Final[Mapping[str, EventText]] = {
    **ja_client.EVENTS,
    **ja_items.EVENTS,
    **ja_response.EVENTS,
}

CONCEPTS: Final[Mapping[str, str]] = ja_concepts.CONCEPTS
