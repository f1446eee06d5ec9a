"""From one line to the next that has something about it, in views of every kind."""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from tests.support.events import at, error, received, text_delta
from tests.support.logs import ALL, HEADER, line_of, log_of

from realtime_inspector.capture.columns import FAILED, SLOW
from realtime_inspector.runtime.indexing import Indexer
from realtime_inspector.store import walk
from realtime_inspector.store.store import Store
from realtime_inspector.store.view import LogView
from realtime_inspector.store.walk import next_flagged, next_listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

DELTA: Final = "response.output_text.delta"


def store_of(log: str) -> Store:
    """A log of `.` plain events, `e` errors, `d` deltas of one run, `s` events after a pause."""
    store, ms = Store(), 0
    for letter in log:
        ms += 900 if letter == "s" else 1
        record = {"e": error("bad"), "d": text_delta("x")}.get(letter, received("thing"))
        store.append(replace(record, time_ns=at(ms)))
    return store


def view_of(store: Store, seqs: Sequence[int] | None = None) -> LogView:
    view = LogView(store)
    if seqs is not None:
        view.show_only(array("I", (seq - 1 for seq in seqs)))
    return view


def met(view: LogView, step: int, find: Callable[[int], int | None]) -> list[int]:
    """The lines met from one end to the other."""
    found: list[int] = []
    line = find(-1 if step > 0 else len(view))
    while line is not None:
        found.append(line)
        line = find(line)
    return found


def walked(view: LogView, flag: int, step: int) -> list[int]:
    """The lines with a flag, as met."""
    return met(view, step, lambda line: next_flagged(view, line, step, flag))


def lines_with(view: LogView, letters: str, log: str) -> list[int]:
    """The same, by looking at every record of every line."""
    return [
        line for line in range(len(view)) if any(log[seq - 1] in letters for seq in view.seqs(line))
    ]


LOGS: Final = (
    "",
    ".",
    "e",
    "ee",
    "....",
    "e..e",
    ".e.e.",
    "ddd.eddde",
    "d" * 50 + "e" + "s" * 3 + "d" * 700 + ".e" + "d" * 3,
    ".se" * 300,
)
IDS: Final = [log[:12] for log in LOGS]


@pytest.mark.parametrize("log", LOGS, ids=IDS)
@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.parametrize("kept", ["all", "odd", "none"])
@pytest.mark.parametrize(("flag", "letter"), [(FAILED, "e"), (SLOW, "s")])
def test_every_flagged_line_is_met_in_both_directions(
    log: str, is_open: bool, kept: str, flag: int, letter: str
) -> None:
    store = store_of(log)
    odd = range(1, len(log) + 1, 2)
    view = view_of(store, {"all": None, "odd": odd, "none": ()}[kept])
    view.set_all_open(is_open=is_open)
    expected = lines_with(view, letter, log)
    if log.startswith("s"):
        expected = expected[1:]  # nothing was before it
    assert walked(view, flag, 1) == expected
    assert walked(view, flag, -1) == expected[::-1]


def test_at_the_ends_there_is_nothing_further() -> None:
    view = view_of(store_of("e..e"))
    assert next_flagged(view, 3, 1, FAILED) is None
    assert next_flagged(view, 0, -1, FAILED) is None
    assert next_flagged(view, 4, 1, FAILED) is None
    assert next_listed(view, 3, 1, [1, 4]) is None
    assert next_listed(view, 0, -1, [1, 4]) is None
    assert next_listed(view, 0, 1, []) is None


def test_what_the_view_has_not_taken_in_is_not_met() -> None:
    store = store_of("e..")
    view = view_of(store)
    store.append(error("bad"))
    store.append(received("thing"))
    assert next_flagged(view, 0, 1, FAILED) is None
    assert next_listed(view, 0, 1, [4]) is None
    view.update()
    assert next_flagged(view, 0, 1, FAILED) == 3


@pytest.mark.parametrize("few", [0, 1_000])
@pytest.mark.parametrize("kept", ["all", "odd", "some"])
@pytest.mark.parametrize("is_open", [False, True])
def test_every_listed_line_is_met_in_both_directions(
    few: int, kept: str, is_open: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "FEW", few)
    log = "ddd..d.dd" * 20
    view = view_of(
        store_of(log), {"all": None, "odd": range(1, 181, 2), "some": [3, 5, 50, 51, 179]}[kept]
    )
    view.set_all_open(is_open=is_open)
    seqs = [1, 2, 5, 50, 51, 52, 90, 179, 180]
    expected = sorted({line for seq in seqs if (line := view.index_of(seq)) is not None})
    assert met(view, 1, lambda line: next_listed(view, line, 1, seqs)) == expected
    assert met(view, -1, lambda line: next_listed(view, line, -1, seqs)) == expected[::-1]


def test_errors_are_met_by_their_type_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + b"".join(line_of("error" if n % 10 == 3 else "a") for n in range(50)))
    log = log_of(path)
    store, indexer = Store(log), Indexer(log)
    indexer.scan(ALL, ALL)
    for piece in indexer.take():
        store.take(piece)
    indexer.close()
    assert store.columns.described == 0
    assert walked(view_of(store), FAILED, 1) == list(range(3, 50, 10))
    assert walked(view_of(store, range(1, 30)), FAILED, -1) == [23, 13, 3]
