"""The filter language (PRODUCT.md section 5): text to a tree to text, and whether a row matches.

    either := all (("|" | "or") all)*       all := part ("and"? part)*
    part   := ("!" | "-" | "not") part | "(" either ")" | term

Evaluation never parses JSON for what a row knows by itself (type, direction, family, ids,
number, times, size), and asks the cheap parts of an *and* or *or* first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from realtime_inspector.core.errors import UsageError
from realtime_inspector.core.filter_match import compiled
from realtime_inspector.core.filter_row import FilterRow, Row
from realtime_inspector.core.filter_spelling import (
    DIRECTION_WORDS,
    FIELDS,
    FLAGS,
    OPERATOR,
    PLAIN_STEP,
    TERM,
    UNITS,
    WORD_END,
    quoted,
)
from realtime_inspector.core.filter_tree import (
    And,
    Between,
    Contains,
    DirectionIs,
    Everything,
    FamilyIs,
    FindingIs,
    Flag,
    IdStarts,
    Matches,
    Measure,
    Node,
    Not,
    Or,
    PathIs,
    TypeIs,
)
from realtime_inspector.core.names import FAMILIES
from realtime_inspector.core.wording import phrase

__all__ = [
    "FIELDS",
    "FLAGS",
    "Filter",
    "FilterError",
    "FilterRow",
    "Row",
    "parse_filter",
]


class FilterError(UsageError):
    """A filter that cannot be understood: where, why, and what may have been meant."""

    def __init__(self, position: int, message: str, suggestion: str | None = None) -> None:
        hint = f"Did you mean {suggestion} ?" if suggestion else ""
        super().__init__(f"{message} (at character {position + 1})", hint)
        self.position = position
        """Where in the text, from 0."""
        self.reason = message
        """What is wrong, without the place."""
        self.suggestion = suggestion
        """What to write instead, if we can guess it."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter. `str()` gives its text in the usual spelling; parsing that gives it again."""

    tree: Node

    def matches(self, row: FilterRow) -> bool:
        """Whether the row is wanted."""
        return self.tree.matches(row)

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return isinstance(self.tree, Everything)

    def __str__(self) -> str:
        return str(self.tree)


def parse_filter(text: str) -> Filter:
    """The filter that a text means; the empty text means everything.

    Raises:
        FilterError: It cannot be understood; says where and why.
    """
    try:
        return Filter(_Parser(text).everything())
    except RecursionError as error:
        raise FilterError(0, "the parentheses are nested too deeply") from error


class _Parser:
    """Recursive descent over the text itself: what a character means depends on its place."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def everything(self) -> Node:
        self._skip_space()
        if not self._here():
            return Everything()
        tree = self._either()
        if self._here():
            raise FilterError(self._at, "this parenthesis closes nothing")
        return tree

    def _either(self) -> Node:
        parts = [self._all()]
        while self._take_symbol("|") or self._take_word("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self) -> Node:
        parts = [self._part()]
        while True:
            if self._take_word("and"):
                parts.append(self._part())
            elif not self._here() or self._here() in "|)" or self._peeks_word("or"):
                break
            else:
                parts.append(self._part())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _part(self) -> Node:
        start = self._at
        here = self._here()
        if not here or here in "|)" or self._peeks_word("or") or self._peeks_word("and"):
            raise FilterError(start, "something to look for is missing here")
        if here in "!-":
            self._at += 1
            if not self._here() or self._here().isspace():
                raise FilterError(
                    start, phrase("{sign} stands alone; put it right before a term", sign=here)
                )
            return Not(self._part())
        if self._take_word("not"):
            return Not(self._part())
        if here == "(":
            return self._group(start)
        node = self._term(start)
        if self._here() and self._here() not in WORD_END:
            raise FilterError(self._at, "a space is missing here")
        self._skip_space()
        return node

    def _group(self, start: int) -> Node:
        self._at += 1
        self._skip_space()
        tree = self._either()
        if not self._take_symbol(")"):
            raise FilterError(start, "this parenthesis is not closed")
        return tree

    def _term(self, start: int) -> Node:
        here = self._here()
        if here == '"':
            return Contains(self._quoted())
        if here == "/":
            return self._regular_expression(start)
        if here == ".":
            return self._path(start)
        match = TERM.match(self._text, self._at)
        if match is not None:
            return self._field(start, match)
        if OPERATOR.match(self._text, self._at):
            raise FilterError(start, "an operator stands alone; write it without spaces: gap>500ms")
        word = self._word()
        return Flag(word.lower()) if word.lower() in FLAGS else Contains(word)

    def _field(self, start: int, match: re.Match[str]) -> Node:
        name, operator = match[1].lower(), match[2]
        if name not in FIELDS:
            raise self._unknown_field(start, name)
        self._at = match.end()
        at = self._at
        value = self._value()
        if not value:
            raise FilterError(at, phrase("a value is missing after {before}", before=match[0]))
        if name in UNITS:
            return _measure(name, operator, value, at)
        if operator not in ":=":
            raise FilterError(
                at - len(operator),
                phrase("{name} takes no {operator}", name=name, operator=operator),
                f"{name}:{value}",
            )
        return _named(name, value, at)

    def _unknown_field(self, start: int, name: str) -> FilterError:
        rest = self._word()
        near = get_close_matches(name, FIELDS, 1)
        suggestion = f"{near[0]}{rest[len(name) :]}" if near else quoted(rest)
        fields = ", ".join(FIELDS)
        return FilterError(
            start,
            phrase("there is no field {name}; there are {fields}", name=name, fields=fields),
            suggestion,
        )

    def _path(self, start: int) -> Node:
        steps: list[str | int] = []
        while self._here() and self._here() in ".[":
            steps.append(self._step())
        match = OPERATOR.match(self._text, self._at)
        if match is None:
            if self._here() and self._here() not in WORD_END:
                raise FilterError(self._at, "this does not belong in a path")
            return PathIs(tuple(steps))
        self._at = match.end()
        if not self._here() or self._here() in WORD_END:
            path = self._text[start : match.end()]
            raise FilterError(
                self._at, phrase("a value is missing after {before}", before=path), f'{path}""'
            )
        return PathIs(tuple(steps), match[0], self._value())

    def _step(self) -> str | int:
        start = self._at
        bracket = re.compile(r"\[(\d{1,9})\]").match(self._text, self._at)
        if bracket is not None:
            self._at = bracket.end()
            return int(bracket[1])
        self._at += 1
        if self._text[start] == "." and self._here() == '"':
            return self._quoted()
        name = PLAIN_STEP.match(self._text, self._at) if self._text[start] == "." else None
        if name is None:
            raise FilterError(start, 'a path is written .name, .name[0] or ."any name"')
        self._at = name.end()
        return name[0]

    def _regular_expression(self, start: int) -> Node:
        match = re.compile(r"/((?:[^/\\]|\\.)*)/", re.DOTALL).match(self._text, start)
        if match is None:
            raise FilterError(start, "this regular expression is not closed with /")
        self._at = match.end()
        pattern = re.sub(
            r"\\(.)", lambda m: "/" if m[1] == "/" else m[0], match[1], flags=re.DOTALL
        )
        try:
            compiled(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            place = start + 1 + (getattr(error, "pos", 0) or 0)
            raise FilterError(
                place, phrase("the regular expression is wrong: {error}", error=error)
            ) from error
        return Matches(pattern)

    def _value(self) -> str:
        return self._quoted() if self._here() == '"' else self._word()

    def _word(self) -> str:
        start = self._at
        while self._here() and self._here() not in WORD_END and self._here() != '"':
            self._at += 1
        return self._text[start : self._at]

    def _quoted(self) -> str:
        start = self._at
        match = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL).match(self._text, start)
        if match is None:
            raise FilterError(start, 'this text is not closed with "')
        self._at = match.end()
        return re.sub(r'\\([\\"])', r"\1", match[1])

    def _here(self) -> str:
        return self._text[self._at : self._at + 1]

    def _skip_space(self) -> None:
        while self._here() and self._here() in " \t\r\n":
            self._at += 1

    def _take_symbol(self, symbol: str) -> bool:
        self._skip_space()
        found = self._here() == symbol
        if found:
            self._at += 1
            self._skip_space()
        return found

    def _peeks_word(self, word: str) -> bool:
        end = self._at + len(word)
        after = self._text[end : end + 1]
        is_word = self._text[self._at : end].lower() == word
        return is_word and (not after or after in WORD_END)

    def _take_word(self, word: str) -> bool:
        self._skip_space()
        if not self._peeks_word(word):
            return False
        self._at += len(word)
        self._skip_space()
        return True


def _measure(name: str, operator: str, value: str, at: int) -> Node:
    read, _, words = UNITS[name]
    low, dots, high = value.partition("..")
    if dots and operator in ":=":
        ends = [None if not end else read(end) for end in (low, high)]
        if (low or high) and all(
            e is not None for e, t in zip(ends, (low, high), strict=True) if t
        ):
            return Between(name, ends[0], ends[1])
        raise FilterError(
            at,
            phrase(
                "{name} takes two of these with .. between: {value}", name=name, value=phrase(words)
            ),
        )
    number = read(value)
    if number is None or number == float("inf"):
        raise FilterError(at, phrase("{name} takes {value}", name=name, value=phrase(words)))
    return Measure(name, "=" if operator == ":" else operator, number)


def _named(name: str, value: str, at: int) -> Node:
    if name == "type":
        return TypeIs(value)
    if name == "finding":
        return FindingIs(value)
    if name == "dir":
        direction = DIRECTION_WORDS.get(value.lower())
        if direction is None:
            raise _not_one_of(at, name, value, ("in", "out", "unknown"))
        return DirectionIs(direction)
    if name == "family":
        if value.lower() not in FAMILIES:
            raise _not_one_of(at, name, value, FAMILIES)
        return FamilyIs(value.lower())
    return IdStarts(name, value)


def _not_one_of(at: int, name: str, value: str, choices: tuple[str, ...]) -> FilterError:
    near = get_close_matches(value.lower(), choices, 1)
    message = phrase(
        "{name} is one of {choices}, not {value}",
        name=name,
        choices=", ".join(choices),
        value=value,
    )
    return FilterError(at, message, f"{name}:{near[0]}" if near else None)
