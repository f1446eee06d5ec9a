"""Whatever a log holds: a cause comes before its event, an effect after it, and words are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from tests.property.test_reduce import RECORDS

from realtime_inspector.core.causality import cause_of, chain_of, effects_of
from realtime_inspector.guide import lookup
from realtime_inspector.store.store import Store
from realtime_inspector.ui.present.explain import explain
from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from realtime_inspector.core.record import Record


def filled(records: list[Record]) -> Store:
    store = Store()
    for record in records:
        store.append(record)
    return store


@given(RECORDS)
def test_causes_come_before_and_effects_after(records: list[Record]) -> None:
    store = filled(records)
    log = store.surroundings
    for seq in range(1, len(store) + 1):
        cause = cause_of(log, seq)
        assert cause.seq is None or 0 < cause.seq < seq
        chain = [one.seq or 0 for one in chain_of(log, seq)]
        assert chain == sorted(chain, reverse=True)
        assert chain[:1] == ([] if cause.seq is None else [cause.seq])
        assert all(one.seq > seq for one in effects_of(log, seq))


@given(RECORDS)
def test_relations_hold_what_is_related_and_the_chain_in_order(records: list[Record]) -> None:
    store = filled(records)
    for seq in range(1, len(store) + 1):
        relations = store.relations(seq)
        assert relations.seqs == sorted(set(relations.seqs))
        assert {seq, *store.related(seq), *relations.causes} <= set(relations.seqs)
        assert all(relations.of(one) for one in relations.seqs)
        assert relations.seqs[-1] <= len(store)


@given(RECORDS, st.sampled_from(["en", "ja"]), st.integers(20, 90))
def test_every_record_can_be_explained_and_nothing_unsafe_is_shown(
    records: list[Record], lang: str, width: int
) -> None:
    store = filled(records)
    for seq in range(1, len(store) + 1):
        row = store.row(seq)
        page = explain(store, row, lookup(row.type), "ja" if lang == "ja" else "en", width)
        assert page.lines
        assert all(0 < target <= len(store) for target in page.targets.values())
        assert all(index < len(page.lines) for index in page.targets)
        parts = [part for line in page.lines for part, _ in line]
        assert parts == [visible(part) for part in parts]
