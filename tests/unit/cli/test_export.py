from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Final

import pytest

from realtime_inspector.cli.main import main

CAPTURE: Final = str(Path(__file__).parents[2] / "fixtures/captures/openai-ga-text-tools.jsonl")


def test_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", CAPTURE]) == 0
    found = capsys.readouterr()
    assert found.out.startswith("# ")
    assert "openai-ga-text-tools.jsonl" in found.out
    assert found.err == ""


def test_to_a_file_by_its_suffix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "a.json"
    assert main(["export", CAPTURE, "-o", str(target)]) == 0
    found = capsys.readouterr()
    assert (found.out, found.err) == ("", f"Wrote {target}.\n")
    assert json.loads(target.read_text(encoding="utf-8"))
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [target]


def test_nothing_is_overwritten_unasked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "a.md"
    target.write_text("mine")
    assert main(["export", CAPTURE, "-o", str(target)]) == 2
    assert "Add --force to overwrite it." in capsys.readouterr().err
    assert target.read_text() == "mine"
    assert main(["export", CAPTURE, "-o", str(target), "--force"]) == 0
    assert target.read_text(encoding="utf-8").startswith("# ")


def test_the_capture_is_never_the_target(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capture = tmp_path / "a.json"
    capture.write_bytes(Path(CAPTURE).read_bytes())
    assert main(["export", str(capture), "-o", str(capture), "--force"]) == 2
    assert "is the capture itself" in capsys.readouterr().err
    assert capture.read_bytes() == Path(CAPTURE).read_bytes()


@pytest.mark.parametrize("name", ["missing.jsonl", "/", __file__])
def test_unreadable(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "a.md"
    assert main(["export", name, "-o", str(target)]) == 4
    found = capsys.readouterr()
    assert found.err.startswith("realtime-inspector: ")
    assert "Traceback" not in found.err
    assert list(tmp_path.iterdir()) == []


def test_unwritable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "no/a.md"
    assert main(["export", CAPTURE, "-o", str(target)]) == 1
    assert f"Cannot write {target}: no such file or directory." in capsys.readouterr().err


def test_to_a_device() -> None:
    assert main(["export", CAPTURE, "--format", "txt", "-o", "/dev/null"]) == 0
    assert not Path("/dev/null").is_file()
