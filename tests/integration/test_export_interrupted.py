"""An export that is interrupted while it writes, as by Ctrl+C in a terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECORDS: Final = 60_000
"""So many that they are not written before the signal comes."""


@pytest.fixture(autouse=True)
def _interrupts() -> Iterator[None]:
    """Are heeded: what a shell starts in the background inherits that they are ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("name", ["jsonl", "har", "md"])
def test_nothing_is_left(tmp_path: Path, name: str) -> None:
    capture, folder = tmp_path / "long.jsonl", tmp_path / "out"
    folder.mkdir()
    event = json.dumps({"type": "response.output_text.delta", "delta": "word ", "item_id": "i"})
    capture.write_text(f"{event}\n" * RECORDS)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "realtime_inspector", "export", str(capture),
            "-o", str(folder / f"a.{name}"),
        ],
        env={**os.environ, "TMPDIR": str(scratch)},
        stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        while process.poll() is None and not any(folder.iterdir()):
            os.sched_yield()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 130
    assert b"Traceback" not in said
    assert list(folder.iterdir()) == []
    assert list(scratch.iterdir()) == []
