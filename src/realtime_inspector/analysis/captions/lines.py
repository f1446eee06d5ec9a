"""Breaks text into subtitles of two lines, by the room that its characters take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from unicodedata import category, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NARROW: Final = 10
"""Room of a Latin letter."""
WIDE: Final = 21
"""Room of a full-width character: twenty of them are a line."""
LINE_ROOM: Final = 42 * NARROW
LINES: Final = 2
_UNITS_PER_MS: Final = 0.15
"""Fifteen Latin letters or seven full-width ones a second, as subtitles are read."""

_OPENING: Final = r"「『（【〈《(\[{“‘"
_CLOSING: Final = (
    r"」』）】〉》)\]}”’、。，．・：；！？!?,.:;…ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)
_WIDE_CLASS: Final = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
_TOKEN: Final = re.compile(
    rf"[{_OPENING}]*(?:[{_WIDE_CLASS}]|[^\s{_WIDE_CLASS}{_OPENING}]+)?[{_CLOSING}]*\s*"
)
"""What stays on one line: a word, or a character of scripts without spaces, with its signs."""
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])(?![」』）。！？])\s*")


def room(text: str) -> int:
    """How much room a text takes."""
    return sum(map(_room_of, text))


def reading_ms(text: str) -> float:
    """How long it takes to read, in milliseconds."""
    return room(text) / _UNITS_PER_MS


def blocks(text: str, label: str = "") -> Iterator[tuple[str, ...]]:
    """The text in blocks of at most two lines, sentences together where they fit.

    Args:
        text: What was said; white space of any kind is a space.
        label: What will stand before the first line, and needs room there.
    """
    indent, waiting = room(label), ""
    for sentence in sentences(text):
        both = f"{waiting}{_joint(waiting, sentence)}{sentence}" if waiting else sentence
        if not waiting or len(_lines(both, indent)) <= LINES:
            waiting = both
            continue
        yield from _shared_out(waiting, indent)
        indent, waiting = 0, sentence
    yield from _shared_out(waiting, indent)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, without the spaces between them."""
    return filter(None, _SENTENCE_END.split(" ".join(text.split())))


def is_sentence(text: str) -> bool:
    """Whether a text ends like a sentence."""
    return text.rstrip().endswith(tuple(".!?…。！？"))


def _joint(before: str, after: str) -> str:
    """Scripts without spaces go on without one."""
    is_wide = _room_of(before[-1]) == WIDE or _room_of(after[0]) == WIDE
    return "" if is_wide else " "


def _shared_out(text: str, indent: int) -> Iterator[tuple[str, ...]]:
    """A text in as few blocks as it needs, of about the same length: no word is left alone."""
    lines = _lines(text, indent)
    count = -(-len(lines) // LINES)
    blocks_of_text = [
        _lines(part, indent * (not at)) for at, part in enumerate(_parts(text, count))
    ]
    if any(len(block) > LINES for block in blocks_of_text):
        blocks_of_text = [lines[start : start + LINES] for start in range(0, len(lines), LINES)]
    yield from (tuple(block) for block in blocks_of_text if block)


def _parts(text: str, count: int) -> list[str]:
    """A text in so many parts that take about the same room."""
    parts = [""] * count
    total, passed = room(text) or 1, 0.0
    for token in _tokens(text):
        own = room(token)
        parts[min(count - 1, int((passed + own / 2) * count / total))] += token
        passed += own
    return parts


def _lines(text: str, indent: int = 0) -> list[str]:
    """Lines as full as they go."""
    lines: list[str] = []
    line, left = "", LINE_ROOM - indent
    for token in _tokens(text):
        needed = room(token.rstrip())
        if line and needed > left:
            lines.append(line.rstrip())
            line, left = "", LINE_ROOM
        line += token
        left -= room(token)
    return [*lines, line.rstrip()] if line.strip() else lines


def _tokens(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text):
        yield from _cut(match.group())


def _cut(token: str) -> Iterable[str]:
    """A token that is longer than a line in pieces that fit."""
    if room(token.rstrip()) <= LINE_ROOM:
        return (token,) if token else ()
    pieces, piece = [], ""
    for character in token:
        if piece and room(piece) + _room_of(character) > LINE_ROOM // 2:
            pieces.append(piece)
            piece = ""
        piece += character
    return (*pieces, piece)


def _room_of(character: str) -> int:
    if east_asian_width(character) in "WF":
        return WIDE
    return 0 if category(character) in {"Mn", "Me", "Cf"} else NARROW
