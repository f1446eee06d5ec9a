"""A view that follows the log shows what a new view would, and folding hides nothing for good."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from hypothesis import given
from hypothesis import strategies as st
from tests.support.events import received, text_delta

from realtime_inspector.store.store import Store
from realtime_inspector.store.view import LogView

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.core.record import Record
    from realtime_inspector.store.row import Row

RECORDS: Final[dict[str, Record]] = {
    "a": text_delta("x", item_id="a"),
    "b": text_delta("x", item_id="b"),
    "-": received("response.created", response={"id": "r"}),
    "e": received("error", error={"code": "x"}),
}
LOGS: Final = st.text("aaab-e", max_size=25)
FILTERS: Final[tuple[Callable[[Row], bool] | None, ...]] = (
    None,
    lambda row: row.item_id != "b",
    lambda row: row.is_error,
    lambda row: row.seq % 2 == 0,
    lambda row: row.seq < 0,
)
ACCEPTS: Final = st.sampled_from(FILTERS)
TOGGLES: Final = st.lists(st.integers(0, 30), max_size=6)


def store_of(log: str) -> Store:
    store = Store()
    for letter in log:
        store.append(RECORDS[letter])
    return store


def lines(view: LogView) -> list[list[int]]:
    return [list(view.seqs(index)) for index in range(len(view))]


def show(view: LogView, accepts: Callable[[Row], bool] | None) -> None:
    """Lets through what passes, as a filter does."""
    store = view.store
    if accepts is None:
        view.show_all()
    else:
        seqs = range(1, len(store) + 1)
        view.show_only(array("I", (seq - 1 for seq in seqs if accepts(store.row(seq)))))


def arrive(view: LogView, letter: str, accepts: Callable[[Row], bool] | None) -> int:
    """One more record; returns the first changed line."""
    seq = view.store.append(RECORDS[letter])
    if accepts is not None and accepts(view.store.row(seq)):
        view.add([seq - 1])
    return view.update()


def view_of(store: Store, accepts: Callable[[Row], bool] | None) -> LogView:
    view = LogView(store)
    show(view, accepts)
    return view


def toggle(view: LogView, toggles: list[int]) -> None:
    for index in toggles:
        if len(view):
            view.toggle_fold(index % len(view))


def check(view: LogView, accepts: Callable[[Row], bool] | None) -> None:
    """What holds of every view: all that passes is shown once, in order, and found again."""
    store = view.store
    passing = [
        seq for seq in range(1, len(store) + 1) if accepts is None or accepts(store.row(seq))
    ]
    shown = lines(view)
    assert [seq for line in shown for seq in line] == passing
    assert view.records == len(passing)
    places = {seq: index for index, line in enumerate(shown) for seq in line}
    for seq in range(1, len(store) + 1):
        assert view.index_of(seq) == places.get(seq)
        before = [index for other, index in places.items() if other <= seq]
        assert view.nearest(seq) == (before[-1] if before else 0 if shown else None)
    for index, line in enumerate(shown):
        assert view.seq(index) == line[0]
        assert len({(store.row(seq).type, store.row(seq).item_id) for seq in line}) == 1
        assert view.bounds(index) == (line[0], line[-1])
        assert view.count(index) == len(line)


@given(LOGS, LOGS, ACCEPTS)
def test_following_shows_what_a_new_view_shows(
    early: str, late: str, accepts: Callable[[Row], bool] | None
) -> None:
    store = store_of(early)
    view = view_of(store, accepts)
    for letter in late:
        before = lines(view)
        changed = arrive(view, letter, accepts)
        assert lines(view)[:changed] == before[:changed]
    assert lines(view) == lines(view_of(store, accepts))
    check(view, accepts)


@given(LOGS, LOGS, ACCEPTS, TOGGLES, st.booleans())
def test_folding_and_unfolding_loses_and_doubles_nothing(
    early: str,
    late: str,
    accepts: Callable[[Row], bool] | None,
    toggles: list[int],
    is_all_open: bool,
) -> None:
    store = store_of(early)
    view = view_of(store, accepts)
    view.set_all_open(is_open=is_all_open)
    toggle(view, toggles)
    check(view, accepts)
    for letter in late:
        arrive(view, letter, accepts)
    check(view, accepts)
    again = lines(view)
    view.update()
    assert lines(view) == again


@given(LOGS, LOGS, TOGGLES)
def test_following_with_open_runs_shows_what_laying_out_again_shows(
    early: str, late: str, toggles: list[int]
) -> None:
    store = store_of(early)
    view = LogView(store)
    toggle(view, toggles)
    for letter in late:
        store.append(RECORDS[letter])
        view.update()
    followed = lines(view)
    view.show_all()
    assert lines(view) == followed


@given(LOGS.filter(bool), st.integers(0, 30))
def test_toggling_twice_changes_nothing(log: str, index: int) -> None:
    view = LogView(store_of(log))
    before = lines(view)
    first = view.toggle_fold(index % len(view))
    assert view.toggle_fold(first) == first
    assert lines(view) == before


@given(LOGS, ACCEPTS, ACCEPTS, TOGGLES)
def test_changing_the_filter_shows_what_passes_the_new_one(
    log: str,
    one: Callable[[Row], bool] | None,
    other: Callable[[Row], bool] | None,
    toggles: list[int],
) -> None:
    view = view_of(store_of(log), one)
    toggle(view, toggles)
    show(view, other)
    check(view, other)


@given(LOGS)
def test_all_open_shows_every_record_on_a_line(log: str) -> None:
    view = LogView(store_of(log))
    view.set_all_open(is_open=True)
    assert lines(view) == [[seq] for seq in range(1, len(log) + 1)]
    view.set_all_open(is_open=False)
    assert lines(view) == lines(LogView(view.store))
