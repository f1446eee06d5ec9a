"""The static checks, as tests: one command proves everything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]

CHECKS = {
    "ruff check": [sys.executable, "-m", "ruff", "check", "--no-cache", "."],
    "ruff format": [sys.executable, "-m", "ruff", "format", "--no-cache", "--check", "."],
    "mypy": [sys.executable, "-m", "mypy"],
    "import contracts": [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())",
    ],
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", CHECKS)
def test_the_tree_passes(name: str) -> None:
    result = subprocess.run(CHECKS[name], cwd=TOP, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("module", ["core", "store", "analysis", "simulator.engine", "cli.main"])
def test_headless_parts_load_no_textual(module: str) -> None:
    code = f"import sys, realtime_inspector.{module}; raise SystemExit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_top_level_holds_only_what_was_agreed() -> None:
    listed = subprocess.run(
        ["git", "ls-tree", "--name-only", "HEAD"], cwd=TOP, capture_output=True, text=True
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    agreed = {"pyproject.toml", "README.md", "LICENSE", "src", "tests", "screenshots"}
    extra = {name for name in listed.stdout.split() if not name.startswith(".")} - agreed
    assert not extra
