"""What `events` prints: the page of one event type, the list of them, and both as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.cli.columns import cells, cut, padded
from realtime_inspector.cli.wrapping import line_width, wrapped
from realtime_inspector.guide.fields import fields_of
from realtime_inspector.guide.rules import RULE_TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from realtime_inspector.guide import EventGuide, Language

_ARROWS: Final[Mapping[str, str]] = {"client": "↑", "server": "↓"}
_NARROW: Final = 64
"""Cells of a line in which a column of names leaves no room for what they mean."""
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "client": "↑ sent by the client",
        "server": "↓ sent by the server",
        "webrtc": "only on WebRTC and SIP calls",
        "sip": "only on SIP calls",
        "translation": "only in translation sessions",
        "beta": "only in the beta shape",
        "beta_name": "beta name of {}",
        "trigger": "Cause",
        "before": "Usually after one of",
        "follows": "Next",
        "fields": "Fields",
        "pitfall": "Careful",
        "rules": "Findings",
        "links": "Documentation",
        "more": "realtime-inspector events TYPE explains one of them.",
        "explain": "realtime-inspector lint --explain {} explains one of them.",
    },
    "ja": {
        "client": "↑ クライアントが送信",
        "server": "↓ サーバーが送信",
        "webrtc": "WebRTC・SIP の通話のみ",
        "sip": "SIP の通話のみ",
        "translation": "翻訳セッションのみ",
        "beta": "ベータ版の形のみ",
        "beta_name": "{} のベータ版での名前",
        "trigger": "きっかけ",
        "before": "ふつう、この前に来るもの(どれか)",
        "follows": "次に来るもの",
        "fields": "フィールド",
        "pitfall": "注意",
        "rules": "関連する指摘",
        "links": "公式ドキュメント",
        "more": "realtime-inspector events TYPE で各イベントの説明を表示します。",
        "explain": "realtime-inspector lint --explain {} で指摘の説明を表示します。",
    },
}


def page(name: str, guide: EventGuide, lang: Language) -> Iterator[str]:
    """Everything about one event, in lines.

    Args:
        name: The type as it was asked for; perhaps its beta name.
        guide: Its guide.
        lang: The language.
    """
    words = _WORDS[lang]
    text = guide.text(lang)
    yield name
    if name != guide.type:
        yield words["beta_name"].format(guide.type)
    yield words[guide.direction] + (f" · {words[guide.transport]}" if guide.transport else "")
    yield ""
    yield from wrapped(text.summary, "")
    yield from _section(words["trigger"], wrapped(text.trigger, "  "))
    yield from _section(words["before"], (f"  {one}" for one in guide.before))
    yield from _section(words["follows"], wrapped(text.follows, "  "))
    yield from _section(words["pitfall"], wrapped(text.pitfall, "  "))
    yield from _section(words["fields"], _two_columns(_fields(guide, lang)))
    yield from _section(words["rules"], _rules(guide, lang))
    yield from _section(words["links"], (f"  {link}" for link in guide.links))


def listing(guides: list[EventGuide], lang: Language) -> Iterator[str]:
    """One line an event, and how to see more."""
    width = max(len(guide.type) for guide in guides)
    for guide in guides:
        line = f"{_ARROWS[guide.direction]} {guide.type:<{width}}  {guide.text(lang).summary}"
        yield cut(line, line_width())
    yield ""
    yield _WORDS[lang]["more"]


def as_data(guide: EventGuide, lang: Language) -> dict[str, Any]:
    """The page as data, for JSON."""
    text = guide.text(lang)
    return {
        "type": guide.type,
        "direction": guide.direction,
        "only_in": guide.transport or None,
        "summary": text.summary,
        "trigger": text.trigger,
        "before": list(guide.before),
        "follows": text.follows,
        "pitfall": text.pitfall or None,
        "fields": dict(_fields(guide, lang)),
        "findings": {rule: RULE_TEXTS[lang][rule].title for rule in guide.rules},
        "documentation": list(guide.links),
    }


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    """A heading over its lines; nothing where there are none."""
    for number, line in enumerate(lines):
        if not number:
            yield ""
            yield heading
        yield line


def _fields(guide: EventGuide, lang: Language) -> list[tuple[str, str]]:
    return [(field.path, field.meaning) for field in fields_of(guide.type, lang)]


def _rules(guide: EventGuide, lang: Language) -> Iterator[str]:
    for rule in guide.rules:
        yield from _hanging(f"  {rule}  ", RULE_TEXTS[lang][rule].title)
    if guide.rules:
        yield from wrapped(_WORDS[lang]["explain"].format(guide.rules[0]), "  ")


def _two_columns(pairs: list[tuple[str, str]]) -> Iterator[str]:
    """Names, and what they mean beside them; below them where the terminal is narrow."""
    names = max(cells(name) for name, _ in pairs)
    for name, meaning in pairs:
        if line_width() < _NARROW:
            yield f"  {name}"
            yield from wrapped(meaning, "      ")
        else:
            yield from _hanging(f"  {padded(name, names)}  ", meaning)


def _hanging(label: str, text: str) -> Iterator[str]:
    """A label with a text beside it, whose further lines stand under its first."""
    indent = " " * cells(label)
    for number, line in enumerate(wrapped(text, indent)):
        yield line if number else f"{label}{line[len(indent) :]}"
