"""Finds the event names a question mentions, written exactly, in part or with spaces."""

from __future__ import annotations

import difflib
import functools
import re
from dataclasses import dataclass
from typing import Final

from realtime_inspector.core.names import BETA_TO_GA
from realtime_inspector.guide.catalog import GUIDE

_TOKEN: Final[re.Pattern[str]] = re.compile(r"[a-z][a-z0-9]*(?:[._][a-z0-9]+)+")
_SURE_WORDS: Final = 3
_CLOSE: Final = 0.86
_MIN_TOKEN: Final = 6
_MASK: Final = " \N{BULLET} "


@dataclass(frozen=True, slots=True)
class Mention:
    """An event name found in a question.

    Attributes:
        type: The event's name, as the server or the client would write it.
        sure: False when it is two plain words that could be ordinary English.
        guessed: What was written, when it is only similar to an event name.
    """

    type: str
    sure: bool = True
    guessed: str = ""


def find_mentions(text: str) -> tuple[list[Mention], str]:
    """The events mentioned in a normalised question, in order and each once.

    Args:
        text: The question in lower case.

    Returns:
        The mentions, and the question with them masked.
    """
    found: dict[str, Mention] = {}

    def take(match: re.Match[str]) -> str:
        written = match.group()
        name = _forms()[_spaced(written)]
        dotted = "." in written or "_" in written
        words = len(_spaced(written).split())
        sure = dotted or words >= _SURE_WORDS
        if not sure and _spaced(written) not in _plain_forms():
            return written
        if name not in found or (sure and not found[name].sure):
            found[name] = Mention(name, sure)
        return _MASK

    rest = _pattern().sub(take, text)
    if not found:
        return _similar(rest)
    return list(found.values()), rest


def family_named(text: str) -> tuple[str, list[str]] | None:
    """A part of event names that the question mentions, with the events that have it."""
    for token in _TOKEN.findall(text):
        if len(token) < _MIN_TOKEN:
            continue
        part = re.compile(rf"(?:^|[._]){re.escape(token)}(?:[._]|$)")
        names = [name for name in GUIDE if part.search(name)]
        if names:
            return token, names
    return None


def _similar(text: str) -> tuple[list[Mention], str]:
    for token in _TOKEN.findall(text):
        if "." not in token:
            continue
        close = difflib.get_close_matches(token, [*GUIDE, *BETA_TO_GA], n=1, cutoff=_CLOSE)
        if close:
            return [Mention(close[0], guessed=token)], text.replace(token, _MASK, 1)
    return [], text


def _spaced(name: str) -> str:
    return " ".join(re.split(r"[._\-\s]+", name))


@functools.cache
def _plain_forms() -> frozenset[str]:
    """The two-word forms that may also be written with a space between them."""
    forms: set[str] = set()
    for name in (*GUIDE, *BETA_TO_GA):
        segments = name.split(".")
        forms.update(_spaced(".".join(segments[start:])) for start in range(len(segments)))
    return frozenset(form for form in forms if " " in form and form != "in progress")


@functools.cache
def _forms() -> dict[str, str]:
    """Every way to write a name, as words: in full first, then its endings."""
    names = [*GUIDE, *BETA_TO_GA]
    forms = {_spaced(name): name for name in reversed(names) if name != "error"}
    for name in names:
        segments = name.split(".")
        for start in range(1, len(segments)):
            forms.setdefault(_spaced(".".join(segments[start:])), name)
    for name in names:
        words = _spaced(name).split()
        for start in range(1, len(words) - 1):
            forms.setdefault(" ".join(words[start:]), name)
    return {form: name for form, name in forms.items() if " " in form and form != "in progress"}


@functools.cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_forms(), key=len, reverse=True)
    ways = "|".join(form.replace(" ", r"(?:[._\-]|\s+)") for form in longest_first)
    return re.compile(rf"(?<![a-z0-9_.])(?:{ways})(?![a-z0-9_]|\.[a-z])")
