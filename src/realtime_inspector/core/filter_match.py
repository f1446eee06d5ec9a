"""How the filter language searches text and compares types and values."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.filter_clauses import holds, word_clause
from realtime_inspector.core.names import BETA_TO_GA, GA_TO_BETA, canonical
from realtime_inspector.core.record import Record, RecordKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_AUDIO: Final = re.compile(r"[A-Za-z0-9+/]{200,}={0,2}")
"""A run of base64 too long to be a word: audio or an image."""
AUDIO_BYTES: Final = re.compile(_AUDIO.pattern.encode())
SHORTEST_AUDIO: Final = 200
ELIDED: Final = "…"
"""What stands for base64 in the text that is searched."""
_ESCAPE: Final = re.compile(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))')
_SIMPLE_ESCAPES: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def contains(record: Record, text: str) -> bool:
    """Whether a text occurs in a record, as it is in the JSON or with its escapes resolved.

    Case is ignored: that of the 26 letters of ASCII for a text of ASCII characters, so that `k` is
    not found in the Kelvin sign; for any other text by Unicode's case folding, so that `straße`
    is found in `STRASSE`.
    """
    if record.kind is RecordKind.BINARY:
        return False
    if text.isascii():
        return _contains_ascii(record, text.lower().encode())
    clause = word_clause(text)
    if clause is not None and not holds(clause, record.payload.lower()):
        return False
    needle = text.casefold()
    return any(needle in searched.casefold() for searched in searched_texts(record))


def _contains_ascii(record: Record, needle: bytes) -> bool:
    """The same as in the text: in UTF-8, bytes of ASCII are never part of anything else."""
    lowered = record.payload.lower()
    has_escapes = b"\\" in lowered
    if not has_escapes and needle not in lowered:
        return False
    if len(lowered) >= SHORTEST_AUDIO:
        lowered = AUDIO_BYTES.sub(ELIDED.encode(), lowered)
    if needle in lowered:
        return True
    return has_escapes and any(
        needle in text.encode("utf-8", "replace").lower() for text in searched_texts(record)
    )


def searched_texts(record: Record) -> Iterator[str]:
    """What is searched in a record: its text, and again with JSON's escapes resolved.

    Base64 audio counts as one `…`: short words would be found in it by chance.
    """
    if record.kind is RecordKind.BINARY:
        return
    text = record.payload.decode("utf-8", "replace")
    if len(text) >= SHORTEST_AUDIO:
        text = _AUDIO.sub(ELIDED, text)
    yield text
    if "\\" in text:
        resolved = _ESCAPE.sub(_resolve, text)
        yield resolved.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _resolve(match: re.Match[str]) -> str:
    code, simple = match.groups()
    return chr(int(code, 16)) if code else _SIMPLE_ESCAPES.get(simple, simple)


@lru_cache(maxsize=256)
def glob(pattern: str) -> re.Pattern[str]:
    """`*` is any text, `?` any character; case is ignored as `contains` does."""
    pieces = {"*": ".*", "?": "."}
    regex = "".join(pieces.get(char, re.escape(char)) for char in pattern)
    only_ascii = re.ASCII if pattern.isascii() else re.NOFLAG
    return re.compile(regex, re.IGNORECASE | re.DOTALL | only_ascii)


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    """A regular expression that ignores case."""
    return re.compile(pattern, re.IGNORECASE)


@lru_cache(maxsize=4096)
def type_matches(wanted: str, name: str) -> bool:
    """Whether a glob matches a type, or its twin of the other API version."""
    pattern = glob(wanted)
    return any(pattern.fullmatch(twin) for twin in _twins(name))


def _twins(name: str) -> set[str]:
    """A type's own spelling, the GA one and every beta one."""
    ga = canonical(name)
    betas = {beta for beta, twin in BETA_TO_GA.items() if twin == ga and ga in GA_TO_BETA}
    return {name, ga} | betas if name else {""}


def as_text(value: Any) -> str:
    """A JSON value as a filter compares it: strings without quotes."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def number_in(text: str) -> float | None:
    """The finite number that a text is, or `None`."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) != float("inf") and number == number else None
