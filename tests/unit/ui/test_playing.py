from __future__ import annotations

from tests.support.events import received

from realtime_inspector.store.player import Player
from realtime_inspector.store.store import Store
from realtime_inspector.store.timeline import Timeline
from realtime_inspector.ui.present.playing import scrub_facts


def _of(*times_ms: int, longest_gap_s: float = 5.0) -> tuple[Store, Player]:
    store = Store()
    for ms in times_ms:
        store.append(received("thing", ms=ms))
    return store, Player(Timeline(store.columns, longest_gap_s))


def test_an_empty_log_says_nothing() -> None:
    facts = scrub_facts(*_of(), 0.0, "en")
    assert (facts.sign, facts.position, facts.notice) == ("‖ 1×", "", "")


def test_the_clock_goes_on_in_a_pause_at_the_pace_of_the_file() -> None:
    store, player = _of(0, 42_000, longest_gap_s=4.0)
    player.play(100.0)
    facts = scrub_facts(store, player, 101.0, "en")
    assert facts.position == "1 of 2 · 00:10.500 / 00:42.000"
    assert facts.notice == "gap of 42 s shortened to 4 s"
    assert facts.details[0] == "1 gap shortened to 4 s"


def test_a_pause_of_hours_in_words() -> None:
    store, player = _of(0, 7_200_000)
    player.play(0.0)
    assert scrub_facts(store, player, 1.0, "en").notice == "gap of 120:00 min shortened to 5 s"


def test_where_it_stands_still_there_is_no_notice_but_at_the_end() -> None:
    store, player = _of(0, 42_000)
    assert scrub_facts(store, player, 9.0, "en").notice == ""
    player.seek(1, 9.0)
    facts = scrub_facts(store, player, 9.0, "en")
    assert (facts.sign, facts.notice) == ("■ 1×", "The end. Space starts over.")


def test_what_has_not_been_read_yet_is_said() -> None:
    store, player = _of(0, 10)
    store.append(received("thing", ms=20))  # the timeline has not been told
    player.play(0.0)
    player.advance(9.0)
    assert scrub_facts(store, player, 9.0, "en").notice == "The rest is still being read."
