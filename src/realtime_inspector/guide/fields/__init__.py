"""What the fields of each event mean: which there are, and their words in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.fields import en, ja
from realtime_inspector.guide.fields.paths import PATHS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.guide.model import Language

__all__ = ["PATHS", "FieldMeaning", "fields_of"]

_MEANINGS: Final[Mapping[Language, Mapping[str, str]]] = {"en": en.MEANINGS, "ja": ja.MEANINGS}
_SPECIAL: Final[Mapping[Language, Mapping[str, Mapping[str, str]]]] = {
    "en": en.SPECIAL,
    "ja": ja.SPECIAL,
}


@dataclass(frozen=True, slots=True)
class FieldMeaning:
    """A field of an event and what it means.

    Attributes:
        path: Its name; dots lead into objects, `[]` stands for each element of a list.
        meaning: What it holds, in one or two sentences.
    """

    path: str
    meaning: str


def fields_of(event_type: str, lang: Language) -> tuple[FieldMeaning, ...]:
    """The fields of an event of the guide, in the order in which they are best read.

    Args:
        event_type: A type of the guide, as `EventGuide.type` spells it.
        lang: The language.
    """
    special = _SPECIAL[lang].get(event_type, {})
    meanings = _MEANINGS[lang]
    return tuple(
        FieldMeaning(path, special.get(path) or meanings[path]) for path in PATHS[event_type]
    )
