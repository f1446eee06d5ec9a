"""A sequence that never changes and shares its structure with the sequences made from it.

It is a number in base `WIDTH`: the elements that do not fill a block of `WIDTH` yet stand in
level 0, the full blocks that do not fill a block of blocks yet in level 1, and so on. An element
more touches level 0; every `WIDTH`th carries a block to the level above.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Value_co = TypeVar("Value_co", covariant=True)

_BITS: Final = 5
WIDTH: Final = 1 << _BITS
_MASK: Final = WIDTH - 1
_Levels = tuple[tuple[Any, ...], ...]
"""From level 0 up; a node of level `k` holds `WIDTH ** k` elements."""


class PersistentSequence(Sequence[Value_co]):
    """Like a tuple, but a copy with one element more or replaced costs the same at any length.

    It equals, and hashes like, the tuple of its elements. A slice is a tuple.
    """

    __slots__ = ("_before_tail", "_levels")

    _before_tail: int
    """Elements in the levels above 0."""
    _levels: _Levels

    def __new__(cls, values: Iterable[Value_co] = ()) -> PersistentSequence[Value_co]:
        """The sequence of these values."""
        if isinstance(values, PersistentSequence):
            return values
        level: tuple[Any, ...] = tuple(values)
        size = len(level)
        levels: list[tuple[Any, ...]] = []
        while full := len(level) & ~_MASK:
            levels.append(level[full:])
            level = tuple(level[at : at + WIDTH] for at in range(0, full, WIDTH))
        levels.append(level)
        return _made(tuple(levels), size - len(levels[0]))

    # Reading.

    def __len__(self) -> int:
        """How many elements there are."""
        return self._before_tail + len(self._levels[0])

    @overload
    def __getitem__(self, index: int) -> Value_co: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Value_co, ...]: ...
    def __getitem__(self, index: int | slice) -> Value_co | tuple[Value_co, ...]:
        """One element, or a tuple of some.

        Raises:
            IndexError: There is no such element.
        """
        if isinstance(index, slice):
            return tuple(self[one] for one in range(*index.indices(len(self))))
        found: Value_co
        if index >= self._before_tail:
            found = self._levels[0][index - self._before_tail]
        elif index >= 0:
            found = self._at(index)
        elif -index <= len(self):
            found = self[index + len(self)]
        else:
            raise IndexError(index)
        return found

    def _at(self, index: int) -> Any:
        """An element before level 0."""
        height, start = self._level_of(index)
        node: Any = self._levels[height]
        index -= start
        for shift in range(_BITS * height, -1, -_BITS):
            node = node[index >> shift & _MASK]
        return node

    def _level_of(self, index: int) -> tuple[int, int]:
        """The level that an element before level 0 is in, and the index of its first element."""
        start = 0
        for height in range(len(self._levels) - 1, 0, -1):
            end = start + (len(self._levels[height]) << _BITS * height)
            if index < end:
                return height, start
            start = end
        return 0, start

    def __iter__(self) -> Iterator[Value_co]:
        """The elements, the first one first."""
        elements: Iterator[Value_co] = chain.from_iterable(self._leaves())
        return elements

    def __reversed__(self) -> Iterator[Value_co]:
        """The elements, the last one first."""
        elements: Iterator[Value_co] = chain.from_iterable(map(reversed, self._leaves_backward()))
        return elements

    def _leaves(self) -> Iterator[tuple[Any, ...]]:
        for height in range(len(self._levels) - 1, -1, -1):
            nodes: Any = (self._levels[height],)
            for _ in range(height):
                nodes = chain.from_iterable(nodes)
            yield from nodes

    def _leaves_backward(self) -> Iterator[tuple[Any, ...]]:
        yield self._levels[0]
        for height, level in enumerate(self._levels[1:], 1):
            yield from _leaves_backward(level, height)

    def __contains__(self, value: object) -> bool:
        """Whether it is an element; looked for in all of them."""
        return any(value in leaf for leaf in self._leaves())

    def since(self, start: int) -> Iterator[Value_co]:
        """The elements from an index on; costs these and not those before it."""
        count = max(0, len(self) - max(0, start))
        return reversed(tuple(islice(reversed(self), count)))

    def find_last(self, value: object) -> int | None:
        """The index of the last element that equals a value; quick if that is near the end."""
        start = len(self)
        for leaf in self._leaves_backward():
            start -= len(leaf)
            if value in leaf:
                return start + len(leaf) - 1 - leaf[::-1].index(value)
        return None

    def changed_from(self, before: PersistentSequence[Any]) -> Iterator[int]:
        """Indexes, rising, of all elements that an earlier version did not hold there.

        It costs what was changed, not the length: it looks only into blocks that the two do not
        share, and names what is there again as another object, too.
        """
        mine, theirs = self._levels, before._levels
        if len(mine) < len(theirs):  # not an earlier version at all
            yield from range(len(self))
            return
        theirs += ((),) * (len(mine) - len(theirs))
        start = 0
        for height in range(len(mine) - 1, -1, -1):
            level, old = mine[height], theirs[height]
            if level is not old:
                yield from _changed(level, theirs, height, start)
            start += len(level) << _BITS * height
            if len(level) != len(old):  # what it held further down is in this level now
                yield from range(start, len(self))
                return

    # Copies that differ.

    def append(self, value: Any) -> PersistentSequence[Value_co]:
        """A sequence with one element more."""
        levels = self._levels
        tail = (*levels[0], value)
        if len(tail) < WIDTH:
            return _made((tail, *levels[1:]), self._before_tail)
        return _made(((), *_carried(levels[1:], tail)), self._before_tail + WIDTH)

    def put(self, index: int, value: Any) -> PersistentSequence[Value_co]:
        """A sequence with one element replaced.

        Raises:
            IndexError: There is no such element; a negative index is none.
        """
        if not 0 <= index < len(self):
            raise IndexError(index)
        height, start = self._level_of(index)
        levels = self._levels
        level = _put(levels[height], index - start, height, value)
        return _made((*levels[:height], level, *levels[height + 1 :]), self._before_tail)

    def insert(self, index: int, value: Any) -> PersistentSequence[Value_co]:
        """A sequence with one element more before an index; costs the length if it is not last."""
        if index >= len(self):
            return self.append(value)
        return PersistentSequence(chain(islice(self, index), (value,), islice(self, index, None)))

    def without(self, index: int) -> PersistentSequence[Value_co]:
        """A sequence with one element less; costs the length."""
        return PersistentSequence(chain(islice(self, index), islice(self, index + 1, None)))

    # Being a value.

    def __eq__(self, other: object) -> bool:
        """Whether the other is a sequence of this kind, or a tuple, of the same elements."""
        if isinstance(other, PersistentSequence):
            return self._levels is other._levels or self._levels == other._levels
        return tuple(self) == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        """The hash of the tuple that it equals."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """As it would be made."""
        return f"PersistentSequence({tuple(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        """For `copy` and `pickle`."""
        return PersistentSequence, (tuple(self),)


def _made(levels: _Levels, before_tail: int) -> PersistentSequence[Any]:
    made = object.__new__(PersistentSequence)
    made._levels = levels
    made._before_tail = before_tail
    return made


def _carried(levels: _Levels, block: tuple[Any, ...]) -> _Levels:
    """Levels from 1 up with one more block."""
    if not levels:
        return ((block,),)
    level = (*levels[0], block)
    if len(level) < WIDTH:
        return (level, *levels[1:])
    return ((), *_carried(levels[1:], level))


def _put(node: tuple[Any, ...], index: int, height: int, value: Any) -> tuple[Any, ...]:
    at = index >> _BITS * height & _MASK
    child = _put(node[at], index, height - 1, value) if height else value
    return (*node[:at], child, *node[at + 1 :])


def _leaves_backward(nodes: tuple[Any, ...], height: int) -> Iterator[tuple[Any, ...]]:
    if height == 1:
        yield from reversed(nodes)
        return
    for node in reversed(nodes):
        yield from _leaves_backward(node, height - 1)


def _changed(nodes: tuple[Any, ...], old: _Levels, height: int, start: int) -> Iterator[int]:
    """Changed indexes in nodes of a height, of which the older levels had the first ones."""
    known = len(old[height])
    span = 1 << _BITS * height
    yield from _differing(nodes[:known], old[height], height, start)
    for number, node in enumerate(nodes[known:], known):
        first = start + number * span
        if height and number == known:  # filled since: its first parts stood further down
            yield from _changed(node, old, height - 1, first)
        else:
            yield from range(first, first + span)


def _differing(
    nodes: tuple[Any, ...], old: tuple[Any, ...], height: int, start: int
) -> Iterator[int]:
    """Indexes of what two lists of nodes of the same height do not share."""
    for number, (node, before) in enumerate(zip(nodes, old, strict=False)):
        if node is before:
            continue
        first = start + (number << _BITS * height)
        if height:
            yield from _differing(node, before, height - 1, first)
        else:
            yield first
