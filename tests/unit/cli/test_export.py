from __future__ import annotations

import io
import json
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from realtime_inspector.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Iterator

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


PROJECT: Final = str(Path(__file__).parents[3] / "pyproject.toml")


@pytest.mark.parametrize("name", ["missing.jsonl", "/", PROJECT])
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


def test_a_range_and_a_filter(tmp_path: Path) -> None:
    target = tmp_path / "a.har"
    arguments = ["export", CAPTURE, "-o", str(target), "--range", "10..20"]
    assert main([*arguments, "--filter", "type:*.delta"]) == 0
    log = json.loads(target.read_text(encoding="utf-8"))["log"]
    seqs = [one["_seq"] for one in log["entries"][0]["_webSocketMessages"]]
    assert seqs
    assert all(10 <= seq <= 20 for seq in seqs)
    assert "10..20" in log["comment"]


@pytest.mark.parametrize("span", ["20", "a..b", "..", "00:06-00:10"])
def test_a_wrong_range(span: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", CAPTURE, "--range", span]) == 2
    found = capsys.readouterr().err
    assert f"The range {span} is wrong." in found
    assert "20..40" in found


def test_bundles(tmp_path: Path) -> None:
    target = tmp_path / "a.jsonl"
    assert main(["export", CAPTURE, "-o", str(target), "--no-audio", "--no-text"]) == 0
    text = target.read_text(encoding="utf-8")
    assert "London" not in text
    assert "--no-text" in text


def test_secrets_that_were_replaced_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capture = tmp_path / "a.jsonl"
    event = {"type": "session.created", "session": {"instructions": "sk-proj-abcdefgh12345678"}}
    capture.write_text(json.dumps(event))
    assert main(["export", str(capture), "--format", "csv"]) == 0
    found = capsys.readouterr()
    assert "abcdefgh" not in found.out
    assert found.err == "1 secret (keys, tokens) replaced by «redacted».\n"


def test_there_is_no_option_that_brings_secrets_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", CAPTURE, "--with-secrets"]) == 2
    assert "unrecognized arguments: --with-secrets" in capsys.readouterr().err


def test_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = f"{tmp_path}/new/"
    assert main(["export", CAPTURE, "--format", "md", "-o", folder]) == 0
    path = tmp_path / "new" / "openai-ga-text-tools.jsonl.md"
    assert capsys.readouterr().err == f"Wrote {path}.\n"
    assert path.read_text(encoding="utf-8").startswith("# ")
    assert main(["export", CAPTURE, "--format", "md", "-o", folder]) == 2
    assert main(["export", CAPTURE, "--format", "md", "-o", f"{path}/"]) == 1
    assert "it is a file, not a folder" in capsys.readouterr().err


def test_several_files_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoken = str(Path(CAPTURE).with_name("openai-beta-audio-out-full-pcm.jsonl"))
    arguments = ["export", spoken, "--format", "wav", "-o", f"{tmp_path}/out/"]
    assert main(arguments) == 0
    names = sorted(one.name for one in (tmp_path / "out").iterdir())
    assert "session.wav" in names
    assert len(names) > 1
    assert not any(name.startswith(".") for name in names)
    assert capsys.readouterr().err.count("Wrote ") == len(names)
    assert main(arguments) == 2
    assert "Add --force" in capsys.readouterr().err
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == names
    assert main([*arguments, "--force"]) == 0


def test_standard_input_is_read_as_often_as_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("md", "har", "html"):
        with Path(CAPTURE).open("rb") as stream:
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(stream))
            assert main(["export", "-", "--format", name]) == 0
        found = capsys.readouterr().out
        assert "London" in found
        assert "standard input" in found or name == "har"


def test_what_a_terminal_cannot_show_needs_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("realtime_inspector.cli.output.is_terminal", lambda: True)
    assert main(["export", CAPTURE, "--format", "wav"]) == 2
    assert "-o FILE" in capsys.readouterr().err


def test_on_a_terminal_no_line_of_json_acts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    capture = tmp_path / "a.jsonl"
    capture.write_text('{"type":"error","error":{"message":"\u202ereversed"}}', encoding="utf-8")
    monkeypatch.setattr("realtime_inspector.cli.output.is_terminal", lambda: True)
    assert main(["export", str(capture), "--format", "jsonl"]) == 0
    found = capsys.readouterr().out
    assert "\u202e" not in found
    assert "\\u202ereversed" in found


def test_an_interrupted_export_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    target = tmp_path / "a.md"
    target.write_text("mine")
    monkeypatch.setattr("realtime_inspector.export.markdown.MarkdownExporter.export", interrupted)
    assert main(["export", CAPTURE, "-o", str(target), "--force"]) == 130
    assert target.read_text() == "mine"
    assert [one.name for one in tmp_path.iterdir()] == ["a.md"]
