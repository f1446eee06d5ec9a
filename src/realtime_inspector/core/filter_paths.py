"""Completing a path of a filter step by step, and the values that stand there."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.filter_candidates import Candidate, CandidateKind
from realtime_inspector.core.filter_match import number_in
from realtime_inspector.core.filter_spelling import step_text
from realtime_inspector.core.filter_values import value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.core.filter_candidates import Option
    from realtime_inspector.core.filter_vocabulary import Path, Vocabulary

MOST_PATHS: Final = 2_000
DEEP_FROM: Final = 2
"""Characters of a key before paths deeper down are offered too."""
_OPERATORS: Final = (
    ("=", "equals"),
    (":", "matches, * stands for anything"),
    ("!=", "is another"),
    (">", "is more than"),
    ("<", "is less than"),
)


def paths_at(parent: Path, typed: str, vocabulary: Vocabulary) -> Iterator[Option]:
    """The next steps after a path, then what is deeper down.

    Args:
        parent: The steps that are complete.
        typed: The beginning of the next step as it is written: `.na`, `[`, or only `.`.
        vocabulary: The capture's words.
    """
    name = typed.removeprefix(".").removeprefix('"').removesuffix('"')
    below = vocabulary.paths(parent, MOST_PATHS)
    size = len(parent) + 1
    for path in below:
        if len(path) == size and _is_same_sort(path[-1], typed):
            yield _word_of(path[-1]), _path(path, vocabulary)
    exact = next((path for path in below if len(path) == size and str(path[-1]) == name), None)
    is_written_out = len(typed) > 1 and not typed.startswith("[")
    if exact is not None and is_written_out:
        yield from _after(exact, name, vocabulary)
    if len(name) >= DEEP_FROM and typed.startswith("."):
        for path in below:
            if len(path) > size and isinstance(path[-1], str):
                yield path[-1], _path(path, vocabulary)


def values_at(path: Path, operator: str, vocabulary: Vocabulary) -> Iterator[Option]:
    """The values that stand at a path; only numbers where the operator compares them."""
    for text, count in vocabulary.values(path, MOST_PATHS).items():
        is_comparable = operator in (":", "=", "!=") or number_in(text) is not None
        if is_comparable:
            yield text, value(text, count)


def _is_same_sort(step: str | int, typed: str) -> bool:
    return typed.startswith("[") == isinstance(step, int)


def _word_of(step: str | int) -> str:
    return step if isinstance(step, str) else f"[{step}]"


def _after(path: Path, name: str, vocabulary: Vocabulary) -> Iterator[Option]:
    """What can follow a path that is written out: its children, or an operator."""
    children = [one for one in vocabulary.paths(path, MOST_PATHS) if len(one) == len(path) + 1]
    for child in children:
        yield name, _path(child, vocabulary)
    values = vocabulary.values(path, MOST_PATHS)
    if values:
        has_numbers = any(number_in(one) is not None for one in values)
        for operator, note in _OPERATORS:
            if has_numbers or operator not in "<>":
                text = _written(path) + operator
                yield name, Candidate(text, CandidateKind.PATH, "", note)


def _written(path: Path) -> str:
    return "".join(step_text(step) for step in path)


def _path(path: Path, vocabulary: Vocabulary) -> Candidate:
    values = islice(vocabulary.values(path, 3), 3)
    return Candidate(_written(path), CandidateKind.PATH, example=", ".join(values))
