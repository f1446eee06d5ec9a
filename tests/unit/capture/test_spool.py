from __future__ import annotations

import errno
import os
import tempfile
import threading
from typing import TYPE_CHECKING, Any

import pytest

from realtime_inspector.capture import spool
from realtime_inspector.capture.spool import Spool

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 100


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(spool, "MEMORY_BYTES", LIMIT)
    return tmp_path


def data(count: int) -> bytes:
    return bytes(n % 251 for n in range(count))


def filled(content: bytes, *, step: int = 7, may_use_disk: bool = True) -> Spool:
    made = Spool(may_use_disk=may_use_disk)
    for begin in range(0, len(content), step):
        made.append(content[begin : begin + step])
    return made


@pytest.mark.parametrize("count", [0, 1, LIMIT - 1, LIMIT, LIMIT + 1, 5 * LIMIT + 3])
@pytest.mark.parametrize("may_use_disk", [True, False])
def test_every_stretch_is_read_as_it_was_written(count: int, may_use_disk: bool) -> None:
    content = data(count)
    made = filled(content, may_use_disk=may_use_disk)
    for begin in range(0, count + 5, 9):
        for length in (0, 1, 50, LIMIT, count):
            assert made.read(begin, length) == content[begin : begin + length]


def test_no_file_has_a_name(folder: Path) -> None:
    made = filled(data(5 * LIMIT))
    assert not list(folder.iterdir())
    assert made.read(0, 5 * LIMIT) == data(5 * LIMIT)


def test_what_must_not_be_on_disk_is_never_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a file was made")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    monkeypatch.setattr(os, "pwrite", refuse)
    made = filled(data(20 * LIMIT), may_use_disk=False)
    assert made.read(3, 1_000) == data(20 * LIMIT)[3:1_003]


def test_a_folder_that_cannot_be_written_costs_only_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/proc/nowhere")
    assert filled(data(5 * LIMIT)).read(0, 5 * LIMIT) == data(5 * LIMIT)


def test_a_disk_that_is_full_for_a_while_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    room = 150
    write = os.pwrite

    def narrow(file: int, piece: bytes, offset: int) -> int:
        left = room - offset
        if left <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(file, bytes(piece[: min(left, 40)]), offset)

    monkeypatch.setattr(os, "pwrite", narrow)
    content = data(6 * LIMIT)
    made = filled(content[: 4 * LIMIT])
    assert made.read(0, 4 * LIMIT) == content[: 4 * LIMIT]
    assert made.read(140, 30) == content[140:170]
    room = 10 * LIMIT
    made.append(content[4 * LIMIT :])
    assert made.read(0, 6 * LIMIT) == content
    assert made.read(145, 400) == content[145:545]


def test_others_read_while_it_grows() -> None:
    """What has been appended reads the same all the time, also while it moves to the disk."""
    content = data(400 * LIMIT)
    made, wrong, is_over = Spool(), [], threading.Event()
    written = [0]

    def read() -> None:
        while not is_over.is_set():
            upto = written[0]
            begin = max(0, upto - 150)
            if made.read(begin, upto - begin) != content[begin:upto]:
                wrong.append(upto)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for begin in range(0, len(content), 13):
        made.append(content[begin : begin + 13])
        written[0] = min(begin + 13, len(content))
    is_over.set()
    for reader in readers:
        reader.join()
    assert not wrong
