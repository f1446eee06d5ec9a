"""The shapes of the guide: what is said about an event and about an idea."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["en", "ja"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

Direction = Literal["client", "server"]

Transport = Literal["", "webrtc", "sip", "translation", "beta"]
"""Where an event is at home when it is not an ordinary WebSocket session of today."""


@dataclass(frozen=True, slots=True)
class EventText:
    """What one language says about an event.

    Attributes:
        summary: What it is. For a client event it begins with a verb.
        trigger: What causes it, or when to send it.
        follows: What comes next.
        pitfall: What people get wrong here; may be empty.
    """

    summary: str
    trigger: str
    follows: str
    pitfall: str


@dataclass(frozen=True, slots=True)
class EventGuide:
    """An event type with its texts.

    Attributes:
        type: The name on the wire, in the GA spelling where there is one.
        direction: Who sends it.
        transport: Empty, or where alone it occurs.
        texts: One text a language.
        before: Types of which one usually came before it.
        rules: Ids of the linter's rules that concern it.
        links: Addresses of OpenAI's pages: the guide, then the reference.
    """

    type: str
    direction: Direction
    transport: Transport
    texts: Mapping[Language, EventText]
    before: tuple[str, ...]
    rules: tuple[str, ...]
    links: tuple[str, ...]

    def text(self, lang: Language) -> EventText:
        """What `lang` says about this event."""
        return self.texts[lang]


@dataclass(frozen=True, slots=True)
class Concept:
    """An idea that spans several events.

    Attributes:
        id: A short name.
        keywords: Phrases of both languages that ask about it wherever they stand.
        texts: Three to six sentences a language.
        hints: Everyday words that ask about it only when nothing else in the question is
            foreign to the API.
    """

    id: str
    keywords: tuple[str, ...]
    texts: Mapping[Language, str]
    hints: tuple[str, ...] = ()

    def text(self, lang: Language) -> str:
        """The explanation in `lang`."""
        return self.texts[lang]
