"""Which of the declared functions the user's words ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.simulator.language import identifier_words, words_of
from realtime_inspector.simulator.vocabulary import GENERIC, TOPICS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ENOUGH: Final = 3.0
_NAME_WORD: Final = 3.0
_NAME_TOPIC: Final = 3.0
_DESCRIPTION_TOPIC: Final = 2.0
_SAME_WORD: Final = 1.0
_LONG_RUN: Final = 3
_RUN: Final = re.compile(r"[一-龥々]{2,}|[ァ-ヴー]{2,}")

_STEMMED: Final = {
    topic: (
        frozenset(stemmed for word in words if word.isascii() for stemmed in words_of(word)),
        tuple(word for word in words if not word.isascii()),
    )
    for topic, words in TOPICS.items()
}


def best_tool(tools: Sequence[Mapping[str, Any]], text: str) -> Mapping[str, Any] | None:
    """The function that fits the words best, if any fits well enough."""
    scored = [(score(tool, text), -index) for index, tool in enumerate(tools)]
    best, index = max(scored, default=(0.0, 0))
    return tools[-index] if best >= _ENOUGH else None


def score(tool: Mapping[str, Any], text: str) -> float:
    """How well the words fit a function's name, description and parameters."""
    said = set(words_of(text)) - GENERIC
    name = set(identifier_words(str(tool["name"]))) - GENERIC
    description = str(tool.get("description") or "")
    described = set(words_of(description)) - GENERIC
    said_topics = topics_of(text)
    name_topics = topics_of(" ".join(name) + " " + str(tool["name"]))
    total = _NAME_WORD * len(said & name) + _NAME_TOPIC * len(said_topics & name_topics)
    both = said_topics & topics_of(description) - name_topics - {"search"}
    total += _DESCRIPTION_TOPIC * len(both)
    total += _SAME_WORD * len(said & described)
    total += _SAME_WORD * sum(word in text for topic in both for word in _STEMMED[topic][1])
    total += sum(0.5 for word in said & _parameter_words(tool))
    return total + _shared_runs(text, description)


def topics_of(text: str) -> set[str]:
    """The topics that a text is about."""
    words = set(words_of(text))
    return {
        topic
        for topic, (latin, japanese) in _STEMMED.items()
        if words & latin or any(word in text for word in japanese)
    }


def _parameter_words(tool: Mapping[str, Any]) -> set[str]:
    properties = properties_of(tool)
    return {word for name in properties for word in identifier_words(name)} - GENERIC


def properties_of(tool: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parameters of a function; whatever is malformed counts as none."""
    parameters = tool.get("parameters")
    properties = parameters.get("properties") if isinstance(parameters, dict) else None
    return properties if isinstance(properties, dict) else {}


def _shared_runs(text: str, description: str) -> float:
    """Longer Japanese words that the user and the description share."""
    runs = {run for run in _RUN.findall(text) if run in description}
    return sum(_ENOUGH if len(run) >= _LONG_RUN else _ENOUGH / 2 for run in runs)
