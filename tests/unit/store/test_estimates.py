from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from tests.support.app import CAPTURES
from tests.support.logs import HEADER, line_of, store_in_place
from tests.support.timings import columns_of

from realtime_inspector.capture.reader import CaptureReader
from realtime_inspector.store.estimates import are_estimated, elapsed_s, place_from
from realtime_inspector.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from realtime_inspector.capture.columns import Columns

NOW_S: Final = 1_785_000_000


def of_seconds(*later: int | None) -> Columns:
    return columns_of(seconds=[0 if one is None else NOW_S + one for one in later])


def test_seconds_count_from_the_first_id() -> None:
    columns = of_seconds(None, 0, 0, 2, 5)
    assert [elapsed_s(columns, place) for place in range(5)] == [0, 0, 0, 2, 5]
    assert elapsed_s(columns, 5) is None
    assert elapsed_s(columns, -1) is None


@pytest.mark.parametrize(("second", "place"), [(0, 1), (0.5, 3), (2, 3), (2.1, 4), (9, 5)])
def test_the_place_of_a_second(second: float, place: int) -> None:
    assert place_from(of_seconds(None, 0, 0, 2, 5), second) == place


def test_where_the_file_tells_times_they_count() -> None:
    columns = columns_of([0, 10], seconds=[NOW_S, NOW_S])
    assert not are_estimated(columns)
    assert elapsed_s(columns, 1) is None


def test_ids_that_contradict_each_other_tell_nothing() -> None:
    columns = of_seconds(0, 1)
    columns.doubted = 9
    assert elapsed_s(columns, 1) is None


def test_a_capture_in_place_and_one_in_memory_tell_the_same() -> None:
    path = CAPTURES / "openai-ga-server-vad-mic.jsonl"
    in_place, in_memory = store_in_place(path), Store()
    for record in CaptureReader(path):
        in_memory.append(record)
    assert in_place.columns.id_seconds == in_memory.columns.id_seconds
    assert are_estimated(in_place.columns)
    assert elapsed_s(in_place.columns, len(in_place) - 1) == 2


def test_going_to_a_time_goes_by_the_ids() -> None:
    store = store_in_place(CAPTURES / "openai-ga-server-vad-mic.jsonl")
    seq = store.seq_at("00:01")
    assert elapsed_s(store.columns, seq - 1) == 1
    assert elapsed_s(store.columns, seq - 2) == 0
    assert store.seq_at("10:00") == len(store)


def test_a_file_with_times_keeps_no_seconds(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + line_of("a", event_id="event_E6U11" + "0" * 16) * 2)
    assert not store_in_place(path).columns.id_seconds
