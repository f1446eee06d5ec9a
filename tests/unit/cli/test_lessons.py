"""`realtime-inspector lessons`: the list in the terminal, and how the screen is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from realtime_inspector.cli.columns import cells
from realtime_inspector.cli.main import main
from realtime_inspector.lessons.progress import Progress

if TYPE_CHECKING:
    from pathlib import Path

    from realtime_inspector.config.settings import Settings


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the progress is, and no key: the lessons must not need one, nor use one."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-0123456789")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "realtime-inspector" / "lessons.json"


def test_the_list_says_what_is_finished(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Progress(state).reached("voice", 6, is_finished=True)
    assert main(["lessons", "--list", "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:2] == ["1", "first-session"]
    assert [line for line in lines if line.startswith("✓")] == [
        line for line in lines if " voice " in line
    ]
    assert "lessons NAME begins one" in lines[-1]


def test_the_list_in_japanese_has_straight_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lessons", "--list", "--lang", "ja"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.endswith("分")]
    assert len(lines) >= 9
    assert "はじめてのセッション" in lines[0]
    assert len({cells(line) for line in lines}) == 1


def test_a_damaged_file_is_told(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state.parent.mkdir()
    state.write_text("nonsense")
    assert main(["lessons", "--list"]) == 0
    assert "damaged" in capsys.readouterr().err


def test_an_unknown_lesson_is_named_with_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lessons", "vioce"]) == 2
    told = capsys.readouterr().err
    assert "There is no lesson 'vioce'" in told
    assert "first-session" in told


@pytest.mark.parametrize(("words", "lesson"), [((), ""), (("voice",), "voice"), (("2",), "2")])
def test_the_screen_opens_on_the_simulator_and_records_nothing(
    words: tuple[str, ...], lesson: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Settings, Any]] = []

    def run_live(settings: Settings, tell: object, *, lesson: str | None = None) -> int:
        opened.append((settings, lesson))
        return 0

    monkeypatch.setattr("realtime_inspector.ui.app.run_live", run_live)
    monkeypatch.setattr("realtime_inspector.cli.commands.lessons.require_terminal", str)
    monkeypatch.setenv("REALTIME_INSPECTOR_URL", "wss://elsewhere.example/v1/realtime")
    assert main(["lessons", *words]) == 0
    ((settings, wanted),) = opened
    assert wanted == lesson
    assert settings.connect.provider == "simulator"
    assert not settings.connect.url
    assert not settings.connect.key
    assert not settings.record.enabled
