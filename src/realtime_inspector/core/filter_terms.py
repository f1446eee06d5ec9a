"""What a term of a filter can begin with: keys, saved filters, and types by a word of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.filter_candidates import Candidate, CandidateKind
from realtime_inspector.core.filter_tree import And, Everything, Or
from realtime_inspector.core.filter_values import some_types, types_seen
from realtime_inspector.core.filters import FilterError, parse_filter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.core.filter_candidates import Option
    from realtime_inspector.core.filter_vocabulary import Vocabulary

TYPES_FROM: Final = 2
"""Characters of a word before the types that hold it are offered."""

_KEYS: Final[tuple[tuple[str, str, bool], ...]] = (
    ("type:", "event type, * matches any", False),
    ("dir:", "out is sent, in is received", False),
    ("family:", "session, items, response …", False),
    ("err", "errors and failed responses", True),
    ("resp:", "id of a response", False),
    ("item:", "id of an item", False),
    ("call:", "id of a function call", False),
    ("id:", "any id", False),
    (".", "a field: .response.status=failed", False),
    ("gap>", "time since the event before", False),
    ("time>", "time since the start", False),
    ("size>", "size in bytes", False),
    ("n:", "event number, also 20..40", False),
    ("conn:", "number of the connection", False),
    ("finding:", "events with that finding", False),
    ("marked", "events that you marked", True),
    ("/", "regular expression: /error \\d+/", False),
)


def starts(
    typed: str, vocabulary: Vocabulary, *, is_alone: bool, is_negated: bool
) -> Iterator[Option]:
    """Keys, saved filters, and once something is typed the types that hold it.

    Args:
        typed: The beginning of the term.
        vocabulary: The capture's words.
        is_alone: Whether the filter is nothing but this term.
        is_negated: Whether a *not* stands before it.
    """
    if not typed.startswith("@"):
        for text, note, is_whole in _KEYS:
            label = "/…/" if text == "/" else ""
            yield text, Candidate(text, CandidateKind.KEY, label, note, is_whole=is_whole)
    yield from _saved(typed, vocabulary, is_alone=is_alone, is_negated=is_negated)
    if len(typed) >= TYPES_FROM:
        yield from types_seen(some_types(vocabulary), "type:")


def _saved(
    typed: str, vocabulary: Vocabulary, *, is_alone: bool, is_negated: bool
) -> Iterator[Option]:
    sign = "@" if typed.startswith("@") else ""
    for name, expression in vocabulary.saved().items():
        text = _as_term(expression, is_alone=is_alone, is_negated=is_negated)
        if text:
            candidate = Candidate(
                text, CandidateKind.SAVED, f"@{name}", example=expression, is_whole=True
            )
            yield sign + name, candidate


def _as_term(expression: str, *, is_alone: bool, is_negated: bool) -> str:
    """A whole filter as a part of another one; empty if it is none."""
    try:
        tree = parse_filter(expression).tree
    except FilterError:
        return ""
    if isinstance(tree, Everything):
        return ""
    is_loose = isinstance(tree, Or) and not is_alone
    is_partly_negated = isinstance(tree, And) and is_negated
    return f"({expression.strip()})" if is_loose or is_partly_negated else expression.strip()
