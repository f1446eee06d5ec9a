"""Ids of two sessions: found where they stand, paired one to one, rewritten there and back."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.core.codec import encode_event
from realtime_inspector.core.id_map import IdKind, IdMap, id_pairs, ids_in

_KEYS = st.sampled_from(
    ["id", "item_id", "previous_item_id", "call_id", "response_id", "event_id", "item", "response",
     "output", "session", "tools", "metadata", "type", "delta"]
)  # fmt: skip
_WORDS = st.sampled_from(["a", "b", "c", "root", "", "item_1"])
_LEAVES = st.one_of(_WORDS, st.none(), st.integers(), st.booleans(), st.text())
_JSON: st.SearchStrategy[Any] = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=5)),
    max_leaves=20,
)
_EVENTS = st.dictionaries(_KEYS, _JSON, max_size=6)


def _renamed(event: dict[str, Any]) -> IdMap:
    """A map that gives each id of an event a new one."""
    ids = IdMap()
    for _, kind, old in ids_in(event):
        assert ids.pair(kind, old, f"new-{old}")
    return ids


@given(_EVENTS)
def test_rewriting_and_restoring_gives_the_event_back(event: dict[str, Any]) -> None:
    before = copy.deepcopy(event)
    ids = _renamed(event)
    rewritten = ids.rewrite(event)
    assert event == before, "the event given must not change"
    assert ids.restore(rewritten) == event
    assert {path: new for path, _, new in ids_in(rewritten)} == {
        path: f"new-{old}" for path, _, old in ids_in(event)
    }


@given(_EVENTS)
def test_text_is_rewritten_as_the_event_is_and_keeps_its_order(event: dict[str, Any]) -> None:
    text = json.dumps(event)
    rewritten = _renamed(event).rewrite(event)
    answer = _renamed(event).rewrite_text(text)
    assert answer == (text if rewritten == event else encode_event(rewritten))
    assert list(json.loads(answer)) == list(event)
    assert IdMap().rewrite_text(text) == text


@given(_EVENTS)
def test_what_was_learned_is_how_it_is_rewritten(event: dict[str, Any]) -> None:
    rewritten = _renamed(event).rewrite(event)
    ids = IdMap()
    assert ids.learn(event, rewritten) == ()
    assert ids.rewrite(event) == rewritten
    assert ids.unknown_in(event) == ()


@given(st.lists(st.tuples(st.sampled_from(IdKind), _WORDS, _WORDS)))
def test_pairs_are_one_to_one_whatever_is_learned(pairs: list[tuple[IdKind, str, str]]) -> None:
    ids = IdMap()
    accepted = {(kind, old, new) for kind, old, new in pairs if ids.pair(kind, old, new)}
    assert len(ids) == len(accepted)
    assert len({(kind, old) for kind, old, _ in accepted}) == len(accepted)
    assert len({(kind, new) for kind, _, new in accepted}) == len(accepted)
    for kind, old, new in accepted:
        assert ids.new_of(kind, old) == new
        assert ids.old_of(kind, new) == old


@given(_EVENTS, _EVENTS)
def test_any_two_events_can_be_paired(old: dict[str, Any], new: dict[str, Any]) -> None:
    ids = IdMap()
    conflicts = ids.learn(old, new)
    for pair in id_pairs(old, new):
        assert pair in conflicts or ids.new_of(pair.kind, pair.old) == pair.new
