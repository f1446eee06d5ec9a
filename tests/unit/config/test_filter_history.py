"""The filters that were used, from one run to the next."""

from __future__ import annotations

import fcntl
import os
import threading
from typing import TYPE_CHECKING

from realtime_inspector.config.filter_history import LONGEST, MOST, FilterHistory

if TYPE_CHECKING:
    from pathlib import Path


def test_what_one_run_used_the_next_one_knows(tmp_path: Path) -> None:
    path = tmp_path / "state" / "filter_history"
    FilterHistory(path).remember(" err ")
    FilterHistory(path).remember("東京 | dir:in")
    assert FilterHistory(path).entries() == ["err", "東京 | dir:in"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_each_filter_is_there_once_the_newest_last(tmp_path: Path) -> None:
    history = FilterHistory(tmp_path / "h")
    for text in ("a", "b", "a", "", "  "):
        history.remember(text)
    assert history.entries() == ["b", "a"]
    assert (tmp_path / "h").read_text() == "b\na\n"


def test_only_the_last_ones_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "h"
    path.write_text("".join(f"old{number}\n" for number in range(MOST * 2)))
    history = FilterHistory(path)
    history.remember("new")
    assert len(history.entries()) == MOST
    assert len(path.read_text().splitlines()) == MOST
    assert history.entries()[-1] == "new"


def test_without_a_file_only_this_run_remembers(tmp_path: Path) -> None:
    history = FilterHistory(None)
    history.remember("err")
    assert history.entries() == ["err"]
    assert FilterHistory(None).entries() == []
    assert list(tmp_path.iterdir()) == []


def test_two_instances_see_and_keep_each_others_filters(tmp_path: Path) -> None:
    one, other = FilterHistory(tmp_path / "h"), FilterHistory(tmp_path / "h")
    one.remember("a")
    other.remember("b")
    assert one.entries() == ["b", "a"]  # its own ones are the nearest
    assert other.entries() == ["a", "b"]

    def use(history: FilterHistory, letter: str) -> None:
        for number in range(15):
            history.remember(f"{letter}{number}")

    threads = [threading.Thread(target=use, args=(FilterHistory(tmp_path / "h"), c)) for c in "cde"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(FilterHistory(tmp_path / "h").entries()) == 47


def test_an_instance_that_was_stopped_does_not_stop_the_others(tmp_path: Path) -> None:
    handle = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        FilterHistory(tmp_path / "h").remember("a")
    finally:
        os.close(handle)
    assert (tmp_path / "h").read_text() == "a\n"


def test_what_could_harm_a_terminal_is_neither_kept_nor_given(tmp_path: Path) -> None:
    path = tmp_path / "h"
    path.write_bytes(b"err\n\x1b[31mred\n\xff\xfe\nmarked\r\n")
    history = FilterHistory(path)
    history.remember("a\nb")
    history.remember("\x1b")
    history.remember("x" * (LONGEST + 1))
    assert history.entries() == ["err", "\ufffd\ufffd", "marked"]


def test_a_place_that_cannot_be_written_costs_nothing_but_the_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file" / "h", tmp_path):
        history = FilterHistory(path)
        history.remember("err")
        assert history.entries() == ["err"]
