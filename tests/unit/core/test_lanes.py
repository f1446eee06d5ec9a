from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.events import (
    answer,
    closed,
    create_response,
    error,
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

from realtime_inspector.core.record import notice
from realtime_inspector.store.store import Store

if TYPE_CHECKING:
    from realtime_inspector.core.record import Record


def lanes(*records: Record) -> list[str]:
    """The lane cells of each row, as the store feeds them."""
    store = Store()
    for record in records:
        store.append(record)
    return [store.row(seq).lanes.rstrip() for seq in range(1, len(store) + 1)]


def test_a_response_runs_from_its_request_to_its_end() -> None:
    assert lanes(
        session_created(), create_response(), response_created(), text_delta("x"), response_done()
    ) == ["", "╭", "├", "├", "╰"]


def test_a_response_that_nobody_asked_for_begins_when_it_is_created() -> None:
    assert lanes(response_created(), text_delta("x"), response_done()) == ["╭", "├", "╰"]


def test_rows_in_between_are_passed() -> None:
    assert lanes(
        response_created(), sent("input_audio_buffer.append", audio=""), notice("tool")
    ) == [
        "╭",
        "│",
        "│",
    ]


def test_parallel_responses_stand_side_by_side() -> None:
    assert lanes(
        response_created("a"),
        response_created("b", conversation_id=None),
        text_delta("x", "a"),
        text_delta("y", "b", "item_b"),
        response_done("a"),
        response_done("b"),
    ) == ["╭", "│╭", "├│", "│├", "╰│", " ╰"]


def test_a_free_lane_is_used_again() -> None:
    rows = lanes(response_created("a"), response_done("a"), response_created("b"))
    assert rows == ["╭", "╰", "╭"]


def test_a_refused_request_ends_its_lane() -> None:
    collision = "conversation_already_has_active_response"
    for event_id in ("e2", None):
        assert lanes(
            create_response("e1"),
            response_created(),
            create_response("e2"),
            error(collision, event_id),
            response_done(),
        ) == ["╭", "├", "│╭", "│╰", "╰"]


def test_an_error_about_something_else_ends_no_lane() -> None:
    assert lanes(create_response("e1"), error("invalid_value", "e9"), response_created()) == [
        "╭",
        "│",
        "├",
    ]


def test_a_lost_connection_ends_all_lanes() -> None:
    assert lanes(response_created(), closed(), session_created()) == ["╭", "", ""]


def test_an_end_without_a_beginning_stands_alone() -> None:
    assert lanes(response_done()) == ["•"]


def test_what_comes_after_the_end_begins_no_new_lane() -> None:
    late = sent("response.cancel", response_id="resp_1")
    echo = received("output_audio_buffer.stopped", response_id="resp_1")
    rows = lanes(response_created(), response_done(), late, echo, text_delta("x"))
    assert rows == ["╭", "╰", "", "", ""]


def test_items_of_a_response_are_on_its_lane() -> None:
    rows = lanes(
        response_created(),
        output_added("resp_1", answer()),
        item_added(answer()),
        item_added(user_message("hi", "u")),
    )
    assert rows == ["╭", "├", "├", "│"]


def test_no_more_than_four_lanes_are_drawn() -> None:
    rows = lanes(*(response_created(f"r{number}") for number in range(6)))
    assert rows[-1] == "││││"
    assert max(map(len, rows)) == 4
