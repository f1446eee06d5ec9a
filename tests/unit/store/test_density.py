from __future__ import annotations

from tests.support.timings import MS, columns_of, timeline_of

from realtime_inspector.capture.columns import FAILED, SLOW
from realtime_inspector.store.density import LEVELS, cell_at, cells_of, place_in


def test_events_are_counted_where_they_are_played() -> None:
    columns = columns_of([0, 1, 2, 3, 99])
    cells = cells_of(timeline_of(columns), 10, columns.flags, ())
    assert [cell.level for cell in cells] == [LEVELS, *[0] * 8, LEVELS // 2]


def test_few_events_show_beside_many() -> None:
    columns = columns_of([*[0] * 10_000, 50, 99])
    cells = cells_of(timeline_of(columns), 3, columns.flags, ())
    assert [cell.level for cell in cells] == [LEVELS, 1, 1]


def test_failures_and_marks_are_where_their_events_are() -> None:
    columns = columns_of([0, 30, 60, 90])
    columns.flags[1] = FAILED | SLOW
    columns.flags[2] = SLOW
    cells = cells_of(timeline_of(columns), 4, columns.flags, [4])
    assert [cell.has_failure for cell in cells] == [False, True, False, False]
    assert [cell.has_mark for cell in cells] == [False, False, False, True]


def test_shortened_pauses_are_told_from_silence() -> None:
    columns = columns_of([0, 60_000, 62_000])
    cells = cells_of(timeline_of(columns, 2.0), 8, columns.flags, ())
    assert [cell.is_pause for cell in cells] == [False, True, True, *[False] * 5]
    assert [bool(cell.level) for cell in cells] == [True, *[False] * 2, True, *[False] * 3, True]


def test_a_cell_leads_to_its_first_event_or_the_last_one_before() -> None:
    timeline = timeline_of(columns_of([0, 30, 31, 90]))
    assert [place_in(timeline, cell, 4) for cell in (-5, 0, 1, 2, 3, 99)] == [0, 0, 1, 2, 3, 3]


def test_the_cell_of_a_time() -> None:
    timeline = timeline_of(columns_of([0, 50, 99]))
    assert [cell_at(timeline, ms * MS, 10) for ms in (0, 50, 99, 500)] == [0, 5, 9, 9]


def test_an_empty_log() -> None:
    columns = columns_of()
    timeline = timeline_of(columns)
    assert [cell.level for cell in cells_of(timeline, 3, columns.flags, ())] == [0, 0, 0]
    assert place_in(timeline, 1, 3) == 0
    assert cell_at(timeline, 0, 3) == 0
