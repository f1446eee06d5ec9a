"""Goal 9: how soon the command answers, and how soon it paints.

python -m tests.benchmarks.startup
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from tests.benchmarks.first_screen import EMPTY, EMPTY_PAINTED, FIRST_ROW
from tests.benchmarks.measure import (
    Options,
    Report,
    interleaved,
    ours,
    ratios,
    script,
    seconds_of,
)
from tests.benchmarks.peers import app
from tests.benchmarks.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NOTHING: Final = "python that does nothing"


def run(options: Options) -> Report:
    """Start: --help, --version, and the first frame beside an empty Textual app."""
    report = Report("Start")
    few = options.capture(size="1000rows").path
    times = interleaved(
        {
            NOTHING: lambda: seconds_of([sys.executable, "-c", ""]) * 1e3,
            "--version": lambda: seconds_of(ours("--version")) * 1e3,
            "--help": lambda: seconds_of(ours("--help")) * 1e3,
            EMPTY: lambda: _first_frame(app("empty"), EMPTY_PAINTED),
            "first frame": lambda: _first_frame(ours("open", few), FIRST_ROW),
        },
        options.rounds,
    )
    for name, samples in times.items():
        report.figure(name, samples, "ms")
    for name in ("--version", "--help"):
        report.check("9", name, times[name], 60, "ms", can_fail=False)
        report.notes.append(
            f"{name}: {max(ratios(times[name], times[NOTHING])):.1f} times Python's own start"
        )
    report.check("9", f"first frame / {EMPTY}", ratios(times["first frame"], times[EMPTY]), 1.3)
    return report


def _first_frame(command: Sequence[str | Path], pattern: str) -> float:
    with Terminal(command) as terminal:
        return terminal.wait_for(pattern) * 1e3


if __name__ == "__main__":
    script(run)
