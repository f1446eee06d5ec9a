from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support.app import CAPTURES
from tests.support.logs import HEADER, line_of, store_in_place

from realtime_inspector.capture.reader import read_capture
from realtime_inspector.core.causality import Why, cause_of
from realtime_inspector.store.relations import Relation
from realtime_inspector.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path


def folded(path: Path) -> Store:
    store = store_in_place(path)
    while not store.folding.is_done:
        store.folding.advance(1_000)
    return store


def filled(path: Path) -> Store:
    store = Store()
    for record in read_capture(path):
        store.append(record)
    return store


@pytest.mark.parametrize(
    "name", ["azure-ga-spoken-tool-round", "openai-ga-text-tools", "xai-drop-and-resume"]
)
def test_a_file_and_a_session_in_memory_have_the_same_relations(name: str) -> None:
    path = CAPTURES / f"{name}.jsonl"
    in_place, in_memory = folded(path), filled(path)
    for seq in range(1, len(in_memory) + 1):
        one, other = in_place.relations(seq), in_memory.relations(seq)
        assert (one.chain, one.effects, one.seqs) == (other.chain, other.effects, other.seqs)
        assert [one.of(at) for at in one.seqs] == [other.of(at) for at in other.seqs]


def test_relations_are_named_from_the_selected_record() -> None:
    relations = filled(CAPTURES / "openai-ga-text-tools.jsonl").relations(31)
    assert relations.causes == [4, 5, 8, 9, 23, 24, 28]
    assert relations.of(31) is Relation.ITSELF
    assert relations.of(28) is Relation.CAUSE
    assert relations.of(24) is Relation.EARLIER
    assert relations.of(50) is Relation.END
    assert relations.of(40) is Relation.RESPONSE
    assert relations.by_importance[:9] == [4, 5, 8, 9, 23, 24, 28, 31, 50]
    assert sorted(relations.by_importance) == relations.seqs


def test_deltas_of_the_same_part_and_the_rest_of_the_item_are_told_apart() -> None:
    relations = filled(CAPTURES / "openai-ga-text-tools.jsonl").relations(36)
    assert relations.of(34) is Relation.CAUSE
    assert relations.of(37) is Relation.PART
    assert relations.of(48) is Relation.ITEM
    assert relations.of(46) is Relation.END


def test_what_has_not_been_folded_is_not_called_unasked(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    asked = line_of("session.update", 1, source="client", session={})
    path.write_bytes(HEADER + asked + line_of("session.updated", 2, session={}))
    store = store_in_place(path)
    assert cause_of(store.surroundings, 2).why is Why.NOT_READ
    store.folding.advance(10)
    assert cause_of(store.surroundings, 2).seq == 1


def test_connections_that_run_side_by_side_do_not_cause_each_other(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    lines = [
        line_of("session.created", 0, session={"id": "a"}),
        line_of("session.created", 1, session={"id": "b"}),
        line_of("response.created", 2, response={"id": "r"}),
        line_of("response.output_item.added", 3, response_id="r", item={"id": "i"}),
    ]
    second = [lines[1], lines[3]]
    lines = [line.replace(b'"conn":1', b'"conn":2') if line in second else line for line in lines]
    path.write_bytes(HEADER + b"".join(lines))
    store = folded(path)
    assert store.columns.connection(3) == 2
    assert cause_of(store.surroundings, 4).seq is None
    assert cause_of(store.surroundings, 3).seq is None


def test_a_long_line_that_nobody_has_read_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + line_of("x", 0, pad="y" * 3_000_000))
    store = folded(path)
    relations = store.relations(1)
    assert relations.seqs == [1]
    assert relations.of(1) is Relation.ITSELF
