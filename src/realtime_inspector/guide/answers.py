"""Answers a free-text question about the API, in plain sentences that can be read aloud."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.names import canonical
from realtime_inspector.guide.catalog import CONCEPTS, lookup
from realtime_inspector.guide.mentions import family_named, find_mentions
from realtime_inspector.guide.misnomers import MISNOMERS
from realtime_inspector.guide.vocabulary import has_japanese, is_asking, only_about_api

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.guide.mentions import Mention
    from realtime_inspector.guide.model import Concept, EventGuide, Language

MAX_SENTENCES: Final = 6
MAX_QUESTION: Final = 1_000
"""Anything longer, in characters, is a text and not a question."""

_MAX_COMPARED: Final = 3
_MAX_LISTED: Final = 6
_PHRASE_JAPANESE: Final = 4

_PAIRS: Final[Mapping[frozenset[str], str]] = {
    frozenset({"conversation.item.done", "response.output_item.done"}): "done_events",
    frozenset({"conversation.item.added", "conversation.item.done"}): "added_done",
    frozenset({"response.output_item.added", "response.output_item.done"}): "added_done",
    frozenset({"conversation.item.create", "response.create"}): "no_answer",
    frozenset({"conversation.item.created", "conversation.item.added"}): "beta_ga",
    frozenset({"response.create", "response.created"}): "create_created",
    frozenset({"session.update", "session.updated"}): "session_update",
    frozenset({"response.output_text.delta", "response.output_text.done"}): "delta",
    frozenset({"response.output_audio.delta", "response.output_audio.done"}): "delta",
}
"""Two events that are asked about together, and the concept that sets them apart."""

_GENERAL: Final[frozenset[str]] = frozenset(
    {
        "overview",
        "start",
        "events_list",
        "turn_order",
        "items",
        "responses",
        "ids",
        "audio",
        "delta",
        "session_update",
        "errors",
    }
)
"""Concepts too general to be meant when the question names an event."""

_SENTENCE_END: Final[re.Pattern[str]] = re.compile(r"[.!?](?=\s|$)|[。!?]")
_ASKS_WHEN: Final[re.Pattern[str]] = re.compile(
    r"\b(?:when|why|cause[sd]?|trigger\w*)\b|いつ|なぜ|きっかけ|原因|タイミング|どんなとき"
)


def answer(question: str, lang: Language) -> str | None:
    """Answers a question about the Realtime API.

    Args:
        question: What somebody typed, in English or Japanese.
        lang: The language of the answer.

    Returns:
        Two to six plain sentences, or None when the question is not about the API.
    """
    if len(question) > MAX_QUESTION:
        return None
    text = _normalised(question)
    for wrong, texts in MISNOMERS.items():
        if re.search(rf"(?<![a-z0-9_.]){re.escape(wrong)}(?![a-z0-9_]|\.[a-z])", text):
            return texts[lang]
    mentions, rest = find_mentions(text)
    if not any(mention.sure for mention in mentions) and not _plainly_meant(text, rest):
        mentions, rest = [], text
    concept = _concept_for(rest, mentions)
    if concept is not None:
        return concept.text(lang)
    if mentions:
        return _about_events(mentions, text, lang)
    family = family_named(text)
    return None if family is None else _about_family(*family, lang)


def sentence_count(text: str) -> int:
    """How many sentences `text` has; a dot inside an event name does not end one."""
    return len(_SENTENCE_END.findall(text))


def _normalised(question: str) -> str:
    text = unicodedata.normalize("NFKC", question).casefold()
    text = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("`", " ")
    return " ".join(text.split())


def _plainly_meant(text: str, rest: str) -> bool:
    """Whether two plain words such as "response create" are meant as an event."""
    return only_about_api(rest) and (is_asking(text) or not rest.strip(" ?.!\N{BULLET}"))


# -- concepts ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Phrases:
    concept: Concept
    keywords: re.Pattern[str]
    hints: re.Pattern[str] | None


def _pattern_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    ways: list[str] = []
    for phrase in sorted(phrases, key=len, reverse=True):
        if has_japanese(phrase):
            way = r"\s*".join(re.escape(letter) for letter in phrase.replace(" ", ""))
        else:
            way = r"[\s_\-]+".join(re.escape(word) for word in phrase.split())
            way = rf"(?<![a-z0-9_])(?:{way})(?![a-z0-9_])".replace(r"\*", "[a-z]*")
        ways.append(way)
    return re.compile("|".join(ways))


@functools.cache
def _phrases() -> tuple[_Phrases, ...]:
    return tuple(
        _Phrases(
            concept,
            _pattern_of(concept.keywords),
            _pattern_of(concept.hints) if concept.hints else None,
        )
        for concept in CONCEPTS
    )


def _concept_for(rest: str, mentions: list[Mention]) -> Concept | None:
    types = frozenset(canonical(mention.type) for mention in mentions)
    written = frozenset(mention.type for mention in mentions)
    paired = _PAIRS.get(written) or _PAIRS.get(types)
    by_id = {concept.id: concept for concept in CONCEPTS}
    excluded = _GENERAL if mentions else frozenset[str]()
    best = _longest(rest, excluded, hints=False)
    if best is None and paired is not None:
        return by_id[paired]
    if best is None:
        best = _longest(rest, excluded, hints=True, trusted=bool(mentions))
    return best


def _longest(
    text: str, excluded: frozenset[str], *, hints: bool, trusted: bool = False
) -> Concept | None:
    best: Concept | None = None
    length = 0
    for phrases in _phrases():
        pattern = phrases.hints if hints else phrases.keywords
        if pattern is None or phrases.concept.id in excluded:
            continue
        for match in pattern.finditer(text):
            if len(match.group()) <= length:
                continue
            if hints and not trusted and not _hint_counts(text, match):
                continue
            best, length = phrases.concept, len(match.group())
    return best


def _hint_counts(text: str, match: re.Match[str]) -> bool:
    """Whether an everyday phrase is part of a question about the API."""
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    if not only_about_api(rest):
        return False
    phrase = match.group()
    long = len(phrase) >= _PHRASE_JAPANESE if has_japanese(phrase) else " " in phrase
    return long or is_asking(text)


# -- events ------------------------------------------------------------------------


def _about_events(mentions: list[Mention], text: str, lang: Language) -> str:
    if len({canonical(mention.type) for mention in mentions}) > 1:
        return _join([_lead(mention, lang) for mention in mentions[:_MAX_COMPARED]], lang)
    mention = mentions[0]
    guide = _guide_of(mention)
    said = guide.text(lang)
    lead = _lead(mention, lang)
    if _ASKS_WHEN.search(text):
        wanted = (said.trigger, said.follows, said.pitfall)
    else:
        wanted = (said.follows, said.pitfall, said.trigger)
    room = MAX_SENTENCES - sentence_count(lead)
    kept: set[str] = set()
    for part in wanted:
        if sentence_count(part) <= room:
            kept.add(part)
            room -= sentence_count(part)
    parts = [lead, *(p for p in (said.trigger, said.follows, said.pitfall) if p and p in kept)]
    if room and not guide.transport:
        parts.append(_HINT[lang].format(type=guide.type))
    return _join(parts, lang)


_HINT: Final[Mapping[Language, str]] = {
    "en": "In the event log, filter for type:{type} to see it.",
    "ja": "イベントログを type:{type} で絞り込むと見つかります。",
}
_BETA: Final[Mapping[Language, str]] = {
    "en": "{old} is the beta name; today it is {new}.",
    "ja": "{old} はベータ版の名前で、今は {new} といいます。",
}
_GUESSED: Final[Mapping[Language, str]] = {
    "en": "There is no event called {old}; you probably mean {new}.",
    "ja": "{old} というイベントはありません。{new} のことだと思います。",
}
_FAMILY: Final[Mapping[Language, str]] = {
    "en": "The events with {token} in their name are {names}{more}. Ask me about one of them, "
    "or filter the event log by that name to see them.",
    "ja": "名前に {token} が入るイベントには、{names} {more}があります。"
    "気になるものを聞いてください。"
    "イベントログをその名前で絞り込んで見ることもできます。",
}
_FAMILY_ONE: Final[Mapping[Language, str]] = {
    "en": "The event with {token} in its name is {names}. Ask me about it, or filter the event "
    "log by that name to see it.",
    "ja": _FAMILY["ja"].replace("{more}", ""),
}
_MORE: Final[Mapping[Language, str]] = {"en": " and others", "ja": "など"}


def _guide_of(mention: Mention) -> EventGuide:
    guide = lookup(mention.type)
    if guide is None:  # a mention is made of names the guide holds
        raise LookupError(mention.type)
    return guide


def _lead(mention: Mention, lang: Language) -> str:
    """What an event is, with its name, who sends it and, for an old name, the new one."""
    guide = _guide_of(mention)
    summary = guide.text(lang).summary
    if lang == "ja":
        side = "アプリから送る" if guide.direction == "client" else "サーバーから届く"
        lead = f"{guide.type}({side}イベント):{summary}"
    elif guide.direction == "client":
        lead = f"{guide.type} is sent by your app and {summary[0].lower()}{summary[1:]}"
    elif ":" in summary:
        lead = f"{guide.type} is a server event. {summary}"
    else:
        lead = f"{guide.type} is a server event: {summary[0].lower()}{summary[1:]}"
    if mention.guessed:
        return _join([_GUESSED[lang].format(old=mention.guessed, new=guide.type), lead], lang)
    if mention.type != guide.type:
        return _join([_BETA[lang].format(old=mention.type, new=guide.type), lead], lang)
    return lead


def _about_family(token: str, names: list[str], lang: Language) -> str:
    shown = names[:_MAX_LISTED]
    if len(names) == 1:
        return _FAMILY_ONE[lang].format(token=token, names=names[0])
    more = _MORE[lang] if len(names) > len(shown) else ""
    if lang == "ja":
        listed = "、".join(shown)
    elif more:
        listed = ", ".join(shown)
    else:
        listed = f"{', '.join(shown[:-1])} and {shown[-1]}"
    return _FAMILY[lang].format(token=token, names=listed, more=more)


def _join(parts: list[str], lang: Language) -> str:
    return ("" if lang == "ja" else " ").join(parts)
