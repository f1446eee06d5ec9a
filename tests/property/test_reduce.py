"""The fold never fails, never changes what it was given, and does not depend on how it is cut."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any, Final

from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.core.event import Event
from realtime_inspector.core.events import CATALOGUE
from realtime_inspector.core.names import GA_TO_BETA
from realtime_inspector.core.record import Direction, Record, RecordKind, notice, text_record
from realtime_inspector.core.reduce import reduce, reduce_all
from realtime_inspector.core.state import CaptureState
from realtime_inspector.core.wording import in_english
from realtime_inspector.store.store import Store

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Json = dict[str, Any]

# Few ids, so that events meet; the fields that handlers read; now and then anything at all.
ITEMS: Final = st.sampled_from(["a", "b", "c"])
RESPONSES: Final = st.sampled_from(["r", "s"])
WORDS: Final = st.sampled_from(["", "hi", "東京", "\ud800", "sk-abc"])
ANYTHING: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
STATUSES: Final = st.sampled_from(["in_progress", "completed", "incomplete", "cancelled", "failed"])


def objects(fields: dict[str, SearchStrategy[Any]]) -> SearchStrategy[Json]:
    """Objects with any of these fields, whose values are mostly as they should be."""
    return st.fixed_dictionaries(
        {}, optional={name: st.one_of(good, good, good, ANYTHING) for name, good in fields.items()}
    )


PARTS = objects(
    {
        "type": st.sampled_from(["output_text", "input_text", "input_audio", "audio"]),
        "text": WORDS,
        "transcript": WORDS,
        "audio": st.sampled_from(["AAAA", "QQ==", "="]),
    }
)
ITEM_OBJECTS = objects(
    {
        "id": ITEMS,
        "type": st.sampled_from(["message", "function_call", "function_call_output"]),
        "role": st.sampled_from(["user", "assistant"]),
        "status": STATUSES,
        "content": st.lists(PARTS, max_size=2),
        "call_id": st.sampled_from(["call_1", "call_2"]),
        "name": WORDS,
        "arguments": WORDS,
        "output": WORDS,
    }
)
USAGE = objects(
    {name: st.integers(0, 99) for name in ("total_tokens", "input_tokens", "output_tokens")}
)
RESPONSE_OBJECTS = objects(
    {
        "id": RESPONSES,
        "status": STATUSES,
        "conversation_id": st.sampled_from(["conv", None]),
        "conversation": st.sampled_from(["auto", "none"]),
        "output": st.lists(ITEM_OBJECTS, max_size=2),
        "usage": USAGE,
        "status_details": objects({"reason": WORDS, "error": objects({"message": WORDS})}),
    }
)
ERRORS = objects(
    {
        "type": WORDS,
        "code": st.sampled_from(
            ["conversation_already_has_active_response", "response_cancel_not_active", "x"]
        ),
        "message": WORDS,
        "param": st.sampled_from(["session.voice", "item.id", "response"]),
        "event_id": st.sampled_from(["e1", "e2", None]),
    }
)
FIELDS: Final[dict[str, SearchStrategy[Any]]] = {
    "event_id": st.sampled_from(["e1", "e2"]),
    "item_id": ITEMS,
    "previous_item_id": st.one_of(ITEMS, st.sampled_from(["root", None])),
    "response_id": RESPONSES,
    "content_index": st.integers(-1, 3),
    "delta": WORDS,
    "text": WORDS,
    "transcript": WORDS,
    "audio": st.sampled_from(["AAAA", "QQ=="]),
    "audio_start_ms": st.integers(0, 999),
    "audio_end_ms": st.integers(0, 999),
    "arguments": WORDS,
    "call_id": st.sampled_from(["call_1", "call_2"]),
    "item": ITEM_OBJECTS,
    "part": PARTS,
    "response": RESPONSE_OBJECTS,
    "session": objects({"id": WORDS, "expires_at": st.integers(), "audio": ANYTHING}),
    "error": ERRORS,
    "rate_limits": st.lists(objects({"name": WORDS, "limit": st.floats()}), max_size=2),
}
TYPES: Final = st.sampled_from(sorted(CATALOGUE))
EVENTS: Final = st.builds(lambda kind, fields: {"type": kind, **fields}, TYPES, objects(FIELDS))
NOTICES: Final = st.builds(
    lambda kind, fields, conn: notice(kind, None, conn, fields),
    st.sampled_from(["connecting", "open", "close", "error", "gap", "tool", "odd"]),
    objects({"code": st.sampled_from([1000, 1006]), "reason": WORDS, "ok": st.booleans()}),
    st.integers(1, 3),
)


def record_of(event: Json) -> Record:
    spec = CATALOGUE.get(str(event["type"]))
    direction = spec.direction if spec else Direction.UNKNOWN
    return Record(RecordKind.EVENT, direction, json.dumps(event).encode())


def times(records: list[Record]) -> list[Record]:
    """With a clock, for those of even number."""
    return [
        Record(one.kind, one.direction, one.payload, None if index % 2 else index * 1000, one.conn)
        for index, one in enumerate(records)
    ]


RECORDS: Final = st.lists(EVENTS.map(record_of) | NOTICES, max_size=30).map(times)


@given(st.lists(ANYTHING.map(lambda value: text_record(json.dumps(value), Direction.RECEIVED))))
def test_any_json_is_taken(records: list[Record]) -> None:
    state = reduce_all(records)
    assert (state.seq, state.faults) == (len(records), 0)


@given(st.lists(st.binary(max_size=40), max_size=5), st.sampled_from(list(RecordKind)))
def test_any_bytes_are_taken(payloads: list[bytes], kind: RecordKind) -> None:
    store = Store()
    for payload in payloads:
        store.append(Record(kind, Direction.RECEIVED, payload))
    assert store.state.faults == 0


@given(RECORDS)
def test_any_sequence_of_nearly_right_events_is_taken(records: list[Record]) -> None:
    state = reduce_all(records)
    assert (state.seq, state.faults) == (len(records), 0)
    check(state)


def check(state: CaptureState) -> None:
    """What holds of every state."""
    assert len(set(state.order)) == len(state.order)
    assert set(state.order) <= set(state.items)
    assert set(state.item_keys.values()) <= set(state.items)
    for response_id, response in state.responses.items():
        assert response.id == response_id
        assert set(response.items) <= set(state.items)
    for key, item in state.items.items():
        assert item.key == key
        assert item.session <= state.session.number
    assert list(state.active) == [key for key, one in state.responses.items() if one.is_active]
    assert all(state.items[key].is_in_conversation for key in state.order)
    unclaimed = [key for key, one in state.problems.items() if one.cause_seq is None]
    assert list(state.unclaimed) == unclaimed
    assert len(set(state.entries)) == len(state.entries)
    assert [one.number for one in state.former_sessions] == list(
        range(1, max(1, state.session.number))
    )
    assert all(one.item_key in state.items for one in state.asked if one.item_key is not None)


@given(RECORDS)
def test_summaries_are_always_text(records: list[Record]) -> None:
    state = reduce_all(records)
    for record in records:
        event = Event.of(record)
        spec = CATALOGUE.get(event.canonical_type)
        assert spec is None or isinstance(spec.summary(event, state, in_english), str)


@given(RECORDS)
def test_the_same_records_make_the_same_state(records: list[Record]) -> None:
    assert reduce_all(records) == reduce_all(records)


@given(RECORDS, st.integers(0, 30))
def test_a_fold_can_be_cut_anywhere(records: list[Record], cut: int) -> None:
    assert reduce_all(records[cut:], reduce_all(records[:cut])) == reduce_all(records)


@given(RECORDS)
def test_a_state_never_changes(records: list[Record]) -> None:
    states = [CaptureState()]
    copies = [copy.deepcopy(values_of(states[0]))]
    for record in records:
        states.append(reduce(states[-1], record))
        copies.append(copy.deepcopy(values_of(states[-1])))
    assert [values_of(one) for one in states] == copies


def values_of(state: CaptureState) -> Json:
    """The containers that a handler could change by mistake."""
    return {
        "items": dict(state.items),
        "item_keys": dict(state.item_keys),
        "responses": dict(state.responses),
        "problems": dict(state.problems),
        "effective": dict(state.session.effective),
        "asked": dict(state.session.asked),
    }


@given(RECORDS)
def test_the_store_agrees_with_the_fold(records: list[Record]) -> None:
    store = Store()
    for record in records:
        store.append(record)
    assert store.state == reduce_all(records)
    for seq in range(1, len(records) + 1):
        assert seq in store.related(seq)


def in_beta(record: Record) -> Record:
    event = json.loads(record.payload)
    if record.kind is not RecordKind.EVENT:
        return record
    event["type"] = GA_TO_BETA.get(event["type"], event["type"])
    payload = json.dumps(event).encode()
    return Record(record.kind, record.direction, payload, record.time_ns, record.conn)


@given(RECORDS)
def test_beta_spellings_reach_the_same_items_and_responses(records: list[Record]) -> None:
    ga, beta = reduce_all(records), reduce_all(map(in_beta, records))
    assert (ga.items, ga.responses, ga.order) == (beta.items, beta.responses, beta.order)
    assert (ga.entries, ga.problems, ga.asked) == (beta.entries, beta.problems, beta.asked)
