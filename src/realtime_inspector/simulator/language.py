"""Which language somebody writes, and the words of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from realtime_inspector.guide import Language

_JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|\d+")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\-.\s]+")
_ENDINGS: Final = ("ing", "ed", "es", "s")
_SHORTEST_STEM: Final = 3
_WHOLE: Final = frozenset(
    ("news", "this", "address", "process", "pass", "bus", "does", "was", "yes")
)


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the user said, and how to read it."""

    text: str
    language: Language
    is_answer: bool = False
    """It answers a question of ours: the whole text may be the value we asked for."""


def language_of(texts: Iterable[str]) -> Language:
    """`ja` or `en`, from the first text that has letters."""
    for text in texts:
        if _JAPANESE.search(text):
            return "ja"
        if _LETTER.search(text):
            return "en"
    return "en"


def words_of(text: str) -> list[str]:
    """The Latin words of a text, lower case and without endings."""
    return [stem(word) for word in _WORD.findall(text)]


def identifier_words(identifier: str) -> list[str]:
    """The words in `getWeather`, `get_weather` or `get-weather`."""
    return [stem(word) for word in _CAMEL.split(identifier) if word]


def stem(word: str) -> str:
    """A word without the endings that come and go; crude, and the same for both sides."""
    lower = word.lower().removesuffix("'s")
    if lower in _WHOLE:
        return lower
    for ending in _ENDINGS:
        if lower.endswith(ending) and len(lower) - len(ending) >= _SHORTEST_STEM:
            return lower.removesuffix(ending)
    return lower
