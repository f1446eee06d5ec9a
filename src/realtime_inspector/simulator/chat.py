"""Small talk by rule: greetings, counting, stories, and honesty about being a simulator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from realtime_inspector.simulator.phrases import PHRASES, TOPIC_NAMES
from realtime_inspector.simulator.tool_match import topics_of

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from realtime_inspector.simulator.language import Utterance

_MOST_COUNTED: Final = 200
_DEFAULT_COUNT: Final = 30
_LONGEST_GREETING: Final = 40
_LONGEST_QUOTE: Final = 60

_SHORT_OCCASIONS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (occasion, re.compile(pattern, re.IGNORECASE))
    for occasion, pattern in (
        ("how_are_you", r"how are you|how's it going|how do you do|元気(?:です)?[か?]|調子はどう"),
        ("greeting", (r"^\W*(?:hello|hi|hey|good (?:morning|afternoon|evening)|howdy)\b"
                     r"|^(?:こんにち[はわ]|こんばんは|おはよう|やあ|はじめまして|どうも|もしもし)")),
        ("thanks", r"\b(?:thanks|thank you|thx|cheers)\b|ありがと|どうもね|感謝|サンキュー"),
        ("bye", r"\b(?:bye|goodbye|see you|farewell)\b|さようなら|さよなら|バイバイ|またね"),
        ("agree", (r"^\W*(?:ok|okay|yes|yeah|sure|great|nice|cool|good|fine|no|nope)\W*$"
                  r"|^(?:はい|うん|そう|いいえ|いや|了解|わかりました|わかった|すごい|いいね)[。!!]*$")),
    )
)  # fmt: skip
_OCCASIONS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (occasion, re.compile(pattern, re.IGNORECASE))
    for occasion, pattern in (
        ("who_are_you", (r"\b(?:who|what) are you\b|are you (?:real|human|an? (?:ai|bot|model))"
                        r"|あなたは(?:誰|だれ|何|人間|本物)|君は(?:誰|だれ)|きみはだれ")),
        ("help", (r"what can (?:you|i) (?:do|try|ask)|^\W*help\W*$|what should i try"
                 r"|何ができ|なにができ|使い方|ヘルプ|何を試")),
        ("joke", r"\bjoke\b|make me laugh|冗談|ジョーク|笑わせて"),
    )
)  # fmt: skip
_COUNT: Final = re.compile(
    r"count(?:ing)?\b\D{0,30}(\d{1,4})?|(\d{1,4})?\D{0,6}(?:数え|かぞえ|カウント)", re.IGNORECASE
)
_COUNT_DOWN: Final = re.compile(r"count ?down|backwards|カウントダウン|逆に|逆順", re.IGNORECASE)
_LONG: Final = re.compile(
    r"\b(?:story|poem|essay|tale)\b|\blong (?:answer|text|reply|response)|at length"
    r"|長い|ながい|物語|お話をして|話をして|詩を",
    re.IGNORECASE,
)
_ECHO: Final = re.compile(
    r"^\W*(?:please\s+)?(?:say exactly|repeat after me|say|repeat|echo)\s*[:,]?\s+"
    r"[\"“'「]?(.+?)[\"”'」]?\s*$"
    r"|[「\"](.+?)[」\"]\s*(?:と|って)(?:だけ)?(?:言って|繰り返して|答えて)",
    re.IGNORECASE | re.DOTALL,
)
_NAME_TOLD: Final = re.compile(
    r"\b(?:my name is|call me)\s+([A-Za-zÀ-ÿ][\w'-]*)"
    r"|(?:名前は|私は)\s*([^\s、。?!]{1,12}?)(?:です|だよ|といいます|と言います|と申します)"
    r"|^([^\s、。はがを]{1,12}?)と申します",
    re.IGNORECASE,
)
_NAME_ASKED: Final = re.compile(
    r"what(?:'s| is) my name|who am i|私の名前(?:は|を)|僕の名前(?:は|を)", re.IGNORECASE
)
_NOT_NAMES: Final = frozenset(("何", "なに", "なん"))
_SENTENCE_GAP: Final = {"en": " ", "ja": ""}


def echo_of(text: str) -> str | None:
    """The words that somebody asks to be said as they are."""
    match = _ECHO.search(text)
    return next((group for group in match.groups() if group), None) if match else None


def pleasantry(said: Utterance, rng: random.Random) -> str | None:
    """An answer to a greeting, thanks and the like; long texts are about something else.

    So are questions that begin with a greeting, unless they ask how we are.
    """
    if len(said.text) > _LONGEST_GREETING:
        return None
    asks = "?" in said.text
    return _first_occasion(_SHORT_OCCASIONS[:1] if asks else _SHORT_OCCASIONS, said, rng)


def request(said: Utterance, earlier: Sequence[str], rng: random.Random) -> str | None:
    """An answer to what the simulator can do by itself: count, tell, remember a name."""
    for answer in (_counting, _story, _name):
        found = answer(said, earlier, rng)
        if found:
            return found
    echoed = echo_of(said.text)
    return echoed or _first_occasion(_OCCASIONS, said, rng)


def needs_function(said: Utterance, rng: random.Random) -> str | None:
    """What to say where a function would be called, if only one were declared."""
    topic = next((name for name in TOPIC_NAMES if name in topics_of(said.text)), None)
    if topic is None:
        return None
    name = TOPIC_NAMES[topic][said.language == "ja"]
    return phrase(said.language, "no_tool", rng, topic=name)


def fallback(said: Utterance, rng: random.Random) -> str:
    """A friendly, honest answer to anything else."""
    text = " ".join(said.text.split())
    quote = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE].rstrip()}…"
    return phrase(said.language, "fallback", rng, quote=quote)


def phrase(language: str, occasion: str, rng: random.Random, **fields: object) -> str:
    """One of the phrases for an occasion."""
    return rng.choice(PHRASES[language][occasion]).format(**fields)


def _first_occasion(
    occasions: Sequence[tuple[str, re.Pattern[str]]], said: Utterance, rng: random.Random
) -> str | None:
    for occasion, pattern in occasions:
        if pattern.search(said.text):
            return phrase(said.language, occasion, rng)
    return None


def _counting(said: Utterance, earlier: Sequence[str], rng: random.Random) -> str | None:
    del earlier, rng
    text = said.text
    match = _COUNT.search(text)
    if match is None:
        return None
    asked = re.findall(r"\d{1,4}", text)
    last = max(1, min(int(asked[-1]) if asked else _DEFAULT_COUNT, _MOST_COUNTED))
    numbers = range(last, 0, -1) if _COUNT_DOWN.search(text) else range(1, last + 1)
    joint, end = ("、", "。終わりです!") if said.language == "ja" else (", ", ". Done!")
    return joint.join(map(str, numbers)) + end


def _story(said: Utterance, earlier: Sequence[str], rng: random.Random) -> str | None:
    del earlier, rng
    if not _LONG.search(said.text):
        return None
    return _SENTENCE_GAP[said.language].join(PHRASES[said.language]["story"])


def _name(said: Utterance, earlier: Sequence[str], rng: random.Random) -> str | None:
    if _NAME_ASKED.search(said.text):
        known = next(filter(None, map(_name_in, reversed(earlier))), None)
        occasion = "name_known" if known else "name_unknown"
        return phrase(said.language, occasion, rng, name=known)
    name = _name_in(said.text)
    return phrase(said.language, "name_told", rng, name=name) if name else None


def _name_in(text: str) -> str | None:
    match = _NAME_TOLD.search(text)
    name = next((group for group in match.groups() if group), None) if match else None
    return None if name in _NOT_NAMES else name
