"""The sentences of the Explain tab about the values of one event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.facts import en, ja

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.guide.model import Language

SENTENCES: Final[Mapping[Language, Mapping[str, str]]] = {"en": en.WORDS, "ja": ja.WORDS}
"""By language and name; names and placeholders are the same in both."""


def sentence(name: str, lang: Language, /, **values: object) -> str:
    """A sentence with its values.

    Args:
        name: Which one.
        lang: In which language.
        values: What stands in its placeholders, safe to be shown.

    Raises:
        KeyError: There is no such sentence, or a value is missing.
    """
    return SENTENCES[lang][name].format(**values)


def ordinal(number: int, lang: Language) -> str:
    """A number that counts places, such as `3rd`; in Japanese the sentence says so."""
    if lang == "ja":
        return f"{number:,}"
    is_teen = number % 100 // 10 == 1
    return f"{number:,}" + ("th" if is_teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th"))
