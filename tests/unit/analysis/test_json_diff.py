"""What differs between two JSON values; applied to the old one, it gives the new one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.analysis.json_diff import Change, Diff, Kind, diff

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.sampled_from([0.5, 1.0])
    | st.sampled_from(["", "a", "b"])
)
KEYS = st.sampled_from(["id", "name", "type", "x", "y"])
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=30,
)


@dataclass
class Edit:
    """The changes at one path and under it."""

    changed: list[Change] = field(default_factory=list)
    removed: set[str | int] = field(default_factory=set)
    added: dict[Any, Any] = field(default_factory=dict)
    inner: dict[str | int, Edit] = field(default_factory=dict)


def applied(old: Any, changes: tuple[Change, ...]) -> Any:
    """What the changes mean."""
    root = Edit()
    for change in changes:
        edit = root
        steps = change.path if change.kind is Kind.CHANGED else change.path[:-1]
        for step in steps:
            edit = edit.inner.setdefault(step, Edit())
        if change.kind is Kind.CHANGED:
            edit.changed.append(change)
        elif change.kind is Kind.REMOVED:
            edit.removed.add(change.path[-1])
        else:
            edit.added[change.path[-1]] = change.new
    return edited(old, root)


def edited(old: Any, edit: Edit) -> Any:
    if edit.changed:
        (change,) = edit.changed
        assert exact(change.old) == exact(old)
        return change.new
    new: Any
    if isinstance(old, list):
        new = [value for at, value in enumerate(old) if at not in edit.removed]
        for place in sorted(edit.added):
            new.insert(place, edit.added[place])
    elif isinstance(old, dict):
        assert edit.removed <= old.keys()
        assert not edit.added.keys() & old.keys()
        new = {key: value for key, value in old.items() if key not in edit.removed} | edit.added
    else:
        assert edit == Edit()
        return old
    for step, inner in edit.inner.items():
        new[step] = edited(new[step], inner)
    return new


def exact(value: Any) -> str:
    """A value as text in which `1`, `1.0` and `true` differ and the order of keys does not."""
    return json.dumps(value, sort_keys=True)


@given(JSON, JSON)
def test_the_differences_applied_to_the_old_value_give_the_new(old: Any, new: Any) -> None:
    found = diff(old, new)
    assert found.is_complete
    assert exact(applied(old, found.changes)) == exact(new)
    assert bool(found.changes) is (exact(old) != exact(new))


@given(JSON, JSON, st.integers(0, 20))
def test_a_limit_leaves_the_beginning(old: Any, new: Any, most: int) -> None:
    whole = diff(old, new)
    part = diff(old, new, most_changes=most)
    assert part.changes == whole.changes[:most]
    assert part.is_complete is (len(whole.changes) <= most)


@given(JSON, JSON, st.integers(0, 40))
def test_so_many_values_are_looked_at_and_no_more(old: Any, new: Any, most: int) -> None:
    whole = diff(old, new)
    part = diff(old, new, most_values=most)
    assert part.changes == whole.changes[: len(part.changes)]
    assert not part.is_complete or part == whole


def lines(found: Diff) -> list[str]:
    return [
        f"{one.kind.value} {'.'.join(map(str, one.path))} "
        + {"+": f"{one.new}", "-": f"{one.old}", "~": f"{one.old} > {one.new}"}[one.kind.value]
        for one in found.changes
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": 1, "b": 2, "c": 3}, {"c": 3, "b": 4, "d": 5}, ["~ b 2 > 4", "+ d 5", "- a 1"]),
        ({"a": {"b": [1, 2, 3]}}, {"a": {"b": [1, 9, 2, 3]}}, ["+ a.b.1 9"]),
        ({"a": [1, 2, 3]}, {"a": [1, 3]}, ["- a.1 2"]),
        ([1, 2, 3], [1, 5, 3], ["~ 1 2 > 5"]),
        ([{"id": "i1", "n": 1}, {"id": "i2"}], [{"id": "i2"}, {"id": "i3"}],
         ["- 0 {'id': 'i1', 'n': 1}", "+ 1 {'id': 'i3'}"]),
        ([{"id": "i1", "n": 1}], [{"id": "i0"}, {"id": "i1", "n": 2}],
         ["+ 0 {'id': 'i0'}", "~ 1.n 1 > 2"]),
        ([{"type": "text", "text": "a"}], [{"type": "text", "text": "b"}], ["~ 0.text a > b"]),
        ([{"x": 1}], [[1]], ["- 0 {'x': 1}", "+ 0 [1]"]),
        ({"a": {}}, {"a": []}, ["~ a {} > []"]),
        (1, True, ["~  1 > True"]),
        ([1], [1.0], ["~ 0 1 > 1.0"]),
        ({"a": None}, {}, ["- a None"]),
    ],
)  # fmt: skip
def test_differences_are_few_and_in_place(old: Any, new: Any, expected: list[str]) -> None:
    assert lines(diff(old, new)) == expected


def test_what_is_nested_deeper_than_the_stack_is_compared_as_a_whole() -> None:
    def deep(end: int) -> Any:
        value: Any = end
        for _ in range(50_000):
            value = [value]
        return value

    assert diff(deep(1), deep(1)).changes == ()
    (change,) = diff(deep(1), deep(2)).changes
    assert 0 < len(change.path) < 100


def test_long_arrays_are_compared_in_order_and_up_to_a_limit() -> None:
    old = [{"n": at} for at in range(50_000)]
    new = [{"n": at + 1} for at in range(50_000)]
    found = diff(old, new)
    assert not found.is_complete
    assert lines(found)[:2] == ["~ 0.n 0 > 1", "~ 1.n 1 > 2"]
