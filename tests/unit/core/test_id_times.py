from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest

from realtime_inspector.capture.reader import CaptureReader
from realtime_inspector.core.event import Event
from realtime_inspector.core.id_times import IdClock, are_believable, second_of_id

if TYPE_CHECKING:
    from pathlib import Path

NOW_S: Final = 1_785_000_000
ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def id_of(second: int, prefix: str = "event_", rest: str = "x" * 16) -> str:
    """An id that was made at a second."""
    value, letters = second - 50 * 365 * 86_400, ""
    for _ in range(5):
        value, digit = divmod(value, 62)
        letters = ALPHABET[digit] + letters
    return prefix + letters + rest


def feed(clock: IdClock, *ids: str) -> int | None:
    second = None
    for text in ids:
        second = clock.feed(Event({"type": "x", "event_id": text}))
    return second


def test_the_example_of_the_notes() -> None:
    # observed.md section 2: `event_E6U11…` is 2026-07-28 04:47:35 UTC.
    assert second_of_id("event_E6U11" + "0" * 16) == 1_785_214_055


@pytest.mark.parametrize("prefix", ["event_", "item_", "resp_", "sess_", "sess_u0_", "conv_"])
def test_ids_that_carry_their_second(prefix: str) -> None:
    assert second_of_id(id_of(NOW_S, prefix)) == NOW_S


@pytest.mark.parametrize(
    "text",
    [
        "",
        "event_",
        "event_001",
        id_of(NOW_S, "call_"),
        id_of(NOW_S, ""),
        id_of(NOW_S) + "x",
        id_of(NOW_S, rest="-" * 16),
        id_of(NOW_S, rest="é" * 16),
        "event_" + "①" * 21,
        "0196f2a1-7a4f-7000-8000-000000000000",
    ],
)
def test_ids_that_do_not(text: str) -> None:
    assert second_of_id(text) is None


def test_one_id_alone_is_not_believed() -> None:
    clock = IdClock()
    assert feed(clock, id_of(NOW_S)) is None
    assert feed(clock, id_of(NOW_S + 2)) == NOW_S + 2


def test_an_older_id_does_not_turn_the_clock_back() -> None:
    clock = IdClock()
    assert feed(clock, id_of(NOW_S), id_of(NOW_S + 9), id_of(NOW_S + 3)) == NOW_S + 9
    assert clock.believed == 2


def test_random_ids_are_not_believed() -> None:
    clock = IdClock()
    ids = [f"event_{first}0000{'x' * 16}" for first in "AZaz09GkTc"]
    assert feed(clock, *ids) is None
    assert not are_believable(clock.believed, clock.doubted)


def test_a_random_id_among_others_is_passed_over() -> None:
    clock = IdClock()
    feed(clock, id_of(NOW_S), id_of(NOW_S))
    assert feed(clock, "event_zzzzz" + "x" * 16) == NOW_S


def test_another_session_may_be_at_any_time() -> None:
    clock = IdClock()
    feed(clock, id_of(NOW_S), id_of(NOW_S))
    later = NOW_S - 40 * 86_400
    assert feed(clock, id_of(later), id_of(later + 1)) == later + 1


@pytest.mark.parametrize("odd", [None, 7, [], {"id": 3}, True])
def test_ids_of_any_kind(odd: Any) -> None:
    raw = {"event_id": odd, "session": odd, "conversation": odd, "item": odd, "response": odd}
    assert IdClock().feed(Event(raw)) is None


def test_all_ids_of_an_event_count() -> None:
    session = {"id": id_of(NOW_S, "sess_")}
    raw = {"type": "session.created", "event_id": id_of(NOW_S), "session": session}
    assert IdClock().feed(Event(raw)) == NOW_S


def test_a_real_session_takes_the_time_that_its_ids_tell(tmp_path: Path) -> None:
    from tests.support.app import CAPTURES

    clock = IdClock()
    records = CaptureReader(CAPTURES / "openai-ga-text-tools.jsonl")
    seconds = [clock.feed(Event.of(record)) for record in records]
    known = [second for second in seconds if second is not None]
    assert known == sorted(known)
    assert known[-1] - known[0] == 1
    assert are_believable(clock.believed, clock.doubted)
    raw = json.loads((CAPTURES / "openai-ga-text-tools.jsonl").read_text().splitlines()[0])
    expires_s = raw["data"]["session"]["expires_at"]
    assert 3600 <= expires_s - known[0] <= 3601
