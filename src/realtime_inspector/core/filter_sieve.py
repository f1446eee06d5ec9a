"""Which lines of a capture a filter cannot match, told from their bytes without parsing them.

The conditions are necessary ones: whatever passes must still be asked. They hold for lines that
this program has written (`codec`), aside from those whose payload is base64 (`"binary"`). Of the
lines of other tools they hold for those in which the event stands as JSON text; they do not where
it is base64, or where the line is about the connection and not an event.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final, TypeAlias

from realtime_inspector.core.filter_clauses import (
    Clause,
    glob_clause,
    holds,
    key_clause,
    longest_clause,
    pattern_clause,
    value_clause,
    word_clause,
)
from realtime_inspector.core.filter_match import (
    AUDIO_BYTES,
    SHORTEST_AUDIO,
    glob,
    number_in,
    type_matches,
)
from realtime_inspector.core.filter_tree import (
    And,
    Between,
    Contains,
    DirectionIs,
    FamilyIs,
    IdStarts,
    Matches,
    Measure,
    Node,
    Not,
    Or,
    PathIs,
    TypeIs,
)
from realtime_inspector.core.names import BETA_TO_GA, family_of, prefixes_of
from realtime_inspector.core.record import Direction, RecordKind

Sieve: TypeAlias = Callable[[bytes, int], bool]
"""Whether a filter may match: asked with a lower-cased line and the number of its record."""

Proof: TypeAlias = Callable[[bytes, int, int, int, int], bool]
"""Told bytes, the begin and end of a line, the size of its payload, and the place of a find."""
_BRACE_AND_BREAK: Final = 3
"""Bytes behind the event in a line that holds nothing else behind it."""
_EVENT_KEY: Final = b'"event":'
_PREFIX: Final = 120
"""Bytes of a line of ours within which the event begins."""
_AT_LEAST: Final = frozenset({"=", ">", ">="})


def required_bytes(node: Node) -> Clause | None:
    """Byte strings of which one must occur in the lower-cased line of every record that matches.

    `None`: nothing can be demanded. Of an *and* the strongest part counts.
    """
    match node:
        case And(parts):
            return longest_clause(map(required_bytes, parts))
        case Or(parts):
            return _any_of(list(map(required_bytes, parts)))
        case Contains(text):
            return word_clause(text)
        case Matches(pattern):
            return pattern_clause(pattern)
        case PathIs():
            return _path(node)
        case IdStarts():
            return value_clause(node.prefix)
        case TypeIs(pattern):
            return _type(pattern)
        case FamilyIs(family):
            return _family(family)
        case Measure("conn", "=", number):
            return (b'"conn":%d,' % number,)
        case DirectionIs(direction) if direction is not Direction.UNKNOWN:
            return b'"%s"' % direction.value.encode(), b"\\u00"
    return None


def sieve(node: Node) -> Sieve | None:
    """The cheapest test that no match of a filter fails; `None` if there is none."""
    match node:
        case And(parts):
            found = [one for one in map(sieve, parts) if one is not None]
            return _all_pass(found) if found else None
        case Or(parts):
            tests = [sieve(part) for part in parts]
            known = [one for one in tests if one is not None]
            return _one_passes(known) if len(known) == len(tests) else None
        case Not(part):
            return _opposite(part)
        case Measure("n") | Between("n"):
            return _numbered(node)
        case Measure("size", operator, value) if operator in _AT_LEAST:
            return lambda line, _: len(line) >= value
        case Between("size", low) if low is not None:
            return lambda line, _: len(line) >= low
    clause = required_bytes(node)
    return None if clause is None else _holding(clause)


def _holding(clause: Clause) -> Sieve:
    """Escapes are looked for only where there is a backslash, which most lines are without."""
    plain = [choice for choice in clause if not choice.startswith(b"\\")]
    escaped = tuple(choice for choice in clause if choice.startswith(b"\\"))
    if len(plain) == 1:
        word = plain[0]
        return lambda line, _: word in line or (b"\\" in line and holds(escaped, line))
    return lambda line, _: holds(clause, line)


def surely(node: Node) -> Proof | None:
    """A test that only matches pass, for lines of our own with the bytes of `required_bytes`.

    It is told lower-cased bytes, the begin and the end in them of a line, the size of the payload
    in it, and where the bytes were found. `None`: finding them proves nothing.
    """
    if not isinstance(node, Contains) or "}" in node.text:
        return None
    clause = word_clause(node.text)
    if clause is None or clause[0] != node.text.lower().encode() or not node.text.isascii():
        return None
    length = len(node.text)

    def is_in_event(data: bytes, start: int, end: int, size: int, at: int) -> bool:
        event = data.find(_EVENT_KEY, start, start + _PREFIX) + len(_EVENT_KEY)
        has_only_brace = 1 <= end - event - size <= _BRACE_AND_BREAK
        if not (has_only_brace and event <= at and at + length <= event + size):
            return False
        around = data[max(event, at - SHORTEST_AUDIO) : at + length + SHORTEST_AUDIO]
        return AUDIO_BYTES.search(around) is None

    return is_in_event


def _all_pass(tests: list[Sieve]) -> Sieve:
    return tests[0] if len(tests) == 1 else lambda line, n: all(test(line, n) for test in tests)


def _one_passes(tests: list[Sieve]) -> Sieve:
    return lambda line, n: any(test(line, n) for test in tests)


def _numbered(node: Measure | Between) -> Sieve:
    """The one thing that is known exactly without reading the line."""
    return lambda _, number: node.accepts(number)


def _opposite(part: Node) -> Sieve | None:
    if isinstance(part, Measure | Between) and part.name == "n":
        return lambda _, number: not part.accepts(number)
    return None


def _any_of(clauses: list[Clause | None]) -> Clause | None:
    together: dict[bytes, None] = {}
    for clause in clauses:
        if clause is None:
            return None
        together.update(dict.fromkeys(clause))
    return tuple(together)


def _path(node: PathIs) -> Clause | None:
    """The last key, unless `=null` asks for what is not there; a text that must be equal."""
    if node.operator == "=" and node.value == "null":
        return None
    keys = [step for step in node.path if isinstance(step, str)]
    key = key_clause(keys[-1]) if keys else None
    if node.operator == "=" and _is_only_text(node.value):
        return longest_clause((key, value_clause(node.value)))
    return key


def _is_only_text(value: str) -> bool:
    """Whether no JSON value but a string is compared as this text."""
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        return number_in(value) is None
    return False


def _type(pattern: str) -> Clause | None:
    """A part of the pattern, or the twin's name; some rows have types that no line holds."""
    is_like = glob(pattern).fullmatch
    if any(map(is_like, RecordKind)):
        return None
    names = sorted({*BETA_TO_GA, *BETA_TO_GA.values()})
    twins = [name for name in names if type_matches(pattern, name) and not is_like(name)]
    return _any_of([glob_clause(pattern), *map(value_clause, twins)])


def _family(family: str) -> Clause | None:
    prefixes = prefixes_of(family)
    betas = (beta for beta in BETA_TO_GA if family_of(beta) == family)
    names = (name for name in betas if not name.startswith(prefixes))
    return _any_of([value_clause(name) for name in (*prefixes, *names)]) if prefixes else None
