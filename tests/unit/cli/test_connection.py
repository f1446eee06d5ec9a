"""`--connection N`, and waiting for a capture to be written."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Final

import pytest

from realtime_inspector.cli.main import main
from realtime_inspector.cli.waiting import wait_for_line
from realtime_inspector.core.errors import UnreadableCapture

FIXTURES: Final = Path(__file__).parents[2] / "fixtures"
TWO: Final = str(FIXTURES / "made" / "two-sessions.mitm")
DROPPED: Final = str(FIXTURES / "captures" / "xai-drop-and-resume.jsonl")


@pytest.mark.parametrize(("connection", "records"), [("1", 47), ("2", 50)])
def test_stats_of_one_connection(
    connection: str, records: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stats", "--json", TWO, "--connection", connection]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["records"], found["connections"]) == (records, 1)


def test_a_connection_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", TWO, "--connection", "3"]) == 2
    assert "There is no connection 3: the capture has connections 1 to 2" in capsys.readouterr().err
    assert main(["stats", TWO, "--connection", "0"]) == 2
    assert "they count from 1" in capsys.readouterr().err


@pytest.mark.parametrize("capture", [TWO, DROPPED])
def test_filter_by_option_and_by_term_agree(
    capture: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["filter", capture, "conn:2 dir:out", "--format", "table"]) == 0
    by_term = capsys.readouterr().out
    assert main(["filter", capture, "dir:out", "--connection", "2", "--format", "table"]) == 0
    assert capsys.readouterr().out == by_term
    assert by_term.count("\n") > 2


def test_export_of_one_connection(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", TWO, "--connection", "1"]) == 0
    first = capsys.readouterr().out
    assert main(["export", TWO, "--connection", "2"]) == 0
    second = capsys.readouterr().out
    assert ("東京" in first, "hello" in first) == (False, True)
    assert ("東京" in second, "hello" in second) == (True, False)


@pytest.mark.parametrize("first", [b"", b"\n \n", b'{"type":"response.cre', b"\xef\xbb\xbf"])
def test_an_empty_file_is_waited_for(
    first: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(first)
    looks: list[float] = []

    def rest(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 3:
            with path.open("ab") as file:
                file.write(b'{"type":"response.create"}\n')

    wait_for_line(str(path), rest)
    assert len(looks) == 3
    assert "waiting for the first event" in capsys.readouterr().err
    wait_for_line(str(path), rest)
    assert len(looks) == 3
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "content",
    [gzip.compress(b'{"type":"x.done"}', mtime=0), b'[{"type":"x.done"}]', b'{"type":"x.done"}'],
)
def test_what_is_a_capture_without_a_line_break_is_not_waited_for(
    content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "c"
    path.write_bytes(content)
    wait_for_line(str(path), lambda _: pytest.fail("waits"))


def test_a_file_that_vanishes_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(b"")
    with pytest.raises(UnreadableCapture, match="no such file"):
        wait_for_line(str(path), lambda _: path.unlink())
