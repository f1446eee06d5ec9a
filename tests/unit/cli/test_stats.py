from __future__ import annotations

import json
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.cli.main import main

if TYPE_CHECKING:
    import pytest

FIXTURES: Final = Path(__file__).parents[2] / "fixtures/captures"
TOOLS: Final = str(FIXTURES / "openai-ga-realtime21-commentary-tools.jsonl")
VOICE: Final = str(FIXTURES / "openai-ga-server-vad-mic.jsonl")


def stats(capsys: pytest.CaptureFixture[str], *captures: str) -> dict[str, Any]:
    assert main(["stats", "--json", *captures]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_one_capture_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    found = stats(capsys, TOOLS)
    assert found["capture"] == TOOLS
    assert {"records", "events", "unreadable", "sent", "received", "connections", "bytes",
            "duration_s", "types", "responses", "tokens"} <= found.keys()  # fmt: skip
    assert sum(found["types"].values()) == found["events"] == found["records"] == 62
    assert found["sent"] + found["received"] == 62
    assert found["duration_s"] is None
    assert found["responses"] == {"completed": 2}
    tokens = found["tokens"]
    assert (tokens["input"], tokens["output"], tokens["total"], tokens["cached"]) == (
        748, 51, 799, 384,
    )  # fmt: skip
    assert tokens["input_by"] == {"text": 748, "audio": 0, "image": 0}


def test_several_captures_have_a_total(capsys: pytest.CaptureFixture[str]) -> None:
    found = stats(capsys, TOOLS, VOICE)
    first, second = found["captures"]
    assert (first, second) == (stats(capsys, TOOLS), stats(capsys, VOICE))
    for name in ("records", "bytes", "sent"):
        assert found["total"][name] == first[name] + second[name]
    assert found["total"]["responses"] == {"completed": 3}
    assert found["total"]["duration_s"] is None


def test_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", TOOLS, VOICE]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("==>")] == [
        f"==> {TOOLS} <==", f"==> {VOICE} <==", "==> total <==",
    ]  # fmt: skip
    assert "duration      not known" in lines
    assert "tokens in     748 (748 text; 384 cached (384 text))" in lines
    assert "transcription  3 s of audio, billed on top" in lines
    assert any(line.split() == ["response.output_audio.delta", "27"] for line in lines)


def test_what_cannot_be_read_is_counted_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.jsonl"
    event = (
        '{"time":"2026-11-22T12:00:0%d.500000Z","source":"server","conn":%d,"event":{"type":"x"}}'
    )
    path.write_text(
        '{"realtime_capture":1}\n' + event % (0, 1) + "\n" + event % (3, 2) + "\nbad\n", "utf-8"
    )
    assert main(["stats", "--json", str(path)]) == 0
    captured = capsys.readouterr()
    found = json.loads(captured.out)
    assert (found["records"], found["events"], found["unreadable"]) == (3, 2, 1)
    assert (found["connections"], found["duration_s"], found["undirected"]) == (2, 3.0, 1)
    assert "1 line could not be read as an event: line 4" in captured.err


def test_names_of_a_server_cannot_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.jsonl"
    done = {"type": "response.done", "response": {"status": "\x1b[2J\u202e"}}
    path.write_text(json.dumps({"type": "\x1b[31mé"}) + "\n" + json.dumps(done) + "\n", "utf-8")
    for arguments in (["stats", str(path)], ["stats", "--json", str(path)]):
        assert main(arguments) == 0
        found = capsys.readouterr().out
        assert "\x1b" not in found
        assert "\u202e" not in found


def test_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(Path(TOOLS).read_bytes())))
    found = stats(capsys, "-")
    assert (found["capture"], found["records"]) == ("standard input", 62)
    assert main(["stats", "-", "-"]) == 2


def test_unreadable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", TOOLS, str(tmp_path / "no.jsonl")]) == 4
    assert main(["stats", str(tmp_path)]) == 4
    found = capsys.readouterr()
    assert found.out == ""
    assert "Traceback" not in found.err
