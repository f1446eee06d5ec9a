"""The commands without a screen, as a shell and a terminal meet them."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

pytestmark = pytest.mark.e2e

BIN: Final = Path(sys.executable).parent
COMMAND: Final = shutil.which("realtime-inspector", path=f"{BIN}:{os.environ['PATH']}") or ""
HEADER: Final = b'{"realtime_capture":1,"created":null,"app":"1"}\n'
EVENT: Final = (
    b'{"time":"2026-11-22T12:00:00.000000Z","source":"server","conn":1,"event":{"type":"a"}}\n'
)
ERROR: Final = EVENT.replace(b'"a"', b'"error"')
MANY: Final = 50_000


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    path = tmp_path / "many.jsonl"
    path.write_bytes(HEADER + EVENT * MANY + ERROR)
    return path


def shell(script: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PATH": f"{Path(COMMAND).parent}:{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, env=env, capture_output=True, timeout=100
    )


def test_filters_join_in_a_pipe(capture: Path) -> None:
    script = "realtime-inspector filter many.jsonl type:error | realtime-inspector stats --json -"
    done = shell(script, capture.parent)
    assert json.loads(done.stdout)["types"] == {"error": 1}
    assert done.stderr == b""


def test_a_pipe_that_is_closed_is_no_error(capture: Path) -> None:
    script = "realtime-inspector filter many.jsonl type:a | head -n 2; echo ${PIPESTATUS[0]}"
    done = shell(script, capture.parent)
    assert done.stdout == HEADER + EVENT + b"0\n"
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("filter many.jsonl zzz", 0),
        ("filter many.jsonl 'typ:a'", 2),
        ("filter none.jsonl err", 4),
        ("stats none.jsonl", 4),
        ("stats", 2),
        ("filter many.jsonl", 2),
    ],
)
def test_exit_codes(arguments: str, code: int, capture: Path) -> None:
    assert shell(f"realtime-inspector {arguments}", capture.parent).returncode == code


@pytest.mark.parametrize("arguments", [["filter", "type:error", "--count"], ["stats"]])
def test_progress_on_a_terminal_and_gone_in_the_end(arguments: list[str], capture: Path) -> None:
    command, *rest = arguments
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [COMMAND, command, str(capture), *rest], stdout=subprocess.PIPE, stderr=theirs
    ) as process:
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(ours, 4096):
                seen += piece
        except OSError:  # how Linux says that the other side is closed
            pass
        os.close(ours)
        assert process.stdout is not None
        assert b"1" in process.stdout.read()
        assert process.wait(60) == 0
    assert b"\r20,000 records read" in seen
    assert b"\r40,000 records read" in seen
    assert seen.endswith(b"\r\x1b[K")
