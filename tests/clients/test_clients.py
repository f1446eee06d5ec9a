"""Stock clients, unmodified, each in an environment of its own, against the simulator.

Skipped by default: they are installed over the network. Run them with `pytest -m clients`.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.support.simulator import running_simulator

from realtime_inspector.simulator.authority import Authority
from realtime_inspector.simulator.server import SimulatorServer
from realtime_inspector.simulator.settings import SimulatorSettings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

pytestmark = [pytest.mark.clients, pytest.mark.timeout(600)]

SCRIPTS: Final = Path(__file__).parent / "scripts"
PYTHON: Final = {
    "openai_agents": ["openai-agents==0.24.0"],
    "livekit_openai": ["livekit-agents==1.8.9", "livekit-plugins-openai==1.8.9"],
}
NODE: Final = {
    "openai_node": ["openai@7.57.0", "ws@8"],
    "openai_agents_node": ["@openai/agents-realtime@0.20.0", "zod@4"],
    "openai_realtime_api": ["openai-realtime-api@1.0.8"],
}
NEEDS_TLS: Final = ("openai_node",)
SPEED: Final = 4.0


def python_of(name: str, folder: Path) -> str:
    """The interpreter of a client's virtual environment, made if it is missing."""
    binaries = folder / ("Scripts" if sys.platform == "win32" else "bin")
    marker = folder / "installed.json"
    if not marker.exists() or json.loads(marker.read_text("utf-8")) != PYTHON[name]:
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([binaries / "python", "-m", "pip", "install", *PYTHON[name]], check=True)
        marker.write_text(json.dumps(PYTHON[name]), "utf-8")
    return str(binaries / "python")


def node_folder_of(name: str, folder: Path) -> Path:
    """A folder with a client's packages and its script in it."""
    marker = folder / "installed.json"
    if not marker.exists() or json.loads(marker.read_text("utf-8")) != NODE[name]:
        command = [
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            "--prefix",
            str(folder),
            *NODE[name],
        ]
        subprocess.run(command, check=True)
        marker.write_text(json.dumps(NODE[name]), "utf-8")
    return Path(shutil.copy(SCRIPTS / f"{name}.mjs", folder))


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
async def test_python_client(name: str, pytestconfig: pytest.Config) -> None:
    python = python_of(name, pytestconfig.cache.mkdir(f"client-{name}"))
    async with running_simulator(speed=SPEED) as server:
        environ = {"OPENAI_AGENTS_DISABLE_TRACING": "1"}
        result = await run([python, str(SCRIPTS / f"{name}.py"), server.url], environ)
    assert result["called"] == ["London"]


@pytest.mark.skipif(shutil.which("npm") is None, reason="needs Node")
@pytest.mark.parametrize("name", NODE)
async def test_node_client(name: str, pytestconfig: pytest.Config, tmp_path: Path) -> None:
    script = node_folder_of(name, pytestconfig.cache.mkdir(f"client-{name}"))
    authority = Authority(tmp_path)
    tls = authority.context() if name in NEEDS_TLS else None
    environ = {"NODE_EXTRA_CA_CERTS": str(authority.certificate)} if tls is not None else {}
    settings = SimulatorSettings(seed=1, speed=SPEED)
    async with SimulatorServer(settings=settings, tls=tls) as server:
        result = await run(["node", str(script), server.url], environ)
    assert result["called"] == ["London"]
