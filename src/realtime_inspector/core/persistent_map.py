"""A mapping that never changes and shares its structure with the mappings made from it.

Keys and values stand in two sequences, in the order in which the keys were entered; a trie over
the hashes of the keys says where. The trie changes only when a key comes or goes.
"""

from __future__ import annotations

from collections.abc import ItemsView, KeysView, Mapping, ValuesView
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, overload

from realtime_inspector.core.persistent_sequence import PersistentSequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Key = TypeVar("Key")
Value_co = TypeVar("Value_co", covariant=True)
Default = TypeVar("Default")

_BITS: Final = 4
_FAN_OUT: Final = 1 << _BITS
_LEAF: Final = 48
"""Keys in a leaf before it is split."""
_HASH_BITS: Final = 60
"""Deeper than this a leaf is not split: its keys have one hash."""
_GONE: Final = object()
"""Stands in both sequences where a key was taken out."""
_NOWHERE: Final = -1

_Trie: TypeAlias = "dict[Any, int] | tuple[_Trie, ...]"
"""A leaf, from keys to places, or the tries for each value of the next bits of the hash."""


class PersistentMap(Mapping[Key, Value_co]):
    """Like a dict, but a copy with one key more or changed costs the same at any size.

    The order is that of entering: a changed value keeps its place. It equals any mapping with
    the same keys and values, as dicts do.
    """

    __slots__ = ("_gone", "_keys", "_trie", "_values")

    _trie: _Trie
    _keys: PersistentSequence[Any]
    _values: PersistentSequence[Any]
    _gone: int
    """How many places are empty."""

    def __new__(
        cls, entries: Mapping[Key, Value_co] | Iterable[tuple[Key, Value_co]] = ()
    ) -> PersistentMap[Key, Value_co]:
        """The mapping of these entries."""
        if isinstance(entries, PersistentMap):
            return entries
        plain = dict(entries)
        trie = _trie_of({key: place for place, key in enumerate(plain)}, 0)
        return _made(trie, PersistentSequence(plain), PersistentSequence(plain.values()), 0)

    # Reading.

    def _place(self, key: object) -> int:
        node = self._trie
        if type(node) is tuple:
            bits = hash(key)
            while type(node) is tuple:
                node = node[bits & _FAN_OUT - 1]
                bits >>= _BITS
        place: int = node.get(key, _NOWHERE)  # type: ignore[union-attr]
        return place

    def __getitem__(self, key: Key) -> Value_co:
        """The value of a key.

        Raises:
            KeyError: There is none.
        """
        place = self._place(key)
        if place < 0:
            raise KeyError(key)
        value: Value_co = self._values[place]
        return value

    @overload
    def get(self, key: Key, /) -> Value_co | None: ...
    @overload
    def get(self, key: Key, /, default: Value_co | Default) -> Value_co | Default: ...
    def get(self, key: Key, /, default: Any = None) -> Any:
        """The value of a key, or the default."""
        place = self._place(key)
        return default if place < 0 else self._values[place]

    def __contains__(self, key: object) -> bool:
        """Whether there is such a key."""
        return self._place(key) >= 0

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self._keys) - self._gone

    def __iter__(self) -> Iterator[Key]:
        """The keys, the first entered first."""
        return (key for key in self._keys if key is not _GONE)

    def __reversed__(self) -> Iterator[Key]:
        """The keys, the last entered first."""
        return (key for key in reversed(self._keys) if key is not _GONE)

    def values(self) -> PersistentValues[Value_co]:
        """The values in the order of their keys."""
        return PersistentValues(self)

    def items(self) -> PersistentItems[Key, Value_co]:
        """Keys with their values, in order."""
        return PersistentItems(self)

    def keys(self) -> KeysView[Key]:
        """The keys in order."""
        return KeysView(self)

    def changed_from(self, before: PersistentMap[Key, Any]) -> Iterator[Key]:
        """The keys, in order, whose value an earlier version did not hold, in the same place.

        It costs what was changed, not the size. A key that is gone is not named.
        """
        for place in self._values.changed_from(before._values):
            key = self._keys[place]
            if key is not _GONE:
                yield key

    # Copies that differ.

    def put(self, key: Key, value: Any) -> PersistentMap[Key, Value_co]:
        """A mapping in which a key has this value."""
        place = self._place(key)
        if place >= 0:
            return _made(self._trie, self._keys, self._values.put(place, value), self._gone)
        return _made(
            _with(self._trie, key, len(self._keys), 0),
            self._keys.append(key),
            self._values.append(value),
            self._gone,
        )

    def put_all(self, entries: Mapping[Key, Any]) -> PersistentMap[Key, Value_co]:
        """A mapping in which these keys have these values."""
        changed: PersistentMap[Key, Value_co] = self
        for key, value in entries.items():
            changed = changed.put(key, value)
        return changed

    def without(self, key: Key) -> PersistentMap[Key, Value_co]:
        """A mapping without a key; the same one if there is no such key."""
        place = self._place(key)
        if place < 0:
            return self
        changed: PersistentMap[Key, Value_co] = _made(
            _less(self._trie, key, 0),
            self._keys.put(place, _GONE),
            self._values.put(place, _GONE),
            self._gone + 1,
        )
        # Half of the places are empty: as many keys were taken out as have to move now.
        return changed if len(changed) >= changed._gone else PersistentMap(changed.items())

    # Being a value.

    def __eq__(self, other: object) -> bool:
        """Whether the other is a mapping of the same keys to the same values, in any order."""
        if isinstance(other, PersistentMap):
            if self._values is other._values and self._keys is other._keys:
                return True
            return dict(self.items()) == dict(other.items())
        return dict(self.items()) == other if isinstance(other, Mapping) else NotImplemented

    def __hash__(self) -> int:
        """A hash that does not depend on the order."""
        return hash(frozenset(self.items()))

    def __repr__(self) -> str:
        """As it would be made."""
        return f"PersistentMap({dict(self.items())!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        """For `copy` and `pickle`."""
        return PersistentMap, (dict(self.items()),)


class PersistentValues(ValuesView[Value_co]):
    """The values of a `PersistentMap`."""

    _mapping: PersistentMap[Any, Value_co]

    def __iter__(self) -> Iterator[Value_co]:
        """The values, the first entered first."""
        return (one for one in self._mapping._values if one is not _GONE)  # noqa: SLF001 - its view

    def __reversed__(self) -> Iterator[Value_co]:
        """The values, the last entered first, without copying them."""
        newest_first = reversed(self._mapping._values)  # noqa: SLF001
        return (one for one in newest_first if one is not _GONE)


class PersistentItems(ItemsView[Key, Value_co]):
    """The keys of a `PersistentMap` with their values."""

    _mapping: PersistentMap[Key, Value_co]

    def __iter__(self) -> Iterator[tuple[Key, Value_co]]:
        """The entries, the first entered first."""
        both = zip(self._mapping._keys, self._mapping._values, strict=True)  # noqa: SLF001
        return (entry for entry in both if entry[0] is not _GONE)


def _made(
    trie: _Trie, keys: PersistentSequence[Any], values: PersistentSequence[Any], gone: int
) -> PersistentMap[Any, Any]:
    made = object.__new__(PersistentMap)
    made._trie = trie
    made._keys = keys
    made._values = values
    made._gone = gone
    return made


def _trie_of(leaf: dict[Any, int], depth: int) -> _Trie:
    """The trie of these places, whose keys agree in the first `depth` bits of their hashes."""
    if len(leaf) <= _LEAF or depth >= _HASH_BITS:
        return leaf
    parts: list[dict[Any, int]] = [{} for _ in range(_FAN_OUT)]
    for key, place in leaf.items():
        parts[hash(key) >> depth & _FAN_OUT - 1][key] = place
    return tuple(_trie_of(part, depth + _BITS) for part in parts)


def _with(node: _Trie, key: object, place: int, depth: int) -> _Trie:
    if isinstance(node, dict):
        leaf = node.copy()
        leaf[key] = place
        return leaf if len(leaf) <= _LEAF else _trie_of(leaf, depth)
    at = hash(key) >> depth & _FAN_OUT - 1
    return (*node[:at], _with(node[at], key, place, depth + _BITS), *node[at + 1 :])


def _less(node: _Trie, key: object, depth: int) -> _Trie:
    if isinstance(node, dict):
        return {one: place for one, place in node.items() if one != key}
    at = hash(key) >> depth & _FAN_OUT - 1
    return (*node[:at], _less(node[at], key, depth + _BITS), *node[at + 1 :])
