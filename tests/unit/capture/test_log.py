"""Logs by place: files that are read where they stand, and records that come one by one."""

from __future__ import annotations

import codecs
import os
from typing import TYPE_CHECKING

import pytest
from tests.support.events import received
from tests.support.logs import HEADER, line_of, store_in_place

from realtime_inspector.capture import spool
from realtime_inspector.capture.formats.base import unreadable_record
from realtime_inspector.capture.log import GONE, FileLog, SpoolLog
from realtime_inspector.capture.reader import CaptureReader
from realtime_inspector.core.event import Event
from realtime_inspector.core.record import Direction, Record, RecordKind, binary_record, notice

if TYPE_CHECKING:
    from pathlib import Path

    from realtime_inspector.capture.log import Log

COUNT = 700
"""Records: more than twice the stride at which offsets are kept."""


def file_log(path: Path) -> FileLog:
    """A file as a log, wholly indexed."""
    log = store_in_place(path).log
    assert isinstance(log, FileLog)
    return log


def payloads(log: Log) -> list[bytes]:
    return [log.record(place).payload for place in range(len(log.columns))]


@pytest.fixture
def lines() -> list[bytes]:
    return [line_of(f"t{n % 7}", n, note="x" * (n % 50)) for n in range(COUNT)]


def test_any_record_is_read_by_its_place(tmp_path: Path, lines: list[bytes]) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + b"".join(lines))
    log = file_log(path)
    for place in (0, 1, 255, 256, 257, 511, 512, COUNT - 1):
        assert log.line(place) == lines[place]
        record = log.record(place)
        assert Event.of(record).integer("number") == place
        assert record.line == place + 2
    assert log.read(250, 260) == b"".join(lines[250:260])
    runs = [(0, 3), (200, 300), (699, 700)]
    assert log.read_runs(runs) == [b"".join(lines[first:last]) for first, last in runs]
    assert log.read_runs([]) == []


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_line_numbers_count_blank_lines_too(
    tmp_path: Path, lines: list[bytes], ending: bytes, mark: bytes
) -> None:
    path = tmp_path / "c.jsonl"
    parts = [HEADER, *(line + b"\n" * (n % 3) for n, line in enumerate(lines))]
    path.write_bytes(mark + b"".join(parts).replace(b"\n", ending))
    log = file_log(path)
    assert [log.record(place) for place in range(COUNT)] == list(CaptureReader(path))
    assert log.record(0).line == 2
    assert log.record(4).line == 9
    assert log.line(5) == lines[5].replace(b"\n", ending)


def test_a_log_without_its_last_line_break(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + line_of("a") + line_of("b")[:-1])
    log = file_log(path)
    assert [Event.of(log.record(place)).type for place in (0, 1)] == ["a", "b"]


def test_a_file_that_was_cut_says_so_where_something_is_missing(
    tmp_path: Path, lines: list[bytes]
) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + b"".join(lines))
    log = file_log(path)
    os.truncate(path, len(HEADER + b"".join(lines[:300])) + 10)
    assert Event.of(log.record(299)).integer("number") == 299
    for place in (300, 301, COUNT - 1):
        assert log.line(place) == b""
        record = log.record(place)
        assert record.payload == GONE
        assert record.kind is RecordKind.TEXT
    assert log.read(299, 302) == lines[299] + lines[300][:10]


def test_a_file_that_was_deleted_is_still_read(tmp_path: Path, lines: list[bytes]) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + b"".join(lines))
    log = file_log(path)
    path.unlink()
    path.write_bytes(HEADER + line_of("another") * COUNT)
    assert log.line(400) == lines[400]


def test_parts_are_read_from_their_own_files(tmp_path: Path, lines: list[bytes]) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + b"".join(lines))
    log = file_log(path)
    path.rename(tmp_path / "c.jsonl.1")
    second = HEADER + line_of("second")
    path.write_bytes(second)
    log.next_file(COUNT, log.columns.end)
    log.columns.lengths[-1] += len(HEADER)  # as indexing it does: what is no record follows one
    log.columns.end += len(HEADER)
    log.columns.add_one(log.columns.kinds.number(log.columns.kind(0)), len(line_of("second")))
    assert log.line(COUNT - 1) == lines[-1]
    assert log.line(COUNT) == line_of("second")
    assert log.read(COUNT - 2, COUNT + 1) == b"".join(lines[-2:]) + line_of("second")
    assert b"".join(log.read_runs([(COUNT - 1, COUNT + 1)])) == lines[-1] + line_of("second")
    assert log.record(COUNT).line is None  # in which file?


def test_what_took_the_place_of_a_cut_file_does_not_pass_for_what_was_there(
    tmp_path: Path,
) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + line_of("old") * 3)
    log = file_log(path)
    path.write_bytes(HEADER + line_of("new") * 3)
    log.next_file(3, log.columns.end)
    assert log.line(0) == b""
    assert log.record(2).payload == GONE
    assert b"".join(log.read_runs([(0, 2)])) == b""


RECORDS = (
    received("a", ms=1),
    Record(RecordKind.TEXT, Direction.RECEIVED, "東京\n".encode(), None, 2),
    binary_record(b"\0\xff", Direction.SENT),
    notice("close", None, 3, {"code": 1006}),
    received("b", note="\N{LINE SEPARATOR}"),
)


def test_appended_records_come_back_as_they_were() -> None:
    log = SpoolLog()
    for record in RECORDS:
        log.append(record, Event.of(record))
    assert tuple(log.record(place) for place in range(len(RECORDS))) == RECORDS
    assert log.read(1, 3) == b"".join(log.read_runs([(1, 2), (2, 3)]))
    assert log.shows_events(5)


def test_appended_records_keep_the_line_numbers_of_where_they_came_from() -> None:
    log = SpoolLog()
    for line in (3, None, 17):
        record = Record(RecordKind.EVENT, Direction.RECEIVED, b'{"type":"a"}', line=line)
        log.append(record, Event.of(record))
    broken = unreadable_record(b"junk", 20)
    log.append(broken, Event.of(broken))
    assert [log.record(place).line for place in range(4)] == [3, None, 17, 20]
    assert log.columns.unreadable == 1


@pytest.mark.parametrize("may_use_disk", [True, False])
def test_a_long_session_is_read_from_disk_and_memory_alike(
    monkeypatch: pytest.MonkeyPatch, may_use_disk: bool
) -> None:
    monkeypatch.setattr(spool, "MEMORY_BYTES", 1_000)
    log = SpoolLog(may_use_disk=may_use_disk)
    records = [received(f"t{n % 5}", ms=n, note="x" * (n % 300)) for n in range(COUNT)]
    for record in records:
        log.append(record, Event.of(record))
    assert [log.record(place) for place in range(COUNT)] == records
    assert log.read(0, COUNT).count(b"\n") == COUNT
