from __future__ import annotations

import gzip
import io
import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from realtime_inspector.capture.reader import read_capture
from realtime_inspector.cli import output
from realtime_inspector.cli.columns import cells
from realtime_inspector.cli.main import main

ROOT: Final = Path(__file__).parents[3]
FIXTURES: Final = ROOT / "tests/fixtures/captures"
FOREIGN: Final = FIXTURES / "openai-ga-text-tools.jsonl"
YAML: Final = FIXTURES / "openai-ga-text-tools.original-cassette.yaml"
HEADER: Final = b'{"realtime_capture":1,"created":"2026-11-22T12:00:00.000000Z","app":"9"}\r\n'
KEY: Final = "sk-" + "a1" * 12


def line(second: int, event: str, source: str = "server") -> bytes:
    time = f"2026-11-22T12:00:{second:02}.000000Z"
    return f'{{"time":"{time}","source":"{source}","conn":1,"event":{event}}}\n'.encode()


SENT: Final = line(1, '{"type":"response.create"}', "client")
CREATED: Final = line(2, '{"type":"response.created","response":{"id":"r"}}').replace(
    b"\n", b"\r\n"
)
DELTA: Final = line(4, '{ "type" : "response.text.delta", "delta": "東京は晴れ" }')
JUNK: Final = b"this is no event\n"
FAILED: Final = line(9, '{"type":"error","error":{"message":"no \\u001b[31m"}}')


@pytest.fixture
def capture(tmp_path: Path) -> str:
    path = tmp_path / "a.jsonl"
    path.write_bytes(HEADER + SENT + CREATED + b"\n" + DELTA + JUNK + FAILED)
    return str(path)


@pytest.fixture
def other(tmp_path: Path) -> str:
    path = tmp_path / "b.jsonl"
    path.write_bytes(HEADER + FAILED)
    return str(path)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("type:response.output_text.delta", DELTA),
        ("東京", DELTA),
        ("dir:out", SENT),
        ("resp:r", CREATED),
        ("n:2..3", CREATED + DELTA),
        ("type:text", JUNK),
        ("err", JUNK + FAILED),
        ("gap>=2s", DELTA + FAILED),
        ("time>00:02", DELTA + FAILED),
        (".error.message:*31m", FAILED),
        ("", SENT + CREATED + DELTA + JUNK + FAILED),
        ("type:session.created", b""),
    ],
)
def test_matching_lines_come_byte_for_byte(
    expression: str, expected: bytes, capture: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["filter", capture, expression]) == 0
    assert capfdbinary.readouterr().out == HEADER + expected


def test_what_comes_out_is_a_capture(capture: str, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert main(["filter", capture, "dir:in", "-o", str(target)]) == 0
    reader = read_capture(target)
    assert [record.time_ns is not None for record in reader] == [True, True, True]
    assert reader.format_name == "capture"
    assert reader.header is not None
    assert reader.header.app == "9"


def test_lines_of_other_tools_stay_as_they_are(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["filter", str(FOREIGN), "type:response.done"]) == 0
    lines = FOREIGN.read_bytes().splitlines(keepends=True)
    expected = [one for one in lines if b'"type":"response.done"' in one.replace(b'": "', b'":"')]
    assert capfdbinary.readouterr().out.splitlines(keepends=True) == expected
    assert expected


def test_other_formats_are_written_as_captures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["filter", str(YAML), "type:response.done"]) == 0
    header, *rest = map(json.loads, capsys.readouterr().out.splitlines())
    assert header["realtime_capture"] == 1
    assert [one["event"]["type"] for one in rest] == ["response.done"] * 2
    assert [one["source"] for one in rest] == ["server"] * 2


def test_several_captures_have_one_header(
    capture: str, other: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["filter", capture, other, "type:error"]) == 0
    assert capfdbinary.readouterr().out == HEADER + FAILED + FAILED


def test_mixed_captures_become_one_of_ours(
    other: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    foreign = tmp_path / "foreign.jsonl"
    foreign.write_text(f'{{"type":"error","error":{{"message":"{KEY}"}}}}\n')
    assert main(["filter", str(foreign), other, "err"]) == 0
    found = capfdbinary.readouterr()
    lines = found.out.splitlines(keepends=True)
    assert [lines[0], lines[2]] == [HEADER, FAILED]
    assert json.loads(lines[1])["event"]["error"]["message"] == "«redacted»"
    assert b"1 secret" in found.err
    assert KEY.encode() not in found.out + found.err


def test_standard_input_and_gzip(
    capture: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    packed = io.TextIOWrapper(io.BytesIO(gzip.compress(Path(capture).read_bytes())))
    monkeypatch.setattr(sys, "stdin", packed)
    assert main(["filter", "-", "type:error"]) == 0
    assert capfdbinary.readouterr().out == HEADER + FAILED


def test_standard_input_only_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["filter", "-", "-", "err"]) == 2
    assert "only once" in capsys.readouterr().err


def test_a_last_line_without_its_end_gets_one(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "torn.jsonl"
    path.write_bytes(HEADER + SENT + FAILED[:-9])
    assert main(["filter", str(path), str(path), "type:text"]) == 0
    found = capfdbinary.readouterr()
    assert found.out == HEADER + (FAILED[:-9] + b"\n") * 2
    assert found.err.count(b"is cut short") == 2


@pytest.mark.parametrize(("expression", "number"), [("type:error", 1), ("err", 2), ("zzz", 0)])
def test_count(
    expression: str, number: int, capture: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["filter", capture, expression, "--count"]) == 0
    assert capsys.readouterr().out == f"{number}\n"


def test_count_of_each(capture: str, other: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["filter", "--count", capture, other, "err"]) == 0
    assert capsys.readouterr().out == f"{capture}: 2\n{other}: 1\n"


def test_unreadable_lines_are_counted_whether_they_match_or_not(
    capture: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["filter", capture, "type:error", "--count"]) == 0
    assert "1 line could not be read as an event: line 6" in capsys.readouterr().err


def test_json(capture: str, other: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["filter", capture, "!dir:in", "--format", "json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    assert found == [
        {
            "seq": 1,
            "time": "2026-11-22T12:00:01.000000Z",
            "source": "client",
            "conn": 1,
            "event": {"type": "response.create"},
        },
        {"seq": 4, "time": None, "source": "unknown", "conn": 1, "text": "this is no event"},
    ]
    assert main(["filter", capture, other, "type:error", "--format", "json"]) == 0
    several = json.loads(capsys.readouterr().out)
    assert [(one["capture"], one["seq"]) for one in several] == [(capture, 5), (other, 1)]


def test_json_of_nothing(capture: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["filter", capture, "zzz", "--format", "json"]) == 0
    assert capsys.readouterr().out == "[]\n"


def test_what_calls_itself_an_event_and_is_none_is_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.jsonl"
    odd = b'{"time":null,"source":"server","conn":1,"binary":"e2p1bmt9","frame":"event"}\n'
    path.write_bytes(HEADER + odd)
    assert main(["filter", str(path), "", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["text"] == "{junk}"


def test_table(capture: str, other: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["filter", capture, "n:1.. dir:in | err", "--format", "table"]) == 0
    found = capsys.readouterr().out
    head, *rows = found.splitlines()
    assert head.split() == ["n", "time", "gap", "type"]
    assert [row.split()[:5] for row in rows] == [
        ["2", "00:01.000", "+1s", "↓", "response.created"],
        ["3", "00:03.000", "+2s", "↓", "response.text.delta"],
        ["4", "–", "?", "text", "✖"],
        ["5", "00:08.000", "+5s", "↓", "error"],
    ]
    assert "«東京は晴れ»" in rows[1]
    assert "\x1b" not in found
    assert "␛[31m" in rows[3]
    starts = zip(rows[1:], ("«東京", "this is", "no ␛"), strict=True)
    columns = {cells(row[: row.index(words)]) for row, words in starts}
    assert len(columns) == 1
    assert main(["filter", capture, other, "type:error", "--format", "table"]) == 0
    assert [row for row in capsys.readouterr().out.splitlines() if row.startswith("==>")] == [
        f"==> {capture} <==",
        f"==> {other} <==",
    ]


def test_a_table_fits_a_pipe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "long.jsonl"
    long = line(1, json.dumps({"type": "response.text.delta", "delta": "東京" * 200}))
    path.write_bytes(HEADER + long)
    assert main(["filter", str(path), "", "--format", "table"]) == 0
    row = capsys.readouterr().out.splitlines()[-1]
    assert 118 <= cells(row) <= 120
    assert row.endswith("…")


def test_on_a_terminal_lines_cannot_steer_it(
    capture: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output, "is_terminal", lambda: True)
    path = Path(capture)
    path.write_bytes(path.read_bytes() + b"\x1b[2J \xc2\x9b text\n" + DELTA)
    assert main(["filter", capture, "type:text | delta"]) == 0
    found = capsys.readouterr().out
    assert "\\u001b[2J \\u009b text\n" in found
    assert "東京" in found
    assert "\x1b" not in found
    assert "\r" not in found


@pytest.mark.parametrize(
    ("expression", "caret", "words"),
    [
        ("typ:x", "  ^", ["there is no field typ", "Did you mean type:x ?"]),
        ("東京 (x", "       ^", ["not closed", "at character 4"]),
        ("\x1b gap>soon", " " * 8 + "^", ["a duration"]),
    ],
)
def test_a_wrong_expression_shows_where(
    expression: str,
    caret: str,
    words: list[str],
    capture: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    target = tmp_path / "out"
    assert main(["filter", capture, expression, "-o", str(target)]) == 2
    found = capsys.readouterr()
    assert caret in found.err.splitlines()
    assert all(word in found.err for word in words)
    assert "\x1b" not in found.err
    assert not target.exists()


def test_an_expression_that_was_put_first(capture: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["filter", "type:error", capture]) == 2
    assert "The expression comes last." in capsys.readouterr().err


def test_what_only_the_screen_knows(capture: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["filter", capture, "type:error !marked", "--count"]) == 0
    found = capsys.readouterr()
    assert found.out == "1\n"
    assert "`marked` matches nothing" in found.err


def test_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    capture = str(FIXTURES / "openai-ga-error-then-long-text.jsonl")
    for expression, count in (("finding:RT104", 2), ("finding:error type:error", 1), ("err", 1)):
        assert main(["filter", capture, expression, "--count"]) == 0
        assert capsys.readouterr().out == f"{count}\n"
    assert main(["filter", capture, "!finding:*", "--count"]) == 0
    assert capsys.readouterr().out == "66\n"
    assert main(["filter", "-", "finding:RT104"]) == 2
    assert "only once" in capsys.readouterr().err


def test_to_a_file(capture: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "out.jsonl"
    arguments = ["filter", capture, "err", "-o", str(target)]
    assert main(arguments) == 0
    assert f"Wrote {target}: 2 of 5 records." in capsys.readouterr().err
    assert target.read_bytes() == HEADER + JUNK + FAILED
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert main(arguments) == 2
    assert "Add --force to overwrite it." in capsys.readouterr().err
    assert main([*arguments, "--force"]) == 0
    before = Path(capture).read_bytes()
    assert main(["filter", capture, "err", "-o", capture, "--force"]) == 2
    assert Path(capture).read_bytes() == before


def test_nothing_is_written_if_a_capture_cannot_be_read(
    capture: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.jsonl"
    for missing in (str(tmp_path / "no.jsonl"), str(tmp_path), str(ROOT / "pyproject.toml")):
        assert main(["filter", capture, missing, "err", "-o", str(target)]) == 4
        assert not target.exists()
        assert "Traceback" not in capsys.readouterr().err


def test_count_or_lines(capture: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["filter", capture, "err", "--count", "--format", "json"]) == 2
    assert "Leave one of them out." in capsys.readouterr().err


@pytest.mark.parametrize("form", ["jsonl", "json", "table"])
def test_a_reader_who_leaves_is_no_error(form: str, tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_bytes(HEADER + SENT * 20_000)
    arguments = ["-m", "realtime_inspector", "filter", str(path), "", "--format", form]
    with subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PYTHONPATH": str(ROOT / "src")},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0
