"""Persistent sequences and maps behave like tuples and dicts, and no version ever changes."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.core.persistent_map import PersistentMap
from realtime_inspector.core.persistent_sequence import WIDTH, PersistentSequence

LENGTHS: Final = st.one_of(
    st.integers(0, 80),
    st.builds(
        lambda blocks, more: max(0, blocks + more),
        st.sampled_from([WIDTH, WIDTH**2, 2 * WIDTH**2, WIDTH**3]),
        st.integers(-2, 2),
    ),
)
"""Short ones, and those around which blocks are carried."""
STEPS: Final = st.lists(
    st.tuples(st.sampled_from(["append", "put", "insert", "without"]), st.integers(0, 2**16)),
    max_size=12,
)


def stepped(
    sequence: PersistentSequence[int], model: tuple[int, ...], step: tuple[str, int]
) -> tuple[PersistentSequence[int], tuple[int, ...]]:
    """Both after one step."""
    name, number = step
    if name == "append":
        return sequence.append(number), (*model, number)
    at = number % (len(model) + (name == "insert")) if model or name == "insert" else -1
    if at < 0:
        return sequence, model
    if name == "put":
        return sequence.put(at, -number), (*model[:at], -number, *model[at + 1 :])
    if name == "insert":
        return sequence.insert(at, number), (*model[:at], number, *model[at:])
    return sequence.without(at), (*model[:at], *model[at + 1 :])


@given(LENGTHS, STEPS)
def test_a_sequence_is_like_a_tuple_and_every_version_stays(
    length: int, steps: list[tuple[str, int]]
) -> None:
    model = tuple(range(length))
    sequence = PersistentSequence(model)
    versions = [(sequence, model)]
    for step in steps:
        sequence, model = stepped(sequence, model, step)
        versions.append((sequence, model))
    for one, expected in versions:
        assert one == expected
        assert (len(one), hash(one)) == (len(expected), hash(expected))
        assert list(one) == list(expected)
        assert list(reversed(one)) == list(reversed(expected))


@given(LENGTHS, st.data())
def test_elements_are_found_by_index_slice_and_value(length: int, data: st.DataObject) -> None:
    model = tuple(one // 3 for one in range(length))
    sequence = PersistentSequence(model)
    start, stop, step = (data.draw(st.none() | st.integers(-99, 40_000)) for _ in range(3))
    where = slice(start, stop, step or None)
    assert sequence[where] == model[where]
    first = data.draw(st.integers(-1, length + 1))
    assert list(sequence.since(first)) == list(model[max(0, first) :])
    value = data.draw(st.integers(0, 12_000))
    last = max((at for at, one in enumerate(model) if one == value), default=None)
    assert (value in sequence, sequence.find_last(value)) == (value in model, last)
    if model:
        at = data.draw(st.integers(-length, length - 1))
        assert sequence[at] == model[at]
    for outside in (length, -length - 1):
        with pytest.raises(IndexError):
            sequence[outside]
    with pytest.raises(IndexError):
        sequence.put(length, 0)


@given(LENGTHS, st.integers(0, 70))
def test_a_sequence_that_grew_equals_one_made_at_once(length: int, more: int) -> None:
    grown = PersistentSequence(range(length))
    for value in range(length, length + more):
        grown = grown.append(value)
    assert grown == PersistentSequence(range(length + more))
    assert list(grown.changed_from(grown)) == []


@given(LENGTHS, STEPS)
def test_what_changed_between_versions_is_named(length: int, steps: list[tuple[str, int]]) -> None:
    # Objects that are equal only to themselves, beyond the integers that are the same everywhere.
    model = tuple(range(1000, 1000 + length))
    before = sequence = PersistentSequence(model)
    for step in steps:
        sequence, _ = stepped(sequence, tuple(sequence), (step[0], step[1] + 10**6))
    changed = list(sequence.changed_from(before))
    assert changed == sorted(set(changed))
    wrong = {at for at, one in enumerate(sequence) if at >= length or one != model[at]}
    assert wrong <= set(changed)
    if all(name in {"append", "put"} for name, _ in steps):
        assert len(changed) <= len(steps)


def test_a_shorter_or_foreign_version_has_changed_as_a_whole() -> None:
    long, short = PersistentSequence(range(1000, 5000)), PersistentSequence(range(1000, 1010))
    assert list(short.changed_from(long)) == list(range(10))


def test_a_sequence_is_a_value() -> None:
    sequence = PersistentSequence("ab")
    assert sequence != ["a", "b"]
    assert sequence != PersistentSequence("ac")
    assert PersistentSequence(sequence) is sequence
    assert copy.deepcopy(sequence) == sequence
    assert repr(sequence) == "PersistentSequence(('a', 'b'))"


@dataclass(frozen=True)
class Clash:
    """A key of one of three hashes."""

    number: int

    def __hash__(self) -> int:
        return self.number % 3 - 1


KEYS: Final = st.one_of(
    st.integers(0, 200).map(Clash),
    st.integers(0, 200).map("item_{:05}".format),
    st.integers(-1000, 1000).map(lambda one: one * 4096),
)
CHANGES: Final = st.lists(st.tuples(st.booleans(), KEYS), max_size=300)


@given(st.dictionaries(KEYS, st.integers(), max_size=150), CHANGES)
def test_a_map_is_like_a_dict_and_every_version_stays(
    model: dict[Any, int], changes: list[tuple[bool, Any]]
) -> None:
    one = PersistentMap(model)
    versions = [(one, dict(model))]
    for number, (is_put, key) in enumerate(changes):
        if is_put:
            one = one.put(key, number)
            model[key] = number
        else:
            one = one.without(key)
            model.pop(key, None)
        versions.append((one, dict(model)))
    for version, expected in (*versions[:3], *versions[-3:]):
        assert version == expected
        assert len(version) == len(expected)
        assert list(version) == list(version.keys()) == list(expected)
        assert list(reversed(version)) == list(reversed(expected))
        assert list(version.values()) == list(expected.values())
        assert list(reversed(version.values())) == list(reversed(expected.values()))
        assert list(version.items()) == list(expected.items())
    for _, key in changes:
        assert (key in one, one.get(key), one.get(key, -1)) == (
            key in model,
            model.get(key),
            model.get(key, -1),
        )
    if changes and changes[0][1] not in model:
        with pytest.raises(KeyError):
            one[changes[0][1]]


@given(st.integers(0, 3000), CHANGES)
def test_keys_whose_value_changed_are_named(size: int, changes: list[tuple[bool, Any]]) -> None:
    before = one = PersistentMap((("old", number), object()) for number in range(size))
    for _, key in changes:
        one = one.put(key, object())
    one = one.put(("old", size // 2), object())
    changed = list(one.changed_from(before))
    assert len(changed) == len(set(changed))
    assert set(changed) == {key for key, value in one.items() if before.get(key) is not value}


def test_a_map_is_a_value() -> None:
    one = PersistentMap({"a": 1, "b": 2})
    assert one == PersistentMap({"b": 2, "a": 1})
    assert hash(one) == hash(PersistentMap({"b": 2, "a": 1}))
    assert one != {"a": 1}
    assert one != [("a", 1), ("b", 2)]
    assert one.without("c") is one
    assert PersistentMap(one) is one
    assert copy.deepcopy(one) == one
    assert repr(one) == "PersistentMap({'a': 1, 'b': 2})"


def test_places_of_keys_that_are_gone_are_used_again() -> None:
    one: PersistentMap[int, None] = PersistentMap()
    for number in range(10_000):
        one = one.put(number, None)
        if number >= 4:
            one = one.without(number - 4)
    assert list(one) == [9996, 9997, 9998, 9999]
    assert len(one._keys) < 16
