"""Which fields hold ids, and what contradicts a pairing."""

from __future__ import annotations

from typing import Any

import pytest

from realtime_inspector.core.codec import encode_event
from realtime_inspector.core.id_map import IdKind, IdMap, ids_in


def _ids(event: dict[str, Any]) -> list[tuple[str, IdKind, str]]:
    return [(".".join(map(str, path)), kind, found) for path, kind, found in ids_in(event)]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (
            {"type": "response.done", "event_id": "e", "response": {
                "id": "r", "conversation_id": "c", "metadata": {"item_id": "mine"},
                "output": [{"id": "i", "type": "function_call", "call_id": "k"}]}},
            [("event_id", IdKind.EVENT, "e"), ("response.id", IdKind.RESPONSE, "r"),
             ("response.conversation_id", IdKind.CONVERSATION, "c"),
             ("response.output.0.id", IdKind.ITEM, "i"),
             ("response.output.0.call_id", IdKind.CALL, "k")],
        ),
        (
            {"type": "response.create", "response": {
                "input": [{"type": "item_reference", "id": "i"}], "prompt": {"id": "pmpt"}}},
            [("response.input.0.id", IdKind.ITEM, "i")],
        ),
        (
            {"type": "session.created", "session": {
                "id": "s", "audio": {"output": {"voice": {"id": "voice_1"}}},
                "tools": [{"id": "t", "name": "x"}]}},
            [("session.id", IdKind.SESSION, "s")],
        ),
        ({"type": "conversation.item.create", "previous_item_id": "root", "item": {"id": ""}}, []),
        ({"type": "conversation.item.added", "previous_item_id": None, "item": {"id": 7}}, []),
        ({"type": "error", "error": {"event_id": "e"}}, [("error.event_id", IdKind.EVENT, "e")]),
    ],
)  # fmt: skip
def test_ids_are_found_where_the_protocol_has_them(
    event: dict[str, Any], expected: list[tuple[str, IdKind, str]]
) -> None:
    assert _ids(event) == expected


def test_an_output_that_answers_another_call_contradicts_the_map() -> None:
    ids = IdMap()
    first = {"item": {"id": "i1", "call_id": "c1"}}
    assert ids.learn(first, {"item": {"id": "j1", "call_id": "d1"}}) == ()
    assert ids.learn({"call_id": "c2"}, {"call_id": "d2"}) == ()
    (conflict,) = ids.learn({"item": {"call_id": "c1"}}, {"item": {"call_id": "d2"}})
    assert (conflict.kind, conflict.old, conflict.new) == (IdKind.CALL, "c1", "d2")
    assert conflict.path == ("item", "call_id")
    assert ids.new_of(IdKind.CALL, "c1") == "d1"


def test_an_item_and_a_call_of_the_same_id_are_two_things() -> None:
    ids = IdMap()
    assert ids.pair(IdKind.ITEM, "x", "i")
    assert ids.pair(IdKind.CALL, "x", "c")
    assert ids.rewrite({"item_id": "x", "call_id": "x"}) == {"item_id": "i", "call_id": "c"}


def test_kinds_that_are_left_out_are_neither_learned_nor_rewritten() -> None:
    ids = IdMap(without=[IdKind.EVENT])
    assert ids.learn({"event_id": "a", "item_id": "b"}, {"event_id": "c", "item_id": "d"}) == ()
    assert ids.rewrite({"event_id": "a", "item_id": "b"}) == {"event_id": "a", "item_id": "d"}
    assert ids.unknown_in({"event_id": "z", "item_id": "q"}) == ((("item_id",), IdKind.ITEM, "q"),)


def test_text_without_a_changed_id_stays_as_it_was_spelt() -> None:
    ids = IdMap()
    ids.pair(IdKind.ITEM, "a", "b")
    assert ids.rewrite_text('{ "item_id" : "x", "n": 1.00 }') == '{ "item_id" : "x", "n": 1.00 }'
    assert ids.rewrite_text('{"n":1, "item_id":"a"}') == '{"n":1,"item_id":"b"}'
    assert ids.rewrite_text("no json") == "no json"


def test_half_a_surrogate_pair_is_written_so_that_utf8_can_hold_it() -> None:
    assert encode_event({"text": "\ud83d", "é": 1}) == '{"text":"\\ud83d","\\u00e9":1}'
    assert encode_event({"text": "é"}) == '{"text":"é"}'
