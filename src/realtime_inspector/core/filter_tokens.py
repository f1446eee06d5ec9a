"""A filter's text cut into coloured pieces, also while it is being typed and still wrong.

The parser (`core.filters`) stops at the first mistake; this reads on, and never raises. It draws
the lines between pieces where the parser does, so that colours and completion agree with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.filter_spelling import FLAGS, OPERATOR, TERM

if TYPE_CHECKING:
    from collections.abc import Iterator


class TokenKind(StrEnum):
    """What a piece of a filter is."""

    KEY = "key"
    """A name before an operator, known or not."""
    PATH = "path"
    OPERATOR = "operator"
    VALUE = "value"
    STRING = "string"
    """Quoted text: a term of its own, or a value."""
    REGEX = "regex"
    FLAG = "flag"
    WORD = "word"
    NOT = "not"
    JOIN = "join"
    """`|`, `or` and `and`."""
    PARENTHESIS = "parenthesis"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece: `text[start:end]`, never empty."""

    kind: TokenKind
    start: int
    end: int


_SPACE: Final = re.compile(r"[ \t\r\n]+")
# Strings and expressions that are not closed yet go on to the end.
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)', re.DOTALL)
_REGEX: Final = re.compile(r"/(?:[^/\\]|\\.)*(?:/|\\?\Z)", re.DOTALL)
STEP: Final = re.compile(
    r'\.(?:(?P<quoted>"(?:[^"\\]|\\.)*(?:"|\\?\Z))|(?P<name>[\w$@-]*))|\[(?P<index>\d*)\]?',
    re.DOTALL,
)
"""One step of a path, finished or not."""
_WORD: Final = re.compile(r'[^ \t\r\n|()"]+')
_SYMBOLS: Final = {
    "(": TokenKind.PARENTHESIS,
    ")": TokenKind.PARENTHESIS,
    "|": TokenKind.JOIN,
    "!": TokenKind.NOT,
    "-": TokenKind.NOT,
}
_WORDS: Final = {
    "or": TokenKind.JOIN,
    "and": TokenKind.JOIN,
    "not": TokenKind.NOT,
    **dict.fromkeys(FLAGS, TokenKind.FLAG),
}


def tokens(text: str) -> tuple[Token, ...]:
    """The pieces of a filter in order; only spaces lie between them."""
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        space = _SPACE.match(text, at)
        if space is not None:
            at = space.end()
            continue
        for token in _term(text, at):
            yield token
            at = token.end


def _term(text: str, at: int) -> Iterator[Token]:
    """A term with its operator and value, or a symbol."""
    here = text[at]
    if here in _SYMBOLS:
        yield Token(_SYMBOLS[here], at, at + 1)
    elif here == '"':
        yield _string(text, at)
    elif here == "/":
        yield Token(TokenKind.REGEX, at, _end(_REGEX, text, at))
    elif here == ".":
        end = at
        while text[end : end + 1] in (".", "["):
            end = _end(STEP, text, end)
        yield Token(TokenKind.PATH, at, end)
        yield from _comparison(text, end)
    elif (match := TERM.match(text, at)) is not None:
        yield Token(TokenKind.KEY, at, match.end(1))
        yield from _comparison(text, match.end(1))
    else:
        end = _end(_WORD, text, at)
        yield Token(_WORDS.get(text[at:end].lower(), TokenKind.WORD), at, end)


def _comparison(text: str, at: int) -> Iterator[Token]:
    operator = OPERATOR.match(text, at)
    if operator is None:
        return
    at = operator.end()
    yield Token(TokenKind.OPERATOR, operator.start(), at)
    if text[at : at + 1] == '"':
        yield _string(text, at)
    elif _WORD.match(text, at):
        yield Token(TokenKind.VALUE, at, _end(_WORD, text, at))


def _string(text: str, at: int) -> Token:
    return Token(TokenKind.STRING, at, _end(_STRING, text, at))


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match is not None else at + 1
