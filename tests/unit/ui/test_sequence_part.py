from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st
from tests.support.events import received
from tests.unit.export.captures import CAPTURES, records_of

from realtime_inspector.analysis.sequence import Run, steps_of
from realtime_inspector.core.record import Direction, Record, notice, text_record
from realtime_inspector.store.store import Store
from realtime_inspector.ui import sequence_part
from realtime_inspector.ui.sequence_part import Line, SequencePart
from realtime_inspector.ui.sequence_rows import PassingPlaces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pytest

EVENTS = st.fixed_dictionaries(
    {
        "type": st.sampled_from(
            ["session.created", "response.created", "response.done", "response.output_text.delta",
             "response.output_audio.delta", "conversation.item.create", "error",
             "input_audio_buffer.append", "response.output_item.added",
             "response.function_call_arguments.done"]
        )
    },
    optional={
        "response": st.fixed_dictionaries({"id": st.sampled_from(["r1", "r2", "r3"])}),
        "delta": st.text(max_size=5),
        "item_id": st.sampled_from(["i1", "i2"]),
        "call_id": st.sampled_from(["c1", "c2"]),
        "item": st.fixed_dictionaries(
            {"type": st.sampled_from(["function_call", "function_call_output", "message"])},
            optional={"call_id": st.sampled_from(["c1", "c2"]), "name": st.text(max_size=3)},
        ),
    },
)  # fmt: skip


@st.composite
def captures(draw: st.DrawFn) -> list[Record]:
    at_ms = 0
    made = []
    for event in draw(st.lists(EVENTS, min_size=1, max_size=40)):
        at_ms += draw(st.sampled_from([1, 10, 5_000]))
        if draw(st.integers(0, 12)) == 0:
            made.append(notice("close", at_ms * 1_000_000, fields={"code": 1000}))
        direction = draw(st.sampled_from([Direction.SENT, Direction.RECEIVED]))
        made.append(text_record(json.dumps(event), direction, at_ms * 1_000_000))
    return made


def store_of(records: Iterable[Record]) -> Store:
    store = Store()
    for record in records:
        store.append(record)
    return store


def to_the_end(part: SequencePart) -> list[Line]:
    while part.has_more_below:
        part.extend_down()
    return part.lines


def whole(store: Store) -> list[Line]:
    part = SequencePart(store)
    part.start(1)
    return to_the_end(part)


def drawn(lines: Iterable[Line]) -> list[tuple[Any, ...]]:
    return [(line.of, dict(line.bars), line.step.seq) for line in lines]


@contextmanager
def limits(piece: int, most: int = sequence_part.MOST) -> Iterator[None]:
    """Pieces of another size, and another limit to what is laid out."""
    with (
        mock.patch.object(sequence_part, "PIECE", piece),
        mock.patch.object(sequence_part, "MOST", most),
    ):
        yield


@given(captures(), st.data())
def test_lines_are_the_same_wherever_one_begins_and_in_whatever_order_they_are_laid_out(
    records: list[Record], data: st.DataObject
) -> None:
    store = store_of(records)
    expected = drawn(whole(store))
    with limits(3):
        part = SequencePart(store)
        part.start(data.draw(st.integers(1, len(records))))
        while part.has_more_above or part.has_more_below:
            if part.has_more_below and (not part.has_more_above or data.draw(st.booleans())):
                part.extend_down()
            else:
                part.extend_up()
        assert drawn(part.lines) == expected


@given(captures(), st.data())
def test_lines_are_the_same_however_the_log_grew(
    records: list[Record], data: st.DataObject
) -> None:
    store, part = Store(), None
    for record in records:
        store.append(record)
        if part is None:
            part = SequencePart(store)
            part.start(1)
        if data.draw(st.booleans()):
            before = list(part.lines)
            first = part.extend_down() if part.has_more_below else len(part.lines)
            assert drawn(part.lines[:first]) == drawn(before[:first])
    assert part is not None
    while part.has_more_below:
        part.extend_down()
    assert drawn(part.lines) == drawn(whole(store))


@given(captures(), st.data())
def test_what_was_forgotten_comes_back_the_same(records: list[Record], data: st.DataObject) -> None:
    store = store_of(records)
    expected = drawn(whole(store))
    with limits(3, most=6):
        part = SequencePart(store)
        part.start(1)
        while part.has_more_below:
            part.extend_down()
            part.drop_top()
        while part.has_more_above:
            part.extend_up()
            if data.draw(st.booleans()):
                part.drop_bottom()
        assert drawn(to_the_end(part)) == expected


def test_real_captures_have_the_steps_of_the_exports() -> None:
    for path in CAPTURES:
        records = records_of(path.name)
        steps = list(steps_of(enumerate(records, 1)))
        lines = whole(store_of(records))
        assert sum(len(s.arrows) if isinstance(s, Run) else 1 for s in steps) == len(lines)


@given(captures(), st.sets(st.integers(0, 39)))
def test_with_a_filter_each_line_has_a_record_that_passes_and_none_is_missing(
    records: list[Record], passing: set[int]
) -> None:
    from array import array

    store = store_of(records)
    places = array("I", sorted(place for place in passing if place < len(records)))
    everything = whole(store)
    part = SequencePart(store)
    part.passing = PassingPlaces(places)
    part.start(1)
    while part.has_more_below:
        part.extend_down()
    wanted = [
        line.step.seq
        for line in everything
        if any(line.step.seq - 1 <= place < line.step.last_seq for place in places)
    ]
    assert [line.step.seq for line in part.lines] == wanted


def test_the_line_of_a_record_inside_a_run_of_several_kinds() -> None:
    kinds = ["response.output_audio_transcript.delta", "response.output_audio.delta"]
    store = store_of(received(kinds[number % 2], ms=number) for number in range(6))
    part = SequencePart(store)
    part.start(1)
    part.extend_down()
    assert [part.index_of(seq) for seq in (1, 2, 3, 6)] == [0, 1, 0, 1]


def test_a_run_opens_event_by_event_and_folds_again() -> None:
    store = store_of(
        [
            *(received("response.output_text.delta", ms=number, delta="a") for number in range(4)),
            received("response.output_text.done", ms=9),
        ]
    )
    lines = whole(store)
    part = SequencePart(store)
    part.start(1)
    part.extend_down()
    assert part.toggle(0) == 0
    assert [line.seq for line in part.lines] == [1, 2, 3, 4, 5]
    assert part.index_of(3) == 2
    assert part.toggle(2) == 0
    assert drawn(part.lines) == drawn(lines)
    assert part.toggle(1) is None, "no run"


def test_a_very_long_record_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_of([received("response.created", ms=0, response={"id": "r1"})] * 2)
    monkeypatch.setattr(store, "is_long", lambda seq: seq == 1)
    monkeypatch.setattr(store, "record", lambda seq, read=store.record: read(max(2, seq)))
    [first, second] = whole(store)
    assert first.of.label == "response.created"
    assert first.of.words.endswith(" B")
    assert first.bars[0].begins
    assert not second.bars[0].begins
