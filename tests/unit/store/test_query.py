"""Queries in the thread and at once, while a log grows, is read, is cut or is left."""

from __future__ import annotations

import os
from threading import Event as Signal
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.support.events import received
from tests.support.logs import ALL, HEADER, Reading, line_of, log_of, store_in_place, wait_for

from realtime_inspector.core.facts import FactStream
from realtime_inspector.core.filters import parse_filter
from realtime_inspector.runtime.indexing import Indexer
from realtime_inspector.store import query
from realtime_inspector.store.query import Query
from realtime_inspector.store.store import Store
from realtime_inspector.store.view import LogView
from realtime_inspector.ui.panes.log_filter import LogFilter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

COUNT: Final = 3_000
FILTERS: Final = (
    "word7",
    "type:thing.3 word",
    "NOT word7",
    "/word[12]5\\b/",
    ".number>2900",
    "type:error OR word77",
    "err",
    "size>200",
    "gap>1ms",
    "time>00:01",
    "n>100 n<200",
    "resp:r1",
    "item:i2",
    "東京",
    "dir:out",
    "nothing_like_it",
)


def lines(first: int = 0, last: int = COUNT) -> bytes:
    def line(n: int) -> bytes:
        kind = "error" if n % 500 == 9 else f"thing.{n % 5}"
        fields: dict[str, Any] = {"note": f"word{n} " + "東京" * (n % 41 == 0) + "y" * (n % 300)}
        if n % 7 == 0:
            fields["response_id"] = f"r{n % 3}"
        if n % 11 == 0:
            fields["item_id"] = f"i{n % 4}"
        source = "client" if n % 13 == 0 else "server"
        return line_of(kind, n * 2, source=source, **fields)

    return b"".join(line(n) for n in range(first, last))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + lines())
    return path


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever reads does so in a thread, a few records at a time."""
    monkeypatch.setattr(query, "AT_ONCE_BYTES", 0)
    monkeypatch.setattr(query, "READ_BLOCK", 64)


def asked(store: Store, text: str) -> list[int]:
    """Places of the records that match, by asking each of them."""
    node, facts = parse_filter(text).tree, FactStream()
    rows = [facts.feed(store.record(seq)) for seq in range(1, len(store) + 1)]
    return [row.seq - 1 for row in rows if node.matches(row)]


def found_by(wanted: Query) -> list[int]:
    """All that a query finds in what there is now."""
    found: list[int] = []

    def step() -> bool:
        found.extend(wanted.advance())
        return wanted.is_complete

    wait_for(step, "the end of the query")
    return found


@pytest.mark.parametrize("text", FILTERS)
def test_a_thread_finds_what_asking_each_record_finds(
    path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_in_place(path)
    node = parse_filter(text).tree
    expected = asked(store, text)
    assert bool(expected) == (text != "nothing_like_it")
    monkeypatch.setattr(query, "AT_ONCE_BYTES", ALL)
    assert list(Query(store, node).advance()) == expected
    monkeypatch.setattr(query, "AT_ONCE_BYTES", 0)
    monkeypatch.setattr(query, "READ_BLOCK", 100)
    assert found_by(Query(store, node)) == expected


@pytest.mark.usefixtures("threads")
def test_hits_come_in_order_and_early_and_the_screen_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query, "_SHOW_EVERY_S", 0.0)
    store = store_in_place(path)
    woken = Signal()
    store.wake = woken.set
    wanted = Query(store, parse_filter("word").tree)
    gate = Gate(store, monkeypatch)
    found = list(wanted.advance())
    assert found == []
    for _ in range(3):
        gate.let_one_through()
        assert woken.wait(30)
    gate.open()
    shares = []
    while not wanted.is_complete:
        found.extend(wanted.advance())
        shares.append(wanted.share)
    assert found == list(range(COUNT))
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] == 1


class Gate:
    """Lets the thread of a query read only when the test wants it."""

    def __init__(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        self._step, self._arrived = Signal(), Signal()
        self._is_open = False
        read = store.log.read_runs

        def gated(runs: Sequence[tuple[int, int]]) -> list[bytes]:
            if not self._is_open:
                self._arrived.set()
                assert self._step.wait(30)
                self._step.clear()
            return read(runs)

        monkeypatch.setattr(store.log, "read_runs", gated)

    def let_one_through(self) -> None:
        assert self._arrived.wait(30)
        self._arrived.clear()
        self._step.set()

    def open(self) -> None:
        self._is_open = True
        self._step.set()


@pytest.mark.usefixtures("threads")
def test_a_query_that_is_stopped_reads_no_further(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_in_place(path)
    gate = Gate(store, monkeypatch)
    wanted = Query(store, parse_filter("word").tree)
    wanted.advance()
    gate.let_one_through()
    assert gate._arrived.wait(30)
    wanted.stop()
    gate.open()
    wanted.wait()
    assert wanted.upto <= 64
    assert not wanted.is_complete


@pytest.mark.usefixtures("threads")
@pytest.mark.parametrize("text", ["word", "type:thing.3", "err", "gap>1ms", "NOT word7"])
def test_a_query_follows_a_growing_file(path: Path, text: str) -> None:
    with Reading(path, is_growing=True) as reading:
        reading.until_read(COUNT)
        wanted = Query(reading.store, parse_filter(text).tree)
        found = found_by(wanted)
        for count in (COUNT + 1, COUNT + 700, COUNT + 701):
            with path.open("ab") as file:
                file.write(lines(len(reading.store), count))
            reading.until_read(count)
            found += found_by(wanted)
        assert found == asked(reading.store, text)


@pytest.mark.usefixtures("threads")
def test_a_query_runs_while_records_arrive() -> None:
    """The thread reads near the end of columns that grow at the same time."""
    store = Store()
    wanted = Query(store, parse_filter("gap>0 OR word1 OR .note=word7").tree)
    found: list[int] = []
    for n in range(4_000):
        store.append(received("thing", ms=n // 2, note=f"word{n % 10}"))
        if n % 3 == 0:
            found.extend(wanted.advance())
    found += found_by(wanted)
    assert found == asked(store, "gap>0 OR word1 OR .note=word7")


def test_what_only_reading_tells_waits_for_the_second_pass(path: Path) -> None:
    log = log_of(path)
    store = Store(log)
    indexer = Indexer(log)
    indexer.scan(ALL, ALL)
    for piece in indexer.take():
        store.take(piece)
    failing, typed = (Query(store, parse_filter(text).tree) for text in ("err", "type:error"))
    assert list(failing.advance()) == []
    assert (failing.upto, failing.share, failing.is_complete) == (0, 0, False)
    assert list(typed.advance()) == list(range(9, COUNT, 500))
    assert typed.is_complete
    indexer.describe()
    for piece in indexer.take():
        store.take(piece)
    assert list(failing.advance()) == list(range(9, COUNT, 500))
    indexer.close()


def test_marks(path: Path) -> None:
    store = store_in_place(path)
    for seq in (5, 2_000, 7):
        store.toggle_mark(seq)
    assert found_by(Query(store, parse_filter("marked").tree)) == [4, 6, 1_999]
    assert found_by(Query(store, parse_filter("NOT marked n<9").tree)) == [0, 1, 2, 3, 5, 7]
    view = LogView(store)
    shown = LogFilter(view)
    shown.set_text("marked OR n:1")
    view.update()
    assert [view.seq(index) for index in range(len(view))] == [1, 5, 7, 2_000]
    store.toggle_mark(7)
    store.toggle_mark(8)
    shown.marks_changed()
    view.update()
    assert [view.seq(index) for index in range(len(view))] == [1, 5, 8, 2_000]


@pytest.mark.usefixtures("threads")
@pytest.mark.parametrize("text", ["word", "NOT word", ".note", "/no.longer/"])
def test_a_file_that_is_cut_under_a_query(path: Path, text: str) -> None:
    """What is gone reads as the words that say so, and the query comes to its end."""
    store = store_in_place(path)
    os.truncate(path, path.stat().st_size // 2)
    wanted = Query(store, parse_filter(text).tree)
    assert found_by(wanted) == asked(store, text)


def test_lines_of_no_record_are_not_searched(tmp_path: Path) -> None:
    """Of captures that were joined: the header of the second one stands between two records."""
    path = tmp_path / "c.jsonl"
    second = HEADER.replace(b'"model":""', b'"model":"needle"')
    assert second != HEADER
    path.write_bytes(HEADER + line_of("a") + second + line_of("b", note="needle") + b"\n" * 3)
    store = store_in_place(path)
    assert found_by(Query(store, parse_filter("needle").tree)) == [1]
    assert found_by(Query(store, parse_filter("/needle/").tree)) == [1]


@pytest.mark.parametrize("text", ["type:thing", "NOT type:thing", "type:error", "type:thing n>0"])
def test_what_reading_tells_otherwise_is_asked_again(tmp_path: Path, text: str) -> None:
    """Lines that only begin like an event pass for one until they are read."""
    path = tmp_path / "c.jsonl"
    odd = [b'{"type":"thing","n":\n', b'{"type":"thing","type":"error"}\n']
    good = b'{"type":"thing","n":1}\n'
    path.write_bytes(good * 20 + odd[0] + good + odd[1] + odd[0] + good * 10)
    log = log_of(path)
    store = Store(log)
    indexer = Indexer(log)
    indexer.scan(ALL, ALL)
    for piece in indexer.take():
        store.take(piece)
    view = LogView(store)
    shown = LogFilter(view)
    shown.set_text(text)
    indexer.describe()
    for piece in indexer.take():
        store.take(piece)
    is_other = shown.advance()
    view.update()
    assert is_other == (text in {"type:thing", "NOT type:thing", "type:error", "type:thing n>0"})
    assert [seq - 1 for line in range(len(view)) for seq in view.seqs(line)] == asked(store, text)
    assert not shown.advance()
    indexer.close()
