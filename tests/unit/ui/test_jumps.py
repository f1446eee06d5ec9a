from __future__ import annotations

from realtime_inspector.ui.jumps import MOST, Jumps


def test_one_goes_back_in_reverse_order_and_a_place_is_kept_once() -> None:
    jumps = Jumps()
    for seq in (3, 3, 5, None, 3):
        jumps.leave(seq)
    assert [jumps.back() for _ in range(4)] == [3, 5, 3, None]


def test_the_newest_places_are_kept() -> None:
    jumps = Jumps()
    for seq in range(2 * MOST):
        jumps.leave(seq)
    found = [jumps.back() for _ in range(MOST + 1)]
    assert found == [*range(2 * MOST - 1, MOST - 1, -1), None]
