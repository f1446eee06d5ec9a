"""The programs that ours is measured beside, as far as they are installed."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.benchmarks.measure import Report

APPS: Final = Path(__file__).parent / "apps"
"""Small Textual apps that stand for what the framework itself takes."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A program that may be on the PATH."""

    name: str
    program: str
    version: tuple[str, ...] = ("--version",)
    install: str = ""

    @property
    def path(self) -> str | None:
        """Where it is, if it is installed."""
        return shutil.which(self.program)


LNAV: Final = Peer("lnav", "lnav", ("-V",), "apt-get install lnav")
LESS: Final = Peer("less", "less", install="apt-get install less")
RIPGREP: Final = Peer("ripgrep", "rg", install="apt-get install ripgrep")
JQ: Final = Peer("jq", "jq", install="apt-get install jq")
TOOLONG: Final = Peer("toolong", "tl", install="pip install toolong, in a venv of its own")


def installed(report: Report, *peers: Peer) -> dict[str, str]:
    """Name to path of those that are there; the report says the versions, and what is missing."""
    found: dict[str, str] = {}
    for peer in peers:
        if peer.path is None:
            report.notes.append(f"{peer.name} is not installed: skipped ({peer.install})")
            continue
        found[peer.name] = peer.path
        said = subprocess.run([peer.path, *peer.version], capture_output=True, check=False)
        text = (said.stdout or said.stderr).decode("utf-8", "replace")
        report.notes.append(f"{peer.name}: {text.strip().splitlines()[0]}")
    return found


def has_module(report: Report, name: str) -> bool:
    """Whether a package can be imported by this Python; the report says if it cannot."""
    if importlib.util.find_spec(name) is not None:
        return True
    report.notes.append(f"{name} is not installed: skipped (pip install {name})")
    return False


def app(name: str, *arguments: str | Path) -> list[str | Path]:
    """The command that runs one of the small Textual apps."""
    return [sys.executable, APPS / f"{name}.py", *arguments]
