"""Filling a function's arguments from the user's words, by its JSON schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from realtime_inspector.simulator.language import Utterance, identifier_words, stem
from realtime_inspector.simulator.places import known, places_in
from realtime_inspector.simulator.tool_match import properties_of

Schema: TypeAlias = Mapping[str, Any]
Extractor: TypeAlias = Callable[[Utterance], Any]

_DEEPEST: Final = 3
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_QUOTED: Final = re.compile(r"[\"“「『]([^\"”」』]+)[\"”」』]")
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DATE: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}|\b(?:today|tomorrow|tonight|yesterday|(?:next |this )?(?:mon|tues|wednes|"
    r"thurs|fri|satur|sun)day|next week|this weekend)\b|今日|明日|明後日|昨日|今週末|来週|今夜",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(
    r"\b\d{1,2}(?::\d{2})?\s?(?:am|pm)\b|\b\d{1,2}:\d{2}\b|\d{1,2}時(?:\d{1,2}分|半)?",
    re.IGNORECASE,
)
_SYMBOL: Final = re.compile(r"\b[A-Z]{2,5}\b")
_NAME: Final = re.compile(
    r"(?:my name is|i am|i'm|call me|named?)\s+([A-ZÀ-Þ][\w'-]*(?:\s[A-ZÀ-Þ][\w'-]*)?)"
    r"|(?:名前は|私は|僕は)\s*([^\s、。!!??]+?)(?:です|だ|と|。|$)|([^\s、。はが]+?)と(?:申します|いいます)",
    re.IGNORECASE,
)
_SUBJECT: Final = re.compile(
    r"(?:search(?: the web)? for|search|look up|google|find|about|play|translate|remind me to|"
    r"say|write|note)\s+(.+?)[?.!]*$",
    re.IGNORECASE,
)
_SUBJECT_JA: Final = re.compile(
    r"(.+?)(?:を|について|って)(?:検索|調べ|探|教え|翻訳|訳|再生|かけ|流し|送|書)"
)
_ROUTE: Final = re.compile(
    r"\bfrom\s+(.+?)\s+to\s+([^?.!,]+)|(.+?)から(.+?)(?:まで|へ|に)", re.IGNORECASE
)
_OFF: Final = re.compile(
    r"\b(?:off|no|not|don't|disable|stop|without|false)\b|消し|オフ|しない|止め|なし", re.IGNORECASE
)
_ON: Final = re.compile(
    r"\b(?:on|yes|enable|turn on|true|with)\b|つけ|点け|オン|有効|あり", re.IGNORECASE
)

COMPANIES: Final[dict[str, str]] = {
    "apple": "AAPL", "microsoft": "MSFT", "google": "GOOGL", "alphabet": "GOOGL",
    "amazon": "AMZN", "nvidia": "NVDA", "tesla": "TSLA", "meta": "META", "sony": "SONY",
    "toyota": "TM", "アップル": "AAPL", "マイクロソフト": "MSFT", "グーグル": "GOOGL",
    "アマゾン": "AMZN", "エヌビディア": "NVDA", "テスラ": "TSLA", "ソニー": "SONY", "トヨタ": "TM",
}  # fmt: skip
"""Companies by name, for functions that want a ticker symbol."""

ENUM_ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "celsius": ("摂氏", "°c", "℃", "centigrade"), "c": ("摂氏", "celsius", "℃"),
    "fahrenheit": ("華氏", "°f", "℉"), "f": ("華氏", "fahrenheit", "℉"),
    "metric": ("celsius", "摂氏"), "imperial": ("fahrenheit", "華氏"),
    "on": ("つけ", "オン"), "off": ("消し", "オフ"), "high": ("高",), "low": ("低",),
    "english": ("英語",), "japanese": ("日本語",), "en": ("英語", "english"),
    "ja": ("日本語", "japanese"), "today": ("今日",), "tomorrow": ("明日",),
}  # fmt: skip
"""Words by which people name an enum's value."""


@dataclass(slots=True)
class Filling:
    """The calls that the words amount to, or what is missing for one."""

    calls: list[dict[str, Any]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def fill(tool: Mapping[str, Any], said: Utterance) -> Filling:
    """The arguments of the call, or of several when several places were named."""
    properties = properties_of(tool)
    arguments, missing = _fill_object(properties, _required_of(tool), said, depth=0)
    if missing:
        return Filling(missing=missing)
    spread = _place_to_spread(properties, arguments)
    places = places_in(said) if spread else []
    if spread and len(places) > 1 and arguments[spread] == places[0]:
        return Filling([arguments | {spread: place} for place in places])
    return Filling([arguments])


def fill_anyhow(tool: Mapping[str, Any], said: Utterance) -> dict[str, Any]:
    """Arguments for a call that was demanded (`tool_choice`), found or not."""
    properties = properties_of(tool)
    arguments, missing = _fill_object(properties, _required_of(tool), said, depth=0)
    for name in missing:
        arguments[name] = _stand_in(properties.get(name), said)
    return arguments


def kind_of(name: str, schema: object) -> str | None:
    """What a parameter is about: a place, a date, …; from its name, then its description."""
    words = set(identifier_words(name))
    for kind, keys in _KINDS.items():
        if words & keys:
            return kind
    description = schema.get("description") if isinstance(schema, dict) else None
    text = description.lower() if isinstance(description, str) else ""
    hints = ("city", "location", "place", "都市", "場所", "地名", "地域")
    return "place" if any(hint in text for hint in hints) else None


def _fill_object(
    properties: Mapping[str, Any], required: tuple[str, ...], said: Utterance, depth: int
) -> tuple[dict[str, Any], list[str]]:
    numbers = iter(_NUMBER.findall(said.text))
    arguments: dict[str, Any] = {}
    missing = []
    for name, schema in properties.items():
        value = _value(name, schema, said, numbers, needed=name in required, depth=depth)
        if value is not None:
            arguments[name] = value
        elif name in required:
            missing.append(name)
    return arguments, missing


def _value(
    name: str, schema: object, said: Utterance, numbers: Any, *, needed: bool, depth: int
) -> Any:
    if not isinstance(schema, dict):
        return None
    options = schema.get("enum")
    if isinstance(options, list) and options:
        return _enum_value(options, said, needed=needed)
    kind = _json_type(schema)
    if kind in ("number", "integer"):
        return _number_value(name, kind, said, numbers)
    if kind == "boolean":
        return _boolean_value(said, needed=needed)
    if kind == "array":
        return _array_value(name, schema, said)
    if kind == "object":
        if depth >= _DEEPEST:
            return {} if needed else None
        inner, gaps = _fill_object(
            properties_of({"parameters": schema}), _required(schema), said, depth + 1
        )
        return None if gaps or not (inner or needed) else inner
    return _string_value(name, schema, said, needed=needed)


def _json_type(schema: Schema) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((each for each in kind if each != "null"), None)
    return kind if isinstance(kind, str) else "string"


def _required(schema: Schema) -> tuple[str, ...]:
    names = schema.get("required")
    return tuple(each for each in names if isinstance(each, str)) if isinstance(names, list) else ()


def _required_of(tool: Mapping[str, Any]) -> tuple[str, ...]:
    parameters = tool.get("parameters")
    return _required(parameters) if isinstance(parameters, dict) else ()


def _enum_value(options: list[Any], said: Utterance, *, needed: bool) -> Any:
    text = said.text.lower()
    for option in options:
        if not isinstance(option, str) or not option:
            continue
        word = option.lower()
        pattern = rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)
        if re.search(pattern, text) or any(each in text for each in ENUM_ALIASES.get(word, ())):
            return option
    return options[0] if needed else None


def _number_value(name: str, kind: str, said: Utterance, numbers: Any) -> Any:
    words = set(identifier_words(name))
    if words & {"latitude", "lat", "longitude", "lon", "lng", "long"}:
        place = next((spot for each in places_in(said) if (spot := known(each))), None)
        if place is None:
            return None
        return place.latitude if words & {"latitude", "lat"} else place.longitude
    found = next(numbers, None)
    if found is None:
        return None
    value = float(found)
    if kind == "integer" or value.is_integer():
        return int(value)
    return value


def _boolean_value(said: Utterance, *, needed: bool) -> bool | None:
    if _OFF.search(said.text):
        return False
    if needed or _ON.search(said.text):
        return True
    return None


def _array_value(name: str, schema: Schema, said: Utterance) -> list[Any] | None:
    items = schema.get("items")
    inner = items if isinstance(items, dict) else {}
    if _json_type(inner) in ("number", "integer"):
        found = [float(each) for each in _NUMBER.findall(said.text)]
        return [int(each) if each.is_integer() else each for each in found] or None
    if kind_of(name, schema) == "place" or kind_of(name, inner) == "place":
        return places_in(said) or None
    value = _string_value(name, inner, said, needed=True)
    return None if value is None else [value]


def _string_value(name: str, schema: Schema, said: Utterance, *, needed: bool) -> str | None:
    kind = kind_of(name, schema)
    value = _EXTRACTORS[kind](said) if kind else None
    if value is None and needed and (kind is None or kind == "subject"):
        value = _first_quoted(said) or _subject(said)
        if value is None and (kind == "subject" or said.is_answer):
            value = said.text.strip()
    return str(value) if value else None


def _stand_in(schema: object, said: Utterance) -> Any:
    kind = _json_type(schema) if isinstance(schema, dict) else "string"
    stand_ins: dict[str, Any] = {
        "number": 0,
        "integer": 0,
        "boolean": True,
        "array": [],
        "object": {},
    }
    return stand_ins.get(kind, said.text.strip())


def _place_to_spread(properties: Mapping[str, Any], arguments: Mapping[str, Any]) -> str | None:
    """The one place parameter that several places are called with in turn."""
    names = [name for name, schema in properties.items() if kind_of(name, schema) == "place"]
    return names[0] if len(names) == 1 and isinstance(arguments.get(names[0]), str) else None


def _first_place(said: Utterance) -> str | None:
    return next(iter(places_in(said)), None)


def _from_place(said: Utterance) -> str | None:
    match = _ROUTE.search(said.text)
    return (match.group(1) or match.group(3)).strip() if match else None


def _to_place(said: Utterance) -> str | None:
    match = _ROUTE.search(said.text)
    return (match.group(2) or match.group(4)).strip() if match else _first_place(said)


def _timezone(said: Utterance) -> str | None:
    place = known(_first_place(said) or "")
    return place.timezone if place else None


def _found_by(pattern: re.Pattern[str]) -> Extractor:
    def extract(said: Utterance) -> str | None:
        match = pattern.search(said.text)
        return match.group() if match else None

    return extract


def _symbol(said: Utterance) -> str | None:
    lower = said.text.lower()
    named = next((symbol for company, symbol in COMPANIES.items() if company in lower), None)
    match = _SYMBOL.search(said.text)
    return named or (match.group() if match else None)


def _person(said: Utterance) -> str | None:
    match = _NAME.search(said.text)
    found = next((group for group in match.groups() if group), None) if match else None
    if found is None and said.is_answer:
        return said.text.rstrip("。.! ").strip().removesuffix("です")
    return found


def _first_quoted(said: Utterance) -> str | None:
    match = _QUOTED.search(said.text)
    return match.group(1) if match else None


def _subject(said: Utterance) -> str | None:
    quoted = _first_quoted(said)
    if quoted:
        return quoted
    pattern = _SUBJECT_JA if said.language == "ja" else _SUBJECT
    match = pattern.search(said.text)
    return match.group(1).strip() if match else None


_KIND_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "origin": ("origin", "from", "departure", "source", "start"),
    "destination": ("destination", "arrival", "dest"),
    "timezone": ("timezone", "tz"),
    "place": (
        *("location", "locations", "city", "cities", "place", "region", "country", "address"),
        *("town", "area", "where", "station", "airport", "prefecture", "locale"),
        *("場所", "都市", "地域"),
    ),
    "date": ("date", "day", "when", "datetime"),
    "clock": ("time", "hour"),
    "symbol": ("symbol", "ticker", "stock"),
    "email": ("email", "mail", "recipient"),
    "subject": (
        *("query", "question", "text", "message", "content", "keyword", "topic", "expression"),
        *("term", "search", "body", "title", "song", "prompt", "input", "phrase", "note"),
    ),
    "person": ("name", "person", "user", "customer"),
}
_KINDS: Final = {kind: frozenset(map(stem, words)) for kind, words in _KIND_WORDS.items()}
_EXTRACTORS: Final[dict[str, Extractor]] = {
    "origin": _from_place,
    "destination": _to_place,
    "timezone": _timezone,
    "place": _first_place,
    "date": _found_by(_DATE),
    "clock": _found_by(_CLOCK),
    "symbol": _symbol,
    "email": _found_by(_EMAIL),
    "subject": _subject,
    "person": _person,
}
