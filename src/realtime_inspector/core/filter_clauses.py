r"""What must stand in a line for a text to be found in it: cheap tests that spare most parsing.

A clause is a choice of byte strings. Whoever finds none of them in the lower-cased bytes of a line
knows that the text is not in it; finding one proves nothing. JSON may write any character as
`\uXXXX`, so that is always among the choices.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Clause: TypeAlias = tuple[bytes, ...]

_ESCAPED_ASCII: Final = b"\\u00"
_ESCAPED: Final = b"\\u"
_ESCAPED_BACKSLASH: Final = b"\\u005c"
_MOST_LETTERS: Final = 8
"""Letters without case that are looked for; each may also be escaped."""
_UNUSUAL_CASE: Final = frozenset("iskISK")
"""ASCII letters of which `re` takes others for another case, such as the Kelvin sign."""
_SHORTEST: Final = 2
"""Literals of a regular expression that are shorter are in almost every line."""


def holds(clause: Clause, lowered: bytes) -> bool:
    """Whether one of the choices occurs in bytes that are lower-cased already."""
    return any(choice in lowered for choice in clause)


@lru_cache(maxsize=256)
def word_clause(text: str) -> Clause | None:
    """For a text that is searched for anywhere in an event, ignoring case; see `filter_match`."""
    if text.isascii():
        run = _longest(_runs(text, _is_plain))
        return (run.lower().encode(), _ESCAPED_ASCII) if run else None
    run = _longest(_runs(text, _has_no_case))[:_MOST_LETTERS]
    if not run:
        return None
    return (run.encode(), *dict.fromkeys(map(_escape, run)), _ESCAPED_BACKSLASH)


@lru_cache(maxsize=256)
def value_clause(text: str) -> Clause | None:
    """For a JSON string, key or value, that holds exactly this text."""
    run = _longest(_runs(text, _is_plain))
    if not run:
        return None
    return run.encode().lower(), _ESCAPED_ASCII if run.isascii() else _ESCAPED


@lru_cache(maxsize=256)
def key_clause(key: str) -> Clause | None:
    """For the key of a JSON object, also of one that is written within a JSON string."""
    if not key or not all(map(_is_plain, key)):
        return value_clause(key)
    name = key.encode().lower()
    return b'"%s"' % name, b'"%s\\' % name, _ESCAPED_ASCII if key.isascii() else _ESCAPED


def glob_clause(pattern: str) -> Clause | None:
    """For a text that a glob matches as a whole, ignoring case."""
    pieces = re.split(r"[*?]", pattern)
    if not pattern.isascii():  # then ASCII letters match more than themselves
        pieces = [piece for piece in pieces if not piece.isascii()]
    return longest_clause(map(word_clause, pieces))


@lru_cache(maxsize=256)
def pattern_clause(pattern: str) -> Clause | None:
    """For a regular expression that ignores case; only what it plainly demands is seen."""
    if re.search(r"\(\?[a-zA-Z-]+[:)]", pattern):
        return None
    pieces: list[str] = []
    for literal in _literals(pattern):
        if literal is None:
            return None
        pieces += _runs(literal, lambda char: _is_plain(char) and char not in _UNUSUAL_CASE)
    run = _longest(piece for piece in pieces if piece.isascii())
    return (run.lower().encode(), _ESCAPED_ASCII) if len(run) >= _SHORTEST else None


def longest_clause(clauses: Iterable[Clause | None]) -> Clause | None:
    """The clause of several that will spare the most."""
    return max((one for one in clauses if one), key=lambda one: len(one[0]), default=None)


def _longest(texts: Iterable[str]) -> str:
    return max(texts, key=len, default="")


def _runs(text: str, is_wanted: Callable[[str], bool]) -> Iterator[str]:
    return ("".join(run) for wanted, run in groupby(text, is_wanted) if wanted)


def _is_plain(char: str) -> bool:
    r"""Whether JSON has no other spelling of it than `\uXXXX`, and UTF-8 has one at all."""
    return char >= " " and char not in '"\\/' and not "\ud800" <= char <= "\udfff"


def _has_no_case(char: str) -> bool:
    """Whether nothing else equals it when case is ignored, as in Chinese or Arabic."""
    return unicodedata.category(char) == "Lo"


def _escape(char: str) -> bytes:
    return b"\\u%02x%02x" % tuple(char.encode("utf-16-be")[:2])


def _literals(pattern: str) -> Iterator[str | None]:
    """Texts that whatever the pattern matches must hold; `None` if that cannot be said."""
    at = depth = 0
    literal = ""
    while at < len(pattern):
        char = pattern[at]
        at += 1
        if char not in "\\[](){}*?+|.^$":
            literal += char if not depth else ""
            continue
        if char in "*?{":  # what stands before it may be missing
            literal = literal[:-1]
        yield literal
        literal = ""
        if char == "|" and not depth:
            yield None
        depth += (char == "(") - (char == ")")
        if char == "\\":
            if pattern[at] not in "dDwWsSbBAZ" and pattern[at].isalnum():
                yield None
            at += 1
        elif char == "[":
            at = _end_of_class(pattern, at)
        elif char == "{":
            at = pattern.find("}", at) + 1 or at
    yield literal


def _end_of_class(pattern: str, at: int) -> int:
    match = re.compile(r"\^?\]?(?:[^\]\\]|\\.)*\]", re.DOTALL).match(pattern, at)
    return match.end() if match is not None else len(pattern)
