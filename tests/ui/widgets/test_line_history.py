"""Going back through earlier lines."""

from __future__ import annotations

from realtime_inspector.ui.widgets.line_history import LineHistory


def test_back_and_forth_with_what_was_being_typed() -> None:
    history = LineHistory(["one", "two"])
    assert history.older("dra") == "two"
    assert history.older("two") == "one"
    assert history.older("one") is None
    assert history.newer() == "two"
    assert history.newer() == "dra"
    assert history.newer() is None
    assert not history.is_inside


def test_a_line_typed_anew_stands_behind_the_newest() -> None:
    history = LineHistory(["one"])
    history.older("")
    history.remember("two")
    history.remember("two")
    assert history.older("x") == "two"
    assert history.older("two") == "one"
    history.leave()
    assert history.older("y") == "two"
    assert history.newer() == "y"


def test_without_lines_nothing_happens() -> None:
    history = LineHistory()
    assert history.older("x") is None
    assert history.newer() is None
    history.load(["a"])
    assert history.older("x") == "a"
