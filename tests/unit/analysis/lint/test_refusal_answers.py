"""A mistake that shows in the client's event and in the refusal is told of once, with both."""

from __future__ import annotations

from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from tests.support.events import user_message
from tests.support.script import Script, beginning

from realtime_inspector.analysis.lint import RULES, lint

_DELETE: Final = "conversation.item.delete"
_CREATE: Final = "conversation.item.create"
_WRONG: Final = {
    "type": "message",
    "role": "user",
    "content": [{"type": "text", "text": "Hi"}],
}


def _found(script: Script, rule_id: str, provider: str = "openai") -> list[tuple[int, ...]]:
    rules = tuple(rule for rule in RULES if rule.id == rule_id)
    return [finding.seqs for finding in lint(script.records, rules, provider)]


def _refuse(script: Script, event_id: str | None = None) -> Script:
    message = "Error deleting item: the item with id 'item_9' does not exist."
    return script.error("item_delete_invalid_item_id", message, event_id=event_id)


def test_a_refusal_stands_beside_the_event_that_it_is_about() -> None:
    script = beginning().sent(_DELETE, item_id="item_9")
    at = len(script.records)
    assert _found(_refuse(script).close(), "RT100") == [(at, at + 1)]


def test_without_an_answer_the_event_stands_alone() -> None:
    script = beginning().sent(_DELETE, item_id="item_9")
    at = len(script.records)
    assert _found(script, "RT100") == []
    assert _found(script.wait(6_000).user(), "RT100") == [(at,)]


def test_the_event_that_an_error_names_is_meant_whatever_came_before_it() -> None:
    script = beginning()
    for name in ("one", "two"):
        script.sent(_DELETE, item_id="item_9", event_id=name)
    at = len(script.records)
    assert _found(_refuse(script, "two"), "RT100") == [(at, at + 1)]


def test_the_next_answer_shows_which_of_several_events_was_refused() -> None:
    script = beginning().sent(_CREATE, item=user_message("Hi", "item_1"))
    script.sent(_CREATE, item=_WRONG).sent(_CREATE, item=user_message("Hi", "item_3"))
    wrong = len(script.records) - 1
    added = "conversation.item.added"
    script.received(added, item=user_message("Hi", "item_1"), previous_item_id=None)
    script.error("invalid_request", "No.")
    refusal = len(script.records)
    assert _found(script, "RT104") == []
    script.received(added, item=user_message("Hi", "item_3"), previous_item_id="item_1")
    assert _found(script, "RT104") == [(wrong, refusal)]


def test_what_the_server_takes_is_right() -> None:
    script = beginning().sent(_CREATE, item={**_WRONG, "id": "item_1"})
    script.received("conversation.item.added", item={**_WRONG, "id": "item_1"})
    assert _found(script.wait(6_000).close(), "RT104") == []


def test_many_events_without_an_answer_do_not_fill_the_memory() -> None:
    script = beginning()
    for number in range(200):
        script.wait(-50).sent(_DELETE, item_id=f"item_{number}")
    found = _found(script.close(), "RT100")
    assert len(found) == 64


@given(st.lists(st.sampled_from(["refused", "named", "silent", "taken", "fine"]), max_size=12))
def test_each_mistake_is_told_once_however_it_is_answered(ways: list[str]) -> None:
    script = beginning()
    wrong: set[int] = set()
    for number, way in enumerate(ways):
        item_id, event_id = f"item_{number}", f"mine_{number}"
        if way == "fine":
            script.user(item_id=item_id)
        script.sent(_DELETE, item_id=item_id, event_id=event_id)
        seq = len(script.records)
        match way:
            case "refused":
                _refuse(script)
            case "named":
                _refuse(script, event_id)
            case "silent":
                script.wait(6_000).received("rate_limits.updated", rate_limits=[])
            case _:
                script.received("conversation.item.deleted", item_id=item_id)
        if way in {"refused", "named", "silent"}:
            wrong.add(seq)
        if way == "silent":
            # Which of two a later answer is about, nobody could tell.
            break
    found = _found(script, "RT100")
    assert [seqs[0] for seqs in found] == sorted(wrong)
