"""The guide put together: every event and every concept with its texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.names import canonical
from realtime_inspector.guide import en, ja
from realtime_inspector.guide.keywords import HINTS, KEYWORDS
from realtime_inspector.guide.links import links_of
from realtime_inspector.guide.model import Concept, EventGuide
from realtime_inspector.guide.preceding import BEFORE
from realtime_inspector.guide.related_rules import RULES_OF

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.guide.model import Direction, Transport

_CLIENT: Final[frozenset[str]] = frozenset(
    {
        "session.update",
        "input_audio_buffer.append",
        "input_audio_buffer.commit",
        "input_audio_buffer.clear",
        "conversation.item.create",
        "conversation.item.retrieve",
        "conversation.item.truncate",
        "conversation.item.delete",
        "response.create",
        "response.cancel",
        "output_audio_buffer.clear",
        "session.input_audio_buffer.append",
        "session.close",
        "transcription_session.update",
    }
)

_TRANSPORTS: Final[Mapping[str, Transport]] = {
    "output_audio_buffer.clear": "webrtc",
    "output_audio_buffer.started": "webrtc",
    "output_audio_buffer.stopped": "webrtc",
    "output_audio_buffer.cleared": "webrtc",
    "input_audio_buffer.dtmf_event_received": "sip",
    "session.input_audio_buffer.append": "translation",
    "session.close": "translation",
    "session.closed": "translation",
    "session.input_transcript.delta": "translation",
    "session.output_transcript.delta": "translation",
    "session.output_audio.delta": "translation",
    "conversation.item.created": "beta",
    "transcription_session.update": "beta",
    "transcription_session.updated": "beta",
    "transcription_session.created": "beta",
}


def _guide_of(name: str) -> EventGuide:
    direction: Direction = "client" if name in _CLIENT else "server"
    transport = _TRANSPORTS.get(name, "")
    return EventGuide(
        type=name,
        direction=direction,
        transport=transport,
        texts={"en": en.EVENTS[name], "ja": ja.EVENTS[name]},
        before=BEFORE[name],
        rules=RULES_OF[name],
        links=links_of(name, direction, transport),
    )


def _concept_of(name: str) -> Concept:
    return Concept(
        id=name,
        keywords=KEYWORDS[name],
        texts={"en": en.CONCEPTS[name], "ja": ja.CONCEPTS[name]},
        hints=HINTS.get(name, ()),
    )


GUIDE: Final[Mapping[str, EventGuide]] = {name: _guide_of(name) for name in en.EVENTS}
"""Event type to its guide: client events first, then the server's, then special sessions."""

CONCEPTS: Final[tuple[Concept, ...]] = tuple(_concept_of(name) for name in en.CONCEPTS)


def lookup(name: str) -> EventGuide | None:
    """The guide of an event type.

    Args:
        name: The type as on the wire; the name a beta server uses is accepted.

    Returns:
        The guide, or None for a type that is not known.
    """
    return GUIDE.get(name) or GUIDE.get(canonical(name))
