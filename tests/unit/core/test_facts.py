from __future__ import annotations

from tests.support.events import received, sent

from realtime_inspector.core.event import Event
from realtime_inspector.core.facts import FactStream
from realtime_inspector.core.record import Direction, binary_record, notice, text_record


def test_times_are_measured_from_the_first_known_one_and_from_the_last_known_one() -> None:
    facts = FactStream()
    assert not facts.has_start
    records = [
        received("a"), received("b", ms=1000), received("c", ms=1250), received("d"),
        received("e", ms=2000), received("f", ms=1500),
    ]  # fmt: skip
    rows = [facts.feed(record) for record in records]
    assert [row.seq for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row.elapsed_ms for row in rows] == [None, 0, 250, None, 1000, 500]
    assert [row.gap_ms for row in rows] == [None, None, 250, None, 750, -500]
    assert facts.has_start


def test_what_is_skipped_counts() -> None:
    facts = FactStream()
    facts.skip()
    assert facts.feed(received("a")).seq == 2


def test_ids_are_the_events_own() -> None:
    facts = FactStream()
    done = facts.feed(received("response.done", response={"id": "resp_1"}))
    added = facts.feed(received("x", response_id="resp_1", item={"id": "item_1", "call_id": "c"}))
    asked = facts.feed(sent("response.create"))
    assert (done.response_id, done.item_id, done.call_id) == ("resp_1", None, None)
    assert (added.response_id, added.item_id, added.call_id) == ("resp_1", "item_1", "c")
    assert (asked.response_id, asked.item_id, asked.call_id) == (None, None, None)
    told = facts.feed(notice("tool", fields={"call_id": "c", "response_id": "r", "item_id": "i"}))
    assert (told.response_id, told.item_id, told.call_id) == (None, None, "c")


def test_the_type_is_what_the_log_shows() -> None:
    facts = FactStream()
    records = [
        received("response.done"),
        text_record("no json", Direction.UNKNOWN),
        text_record("{}", Direction.RECEIVED),
        binary_record(b"1", Direction.RECEIVED),
        notice("close"),
    ]
    types = ["response.done", "text", "event", "binary", "close"]
    assert [facts.feed(record).type for record in records] == types


def test_an_event_that_was_parsed_is_not_parsed_again() -> None:
    event = Event({"type": "other"})
    assert FactStream().feed(received("a"), event).event is event
