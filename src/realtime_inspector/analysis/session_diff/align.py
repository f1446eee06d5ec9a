"""Pairs the elements of two sequences: first what is the same, then what is alike, in order."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, TypeAlias

from realtime_inspector.analysis.json_diff import common_length

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

Pair: TypeAlias = tuple[int | None, int | None]
"""Places in the two sequences; `None` stands for what the other one has not."""
Level: TypeAlias = "tuple[Sequence[Hashable], Sequence[Hashable]]"
"""For each element of both sequences a word; those with the same word are paired."""

MOST_PAIRS: Final = 4_000_000
"""Pairs of elements looked at, about a second; longer sequences are paired in order."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairs, in the order of both sequences."""

    pairs: tuple[Pair, ...]
    is_searched: bool = True
    """False if there was too much to look for the best pairs."""


def align(
    *levels: Level,
    pairs_rest: bool = False,
    most_pairs: int = MOST_PAIRS,
) -> Alignment:
    """Pairs two sequences.

    Args:
        levels: What stands for each element of both, at least one; by each further, coarser one
            those are paired that were not by the levels before.
        pairs_rest: Whether what stands at the same place is paired, however unlike it is.
        most_pairs: Pairs looked at.
    """
    old, new = levels[0]
    start = common_length(old, new)
    end = common_length(old[start:][::-1], new[start:][::-1])
    left, right = range(start, len(old) - end), range(start, len(new) - end)
    is_searched = len(left) * len(right) <= most_pairs
    middle = (
        _matched(left, right, levels, pairs_rest=pairs_rest)
        if is_searched
        else _side_by_side(left, right)
    )
    tail = zip(range(left.stop, len(old)), range(right.stop, len(new)), strict=True)
    head = zip(range(start), range(start), strict=True)
    return Alignment((*head, *middle, *tail), is_searched)


def _matched(
    left: range,
    right: range,
    levels: Sequence[Level],
    *,
    pairs_rest: bool,
) -> Iterator[Pair]:
    """Pairs by the first level what it can, and the rest by the next ones."""
    if not (levels and left and right):
        yield from _rest(left, right, pairs_rest=pairs_rest)
        return
    old, new = levels[0]
    matcher = SequenceMatcher(
        None, [old[at] for at in left], [new[at] for at in right], autojunk=False
    )
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        block, other = left[old_from:old_to], right[new_from:new_to]
        if tag == "equal":
            yield from zip(block, other, strict=True)
        else:
            yield from _matched(block, other, levels[1:], pairs_rest=pairs_rest)


def _rest(left: range, right: range, *, pairs_rest: bool) -> Iterator[Pair]:
    if pairs_rest:
        yield from _side_by_side(left, right)
        return
    yield from ((mine, None) for mine in left)
    yield from ((None, theirs) for theirs in right)


def _side_by_side(left: range, right: range) -> Iterator[Pair]:
    yield from zip(left, right, strict=False)
    common = min(len(left), len(right))
    yield from ((mine, None) for mine in left[common:])
    yield from ((None, theirs) for theirs in right[common:])
