"""Completing a filter while it is typed: text and cursor to candidates and what they replace."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.filter_candidates import Candidate, CandidateKind, best
from realtime_inspector.core.filter_paths import paths_at, values_at
from realtime_inspector.core.filter_spelling import WORD_END
from realtime_inspector.core.filter_terms import starts
from realtime_inspector.core.filter_tokens import STEP, Token, TokenKind, tokens
from realtime_inspector.core.filter_values import meant_keys, values_of
from realtime_inspector.core.filters import FilterError, parse_filter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from realtime_inspector.core.filter_candidates import Option
    from realtime_inspector.core.filter_vocabulary import Vocabulary

__all__ = ["Candidate", "CandidateKind", "Completion", "complete", "is_unfinished"]

MEANT: Final = "did you mean this?"
MOST: Final = 100
"""Candidates given at once."""
_WORDS: Final = frozenset({TokenKind.WORD, TokenKind.FLAG, TokenKind.JOIN, TokenKind.NOT})
_ENDS: Final = ("", "x", '"', "/", "1")
"""What may be missing at the end of a text that is being typed."""
_VALUES: Final = frozenset({TokenKind.VALUE, TokenKind.STRING})


@dataclass(frozen=True, slots=True)
class Completion:
    """What can stand at the cursor."""

    start: int
    end: int
    """Candidates replace `text[start:end]`, and the cursor is within."""
    typed: str
    """What of it has been typed before the cursor."""
    candidates: tuple[Candidate, ...] = ()

    def apply(self, text: str, candidate: Candidate) -> tuple[str, int]:
        """The text with a candidate in it, and where the cursor belongs then.

        A whole term gets a space after it, so that the next one can be typed.
        """
        rest = text[self.end :]
        space = " " if candidate.is_whole and (not rest or rest[0] not in WORD_END) else ""
        before = text[: self.start] + candidate.text + space
        return before + rest, len(before)


def complete(text: str, cursor: int, vocabulary: Vocabulary, limit: int = MOST) -> Completion:
    """What can be written at the cursor, whatever the rest of the text is like.

    Args:
        text: The filter as far as it is typed; it need not be right.
        cursor: Characters before the cursor.
        vocabulary: The words of the capture.
        limit: How many candidates at most.

    Returns:
        The candidates, likeliest first; none inside of text that only the user can know.
    """
    line = _Line(text, max(0, min(cursor, len(text))), tokens(text))
    place = line.place(vocabulary)
    already = text[place.start : place.end]
    found = best(place.typed, place.options, limit + 1)
    kept = tuple(one for one in dict.fromkeys(found) if one.text != already)
    return Completion(place.start, place.end, place.typed, kept[:limit])


@dataclass(frozen=True, slots=True)
class _Place:
    """What is replaced, and by what it can be."""

    start: int
    end: int
    typed: str = ""
    options: Iterable[Option] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """The text, its pieces, and the piece that the cursor stands in or right behind."""

    text: str
    cursor: int
    pieces: Sequence[Token]

    def place(self, vocabulary: Vocabulary) -> _Place:
        index = self._touched()
        if index is None or self._is_symbol(self.pieces[index]):
            return self._start(self.cursor, self.cursor, index, vocabulary)
        piece = self.pieces[index]
        if piece.kind in _WORDS:
            return self._start(piece.start, piece.end, index - 1, vocabulary)
        if piece.kind is TokenKind.KEY:
            operator = self._next(index, {TokenKind.OPERATOR})
            end = operator.end if operator else piece.end
            return self._start(piece.start, end, index - 1, vocabulary)
        if piece.kind is TokenKind.PATH:
            return self._path(piece, vocabulary)
        if piece.kind is TokenKind.OPERATOR and piece.end == self.cursor:
            value = self._next(index, _VALUES)
            return self._value(index, value.end if value else self.cursor, "", vocabulary)
        if piece.kind in _VALUES and self._is_behind_operator(index):
            typed = _unquoted(self.text[piece.start : self.cursor])
            return self._value(index - 1, piece.end, typed, vocabulary)
        return _Place(self.cursor, self.cursor)

    def _start(self, start: int, end: int, before: int | None, vocabulary: Vocabulary) -> _Place:
        typed = self.text[start : self.cursor]
        is_alone = not (self.text[:start] + self.text[end:]).strip()
        last = self.pieces[before] if before is not None and before >= 0 else None
        is_negated = last is not None and last.kind is TokenKind.NOT
        options = starts(typed, vocabulary, is_alone=is_alone, is_negated=is_negated)
        return _Place(start, end, typed, options)

    def _value(self, index: int, end: int, typed: str, vocabulary: Vocabulary) -> _Place:
        """The value behind the operator at `index`."""
        subject, operator = self.pieces[index - 1], self.pieces[index]
        sign = self.text[operator.start : operator.end]
        name = self.text[subject.start : subject.end]
        if subject.kind is TokenKind.PATH:
            path = tuple(step for step, _ in _steps(name))
            return _Place(operator.end, end, typed, values_at(path, sign, vocabulary))
        meant = meant_keys(name.lower())
        if meant:
            value = self.text[operator.end : end]
            fixes = [(typed, _fix(f"{key}:{value}")) for key in meant]
            return _Place(subject.start, end, typed, fixes)
        options = values_of(name.lower(), sign, typed, vocabulary)
        return _Place(operator.end, end, typed, options)

    def _path(self, piece: Token, vocabulary: Vocabulary) -> _Place:
        """Up to the end of the step that the cursor is in; the steps behind it stay."""
        steps = _steps(self.text[piece.start : piece.end])
        at = self.cursor - piece.start
        whole = [step for step, end in steps if end < at]
        begin = max((end for _, end in steps if end < at), default=0)
        end = next((end for _, end in steps if end >= at), at)
        typed = self.text[piece.start + begin : self.cursor]
        name = typed if typed.startswith("[") else _unquoted(typed[1:])
        options = paths_at(tuple(whole), typed, vocabulary)
        return _Place(piece.start, piece.start + end, name, options)

    def _touched(self) -> int | None:
        for index, piece in enumerate(self.pieces):
            if piece.start < self.cursor <= piece.end:
                return index
        return None

    def _next(self, index: int, kinds: Iterable[TokenKind]) -> Token | None:
        """The piece right after another, without a space, if it is of a kind."""
        after = self.pieces[index + 1] if index + 1 < len(self.pieces) else None
        is_next = after is not None and after.start == self.pieces[index].end
        return after if after is not None and is_next and after.kind in kinds else None

    def _is_behind_operator(self, index: int) -> bool:
        before = self.pieces[index - 1] if index else None
        return before is not None and before.kind is TokenKind.OPERATOR

    def _is_symbol(self, piece: Token) -> bool:
        """Whether it is a sign after which a term begins."""
        return self.text[piece.start] in "()|!-" and piece.end == piece.start + 1


def _steps(text: str) -> list[tuple[str | int, int]]:
    """The steps of a path that may be unfinished, each with the place where it ends."""
    found: list[tuple[str | int, int]] = []
    for match in STEP.finditer(text):
        quoted, name, index = match["quoted"], match["name"], match["index"]
        if index is not None:
            found.append((int(index[:9] or 0), match.end()))
        else:
            found.append((_unquoted(quoted) if quoted is not None else name, match.end()))
    return found


def _unquoted(text: str) -> str:
    """What a value means that may lack its closing quote."""
    if not text.startswith('"'):
        return text
    is_closed = len(text) > 1 and text.endswith('"') and not text.endswith('\\"')
    inner = text[1:-1] if is_closed else text[1:]
    return re.sub(r'\\([\\"])', r"\1", inner)


def _fix(text: str) -> Candidate:
    return Candidate(text, CandidateKind.FIX, note=MEANT)


def is_unfinished(text: str) -> bool:
    """Whether a text that is no filter yet can become one by typing on at its end."""
    opened = sum(
        {"(": 1, ")": -1}[text[piece.start]]
        for piece in tokens(text)
        if piece.kind is TokenKind.PARENTHESIS
    )
    closing = ")" * max(0, opened)
    return any(_is_filter(f"{text}{end}{closing}") for end in _ENDS)


def _is_filter(text: str) -> bool:
    try:
        parse_filter(text)
    except FilterError:
        return False
    return True
