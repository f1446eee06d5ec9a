from __future__ import annotations

import json
import random
from typing import Any

import pytest

from realtime_inspector.core.record import parse_object
from realtime_inspector.simulator.admission import Closing
from realtime_inspector.simulator.faults import Abort, Fault, FaultStage, Outgoing

NOW = 1_790_000_000.0


def stage(*faults: Fault, speed: float = 1.0) -> FaultStage:
    return FaultStage(faults, random.Random(1), NOW, speed)  # noqa: S311 - for ids


def frame(kind: str, **fields: Any) -> str:
    return json.dumps({"type": kind, **fields})


A, B, C = frame("a"), frame("b"), frame("c")


def passed(fault: Fault, *frames: str) -> list[Outgoing]:
    one = stage(fault)
    for each in frames:
        one.put(each, NOW)
    return one.due(NOW)


def kinds(outgoing: list[Outgoing]) -> list[Any]:
    shown: list[Any] = []
    for each in outgoing:
        event = parse_object(each) if isinstance(each, str) else None
        shown.append(event["type"] if event else type(each).__name__)
    return shown


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault("drop", "b"), ["a", "c", "b"]),
        (Fault("drop", "b", number=2), ["a", "b", "c"]),
        (Fault("drop", "b", number=0), ["a", "c"]),
        (Fault("drop", "[ab]", number=2), ["a", "c", "b"]),
        (Fault("duplicate", "b"), ["a", "b", "b", "c", "b"]),
        (Fault("malformed", "b"), ["a", "str", "c", "b"]),
        (Fault("reorder", "b"), ["a", "c", "b", "b"]),
        (Fault("reorder", number=1), ["b", "a", "c", "b"]),
        (Fault("unknown_type", "b", fields={"type": "x.y"}), ["a", "b", "x.y", "c", "b"]),
        (Fault("error", "b"), ["a", "b", "error", "c", "b"]),
        (Fault("close", "b"), ["a", "b", "Closing", "c", "b"]),
        (Fault("abort", "b"), ["a", "b", "Abort", "c", "b"]),
        (Fault("expire", "b"), ["a", "b", "error", "Closing", "c", "b"]),
        (Fault("expire", "b", has_error=False), ["a", "b", "Closing", "c", "b"]),
    ],
)
def test_what_each_kind_does(fault: Fault, expected: list[str]) -> None:
    assert kinds(passed(fault, A, B, C, B)) == expected


def test_the_end_has_its_code_and_reason() -> None:
    assert passed(Fault("close", code=4001, reason="why"), A)[1] == Closing(4001, "why")
    message = "Your session hit the maximum duration of 30 minutes."
    error, closing = passed(Fault("expire", minutes=30), A)[1:]
    assert json.loads(str(error))["error"]["message"] == message
    assert closing == Closing(1001, message)
    assert isinstance(passed(Fault("abort"), A)[1], Abort)


def test_a_stall_holds_everything_back_in_order() -> None:
    one = stage(Fault("stall", "b", seconds=5))
    one.put(A, NOW)
    one.put(B, NOW)
    one.put(C, NOW + 1)
    one.close(Closing(1000, ""), NOW + 2)
    assert one.due(NOW + 4.9) == [A]
    assert one.next_due() == NOW + 5
    assert one.due(NOW + 5) == [B, C, Closing(1000, "")]
    assert one.next_due() is None


def test_speed_shortens_waiting() -> None:
    one = stage(Fault("stall", seconds=5), Fault("close", after_s=10), speed=2)
    one.put(A, NOW)
    assert one.next_due() == NOW + 2.5
    assert kinds(one.due(NOW + 5)) == ["a", "Closing"]


def test_a_fault_at_a_time_needs_no_frame() -> None:
    one = stage(Fault("expire", after_s=3600, has_error=False))
    assert one.due(NOW + 3599) == []
    assert one.next_due() == NOW + 3600
    assert kinds(one.due(NOW + 3600)) == ["Closing"]


def test_two_faults_at_one_frame_both_count_and_the_first_happens() -> None:
    one = stage(Fault("drop", "a"), Fault("duplicate", "a", number=2))
    for _ in range(3):
        one.put(A, NOW)
    assert kinds(one.due(NOW)) == ["a", "a", "a"]


def test_what_is_held_comes_before_the_close() -> None:
    one = stage(Fault("reorder", "a"))
    one.put(A, NOW)
    one.close(Closing(1000, ""), NOW)
    assert one.due(NOW) == [A, Closing(1000, "")]


def test_added_events_have_ids_of_their_second() -> None:
    added = json.loads(str(passed(Fault("error", fields={"code": "c"}), A)[1]))
    assert added["event_id"].startswith("event_")
    assert added["error"]["code"] == "c"
