"""Speaking about what a function returned, in the user's language."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.record import parse_object

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPOKEN_FIELDS: Final = ("message", "summary", "description", "text", "answer", "result")
_ERROR_FIELDS: Final = ("error", "errors", "error_message")
_MOST_FIELDS: Final = 8
_MOST_ELEMENTS: Final = 5
_LONGEST_QUOTE: Final = 600
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\-\s]+")

LABELS_JA: Final[dict[str, str]] = {
    "temperature": "気温", "temp": "気温", "condition": "天気", "conditions": "天気",
    "weather": "天気", "forecast": "予報", "humidity": "湿度", "wind": "風",
    "location": "場所", "city": "都市", "time": "時刻", "date": "日付", "price": "価格",
    "name": "名前", "status": "状態", "count": "件数", "unit": "単位", "currency": "通貨",
    "high": "最高", "low": "最低", "description": "説明", "result": "結果", "total": "合計",
}  # fmt: skip
"""Field names that results often have."""


def report(call: Mapping[str, Any] | None, output: str, language: str) -> str:
    """One or two sentences on a function's result.

    Args:
        call: The `function_call` item, if it is known.
        output: The text of the `function_call_output` item.
        language: `en` or `ja`.
    """
    subject = _subject(call)
    function = str(call["name"]) if call else ""
    problem, fact = _read(output, language)
    kind = "problem" if problem else "fact" if fact else "nothing"
    about = _LEAD_IN if kind == "fact" else _ABOUT
    named = about[language].format(subject=subject) if subject and subject not in fact else ""
    return _SENTENCES[language][kind].format(
        function=function, named=named, fact=_sentence(fact, language)
    )


_SENTENCES: Final[dict[str, dict[str, str]]] = {
    "en": {
        "fact": "{named}{fact}",
        "problem": (
            "I am sorry, {function} reported a problem{named}: {fact} You could ask again with "
            "other words, or look at the arguments of the call and the code behind the function."
        ),
        "nothing": (
            "{function} came back{named}, but its output was empty, so there is nothing I can "
            "tell you. Let the function return some text or JSON."
        ),
    },
    "ja": {
        "fact": "{named}{fact}",
        "problem": (
            "すみません、{named}{function} がエラーを返しました: {fact}"
            "言い方を変えてもう一度試すか、呼び出しの引数と関数の中身を確かめてみてください。"
        ),
        "nothing": (
            "{named}{function} は応答しましたが、出力が空でした。"
            "お伝えできる内容がないので、関数から文字列か JSON を返してください。"
        ),
    },
}
_LEAD_IN: Final = {"en": "For {subject}: ", "ja": "{subject}については、"}
_ABOUT: Final = {"en": " for {subject}", "ja": "{subject}について、"}


def _subject(call: Mapping[str, Any] | None) -> str:
    """The call's arguments as people would name them: `東京`, `Paris, France`."""
    arguments = parse_object(str(call.get("arguments") or "")) if call else None
    values = [value for value in (arguments or {}).values() if isinstance(value, str | int | float)]
    return ", ".join(_plain(value) for value in values[:3])


def _read(output: str, language: str) -> tuple[bool, str]:
    """Whether it is an error, and what it says."""
    try:
        value = json.loads(output)
    except (ValueError, RecursionError):
        value = output.strip()
    if isinstance(value, dict):
        for name in _ERROR_FIELDS:
            if value.get(name):
                return True, _error_text(value[name])
        return False, _fields(value, language)
    if isinstance(value, list):
        return False, _elements(value, language)
    return False, "" if value is None else _plain(value)[:_LONGEST_QUOTE]


def _error_text(value: Any) -> str:
    if isinstance(value, dict) and value.get("message"):
        value = value["message"]
    return _plain(value)[:_LONGEST_QUOTE]


def _fields(value: Mapping[str, Any], language: str) -> str:
    for name in _SPOKEN_FIELDS:
        spoken = value.get(name)
        if isinstance(spoken, str) and spoken.strip():
            return spoken.strip()[:_LONGEST_QUOTE]
    shown = [(name, each) for name, each in value.items() if each not in (None, "", [], {})]
    parts = [_field(name, each, language) for name, each in shown[:_MOST_FIELDS]]
    return ("、" if language == "ja" else ", ").join(parts)


def _field(name: str, value: Any, language: str) -> str:
    words = [word.lower() for word in _CAMEL.split(name) if word]
    unit = _UNITS.get(words[-1], "") if len(words) > 1 else ""
    if unit:
        words.pop()
    label = " ".join(words)
    text = f"{_plain(value)}{unit}"
    return f"{LABELS_JA.get(label, label)}は{text}" if language == "ja" else f"{label} {text}"


_UNITS: Final = {
    "c": " °C", "celsius": " °C", "f": " °F", "percent": " %", "pct": " %", "ms": " ms",
    "km": " km", "kmh": " km/h", "usd": " USD", "jpy": " JPY",
}  # fmt: skip


def _elements(value: list[Any], language: str) -> str:
    if not value:
        return ""
    shown = [_plain(each) for each in value[:_MOST_ELEMENTS]]
    if language == "ja":
        return f"{len(value)} 件見つかりました: {'、'.join(shown)}"
    noun = "result" if len(value) == 1 else "results"
    return f"{len(value)} {noun}: {'; '.join(shown)}"


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        return ", ".join(
            f"{key} {_plain(each)}" for key, each in list(value.items())[:_MOST_FIELDS]
        )
    if isinstance(value, list):
        return ", ".join(_plain(each) for each in value[:_MOST_ELEMENTS])
    return json.dumps(value)


def _sentence(fact: str, language: str) -> str:
    if not fact or fact[-1] in ".!?。！？…":
        return fact
    if language == "ja":
        is_sentence = fact.endswith(("です", "ます", "た")) or fact[-1].isascii()
        return f"{fact}。" if is_sentence else f"{fact}です。"
    return f"{fact}."
