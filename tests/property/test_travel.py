"""The state at any event is that of a fresh fold over the events up to it."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.test_reduce import RECORDS
from tests.support.events import session_created
from tests.support.logs import HEADER, line_of, store_in_place

from realtime_inspector.capture.reader import CaptureReader
from realtime_inspector.core.reduce import reduce, reduce_all
from realtime_inspector.core.state import CaptureState
from realtime_inspector.store import course, folding, moment, shelf
from realtime_inspector.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from realtime_inspector.core.record import Record

CAPTURES: Final = Path(__file__).parent.parent / "fixtures" / "captures"
SHARED: Final = sorted(
    path.name for path in CAPTURES.iterdir() if path.suffix in {".jsonl", ".log", ".yaml"}
)
FAR: Final = 10_000


@pytest.fixture(autouse=True)
def _near(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checkpoints so close together that short logs have many."""
    monkeypatch.setattr(course, "EFFORT", 7)
    monkeypatch.setattr(moment, "STEP", 3)
    monkeypatch.setattr(moment, "MOST_KEPT", 4)


def store_of(records: Iterable[Record]) -> Store:
    """A log as a live session makes it."""
    store = Store()
    for record in records:
        store.append(record)
    return store


def walk_to(store: Store, seq: int | None, most: int = 2) -> CaptureState:
    """Looks at a moment, and folds a little at a time until it is there."""
    store.look_at(seq)
    for _ in range(len(store) + 2):
        assert seq is None or store.shown_state.seq <= seq
        if store.moment.is_reached:
            return store.shown_state
        store.moment.advance(most)
    raise AssertionError("it never comes there")


@cache
def kept(name: str) -> Sequence[Record]:
    return list(CaptureReader(CAPTURES / name))


def opened(name: str) -> Store:
    reader = CaptureReader(CAPTURES / name)
    if reader.in_place() is None:
        return store_of(kept(name))
    store = store_in_place(CAPTURES / name)
    while not store.folding.is_done:
        store.folding.advance(5)
    return store


@settings(max_examples=150)
@given(log=RECORDS, data=st.data())
def test_the_state_at_an_event_is_that_of_a_fresh_fold(
    log: list[Record], data: st.DataObject
) -> None:
    store = store_of(log)
    for seq in data.draw(st.lists(st.integers(0, len(log)), max_size=8)):
        fresh = reduce_all(log[:seq])
        assert store.state_at(seq) == fresh
        if seq:
            assert walk_to(store, seq) == fresh
    assert walk_to(store, None) == reduce_all(log)


@settings(max_examples=100)
@given(some=RECORDS, data=st.data())
def test_what_arrives_does_not_move_the_state_that_is_looked_at(
    some: list[Record], data: st.DataObject
) -> None:
    log = [session_created(), *some]
    count = data.draw(st.integers(1, len(log)))
    seq = data.draw(st.integers(1, count))
    store = store_of(log[:count])
    state = walk_to(store, seq)
    for record in log[count:]:
        store.append(record)
        assert store.shown_state is state
        assert store.moment.seq == seq
    assert state == reduce_all(log[:seq])
    assert store.state == reduce_all(log)
    assert walk_to(store, None) is store.state


@pytest.mark.parametrize("name", SHARED)
def test_every_event_of_a_real_capture(name: str) -> None:
    store, state = opened(name), CaptureState()
    states = [state, *(state := reduce(state, record) for record in kept(name))]
    assert len(states) == len(store) + 1
    seqs = list(range(1, len(states)))
    for order in (seqs, seqs[::-1], random.Random(name).sample(seqs, len(seqs))):  # noqa: S311
        for seq in order:
            assert walk_to(store, seq) == states[seq]
    assert [store.state_at(seq) for seq in range(len(states))] == states


def _sessions(*sizes: int) -> bytes:
    lines = [HEADER]
    for number, size in enumerate(sizes):
        lines.append(line_of("session.created", session={"id": f"s{number}"}))
        for n in range(1, size):
            item = {"id": f"i{number}.{n}", "type": "message", "role": "user"}
            lines.append(line_of("conversation.item.added", n, item=item))
    return b"".join(lines)


@pytest.mark.parametrize("packed", [0, FAR])
@pytest.mark.parametrize("room", [1, 1_000_000])
def test_in_a_long_file_the_states_of_all_its_sessions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: int, room: int
) -> None:
    monkeypatch.setattr(folding, "WHOLE", 20)
    monkeypatch.setattr(folding, "MOST", 60)
    monkeypatch.setattr(shelf, "PACKED_THINGS", packed)
    monkeypatch.setattr(shelf, "MOST_BYTES", room)
    path = tmp_path / "c.jsonl"
    path.write_bytes(_sessions(40, 150, 3, 30))
    log, store = list(CaptureReader(path)), store_in_place(path)
    for _ in range(FAR):
        if store.folding.is_surveyed:
            break
        store.folding.survey(9)
    assert store.folding.is_surveyed
    seqs = random.Random(1).sample(range(1, len(log) + 1), 120)  # noqa: S311
    for seq in seqs:
        first, _ = store.folding.span_at(seq)
        fresh = reduce_all(log[first - 1 : seq], CaptureState(seq=first - 1))
        assert store.state_at(seq) == fresh
        store.look_at(seq)
        while not store.moment.is_reached:
            store.folding.advance(3)
            store.moment.advance(3)
        assert store.shown_state == fresh


def test_before_the_first_pass_the_nearest_state_that_is_known_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(_sessions(90))
    store = store_in_place(path)
    store.look_at(50)
    for upto in (20, 40):
        store.folding.advance(20)
        assert not store.moment.advance(FAR)
        assert (store.shown_state.seq, store.moment.is_reached) == (upto, False)
    store.folding.advance(FAR)
    store.moment.advance(FAR)
    assert store.moment.is_reached
    assert store.shown_state == store.state_at(50)
    with pytest.raises(IndexError):
        store.state_at(91)


def test_a_log_without_end_has_a_bounded_number_of_checkpoints(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(course, "MOST_CHECKPOINTS", 10)
    log = [*CaptureReader(CAPTURES / "openai-ga-text-tools.jsonl")] * 10
    store = store_of(log)
    assert 5 <= len(store.folding.course.checkpoints) <= 12
    for seq in range(1, len(log), 17):
        assert store.state_at(seq) == reduce_all(log[:seq])


def test_the_shelf_keeps_within_its_room(monkeypatch: pytest.MonkeyPatch) -> None:
    log = kept("openai-ga-text-tools.jsonl")
    held = shelf.Shelf()

    def made(first: int) -> course.Course:
        one = course.Course(first)
        for record in log:
            one.add(reduce(one.state, record), 1)
        return one

    held.keep(made(1))
    size = held.size
    monkeypatch.setattr(shelf, "MOST_BYTES", 3 * size)
    for first in range(2, 30):
        held.keep(made(first))
        assert held.size <= shelf.MOST_BYTES
    taken = held.take(29)
    assert taken is not None
    assert taken.checkpoints == made(29).checkpoints
    assert held.take(1) is None
    assert held.last_of(1) == 0
    assert held.last_of(29) == 28 + len(log)
