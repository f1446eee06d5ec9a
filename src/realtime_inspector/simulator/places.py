"""Finding places in what the user said. Known ones bring coordinates and a time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.simulator.vocabulary import (
    NOT_PLACES_JA,
    TIME_WORDS_EN,
    TIME_WORDS_JA,
    TOPICS,
)

if TYPE_CHECKING:
    from realtime_inspector.simulator.language import Utterance


@dataclass(frozen=True, slots=True)
class Place:
    """A well-known place."""

    english: str
    japanese: str
    latitude: float
    longitude: float
    timezone: str


KNOWN: Final = tuple(
    Place(*row)
    for row in (
        ("Tokyo", "東京", 35.68, 139.69, "Asia/Tokyo"),
        ("Osaka", "大阪", 34.69, 135.5, "Asia/Tokyo"),
        ("Kyoto", "京都", 35.01, 135.77, "Asia/Tokyo"),
        ("Nagoya", "名古屋", 35.18, 136.91, "Asia/Tokyo"),
        ("Yokohama", "横浜", 35.44, 139.64, "Asia/Tokyo"),
        ("Sapporo", "札幌", 43.06, 141.35, "Asia/Tokyo"),
        ("Fukuoka", "福岡", 33.59, 130.4, "Asia/Tokyo"),
        ("Sendai", "仙台", 38.27, 140.87, "Asia/Tokyo"),
        ("Hiroshima", "広島", 34.39, 132.46, "Asia/Tokyo"),
        ("Kobe", "神戸", 34.69, 135.2, "Asia/Tokyo"),
        ("Nara", "奈良", 34.69, 135.8, "Asia/Tokyo"),
        ("Okinawa", "沖縄", 26.21, 127.68, "Asia/Tokyo"),
        ("Saitama", "さいたま", 35.86, 139.65, "Asia/Tokyo"),
        ("Tsukuba", "つくば", 36.08, 140.08, "Asia/Tokyo"),
        ("Japan", "日本", 36.2, 138.25, "Asia/Tokyo"),
        ("London", "ロンドン", 51.51, -0.13, "Europe/London"),
        ("Paris", "パリ", 48.86, 2.35, "Europe/Paris"),
        ("Berlin", "ベルリン", 52.52, 13.4, "Europe/Berlin"),
        ("Madrid", "マドリード", 40.42, -3.7, "Europe/Madrid"),
        ("Rome", "ローマ", 41.9, 12.5, "Europe/Rome"),
        ("Amsterdam", "アムステルダム", 52.37, 4.9, "Europe/Amsterdam"),
        ("Zurich", "チューリッヒ", 47.38, 8.54, "Europe/Zurich"),
        ("Vienna", "ウィーン", 48.21, 16.37, "Europe/Vienna"),
        ("Stockholm", "ストックホルム", 59.33, 18.07, "Europe/Stockholm"),
        ("Moscow", "モスクワ", 55.76, 37.62, "Europe/Moscow"),
        ("New York", "ニューヨーク", 40.71, -74.01, "America/New_York"),
        ("San Francisco", "サンフランシスコ", 37.77, -122.42, "America/Los_Angeles"),
        ("Los Angeles", "ロサンゼルス", 34.05, -118.24, "America/Los_Angeles"),
        ("Seattle", "シアトル", 47.61, -122.33, "America/Los_Angeles"),
        ("Chicago", "シカゴ", 41.88, -87.63, "America/Chicago"),
        ("Boston", "ボストン", 42.36, -71.06, "America/New_York"),
        ("Toronto", "トロント", 43.65, -79.38, "America/Toronto"),
        ("Mexico City", "メキシコシティ", 19.43, -99.13, "America/Mexico_City"),
        ("Honolulu", "ホノルル", 21.31, -157.86, "Pacific/Honolulu"),
        ("Sydney", "シドニー", -33.87, 151.21, "Australia/Sydney"),
        ("Singapore", "シンガポール", 1.35, 103.82, "Asia/Singapore"),
        ("Hong Kong", "香港", 22.32, 114.17, "Asia/Hong_Kong"),
        ("Beijing", "北京", 39.9, 116.41, "Asia/Shanghai"),
        ("Shanghai", "上海", 31.23, 121.47, "Asia/Shanghai"),
        ("Seoul", "ソウル", 37.57, 126.98, "Asia/Seoul"),
        ("Taipei", "台北", 25.03, 121.57, "Asia/Taipei"),
        ("Bangkok", "バンコク", 13.76, 100.5, "Asia/Bangkok"),
        ("Delhi", "デリー", 28.61, 77.21, "Asia/Kolkata"),
        ("Mumbai", "ムンバイ", 19.08, 72.88, "Asia/Kolkata"),
        ("Dubai", "ドバイ", 25.2, 55.27, "Asia/Dubai"),
        ("Cairo", "カイロ", 30.04, 31.24, "Africa/Cairo"),
    )
)
_BY_NAME: Final = {
    name: place for place in KNOWN for name in (place.english.lower(), place.japanese)
}

_REGIONS: Final = frozenset(
    (
        *("france", "germany", "japan", "italy", "spain", "england", "uk", "united kingdom"),
        *("scotland", "ireland", "netherlands", "belgium", "switzerland", "austria", "sweden"),
        *("norway", "denmark", "finland", "poland", "portugal", "greece", "turkey", "russia"),
        *("china", "korea", "south korea", "taiwan", "india", "thailand", "vietnam", "australia"),
        *("new zealand", "canada", "mexico", "brazil", "argentina", "chile", "egypt", "usa", "us"),
        *("united states", "america", "california", "texas", "florida", "new york", "washington"),
        *("massachusetts", "illinois", "oregon", "georgia", "nevada", "colorado", "ontario"),
        *("ca", "ny", "tx", "fl", "wa", "ma", "il", "or", "ga", "nv", "co", "dc", "on", "bc"),
    )
)
"""What may follow a town after a comma and belongs to it."""

_MOST: Final = 5
_LONGEST_ANSWER_WORDS: Final = 6
_PREPOSITION: Final = re.compile(r"\b(?:in|for|at|of|near|around|to|from)\s+", re.IGNORECASE)
_END: Final = re.compile(rf"[?.!;:\n()\"“”]|\s(?:{'|'.join(TIME_WORDS_EN)})\b", re.IGNORECASE)
_SEPARATOR: Final = re.compile(
    r"\s*(?:,?\s+(?:and|or|&)\s+(?:also\s+)?(?:in\s+|for\s+)?|[,&])\s*", re.IGNORECASE
)
_PROPER: Final = re.compile(r"[A-ZÀ-Þ][\w'’.-]*(?:\s+(?:de|la|le|of|upon|del|[A-ZÀ-Þ][\w'’.-]*))*")
_LOWER_NAME: Final = re.compile(
    r"(?!(?:the|a|an|my|your|me|it|us|you|this|that|him|her|general|what|which)\b)[a-zà-ÿ]{3,}(?:\s[a-zà-ÿ]{3,})?"
)
_INITIAL_NOISE: Final = frozenset(
    (
        *("What", "Whats", "How", "Is", "Are", "Do", "Does", "Can", "Could", "Please", "Tell"),
        *(
            "The",
            "I",
            "I'm",
            "And",
            "Also",
            "Then",
            "Weather",
            "Time",
            "Hello",
            "Hi",
            "Hey",
            "Will",
        ),
        *(
            "Show",
            "Get",
            "Give",
            "Check",
            "Should",
            "Would",
            "Let",
            "My",
            "Yes",
            "No",
            "Ok",
            "Okay",
        ),
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "What's"),
    )
)

_JA_NAME: Final = r"[一-龥々ヶァ-ヴーA-Za-z]+"
_JA_JOINT: Final = r"\s*(?:と|や|、|,|・|および|及び|そして|あと)\s*"
_JA_LIST: Final = re.compile(
    rf"({_JA_NAME}(?:{_JA_JOINT}{_JA_NAME})*)\s*(?:の|で|は|って|から|まで|へ|に|を|も)"
)
_JA_ANSWER: Final = re.compile(
    r"(?:です|だよ|で|でお願いします|をお願いします|お願いします|かな|だ)?[。.!?]*$"
)
_JA_TOPIC_WORDS: Final = tuple(
    word for words in TOPICS.values() for word in words if word > "\u2e80"
)


def known(name: str) -> Place | None:
    """The well-known place of a name in either language."""
    town = name.split(",", maxsplit=1)[0]
    return _BY_NAME.get(name.strip().lower()) or _BY_NAME.get(town.strip().lower())


def places_in(said: Utterance) -> list[str]:
    """The places that somebody named, in their words and order, without repeats."""
    found = _japanese(said) if said.language == "ja" else _english(said)
    return list(dict.fromkeys(found))[:_MOST]


def _english(said: Utterance) -> list[str]:
    if said.is_answer and len(said.text.split()) <= _LONGEST_ANSWER_WORDS:
        bare = _PREPOSITION.sub("", said.text).strip(" ?.!")
        return _english_list(bare, anything_goes=True)
    for anything_goes in (False, True):
        for match in _PREPOSITION.finditer(said.text):
            tail = _END.split(said.text[match.end() :], maxsplit=1)[0]
            found = _english_list(tail, anything_goes=anything_goes)
            if found:
                return found
        found = [] if anything_goes else _mentioned(said.text, ignore_case=True)
        found = found or ([] if anything_goes else _proper_names(said.text))
        if found:
            return found
    return []


def _english_list(text: str, *, anything_goes: bool) -> list[str]:
    places: list[str] = []
    for raw in _SEPARATOR.split(text):
        part = re.sub(r"^(?:the|city of)\s+", "", raw.strip(), flags=re.IGNORECASE)
        if places and part.lower() in _REGIONS and part.lower() not in _BY_NAME:
            places[-1] += f", {part}"
        elif name := _english_name(part, anything_goes=anything_goes):
            places.append(name)
    return places


def _english_name(part: str, *, anything_goes: bool) -> str | None:
    place = known(part)
    if place is not None:
        return place.english if part.islower() else part
    proper = _PROPER.match(part)
    if proper and proper.group() not in _INITIAL_NOISE:
        return proper.group()
    if anything_goes and _LOWER_NAME.fullmatch(part):
        return part.title()
    return None


def _proper_names(text: str) -> list[str]:
    names = (match.group() for match in _PROPER.finditer(text) if match.start() > 0)
    return [name for name in names if name.split()[0] not in _INITIAL_NOISE]


def _mentioned(text: str, *, ignore_case: bool) -> list[str]:
    """Known places anywhere in a text; the longest name at each position."""
    shown = text.lower() if ignore_case else text
    names = sorted(_BY_NAME, key=len, reverse=True)
    boundary = r"\b" if ignore_case else ""
    pattern = "|".join(re.escape(name) for name in names if name.isascii() == ignore_case)
    places = []
    for match in re.finditer(rf"{boundary}(?:{pattern}){boundary}", shown):
        written = text[match.start() : match.end()]
        place = _BY_NAME[match.group()]
        places.append(place.english if ignore_case and written.islower() else written)
    return places


def _japanese(said: Utterance) -> list[str]:
    text = said.text.strip()
    if said.is_answer:
        bare = _JA_ANSWER.sub("", text)
        parts = [part.strip() for part in re.split(_JA_JOINT, bare)]
        if all(part and len(part) <= 12 and "の" not in part for part in parts):
            return parts
    names = [
        name
        for match in _JA_LIST.finditer(text)
        for part in re.split(_JA_JOINT, match.group(1))
        if (name := _japanese_name(part))
    ]
    missed = [
        name
        for name in _mentioned(text, ignore_case=False)
        if not any(name in each for each in names)
    ]
    return names + missed or _mentioned(text, ignore_case=True)


def _japanese_name(part: str) -> str | None:
    name = part.strip()
    for word in TIME_WORDS_JA:
        name = name.removeprefix(word)
    for word in (*_JA_TOPIC_WORDS, *TIME_WORDS_JA):
        if len(word) > 1:
            name = name.removesuffix(word)
    return name if name and name not in NOT_PLACES_JA and name not in _JA_TOPIC_WORDS else None
