from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import pytest

from realtime_inspector.cli.main import main
from realtime_inspector.cli.simulation import CHAT_KEY, add_behaviour, behaviour_of
from realtime_inspector.core.errors import UsageError
from realtime_inspector.simulator.chat_brain import ChatEndpoint
from realtime_inspector.simulator.scenario_file import built_in_scenarios

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://127.0.0.1:1/v1"


def parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_behaviour(parser)
    return parser.parse_args(arguments)


def test_the_list_has_every_built_in_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--list-scenarios"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [each.name for each in built_in_scenarios()]


def test_the_format_of_a_scenario_is_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--help"]) == 0
    assert "[[fault]]" in capsys.readouterr().out


def test_a_wrong_scenario_is_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.toml"
    path.write_text("title = 'x'\n[[turn]]\nsays = 'a'\n")
    assert main(["simulate", "--scenario", str(path)]) == 2
    assert "bad.toml:3: Unknown parameter: 'turn[0].says'." in capsys.readouterr().err


def test_the_chat_endpoint_takes_its_key_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(CHAT_KEY, " sk-local ")
    fields = behaviour_of(parsed("--chat-url", URL, "--chat-model", "m"))
    assert fields == {"chat": ChatEndpoint(URL, "m", "sk-local")}
    assert "sk-local" not in repr(fields)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--chat-url", URL),
        ("--chat-model", "m"),
        ("--chat-url", "127.0.0.1:1", "--chat-model", "m"),
        ("--chat-url", "ftp://x/v1", "--chat-model", "m"),
        ("--chat-url", "http://x:99999/v1", "--chat-model", "m"),
    ],
)
def test_half_an_endpoint_is_none(arguments: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        behaviour_of(parsed(*arguments))


def test_only_the_built_in_simulator_plays_scenarios(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["live", "--scenario", "quota", "--url", "ws://127.0.0.1:1/v1/realtime"]) == 2
    assert "only the built-in simulator" in capsys.readouterr().err


def test_live_checks_its_scenario_before_the_screen_opens(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["live", "--provider", "simulator", "--scenario", "nothing"]) == 2
    assert "There is no scenario" in capsys.readouterr().err
