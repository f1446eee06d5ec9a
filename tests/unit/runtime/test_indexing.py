"""The thread that indexes a capture, and what befalls the file meanwhile."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

import pytest
from tests.benchmarks.captures import small
from tests.support.logs import HEADER, Reading, line_of, store_in_place, wait_for

from realtime_inspector.capture import describe
from realtime_inspector.capture.log import GONE
from realtime_inspector.core.event import Event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from realtime_inspector.store.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "c.jsonl"


@pytest.fixture(autouse=True)
def _threads_end() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    wait_for(lambda: not {*indexers()} - before, "the end of the threads")


def indexers() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == "indexer"]


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def replace(path: Path, data: bytes) -> None:
    """Another file under the name, in one step."""
    other = path.with_suffix(".new")
    other.write_bytes(data)
    path.rename(path.with_suffix(".old"))
    other.rename(path)


def lines(first: int, last: int, kind: str = "thing") -> bytes:
    return b"".join(line_of(kind, n) for n in range(first, last))


def numbers(store: Store) -> list[int | None]:
    """What the records tell of themselves."""
    return [Event.of(store.record(seq)).integer("number") for seq in range(1, len(store) + 1)]


def assert_same(one: Store, other: Store) -> None:
    """Two stores know the same."""
    a, b = one.columns, other.columns
    assert len(a) == len(b) == a.described == b.described
    for name in ("responses", "items", "flags", "wraps", "lengths", "end", "unreadable"):
        assert getattr(a, name) == getattr(b, name), name
    assert list(a.times) == list(b.times)
    places = range(len(a))
    assert [a.kind(place) for place in places] == [b.kind(place) for place in places]
    assert [a.line_number(place) for place in places] == [b.line_number(place) for place in places]
    assert {k: v for k, v in a.counts.items() if v} == {k: v for k, v in b.counts.items() if v}


@pytest.mark.parametrize("name", ["mixed", "dirtiest", "dirtiest-foreign", "bare"])
@pytest.mark.parametrize("is_growing", [False, True])
def test_a_thread_finds_what_reading_at_once_finds(path: Path, name: str, is_growing: bool) -> None:
    content, _ = small(name, rows=2_000)
    content = content[: content.rfind(b"\n") + 1]
    path.write_bytes(content)
    whole = store_in_place(path)
    with Reading(path, is_growing=is_growing) as reading:
        reading.until(lambda: reading.indexer.is_done, "the end")
        reading.take()
        assert_same(reading.store, whole)
    assert not reading.indexer.problem
    assert not reading.indexer.notes


def test_what_is_seen_first_is_read_first_and_the_thread_goes_on_behind_it(path: Path) -> None:
    path.write_bytes(HEADER + b"\n" * 50 + lines(0, 5_000))
    reading = Reading(path)
    reading.indexer.scan(100, 1 << 20)
    reading.indexer.describe()
    reading.take()
    assert 100 <= reading.store.columns.described < 200
    with reading:
        reading.until(lambda: reading.indexer.is_done, "the end")
        reading.take()
        assert_same(reading.store, store_in_place(path))


def test_a_growing_file(path: Path) -> None:
    path.write_bytes(HEADER)
    with Reading(path, is_growing=True) as reading:
        for count in (1, 2, 300, 301, 2_000):
            append(path, lines(len(reading.store), count))
            reading.until_read(count)
        assert reading.indexer.is_done
        assert numbers(reading.store) == list(range(2_000))
        assert_same(reading.store, store_in_place(path))


def test_a_last_line_is_a_record_when_its_end_comes(path: Path) -> None:
    path.write_bytes(HEADER + lines(0, 3) + line_of("thing", 3)[:-9])
    with Reading(path, is_growing=True) as reading:
        reading.until_read(3)
        append(path, line_of("thing", 3)[-9:-1])
        append(path, b"\n" + lines(4, 6) + b'{"ti')
        reading.until_read(6)
        assert numbers(reading.store) == list(range(6))
        assert not reading.store.columns.unreadable


def test_a_file_that_does_not_grow_is_read_to_its_torn_end(path: Path) -> None:
    path.write_bytes(HEADER + lines(0, 3) + line_of("thing", 3)[:-9])
    with Reading(path) as reading:
        reading.until_read(4)
        reading.until(lambda: reading.indexer.is_done)
        assert reading.store.columns.first_unreadable == 3


def test_another_file_under_the_name(path: Path) -> None:
    path.write_bytes(HEADER + lines(0, 500))
    with Reading(path, is_growing=True) as reading:
        reading.until_read(500)
        replace(path, HEADER + lines(500, 900))
        reading.until_read(900)
        append(path, lines(900, 950))
        reading.until_read(950)
        replace(path, HEADER + lines(950, 960))
        reading.until_read(960)
        assert numbers(reading.store) == list(range(960))
        assert reading.indexer.notes == [
            "The file was replaced; event 501 is the first of what followed.",
            "The file was replaced; event 951 is the first of what followed.",
        ]


def test_the_rest_of_a_file_comes_before_the_next_one(path: Path) -> None:
    """Also what is written to it after its name was taken away, and a torn last line."""
    path.write_bytes(HEADER + lines(0, 100))
    with Reading(path, is_growing=True) as reading, path.open("ab", buffering=0) as writer:
        reading.until_read(100)
        path.rename(path.with_suffix(".1"))
        writer.write(lines(100, 200))
        reading.until_read(200)
        writer.write(lines(200, 300) + b'{"type":"torn"}')
        path.write_bytes(HEADER + lines(301, 400))
        reading.until_read(400)
        assert numbers(reading.store) == [*range(300), None, *range(301, 400)]
        assert reading.store.record(301).payload == b'{"type":"torn"}'
        assert reading.indexer.notes[-1].endswith("event 302 is the first of what followed.")


def test_files_change_faster_than_the_screen_takes_them_in(path: Path) -> None:
    path.write_bytes(HEADER + lines(0, 100))
    with Reading(path, is_growing=True) as reading:
        for begin in (100, 200):
            wait_for(lambda: reading.indexer.is_done)
            replace(path, HEADER + lines(begin, begin + 100))
            notes = begin // 100
            wait_for(lambda notes=notes: len(reading.indexer.notes) == notes)  # type: ignore[misc]
        reading.until_read(300)
        assert numbers(reading.store) == list(range(300))


@pytest.mark.parametrize("first", [HEADER, HEADER + b"\n\n"], ids=["header", "blank"])
def test_a_file_without_records_is_replaced(path: Path, first: bytes) -> None:
    path.write_bytes(first)
    with Reading(path, is_growing=True) as reading:
        reading.until(lambda: reading.indexer.is_done)
        replace(path, HEADER + lines(0, 50))
        reading.until_read(50)
        assert numbers(reading.store) == list(range(50))


def test_a_file_that_is_cut_and_written_anew(path: Path) -> None:
    path.write_bytes(HEADER + lines(0, 100))
    with Reading(path, is_growing=True) as reading:
        reading.until_read(100)
        os.truncate(path, 0)
        reading.until(lambda: bool(reading.indexer.notes), "the news")
        append(path, HEADER + lines(200, 300))
        reading.until_read(200)
        assert reading.indexer.notes == [
            "The file was cut short; event 101 is the first of what followed."
        ]
        # What was there is gone; nothing else passes for it.
        assert {reading.store.record(seq).payload for seq in range(1, 101)} == {GONE}
        assert numbers(reading.store)[100:] == list(range(200, 300))


def test_a_file_that_is_deleted_and_comes_back(path: Path) -> None:
    path.write_bytes(HEADER + lines(0, 100))
    with Reading(path, is_growing=True) as reading:
        reading.until_read(100)
        path.unlink()
        reading.until(lambda: bool(reading.indexer.notes), "the news")
        assert reading.indexer.notes == ["The file was deleted; what it held is kept here."]
        assert numbers(reading.store) == list(range(100))
        path.write_bytes(HEADER + lines(100, 120))
        reading.until_read(120)
        assert numbers(reading.store) == list(range(120))
        assert len(reading.indexer.notes) == 2


def test_a_file_that_is_deleted_while_it_is_read(path: Path) -> None:
    path.write_bytes(HEADER + lines(0, 3_000))
    reading = Reading(path)
    path.unlink()
    with reading:
        reading.until_read(3_000)
        assert numbers(reading.store) == list(range(3_000))
        assert not reading.indexer.notes


def test_what_cannot_be_opened_any_more_ends_the_reading_with_words(path: Path) -> None:
    path.write_bytes(HEADER + lines(0, 10))
    with Reading(path, is_growing=True) as reading:
        reading.until_read(10)
        path.unlink()
        path.mkdir()
        reading.until(lambda: bool(reading.indexer.problem), "the problem")
        assert reading.indexer.problem == "Reading stopped: is a directory."
        assert reading.indexer.is_done
        assert numbers(reading.store) == list(range(10))


def test_a_folder_that_vanishes_ends_the_reading_with_words(tmp_path: Path) -> None:
    path = tmp_path / "inner" / "c.jsonl"
    path.parent.mkdir()
    path.write_bytes(HEADER + lines(0, 10))
    with Reading(path, is_growing=True) as reading:
        reading.until_read(10)
        path.unlink()
        path.parent.rmdir()
        path.parent.write_bytes(b"")
        reading.until(lambda: bool(reading.indexer.problem), "the problem")
        assert reading.indexer.problem == "Reading stopped: not a directory."


def test_a_fault_of_ours_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(HEADER + lines(0, 10))
    line = describe.Describer.line

    def fail(self: Any, piece: Any, data: bytes, *rest: Any) -> None:
        if b'"number": 5' in data:
            raise ZeroDivisionError("oh")
        line(self, piece, data, *rest)

    monkeypatch.setattr(describe.Describer, "line", fail)
    with Reading(path) as reading:
        reading.until(lambda: reading.indexer.is_done)
        reading.take()
        assert "a fault of the inspector: ZeroDivisionError('oh')" in reading.indexer.problem
        assert len(reading.store) == 10


def test_reading_is_stopped_in_the_middle(path: Path) -> None:
    path.write_bytes(HEADER + lines(0, 60_000))
    before = set(indexers())
    with Reading(path) as reading:
        reading.until(lambda: reading.store.columns.described > 0, "the first records")
        reading.indexer.stop()
        wait_for(lambda: not set(indexers()) - before, "the end of the thread")
    reading.take()
    assert reading.store.columns.described < len(reading.store) == 60_000


def test_what_is_only_found_out_by_reading_corrects_the_counts(path: Path) -> None:
    """A line that breaks off behind its type; two types in one event; what is no event."""
    bare = [b'{"type":"thing","n":1}\n'] * 20
    odd = [b'{"type":"thing","n":\n', b'{"type":"thing","type":"error"}\n', b'{"type":"thing","\n']
    path.write_bytes(b"".join([*bare, *odd, *bare]))
    with Reading(path) as reading:
        reading.until_read(43)
        columns = reading.store.columns
        counts = {columns.kinds.values[n].type: count for n, count in columns.counts.items()}
        assert counts == {"thing": 40, "text": 2, "error": 1}
        assert (columns.unreadable, columns.failures) == (2, 3)
        assert columns.line_number(columns.first_unreadable or 0) == 21
