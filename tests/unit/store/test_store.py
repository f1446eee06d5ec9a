from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.events import (
    answer,
    confirmed,
    create_item,
    create_response,
    error,
    frame,
    item_added,
    output_added,
    received,
    response_created,
    response_done,
    sent,
    session_created,
    text_delta,
    user_message,
)
from tests.support.logs import ALL, HEADER, line_of, log_of

from realtime_inspector.core.filters import FilterError
from realtime_inspector.core.record import Direction, Record, RecordKind, binary_record, notice
from realtime_inspector.core.reduce import reduce_all
from realtime_inspector.runtime.indexing import Indexer
from realtime_inspector.store.store import CACHED, Store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def filled(*records: Record) -> Store:
    store = Store()
    for record in records:
        store.append(record)
    return store


def types(store: Store, seqs: Iterable[int]) -> list[str]:
    return [store.row(seq).type for seq in seqs]


TURN = (
    create_item(user_message("hi")),
    create_response(),
    confirmed("u", "hi"),
    response_created(),
    output_added("resp_1", answer()),
    item_added(answer()),
    text_delta("x"),
    response_done(),
)


def test_the_state_is_the_fold_of_the_records() -> None:
    assert filled(*TURN).state == reduce_all(TURN)


def test_rows_are_numbered_from_one() -> None:
    store = filled(*TURN)
    assert len(store) == 8
    assert [store.row(seq).seq for seq in (1, 8)] == [1, 8]
    for seq in (0, -1, 9):
        with pytest.raises(IndexError):
            store.row(seq)


def test_a_response_gathers_its_request_its_items_and_its_deltas_in_order() -> None:
    store = filled(*TURN)
    seqs = store.seqs_of_response("resp_1")
    assert seqs == [2, 4, 5, 6, 7, 8]
    assert store.row(2).belongs_to == "resp_1"


def test_a_request_stands_in_front_even_if_the_response_was_named_earlier() -> None:
    store = filled(create_response(), text_delta("x"), response_created())
    assert store.seqs_of_response("resp_1") == [1, 2, 3]


def test_an_item_gathers_its_request_and_its_confirmation() -> None:
    store = filled(*TURN)
    assert types(store, store.seqs_of_item(1)) == [
        "conversation.item.create",
        "conversation.item.added",
    ]


def test_related_is_the_response_else_the_item_else_the_record_itself() -> None:
    store = filled(*TURN, sent("input_audio_buffer.commit"))
    assert store.related(7) == [2, 4, 5, 6, 7, 8]
    assert store.related(1) == [1, 3]
    assert store.related(9) == [9]


def test_an_error_belongs_with_the_event_that_it_answers() -> None:
    store = filled(
        session_created(),
        create_response("client_1"),
        error("conversation_already_has_active_response", "client_1"),
    )
    assert store.related(2) == store.related(3) == [2, 3]


def test_lists_that_are_given_out_are_copies() -> None:
    store = filled(*TURN)
    store.seqs_of_item(1).clear()
    store.seqs_of_response("resp_1").clear()
    assert store.seqs_of_item(1)
    assert store.related(7)


def test_events_that_left_the_cache_are_parsed_again() -> None:
    store = filled(*(received("x", number=number) for number in range(CACHED + 10)))
    assert store.event(1).integer("number") == 0
    assert store.row(5).event.integer("number") == 4


def test_every_append_is_told() -> None:
    store = Store()
    told: list[int] = []
    store.listen(lambda: told.append(len(store)))
    store.append(received("a"))
    store.append(received("b"))
    assert told == [1, 2]


def test_times_are_measured_from_the_first_and_from_the_one_before() -> None:
    store = filled(
        received("a", ms=1000), received("b", ms=1250), received("c"), received("d", ms=2000)
    )
    rows = [store.row(seq) for seq in range(1, 5)]
    assert [row.elapsed_ms for row in rows] == [0, 250, None, 1000]
    assert [row.gap_ms for row in rows] == [None, 250, None, 750]


def test_what_is_no_event_is_called_by_what_it_is() -> None:
    store = filled(
        frame(Direction.RECEIVED, [1]),
        binary_record(b"\x00", Direction.RECEIVED),
        notice("gap"),
        frame(Direction.RECEIVED, {"no": "type"}),
    )
    assert types(store, range(1, 5)) == ["text", "binary", "gap", "event"]


def test_failures_are_marked() -> None:
    store = filled(error("invalid_value"), response_done(status="cancelled"))
    assert [store.row(seq).is_error for seq in (1, 2)] == [True, False]


@pytest.mark.parametrize("odd", [None, 5, [], {}, [[]], "x", True])
@pytest.mark.parametrize(
    "name", ["item", "item_id", "response", "error", "delta", "kind", "code", "session", "part"]
)
def test_odd_fields_never_stop_the_log(name: str, odd: Any) -> None:
    store = Store()
    for kind in ("response.done", "error", "conversation.item.added", "response.output_text.delta"):
        store.append(received(kind, **{"item_id": "a", "response_id": "r"} | {name: odd}))
    payload = json.dumps({"kind": "close", name: odd}).encode()
    store.append(Record(RecordKind.NOTICE, Direction.RECEIVED, payload))
    assert len(store) == 5
    assert store.state.faults == 0


@pytest.mark.parametrize(
    ("text", "seq"),
    [
        ("45", 45),
        (" #45 ", 45),
        ("1,00", 100),
        ("0", 1),
        ("9" * 5_000, 400),
        ("0:01", 101),
        ("2s", 201),
        ("100ms", 11),
        ("1h", 400),
    ],
)
@pytest.mark.parametrize("described", [0, 100, 400])
def test_places_are_named_by_numbers_and_times(
    tmp_path: Path, text: str, seq: int, described: int
) -> None:
    """Also by the times of records that have not been read yet."""
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + b"".join(line_of("thing", n * 10 + 100) for n in range(400)))
    log = log_of(path)
    store, indexer = Store(log), Indexer(log)
    indexer.scan(described or ALL, ALL)
    if described:
        indexer.describe()
        indexer.scan(ALL, ALL)
    for piece in indexer.take():
        store.take(piece)
    indexer.close()
    assert (len(store), store.columns.described >= described) == (400, True)
    assert store.seq_at(text) == seq


def test_an_empty_log_has_one_place_to_go_to() -> None:
    assert [Store().seq_at(text) for text in ("1", "5", "2s")] == [1, 1, 1]


@pytest.mark.parametrize("text", ["", "x", "-5", "1e999", "nan", "time", "(", "1..2", "1 2"])
def test_what_names_no_place_is_refused(text: str) -> None:
    with pytest.raises(FilterError):
        filled(*TURN).seq_at(text)
