"""What test authors use: `realtime_inspector.testing` and its pytest plugin."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from websockets.asyncio.client import connect
from websockets.sync.client import connect as connect_sync

from realtime_inspector import testing
from realtime_inspector.core.record import Direction, RecordKind
from realtime_inspector.simulator.scenario_file import ScenarioError, load_scenario
from realtime_inspector.testing import simulator, simulator_in_thread

if TYPE_CHECKING:
    from pathlib import Path

CREATE = json.dumps({"type": "response.create", "event_id": "mine"})
USER_TEST = """
import json

from websockets.sync.client import connect

pytest_plugins = ["realtime_inspector.pytest_plugin"]


def test_mine(realtime_simulator):
    api = realtime_simulator("quota", seed=7)
    other = realtime_simulator()
    assert api.url != other.url
    with connect(api.url) as socket:
        socket.send(json.dumps({"type": "response.create"}))
        while json.loads(socket.recv(timeout=5))["type"] != "response.done":
            pass
    assert api.received("response.done")[0]["response"]["status"] == "failed"
"""


async def test_the_example_of_the_docstring_works() -> None:
    example = (testing.__doc__ or "").split("\n\n", 1)[1].split("\n\n`simulator`")[0]
    code = "\n".join(line.removeprefix("    ") for line in example.splitlines())
    names: dict[str, object] = {}
    exec(code, names)  # noqa: S102 - our own text
    test = names["test_my_app_survives_a_rate_limit"]
    await test()  # type: ignore[operator]


async def test_both_directions_are_recorded() -> None:
    async with simulator(seed=3) as api, connect(f"{api.url}?model=gpt-realtime") as socket:
        await socket.send(CREATE)
        await socket.send(b"\x01")
        while json.loads(await socket.recv())["type"] != "error":
            pass
    assert api.sent("response.create") == [{"type": "response.create", "event_id": "mine"}]
    assert api.received()[0]["type"] == "session.created"
    kinds = [record.kind for record in api.records if record.direction is Direction.SENT]
    assert kinds[0] is RecordKind.NOTICE
    assert RecordKind.BINARY in kinds
    last = json.loads(api.records[-1].payload)
    assert last == {"kind": "close", "code": 1000, "reason": ""}
    times = [record.time_ns or 0 for record in api.records]
    assert times == sorted(times)
    assert api.base_url.startswith("http://127.0.0.1:")
    assert api.base_url.endswith("/v1")


async def test_the_same_seed_says_the_same() -> None:
    said = []
    for _ in range(2):
        async with simulator("commentary-and-call", seed=5) as api, connect(api.url) as socket:
            await socket.send(CREATE)
            while json.loads(await socket.recv())["type"] != "response.done":
                pass
        said.append([event["type"] for event in api.received()])
    assert said[0] == said[1]


async def test_a_scenario_may_be_an_object_a_path_or_wrong(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("title = 'x'\n[[turn]]\nsay = 'From a file.'\n")
    for scenario in (load_scenario("quota"), path):
        async with simulator(scenario) as api, connect(api.url):
            pass
    with pytest.raises(ScenarioError):
        async with simulator("nothing"):
            pass


def test_in_a_thread_for_other_tests() -> None:
    with simulator_in_thread("quota") as api, connect_sync(api.url) as socket:
        socket.send(CREATE)
        while json.loads(socket.recv(timeout=5))["type"] != "response.done":
            pass
    assert api.received("response.done")[0]["response"]["status"] == "failed"


def test_the_fixture_works_where_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text(USER_TEST)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout


def test_the_plugin_is_not_loaded_by_itself(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "--fixtures", "-p", "no:cacheprovider"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert "realtime_simulator" not in result.stdout
