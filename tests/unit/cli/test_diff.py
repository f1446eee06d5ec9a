"""The command `diff`: what it prints, and its exit codes."""

from __future__ import annotations

import json
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.cli.main import main

if TYPE_CHECKING:
    import pytest

CAPTURES: Final = Path(__file__).parents[2] / "fixtures/captures"
TOOLS: Final = CAPTURES / "openai-ga-text-tools.jsonl"
COMMENTARY: Final = CAPTURES / "openai-ga-realtime21-commentary-tools.jsonl"


def changed(folder: Path, old: str, new: str) -> str:
    """A copy of a capture with some text replaced."""
    text = TOOLS.read_text("utf-8")
    assert old in text
    path = folder / "changed.jsonl"
    path.write_text(text.replace(old, new), "utf-8")
    return str(path)


def document(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    code = main(["diff", "--json", *arguments])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert code == (0 if found["same"] else 1)
    return found


def test_the_same_recording_in_two_formats_is_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    other = TOOLS.with_suffix(".original-cassette.yaml")
    assert main(["diff", str(TOOLS), str(other)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"- {TOOLS}  1 session, 2 turns, 50 events"
    assert lines[1] == f"+ {other}  1 session, 2 turns, 50 events"
    assert lines.count("  = the same") == 2
    assert lines[-1] == "No differences but ids and times."


def test_two_recordings_of_one_script(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(TOOLS), str(COMMENTARY)]) == 1
    shown = capsys.readouterr().out
    assert "  ~ model: «gpt-realtime» → «gpt-realtime-2.1»" in shown
    assert "turn 1  user «What is the weather in London?»" in shown
    assert "  + output assistant: {" in shown
    assert "11 × response.output_text.delta" in shown
    assert "      - «It is foggy and 12 degrees in London.»" in shown
    assert "  ~ usage: total_tokens 85 → 383, input_tokens 63 → 347, " in shown
    assert shown.splitlines()[-1].startswith("22 differences: 4 in the settings, 2 in turns")


def test_json_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, str(TOOLS), str(COMMENTARY))
    assert (found["realtime_diff"], found["same"], found["differences"]) == (1, False, 22)
    assert found["a"] == {"capture": str(TOOLS), "sessions": 1, "turns": 2, "events": 50}
    (session,) = found["sessions"]
    listed = [
        *session["differences"],
        *(one for turn in session["turns"] for one in turn["differences"]),
    ]
    assert sum(one["counts"] for one in listed) == 22
    assert {"aspect": "session", "kind": "changed", "place": "audio.output.voice", "a": "alloy",
            "b": "marin", "counts": True, "why": ""} in listed  # fmt: skip
    assert session["turns"][0]["timing"] == []


def test_what_is_ignored_is_not_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = changed(tmp_path, "12 degrees", "13 degrees")
    assert main(["diff", str(TOOLS), other]) == 1
    assert main(["diff", str(TOOLS), other, "--ignore", "text"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "No differences but ids and times. Not compared: text."
    )
    words = ["--ignore", "session,usage", "--ignore", "events", "--ignore=items, text"]
    assert document(capsys, str(TOOLS), str(COMMENTARY), *words)["ignored"] == [
        "events", "items", "session", "text", "usage",
    ]  # fmt: skip


def test_a_wrong_word_is_answered_with_the_right_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(TOOLS), str(TOOLS), "--ignore", "colour"]) == 2
    assert "there is no 'colour'; there are: session, items, text" in capsys.readouterr().err
    assert main(["diff", str(TOOLS), str(TOOLS), "--timing", "fast"]) == 2
    assert "expected a percentage such as 50" in capsys.readouterr().err
    assert main(["diff", str(TOOLS)]) == 2
    assert main(["diff", "-", "-"]) == 2
    assert "only once" in capsys.readouterr().err


def test_what_cannot_be_read_is_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(TOOLS), str(tmp_path / "none.jsonl")]) == 4
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    assert main(["diff", str(empty), str(TOOLS)]) == 4
    assert "it is empty" in capsys.readouterr().err


def test_standard_input_can_be_one_of_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(TOOLS.read_bytes())))
    assert main(["diff", "-", str(TOOLS)]) == 0
    assert capsys.readouterr().out.startswith("- standard input  1 session")


def test_colour_is_only_where_it_is_wanted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["diff", str(TOOLS), str(COMMENTARY)]
    main([*command, "--color", "always"])
    assert "\x1b[33m  ~ model" in capsys.readouterr().out
    monkeypatch.setattr("realtime_inspector.cli.output.is_terminal", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    main(command)
    assert "\x1b[" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    main(command)
    assert "\x1b[" not in capsys.readouterr().out


def test_what_a_server_said_cannot_act_on_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = changed(tmp_path, "It is foggy", "\\u001b[2J\\u202eIt is foggy")
    assert main(["diff", str(TOOLS), other]) == 1
    shown = capsys.readouterr().out
    assert "␛[2J⟨U+202E⟩It is foggy" in shown
    assert "\x1b" not in shown
    main(["diff", str(TOOLS), other, "--json"])
    assert not {"\x1b", "\u202e"} & set(capsys.readouterr().out)


def test_keys_in_captures_of_other_tools_are_not_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"
    other = changed(tmp_path, "It is foggy", f"{key} is foggy")
    assert main(["diff", str(TOOLS), other]) == 1
    shown = capsys.readouterr().out
    assert key not in shown
    assert "«redacted» is foggy" in shown
