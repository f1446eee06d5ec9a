"""What differs between two JSON values: paths added, removed and changed.

Elements of arrays are matched by what identifies them (an id, a name), else by being equal, else
by their order, so that one more item in the middle is one difference and not many.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Path: TypeAlias = tuple[str | int, ...]

MOST_CHANGES: Final = 1_000
MOST_VALUES: Final = 1_000_000
"""Values compared at most: about a second, so that long events belong in a thread."""
_MOST_LEVELS: Final = 64
"""Deeper values are compared as a whole."""
_IDENTIFYING: Final = ("id", "call_id", "item_id", "name")
_MOST_IDENTITY: Final = 200
_MOST_ALIGNED: Final = 100_000
"""Pairs of elements that are looked at to align two arrays; larger ones are taken in order."""


class Kind(Enum):
    """How a path differs."""

    ADDED = "+"
    REMOVED = "-"
    CHANGED = "~"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference."""

    kind: Kind
    path: Path
    """Indexes count in the new value; the last one of what was removed, in the old."""
    old: Any = None
    new: Any = None


@dataclass(frozen=True, slots=True)
class Diff:
    """All differences, in the order of the new value; what was removed comes last in its object."""

    changes: tuple[Change, ...]
    is_complete: bool
    """False if there was too much to compare: the differences up to there."""


def diff(
    old: Any, new: Any, *, most_changes: int = MOST_CHANGES, most_values: int = MOST_VALUES
) -> Diff:
    """Compares two JSON values. The order of keys does not matter; `1`, `1.0` and `true` differ.

    Args:
        old: As `json.loads` gives it.
        new: Likewise.
        most_changes: Differences after which it stops.
        most_values: Values after which it stops.
    """
    comparison = _Comparison(most_changes, most_values)
    try:
        comparison.compare((), old, new)
    except _TooMuchError:
        return Diff(tuple(comparison.changes), is_complete=False)
    return Diff(tuple(comparison.changes), is_complete=True)


class _TooMuchError(Exception):
    """There is more to compare than is wanted."""


class _Comparison:
    def __init__(self, most_changes: int, most_values: int) -> None:
        self.changes: list[Change] = []
        self._most_changes = most_changes
        self._values_left = most_values

    def compare(self, path: Path, old: Any, new: Any) -> None:
        self._count()
        is_deep = len(path) >= _MOST_LEVELS
        if isinstance(old, dict) and isinstance(new, dict) and not is_deep:
            self._compare_objects(path, old, new)
        elif isinstance(old, list) and isinstance(new, list) and not is_deep:
            self._compare_arrays(path, old, new)
        elif not self._is_same(old, new):
            self._note(Change(Kind.CHANGED, path, old, new))

    def _compare_objects(self, path: Path, old: dict[str, Any], new: dict[str, Any]) -> None:
        for key, value in new.items():
            if key in old:
                self.compare((*path, key), old[key], value)
            else:
                self._note(Change(Kind.ADDED, (*path, key), new=value))
        for key, value in old.items():
            if key not in new:
                self._note(Change(Kind.REMOVED, (*path, key), old=value))

    def _compare_arrays(self, path: Path, old: list[Any], new: list[Any]) -> None:
        self._count(len(old) + len(new))
        for mine, theirs in _aligned(old, new):
            if mine is None and theirs is not None:
                self._note(Change(Kind.ADDED, (*path, theirs), new=new[theirs]))
            elif theirs is None and mine is not None:
                self._note(Change(Kind.REMOVED, (*path, mine), old=old[mine]))
            elif mine is not None and theirs is not None:
                self.compare((*path, theirs), old[mine], new[theirs])

    def _is_same(self, old: Any, new: Any) -> bool:
        """Compares without recursion: what is here may be nested deeper than Python's stack."""
        pairs = [(old, new)]
        while pairs:
            one, other = pairs.pop()
            self._count()
            if type(one) is not type(other):
                return False
            if isinstance(one, dict):
                if one.keys() != other.keys():
                    return False
                pairs.extend((value, other[key]) for key, value in one.items())
            elif isinstance(one, list):
                if len(one) != len(other):
                    return False
                pairs.extend(zip(one, other, strict=True))
            elif one != other:
                return False
        return True

    def _note(self, change: Change) -> None:
        if len(self.changes) >= self._most_changes:
            raise _TooMuchError
        self.changes.append(change)

    def _count(self, values: int = 1) -> None:
        self._values_left -= values
        if self._values_left < 0:
            raise _TooMuchError


def _aligned(old: list[Any], new: list[Any]) -> Iterator[tuple[int | None, int | None]]:
    """Yields pairs of places, in order; `None` stands for what the other side has not."""
    mine, theirs = [*map(_token, old)], [*map(_token, new)]
    start = common_length(mine, theirs)
    rest = min(len(mine), len(theirs)) - start
    end = common_length(mine[::-1][:rest], theirs[::-1][:rest])
    yield from zip(range(start), range(start), strict=True)
    low, high = len(mine) - end, len(theirs) - end
    yield from _aligned_middle(old, new, range(start, low), range(start, high), mine, theirs)
    yield from zip(range(low, len(mine)), range(high, len(theirs)), strict=True)


def _aligned_middle(
    old: list[Any],
    new: list[Any],
    left: range,
    right: range,
    mine: Sequence[object],
    theirs: Sequence[object],
) -> Iterator[tuple[int | None, int | None]]:
    if len(left) * len(right) > _MOST_ALIGNED:
        yield from _replaced(old, new, left, right)
        return
    matcher = SequenceMatcher(
        None, [mine[at] for at in left], [theirs[at] for at in right], autojunk=False
    )
    for tag, left_start, left_end, right_start, right_end in matcher.get_opcodes():
        block, other = left[left_start:left_end], right[right_start:right_end]
        if tag == "equal":
            yield from zip(block, other, strict=True)
        else:
            yield from _replaced(old, new, block, other)


def _replaced(
    old: list[Any], new: list[Any], left: range, right: range
) -> Iterator[tuple[int | None, int | None]]:
    """Pairs what came in place of something like it; the rest went or came."""
    for mine, theirs in zip(left, right, strict=False):
        if _is_alike(old[mine], new[theirs]):
            yield mine, theirs
        else:
            yield mine, None
            yield None, theirs
    common = min(len(left), len(right))
    yield from ((mine, None) for mine in left[common:])
    yield from ((None, theirs) for theirs in right[common:])


def _is_alike(one: Any, other: Any) -> bool:
    """Whether one may have become the other."""
    if isinstance(one, dict) and isinstance(other, dict):
        return _identity(one) == _identity(other)
    if isinstance(one, dict | list) or isinstance(other, dict | list):
        return type(one) is type(other)
    return True


def _token(value: Any) -> object:
    """What an element of an array is matched by."""
    if not isinstance(value, dict | list):
        return type(value), value
    identity = _identity(value) if isinstance(value, dict) else None
    return identity or _content(value) or type(value)


def _identity(value: dict[str, Any]) -> object:
    for key in _IDENTIFYING:
        name = value.get(key)
        if isinstance(name, str) and name:
            return key, name
    return None


def _content(value: Any) -> object:
    """All of a small value, to be compared and hashed."""
    content: list[object] = []
    rest = [value]
    while rest:
        part = rest.pop()
        if isinstance(part, dict | list) and len(part) + len(content) > _MOST_IDENTITY:
            return None
        if isinstance(part, dict):
            keys = sorted(part)
            content.append((dict, *keys))
            rest.extend(part[key] for key in keys)
        elif isinstance(part, list):
            content.append((list, len(part)))
            rest.extend(part)
        else:
            content.append((type(part), part))
        if len(content) > _MOST_IDENTITY:
            return None
    return tuple(content)


def common_length(one: Sequence[object], other: Sequence[object]) -> int:
    """How many elements two sequences have in common at their beginning."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count
