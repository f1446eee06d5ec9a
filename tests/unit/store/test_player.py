from __future__ import annotations

import pytest
from tests.support.timings import MS, START_NS, add_scanned, columns_of, describe, timeline_of

from realtime_inspector.store.player import SPEEDS, Player, next_speed


def player_of(*times_ms: int, speed: float = 1.0, longest_gap_s: float = 0.0) -> Player:
    return Player(timeline_of(columns_of(times_ms), longest_gap_s), speed=speed)


def test_records_are_played_when_they_are_due() -> None:
    player = player_of(0, 100, 100, 400)
    player.play(10.0)
    assert player.wait_s(10.0) == pytest.approx(0.1)
    assert player.advance(10.05) == 0
    assert player.wait_s(10.05) == pytest.approx(0.05)
    assert player.advance(10.101) == 2
    assert player.wait_s(10.101) == pytest.approx(0.299)
    assert player.advance(11.0) == 3
    assert player.is_at_end
    assert player.wait_s(11.0) is None


@pytest.mark.parametrize("speed", SPEEDS)
def test_speed(speed: float) -> None:
    player = player_of(0, 6_400, speed=speed)
    player.play(0.0)
    assert player.wait_s(0.0) == pytest.approx(6.4 / speed)


def test_a_new_speed_counts_from_now_on() -> None:
    player = player_of(0, 1_000)
    player.play(0.0)
    player.set_speed(4.0, 0.5)
    assert player.moment_ns(0.5) == 500 * MS
    assert player.wait_s(0.5) == pytest.approx(0.125)


def test_nothing_is_due_while_it_stands_still() -> None:
    player = player_of(0, 100)
    assert player.wait_s(5.0) is None
    assert player.advance(5.0) == 0
    player.play(5.0)
    player.pause(5.05)
    assert player.advance(50.0) == 0
    assert player.wait_s(50.0) is None


def test_after_a_pause_it_goes_on_from_its_record() -> None:
    player = player_of(0, 100, 300)
    player.play(0.0)
    player.advance(0.15)
    player.pause(0.15)
    player.play(7.0)
    assert player.wait_s(7.0) == pytest.approx(0.2)


def test_it_starts_over_from_the_end() -> None:
    player = player_of(0, 100)
    player.seek(1, 0.0)
    player.play(0.0)
    assert player.place == 0
    assert player.wait_s(0.0) == pytest.approx(0.1)


def test_playing_again_while_it_plays_changes_nothing() -> None:
    player = player_of(0, 100)
    player.play(0.0)
    player.play(0.09)
    assert player.wait_s(0.09) == pytest.approx(0.01)


def test_it_goes_on_from_where_somebody_puts_it() -> None:
    player = player_of(0, 100, 1_000, 1_200)
    player.play(0.0)
    player.seek(2, 0.05)
    assert player.advance(0.06) == 2
    assert player.wait_s(0.06) == pytest.approx(0.19)


def test_many_records_at_once_are_passed_at_once() -> None:
    player = player_of(*range(1_000), speed=64.0)
    player.play(0.0)
    assert player.advance(0.01) == 640


def test_shortened_pauses_are_waited_for_so_long() -> None:
    player = player_of(0, 42_000, longest_gap_s=2.0)
    player.play(0.0)
    assert player.wait_s(0.0) == pytest.approx(2.0)


def test_what_is_read_after_it_has_come_to_the_end_has_its_pause_before_it() -> None:
    columns = columns_of([0, 100])
    player = Player(timeline_of(columns))
    player.play(0.0)
    assert player.advance(60.0) == 1
    add_scanned(columns, 1)
    describe(columns, [START_NS + 500 * MS])
    assert player.take_in(60.0) is False
    assert player.advance(60.1) == 1
    assert player.wait_s(60.1) == pytest.approx(0.3)


def test_better_times_do_not_move_it() -> None:
    columns = columns_of([None] * 3)
    player = Player(timeline_of(columns))
    player.seek(2, 0.0)
    add_scanned(columns, 2)
    describe(columns, [START_NS, START_NS + 700 * MS])
    player.take_in(0.0)
    assert player.place == 2
    player.play(1.0)
    assert player.advance(1.0) == 3
    assert player.wait_s(1.0) == pytest.approx(0.7)


def test_nothing_to_play() -> None:
    player = player_of()
    player.play(0.0)
    assert player.advance(9.0) == 0
    assert player.is_at_end
    assert player.wait_s(9.0) is None


@pytest.mark.parametrize(
    ("speed", "slower", "faster"),
    [(1.0, 0.5, 2.0), (3.0, 2.0, 4.0), (0.25, 0.25, 0.5), (64.0, 32.0, 64.0), (0.3, 0.25, 0.5)],
)
def test_the_next_speed(speed: float, slower: float, faster: float) -> None:
    assert next_speed(speed, -1) == slower
    assert next_speed(speed, 1) == faster
