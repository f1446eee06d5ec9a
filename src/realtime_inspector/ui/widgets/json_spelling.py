"""One line of a JSON tree spelt out: only what is on the screen is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TypeAlias

from realtime_inspector.core.audio import base64_size
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.cells import take_cells, width_of
from realtime_inspector.ui.present.safe import visible
from realtime_inspector.ui.widgets.json_text import (
    JsonPath,
    base64_start,
    is_base64,
    media_type,
    scalar_text,
)
from realtime_inspector.ui.widgets.text_lines import NOTE, JsonWords
from realtime_inspector.ui.widgets.text_search import marked

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from realtime_inspector.ui.widgets.json_node import Node
    from realtime_inspector.ui.widgets.line_view import LinePart

Summarise: TypeAlias = "Callable[[JsonPath, str], str | None]"

KEY: Final = "json-tree--key"
STRING: Final = "json-tree--string"
NUMBER: Final = "json-tree--number"
LITERAL: Final = "json-tree--literal"
PUNCTUATION: Final = "json-tree--punctuation"

_TELLING_KEYS: Final = ("type", "name", "role", "status", "id")
_BASE64_SHOWN: Final = 24


class Spelling:
    """Spells nodes out, with the hits of a search marked."""

    def __init__(self, words: JsonWords, summarise: Summarise | None) -> None:
        self.words = words
        self.search: re.Pattern[str] | None = None
        self._summarise = summarise

    def head(self, node: Node, width: int) -> list[LinePart]:
        """Return the line of a value, or the one that its children stand under."""
        parts: list[LinePart] = [
            (indent(node.depth, width), ""),
            (_marker(node, width), NOTE),
        ]
        if isinstance(node.key, str):
            parts += marked(_quoted(node.key, width), KEY, self.search)
            parts.append((": ", PUNCTUATION))
        if isinstance(node.value, (dict, list)):
            return parts + self._container(node, node.value)
        if isinstance(node.value, str):
            parts += self._string(node, node.value, width)
        else:
            text, style = _scalar(node.value)
            parts += marked(text, style, self.search)
        parts.append((_comma(node), PUNCTUATION))
        return parts

    def close(self, node: Node, width: int) -> list[LinePart]:
        """Return the line with the closing bracket."""
        bracket = "}" if isinstance(node.value, dict) else "]"
        return [(indent(node.depth + 1, width), ""), (bracket + _comma(node), PUNCTUATION)]

    def gap(self, node: Node, count: int, width: int) -> list[LinePart]:
        """Return the line that says how much is not shown."""
        words = self.words
        text = words.more_characters if isinstance(node.value, str) else words.more
        return [
            (indent(node.depth + 2, width), ""),
            (f"… {text.format(count=f'{count:,}')}", NOTE),
        ]

    def _container(self, node: Node, value: dict[str, object] | list[object]) -> list[LinePart]:
        is_dict = isinstance(value, dict)
        before, after = "{}" if is_dict else "[]"
        if node.is_open:
            return [(before, PUNCTUATION)]
        if not value:
            return [(before + after + _comma(node), PUNCTUATION)]
        text = count = f"{len(value):,}"
        if is_dict:
            words = self.words
            text = words.one_key if len(value) == 1 else words.keys.format(count=count)
        return [
            (f"{before}… ", PUNCTUATION),
            (text, NOTE),
            (after + _comma(node), PUNCTUATION),
            (_telling(value), NOTE),
        ]

    def _string(self, node: Node, value: str, width: int) -> list[LinePart]:
        if is_base64(value):
            start = base64_start(value)
            beginning = f"  {value[start : start + _BASE64_SHOWN]}…"
            return [(self._describe_base64(node, value), NOTE), (beginning, STRING)]
        if node.is_open:
            return [(self.words.characters.format(count=f"{len(value):,}"), NOTE)]
        return marked(_quoted(value, width), STRING, self.search)

    def _describe_base64(self, node: Node, value: str) -> str:
        if node.summary is None:
            size = base64_size(value) - base64_start(value) * 3 // 4
            found = self._summarise(node.path, value) if self._summarise else None
            facts = [media_type(value), self.words.base64, numbers.size(size), found]
            node.summary = " · ".join(fact for fact in facts if fact)
        return node.summary


def is_cut(node: Node, width: int) -> bool:
    """Whether a string does not fit its line, or reads better over several."""
    value = node.value
    if not isinstance(value, str):
        return False
    head = width_of(indent(node.depth, width)) + 5
    if isinstance(node.key, str):
        head += width_of(_quoted(node.key, width)) + 2
    return (
        len(value) > width - head
        or "\n" in value
        or head + width_of(_quoted(value, width)) - 2 > width
    )


def indent(depth: int, width: int) -> str:
    """Indent by two cells a level; deeper than half the width the level is a number instead."""
    if 2 * depth <= width // 2:
        return "  " * depth
    return f"‹{depth:,}› "


def _marker(node: Node, width: int) -> str:
    if node.is_open:
        return "▾ "
    return "▸ " if node.size or is_cut(node, width) else "  "


def _scalar(value: object) -> tuple[str, str]:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return scalar_text(value), NUMBER if is_number else LITERAL


def _quoted(text: str, width: int) -> str:
    """Return a JSON string, of a long one only what can be seen."""
    room = 2 * max(width, 20)
    if len(text) > room:
        return visible(json.dumps(text[:room], ensure_ascii=False)[:-1] + "…")
    return visible(json.dumps(text, ensure_ascii=False))


def _comma(node: Node) -> str:
    return "" if node.is_last else ","


def _telling(value: object) -> str:
    """What tells a folded object from its siblings."""
    if not isinstance(value, dict):
        return ""
    found = [value[key] for key in _TELLING_KEYS if isinstance(value.get(key), str)]
    texts = [take_cells(visible(text[:64]), 32)[0] for text in found if text]
    return "  " + " · ".join(texts) if texts else ""
