from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from tests.support.timings import MS, START_NS, add_scanned, columns_of, describe, timeline_of

from realtime_inspector.capture.times import NO_TIME
from realtime_inspector.store.timings import TimeSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.store.timeline import Timeline

SECOND: Final = 1_000
NOW_S: Final = 1_785_000_000


def moments(timeline: Timeline) -> list[float]:
    """The played time of each known record, in milliseconds."""
    return [timeline.moment_ns(place) / MS for place in range(timeline.known)]


def test_the_times_of_the_file() -> None:
    timeline = timeline_of(columns_of([0, 10, 10, 35]))
    assert timeline.source is TimeSource.OWN
    assert moments(timeline) == [0, 10, 10, 35]
    assert timeline.duration_ns == 35 * MS
    assert list(timeline.pause_ends()) == []


@pytest.mark.parametrize(
    ("moment_ms", "place"), [(0, 0), (9, 0), (10, 2), (34, 2), (35, 3), (10_000, 3)]
)
def test_what_has_been_played_at_a_time(moment_ms: int, place: int) -> None:
    assert timeline_of(columns_of([0, 10, 10, 35])).place_at(moment_ms * MS) == place


def test_long_pauses_are_shortened() -> None:
    timeline = timeline_of(columns_of([0, 42 * SECOND, 44 * SECOND, 49 * SECOND + 1]), 5.0)
    assert moments(timeline) == [0, 5_000, 7_000, 12_000]
    assert list(timeline.pause_ends()) == [5_000 * MS, 12_000 * MS]
    gap = timeline.gap(1)
    assert (gap.real_ns, gap.played_ns) == (42_000 * MS, 5_000 * MS)
    assert gap.is_shortened
    assert not timeline.gap(2).is_shortened
    assert timeline.gap(0).real_ns == 0
    assert timeline.gap(4).real_ns == 0


def test_a_pause_of_the_limit_itself_is_not_shortened() -> None:
    assert list(timeline_of(columns_of([0, 5 * SECOND]), 5.0).pause_ends()) == []


def test_times_that_jump_back_do_not_stop_it() -> None:
    timeline = timeline_of(columns_of([0, 100, 40, 90]))
    assert moments(timeline) == [0, 100, 100, 150]


def test_a_record_without_a_time_comes_with_the_one_before() -> None:
    timeline = timeline_of(columns_of([None, 0, None, 20, None]))
    assert moments(timeline) == [0, 0, 0, 20, 20]
    assert timeline.gap(3).real_ns == 20 * MS


def test_blocks_go_on_where_the_one_before_ended() -> None:
    times = [number * 7 + (number > 300) * 60_000 for number in range(1_000)]
    timeline = timeline_of(columns_of(times), 2.0)
    expected = [number * 7 + (number > 300) * (2_000 - 7) for number in range(1_000)]
    assert moments(timeline) == expected
    assert list(timeline.pause_ends()) == [(300 * 7 + 2_000) * MS]


def test_a_block_may_have_no_time_at_all() -> None:
    times: list[int | None] = [0, *[None] * 700, 50]
    assert moments(timeline_of(columns_of(times))) == [0] * 701 + [50]


def test_a_file_without_times_or_ids_has_a_fixed_pace() -> None:
    timeline = timeline_of(columns_of([None] * 4))
    assert timeline.source is TimeSource.NONE
    assert moments(timeline) == [0, 50, 100, 150]
    assert [timeline.place_at(ms * MS) for ms in (0, 49, 50, 149, 150, 999)] == [0, 0, 1, 2, 3, 3]
    assert list(timeline.pause_ends()) == []


@pytest.mark.parametrize("times", [[5] * 3, [None, 5, 5]])
def test_a_file_with_one_time_for_all_has_a_fixed_pace(times: Sequence[int | None]) -> None:
    timeline = timeline_of(columns_of(times))
    assert timeline.source is TimeSource.NONE
    assert moments(timeline) == [0, 50, 100]


def test_events_of_one_second_are_spread_over_it() -> None:
    seconds = [NOW_S + later for later in (0, 0, 1, 1, 1, 4)]
    timeline = timeline_of(columns_of(seconds=seconds))
    assert timeline.source is TimeSource.IDS
    assert [round(ms) for ms in moments(timeline)] == [0, 500, 1_000, 1_333, 1_667, 4_000]


def test_what_comes_before_the_first_id_comes_with_it() -> None:
    timeline = timeline_of(columns_of(seconds=[0, 0, NOW_S, NOW_S, NOW_S + 1]))
    assert moments(timeline) == [0, 250, 500, 750, 1_000]


def test_long_pauses_between_ids_are_shortened() -> None:
    timeline = timeline_of(columns_of(seconds=[NOW_S, NOW_S + 60, NOW_S + 61]), 5.0)
    assert moments(timeline) == [0, 5_000, 6_000]
    assert list(timeline.pause_ends()) == [5_000 * MS]
    assert timeline.gap(1).real_ns == 60_000 * MS
    assert timeline.gap(2).is_shortened is False


def test_an_earlier_session_after_a_later_one_goes_on() -> None:
    timeline = timeline_of(columns_of(seconds=[NOW_S, NOW_S - 9_000, NOW_S - 9_000]))
    assert moments(timeline) == [0, 1_000, 1_500]


def test_ids_that_most_others_contradict_are_not_used() -> None:
    columns = columns_of(seconds=[NOW_S, NOW_S])
    columns.doubted = 5
    assert timeline_of(columns).source is TimeSource.NONE


def test_what_is_read_later_is_taken_in() -> None:
    columns = columns_of([0, 10], undescribed=2)
    timeline = timeline_of(columns)
    assert timeline.known == 2
    describe(columns, [START_NS + 30 * MS, START_NS + 60 * MS])
    assert timeline.known == 2
    assert timeline.advance() is False
    assert moments(timeline) == [0, 10, 30, 60]


def test_better_times_replace_the_fixed_pace() -> None:
    columns = columns_of([None] * 2, undescribed=2)
    timeline = timeline_of(columns)
    sources = [timeline.source]
    describe(columns, [START_NS, START_NS + MS])
    timeline.advance()
    sources.append(timeline.source)
    assert sources == [TimeSource.NONE, TimeSource.OWN]
    assert moments(timeline) == [0, 0, 0, 1]


def test_equal_times_may_turn_out_to_differ_after_all() -> None:
    columns = columns_of([0, 0])
    timeline = timeline_of(columns)
    assert timeline.source is TimeSource.NONE
    add_scanned(columns, 1)
    describe(columns, [START_NS + MS])
    timeline.advance()
    assert moments(timeline) == [0, 0, 1]


def test_nothing() -> None:
    timeline = timeline_of(columns_of())
    assert (timeline.known, timeline.duration_ns, timeline.place_at(5)) == (0, 0, 0)
    assert timeline.moment_ns(3) == 0
    assert list(timeline.pause_ends()) == []
    assert timeline.gap(1).played_ns == 0


def test_a_file_that_grows_by_one_record_at_a_time() -> None:
    columns = columns_of()
    timeline = timeline_of(columns)
    for number in range(600):
        add_scanned(columns, 1)
        describe(columns, [NO_TIME if number % 3 else START_NS + number * MS])
        timeline.advance()
    assert moments(timeline) == [number - number % 3 for number in range(600)]
