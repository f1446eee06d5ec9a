"""Times to played times and back, whatever the times of a file are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import given
from hypothesis import strategies as st
from tests.support.timings import MS, START_NS, add_scanned, columns_of, describe, timeline_of

from realtime_inspector.capture.times import BLOCK, NO_TIME
from realtime_inspector.store.density import cell_at, cells_of, place_in
from realtime_inspector.store.player import SPEEDS, Player
from realtime_inspector.store.timeline import Timeline

if TYPE_CHECKING:
    from realtime_inspector.capture.columns import Columns

NOW_S: Final = 1_785_000_000
GAPS_S: Final = st.sampled_from([0.0, 0.001, 0.5, 5.0, 1e6])
TIMES: Final = st.lists(st.none() | st.integers(-200_000, 200_000), max_size=700)
SECONDS: Final = st.lists(st.integers(0, 40).map(lambda second: NOW_S + second), max_size=400)


COLUMNS: Final = st.one_of(
    TIMES.map(columns_of),
    st.lists(st.integers(0, 9_000), max_size=700).map(lambda times: columns_of(sorted(times))),
    SECONDS.map(lambda seconds: columns_of(seconds=seconds)),
    SECONDS.map(lambda seconds: columns_of(seconds=[0, 0, *sorted(seconds)])),
)


@given(COLUMNS, GAPS_S, st.data())
def test_a_time_leads_to_the_last_record_that_is_played_by_then(
    columns: Columns, longest_gap_s: float, data: st.DataObject
) -> None:
    timeline = timeline_of(columns, longest_gap_s)
    moments = [timeline.moment_ns(place) for place in range(timeline.known)]
    assert timeline.known == len(columns)
    assert moments == sorted(moments)
    assert timeline.duration_ns == (moments[-1] if moments else 0)
    if not moments:
        return
    exact = st.sampled_from(moments)
    moment_ns = data.draw(exact | st.integers(0, moments[-1] + MS))
    place = timeline.place_at(moment_ns)
    assert moments[place] <= moment_ns
    assert place + 1 == len(moments) or moments[place + 1] > moment_ns
    near = timeline.place_near(moment_ns)
    assert near // BLOCK == place // BLOCK
    assert near < timeline.known


@given(COLUMNS, GAPS_S)
def test_played_times_are_the_sums_of_the_played_pauses(
    columns: Columns, longest_gap_s: float
) -> None:
    timeline = timeline_of(columns, longest_gap_s)
    total, pause_ends = 0, []
    for place in range(timeline.known):
        gap = timeline.gap(place)
        total += gap.played_ns
        assert gap.played_ns <= gap.real_ns
        assert not longest_gap_s or gap.played_ns <= max(longest_gap_s, 1) * 1e9
        if gap.is_shortened:
            pause_ends.append(total)
        assert total == timeline.moment_ns(place)
    assert list(timeline.pause_ends()) == pause_ends


@given(TIMES, GAPS_S, st.lists(st.integers(1, 300), max_size=8))
def test_a_log_that_grows_is_played_like_a_whole_one(
    times: list[int | None], longest_gap_s: float, sizes: list[int]
) -> None:
    columns = columns_of()
    timeline = Timeline(columns, longest_gap_s)
    rest = [NO_TIME if ms is None else START_NS + ms * MS for ms in times]
    for size in [*sizes, len(times)]:
        part, rest = rest[:size], rest[size:]
        add_scanned(columns, len(part))
        timeline.advance()
        describe(columns, part)
        timeline.advance()
    whole = timeline_of(columns_of(times), longest_gap_s)
    assert timeline.source is whole.source
    places = range(len(times))
    assert list(map(timeline.moment_ns, places)) == list(map(whole.moment_ns, places))
    assert list(timeline.pause_ends()) == list(whole.pause_ends())


@given(COLUMNS, GAPS_S, st.integers(1, 200), st.sets(st.integers(1, 700)))
def test_every_record_is_in_the_cell_of_its_time(
    columns: Columns, longest_gap_s: float, width: int, marked: set[int]
) -> None:
    timeline = timeline_of(columns, longest_gap_s)
    marks = sorted(seq for seq in marked if seq <= len(columns))
    cells = cells_of(timeline, width, columns.flags, marks)
    own = [cell_at(timeline, timeline.moment_ns(place), width) for place in range(timeline.known)]
    assert len(cells) == width
    assert {index for index, cell in enumerate(cells) if cell.level} == set(own)
    assert {index for index, cell in enumerate(cells) if cell.has_mark} == {
        own[seq - 1] for seq in marks
    }
    for index in range(width if own else 0):
        place = place_in(timeline, index, width)
        before = [at for at in own if at <= index]
        assert own[place] == max(before)


@given(
    COLUMNS,
    GAPS_S,
    st.lists(
        st.tuples(
            st.sampled_from(["play", "pause", "seek", "speed", "advance"]),
            st.integers(0, 700),
            st.floats(0, 50),
        ),
        max_size=30,
    ),
)
def test_a_player_only_goes_forward_by_itself(
    columns: Columns, longest_gap_s: float, steps: list[tuple[str, int, float]]
) -> None:
    player, now_s = Player(timeline_of(columns, longest_gap_s)), 0.0
    for name, number, passed_s in steps:
        now_s += passed_s
        before = player.place
        if name == "play":
            player.play(now_s)
        elif name == "pause":
            player.pause(now_s)
        elif name == "seek":
            player.seek(min(number, max(0, len(columns) - 1)), now_s)
        elif name == "speed":
            player.set_speed(SPEEDS[number % len(SPEEDS)], now_s)
        else:
            assert player.advance(now_s) >= before
        wait_s = player.wait_s(now_s)
        assert (wait_s is None) == (not player.is_playing or player.is_at_end)
        assert wait_s is None or wait_s >= 0


@given(COLUMNS, GAPS_S, st.sampled_from(SPEEDS))
def test_whoever_waits_as_told_misses_no_record(
    columns: Columns, longest_gap_s: float, speed: float
) -> None:
    timeline = timeline_of(columns, longest_gap_s)
    player, now_s = Player(timeline, speed=speed), 100.0
    player.play(now_s)
    player.advance(now_s)
    while (wait_s := player.wait_s(now_s)) is not None:
        before = player.place
        now_s += wait_s + 1e-5
        place = player.advance(now_s)
        assert place > before
        slack_ns = 1e-5 * speed * 1e9 * (place + 2)
        assert timeline.moment_ns(place) - timeline.moment_ns(before + 1) <= slack_ns
    assert player.place == max(0, timeline.known - 1)
