"""Stock clients, unmodified, each in an environment of its own, against the simulator.

Skipped by default: they are installed over the network. Run them with `pytest -m clients`, or
`tests/clients/run`. A client that cannot be installed here is skipped and says why; one that
is installed and fails is a failure.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from realtime_inspector.core.record import Direction
from realtime_inspector.simulator.authority import Authority
from realtime_inspector.simulator.server import SimulatorServer
from realtime_inspector.simulator.settings import SimulatorSettings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from realtime_inspector.core.record import Record

pytestmark = [pytest.mark.clients, pytest.mark.timeout(600)]

SCRIPTS: Final = Path(__file__).parent / "scripts"
PYTHON: Final = {
    "openai_agents": ["openai-agents==0.24.0"],
    "livekit_openai": ["livekit-agents==1.8.9", "livekit-plugins-openai==1.8.9"],
    "pipecat_openai": ["pipecat-ai[openai]==1.14.0"],
}
NODE: Final = {
    "openai_node": ["openai@7.57.0", "ws@8"],
    "openai_agents_node": ["@openai/agents-realtime@0.20.0", "zod@4"],
    "openai_realtime_api": ["openai-realtime-api@1.0.8"],
}
NEEDS_TLS: Final = ("openai_node",)
SPEAKING: Final = ("openai_agents", "pipecat_openai", "openai_agents_node")
"""Clients that interrupt an answer by voice."""
SPEECH: Final = Path("tests/fixtures/captures/openai-ga-server-vad-mic.jsonl")
SILENCE: Final = bytes(48_000)
"""A second of it: the end of a turn."""
SPEED: Final = 4.0
INSTALLS_S: Final = 480.0
"""Seconds for all installations together; whoever comes later is skipped."""
_BEGIN: Final = time.monotonic()


def install(client: str, command: Sequence[str | Path]) -> None:
    """Run an installer; the test is skipped if that is not possible here."""
    left = max(1.0, _BEGIN + INSTALLS_S - time.monotonic())
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=left)
    except subprocess.TimeoutExpired:
        pytest.skip(f"{client} could not be installed: no more time after {INSTALLS_S:.0f} s")
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if "error" in line.lower()]
        pytest.skip(f"{client} could not be installed: {' '.join(lines[:3])[:300]}")


def is_installed(folder: Path, packages: Sequence[str]) -> bool:
    """Whether a folder has just these packages."""
    marker = folder / "installed.json"
    return marker.exists() and json.loads(marker.read_text("utf-8")) == packages


def python_of(name: str, folder: Path) -> str:
    """The interpreter of a client's virtual environment, made if it is missing."""
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not is_installed(folder, PYTHON[name]):
        venv.create(folder, with_pip=True, clear=True)
        install(name, [python, "-m", "pip", "install", "--quiet", *PYTHON[name]])
        (folder / "installed.json").write_text(json.dumps(PYTHON[name]), "utf-8")
    return str(python)


def node_folder_of(name: str, folder: Path) -> Path:
    """A folder with a client's packages and its script in it."""
    if not is_installed(folder, NODE[name]):
        quiet = ("--no-audit", "--no-fund", "--loglevel=error")
        install(name, ["npm", "install", *quiet, "--prefix", folder, *NODE[name]])
        (folder / "installed.json").write_text(json.dumps(NODE[name]), "utf-8")
    return Path(shutil.copy(SCRIPTS / f"{name}.mjs", folder))


@pytest.fixture
def speech(tmp_path: Path, pytestconfig: pytest.Config) -> str:
    """A file with what somebody said to the real service, and a pause."""
    lines = (pytestconfig.rootpath / SPEECH).read_text("utf-8").splitlines()
    events = [json.loads(line).get("data") or {} for line in lines]
    appends = [event for event in events if event.get("type") == "input_audio_buffer.append"]
    file = tmp_path / "speech.pcm"
    file.write_bytes(b"".join(base64.b64decode(each["audio"]) for each in appends) + SILENCE)
    return str(file)


def interruptions(records: Sequence[Record]) -> int:
    """How many responses the simulator cut because somebody began to speak."""
    sent = [record for record in records if record.direction is Direction.RECEIVED]
    events = [json.loads(record.payload) for record in sent]
    responses = [event["response"] for event in events if event["type"] == "response.done"]
    details = [response["status_details"] or {} for response in responses]
    return sum(each.get("reason") == "turn_detected" for each in details)


async def run(command: Sequence[str], environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What a client's script printed: JSON on its last line."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **(environ or {})},
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()[-2000:]
    result: dict[str, Any] = json.loads(out.decode().splitlines()[-1])
    return result


@pytest.mark.parametrize("name", PYTHON)
async def test_python_client(name: str, pytestconfig: pytest.Config, speech: str) -> None:
    python = python_of(name, pytestconfig.cache.mkdir(f"client-{name}"))
    settings = SimulatorSettings(seed=1, speed=SPEED)
    records: list[Record] = []
    async with SimulatorServer(settings=settings, on_record=records.append) as server:
        environ = {"OPENAI_AGENTS_DISABLE_TRACING": "1"}
        result = await run([python, str(SCRIPTS / f"{name}.py"), server.url, speech], environ)
    assert result["called"] == ["London"]
    assert interruptions(records) >= (name in SPEAKING)


@pytest.mark.skipif(shutil.which("npm") is None, reason="needs Node")
@pytest.mark.parametrize("name", NODE)
async def test_node_client(
    name: str, pytestconfig: pytest.Config, tmp_path: Path, speech: str
) -> None:
    script = node_folder_of(name, pytestconfig.cache.mkdir(f"client-{name}"))
    authority = Authority(tmp_path)
    tls = authority.context() if name in NEEDS_TLS else None
    environ = {"NODE_EXTRA_CA_CERTS": str(authority.certificate)} if tls is not None else {}
    settings = SimulatorSettings(seed=1, speed=SPEED)
    records: list[Record] = []
    async with SimulatorServer(settings=settings, tls=tls, on_record=records.append) as server:
        result = await run(["node", str(script), server.url, speech], environ)
    assert result["called"] == ["London"]
    assert interruptions(records) >= (name in SPEAKING)
