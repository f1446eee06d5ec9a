"""Columns that one thread adds to while others read what was there before."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from threading import Event as Signal
from threading import Thread
from typing import TYPE_CHECKING, Final

import pytest
from tests.support.events import received
from tests.support.logs import HEADER, Reading, line_of

from realtime_inspector.capture import times as times_module
from realtime_inspector.capture.times import Times
from realtime_inspector.core.filters import parse_filter
from realtime_inspector.store import query
from realtime_inspector.store.query import Query
from realtime_inspector.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import FrameType

    from _typeshed import TraceFunction

TIMES_FILE: Final = times_module.__file__
START_NS: Final = 1_795_348_805_000_000_000


@pytest.fixture(autouse=True)
def _impatient() -> Iterator[None]:
    """Threads take turns after every few instructions."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@contextmanager
def reading(look: Callable[[], None], threads: int = 2) -> Iterator[None]:
    """Runs something again and again in other threads; raises what it raised."""
    is_over, raised = Signal(), list[BaseException]()

    def run() -> None:
        try:
            while not is_over.is_set():
                look()
        except BaseException as error:  # noqa: BLE001 - raised again in the thread of the test
            raised.append(error)

    others = [Thread(target=run) for _ in range(threads)]
    for other in others:
        other.start()
    try:
        yield
    finally:
        is_over.set()
        for other in others:
            other.join()
    if raised:
        raise raised[0]


@contextmanager
def between_lines(act: Callable[[], None]) -> Iterator[None]:
    """Does something before every line of `times.py` that runs: any thread may come in there."""
    before, is_acting = sys.gettrace(), False

    def trace(frame: FrameType, event: str, arg: object) -> TraceFunction:
        nonlocal is_acting
        del event, arg
        if frame.f_code.co_filename == TIMES_FILE and not is_acting:
            is_acting = True
            act()
            is_acting = False
        return trace

    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)


@pytest.mark.parametrize("step_ns", [1_000, 1], ids=["packed", "as they are"])
def test_whoever_comes_in_while_times_are_added_reads_what_was_there(step_ns: int) -> None:
    times, looks = Times(), 0

    def look() -> None:
        nonlocal looks
        looks += 1
        count = len(times)
        assert added <= count <= added + 1
        first = max(0, count - 258)
        expected = [START_NS + place * step_ns for place in range(first, count)]
        assert list(times.span(first, count)) == expected
        assert [times[place] for place in range(first, count)] == expected

    for added in range(520):
        if added % 256 > 250 or added % 256 < 3:
            with between_lines(look):
                times.append(START_NS + added * step_ns)
        else:
            times.append(START_NS + added * step_ns)
    assert looks > 50


@pytest.mark.parametrize("step_ns", [1_000, 1], ids=["packed", "as they are"])
@pytest.mark.parametrize("before", [*range(246, 259), *range(504, 514)])
def test_times_that_are_added_do_not_disturb_whoever_reads(step_ns: int, before: int) -> None:
    times = Times()

    def add() -> None:
        times.append(START_NS + len(times) * step_ns)

    for _ in range(before):
        add()
    with between_lines(add):
        last, values = times[before - 1], list(times.span(before - 9, before))
    assert last == START_NS + (before - 1) * step_ns
    assert values == [START_NS + place * step_ns for place in range(before - 9, before)]
    assert len(times) > before + 5


def test_queries_run_at_the_end_of_a_log_that_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    """What threads find is the same, wherever the log's end was when they looked."""
    monkeypatch.setattr(query, "AT_ONCE_BYTES", 0)
    store, found = Store(), list[int]()
    wanted = Query(store, parse_filter("gap>=0 AND (word1 OR size>1) NOT err").tree)
    for n in range(3_000):
        store.append(received("thing", ms=n, note=f"word{n % 10}"))
        found += wanted.advance()
    while not wanted.is_complete:
        wanted.wait()
        found += wanted.advance()
    assert found == list(range(1, 3_000))


def test_rows_are_read_while_the_file_is_indexed(tmp_path: Path) -> None:
    """The thread of the screen, that of the index, and that of a query, all at once."""
    path = tmp_path / "c.jsonl"
    count = 6_000
    fields = ({"response_id": f"r{n % 50}", "item_id": f"i{n % 70}"} for n in range(count))
    path.write_bytes(
        HEADER
        + b"".join(line_of(f"thing.{n % 300}", n, **one) + b"\n" for n, one in enumerate(fields))
    )
    with Reading(path) as read:
        store, columns = read.store, read.store.columns
        read.until(lambda: columns.described > 0)

        def look() -> None:
            known = columns.described
            for place in range(max(0, known - 5), known):
                assert columns.kind(place).type == f"thing.{place % 300}"
                assert columns.time_ns(place) is not None
                assert columns.ids.values[columns.responses[place]] == f"r{place % 50}"
                assert columns.ids.values[columns.items[place]] == f"i{place % 70}"
                assert columns.line_number(place) == 2 + 2 * place
                assert store.log.record(place).line == 2 + 2 * place
                assert columns.size(place) in {None, len(store.log.record(place).payload)}

        with reading(look):
            read.until(lambda: read.indexer.is_done and columns.described == count)
    assert not read.indexer.problem
