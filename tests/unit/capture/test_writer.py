from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from realtime_inspector.capture import writer
from realtime_inspector.capture.writer import FLUSH_BYTES, Recorder
from realtime_inspector.core.codec import CaptureHeader, decode_line, encode_header, encode_record
from realtime_inspector.core.errors import RecorderError
from realtime_inspector.core.record import Direction, Record, notice, text_record

HEADER = CaptureHeader(created_ns=1_795_348_805_000_000_000, app="0.1.0", url="wss://x", model="m")
RECORD = text_record('{"type":"response.create"}', Direction.SENT, 1_795_348_806_000_000_000)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_is_private_and_holds_the_header(tmp_path: Path) -> None:
    path = tmp_path / "new" / "deep" / "a.jsonl"
    with Recorder(path, HEADER) as recorder:
        assert path.read_bytes() == encode_header(HEADER)
        assert (recorder.records, recorder.pending_bytes) == (0, 0)
    assert mode(path) == 0o600
    assert mode(path.parent) == mode(path.parent.parent) == 0o700


def test_records_are_written_on_flush_and_close(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.jsonl", HEADER)
    recorder.append(RECORD)
    assert recorder.path.read_bytes() == encode_header(HEADER)
    recorder.flush()
    assert recorder.path.read_bytes() == encode_header(HEADER) + encode_record(RECORD)
    recorder.append(RECORD)
    recorder.close()
    recorder.close()
    written = recorder.path.read_bytes()
    assert written == encode_header(HEADER) + encode_record(RECORD) * 2
    assert (recorder.records, recorder.bytes_written) == (2, len(written))
    with pytest.raises(RecorderError, match="has ended"):
        recorder.append(RECORD)


def test_a_full_buffer_is_written_at_once(tmp_path: Path) -> None:
    with Recorder(tmp_path / "a.jsonl", HEADER) as recorder:
        big = text_record('{"type":"x","audio":"%s"}' % ("A" * FLUSH_BYTES), Direction.SENT)
        recorder.append(big)
        assert recorder.pending_bytes == 0
        assert recorder.bytes_written > FLUSH_BYTES


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("precious")
    with pytest.raises(RecorderError, match="never overwritten") as caught:
        Recorder(path, HEADER)
    assert caught.value.hint
    assert path.read_text() == "precious"


def test_a_folder_gets_a_free_name(tmp_path: Path) -> None:
    recorders = [Recorder(tmp_path, HEADER) for _ in range(3)]
    for recorder in recorders:
        recorder.close()
    stem = recorders[0].path.stem
    assert len(stem) == len("2026-11-22-213005")
    assert [r.path.name for r in recorders] == [
        f"{stem}.jsonl",
        f"{stem}-2.jsonl",
        f"{stem}-3.jsonl",
    ]
    with Recorder(tmp_path, CaptureHeader()) as recorder:
        assert recorder.path.name == "capture.jsonl"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said_in_words() -> None:
    with pytest.raises(RecorderError, match="the disk is full") as caught:
        Recorder("/dev/full", HEADER)
    assert caught.value.exit_code != 0
    assert caught.value.path == "/dev/full"


def test_a_file_in_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RecorderError, match="not a folder"):
        Recorder(tmp_path / "file" / "a.jsonl", HEADER)


def test_a_failed_write_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(tmp_path / "a.jsonl", HEADER)
    recorder.append(RECORD)
    real_write = os.write
    allowed = [10]

    def short_of_space(file: int, data: bytes) -> int:
        if not allowed:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real_write(file, data[: allowed.pop()])

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", short_of_space)
        with pytest.raises(RecorderError, match="full"):
            recorder.flush()
    recorder.append(RECORD)
    recorder.close()
    assert recorder.path.read_bytes() == encode_header(HEADER) + encode_record(RECORD) * 2


def test_what_is_lost_is_counted_and_said_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "KEEP_BYTES", 100)
    recorder = Recorder(tmp_path / "a.jsonl", HEADER)
    for _ in range(4):
        recorder.append(RECORD)
    assert (recorder.records, recorder.lost) == (1, 3)
    recorder.flush()
    recorder.append(RECORD)
    recorder.close()
    lines = [decode_line(line) for line in recorder.path.read_bytes().splitlines()]
    gap = lines[2]
    assert isinstance(gap, Record)
    assert gap == notice(
        "gap",
        RECORD.time_ns,
        fields={"message": "3 records were lost: the disk refused them", "count": 3},
    )


def test_other_errors_keep_the_systems_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.jsonl", HEADER)

    def broken(file: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", broken)
        with pytest.raises(RecorderError, match="Input/output error"):
            recorder.close()
