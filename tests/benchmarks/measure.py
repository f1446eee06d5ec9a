"""What the scripts share: interleaved rounds, ratios against limits, tables, the command line.

A ratio is taken within a round, so that it holds on any machine. Only such ratios, and sizes,
can fail a run, and only past their limit times `SLACK`; seconds are shown, with their goal.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from tests.benchmarks.captures import Capture, capture

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SLACK: Final = 1.25
"""How far beyond a limit a median may lie before a run fails: machines are shared."""
ROUNDS: Final = 5
OURS: Final = "realtime-inspector"

Samples = list[float]


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    size: str = "10m"
    rounds: int = ROUNDS
    folder: Path | None = None

    @property
    def is_large(self) -> bool:
        """Whether it is the size that goals name: a small file proves nothing about some."""
        return self.size == "1g"

    def capture(self, name: str = "mixed", size: str | None = None) -> Capture:
        """A generated capture, of the size asked for unless another is given."""
        return capture(name, size or self.size, self.folder)


@dataclass(frozen=True, slots=True)
class Figure:
    """Something measured several times."""

    name: str
    samples: Samples
    unit: str


@dataclass(frozen=True, slots=True)
class Check:
    """A goal of PERFORMANCE.md (b), measured."""

    goal: str
    what: str
    samples: Samples
    limit: float
    unit: str = "x"
    is_most: bool = True
    """Whether the limit is the most that is allowed, rather than the least."""
    can_fail: bool = True
    """Whether missing it fails the run: not for what depends on the machine."""

    @property
    def is_met(self) -> bool:
        """Whether the median keeps the limit."""
        return self._keeps(1.0)

    @property
    def is_failed(self) -> bool:
        """Whether it misses the limit by more than the slack, and that counts."""
        return self.can_fail and not self._keeps(SLACK)

    def _keeps(self, slack: float) -> bool:
        middle = median(self.samples)
        return middle <= self.limit * slack if self.is_most else middle >= self.limit / slack


@dataclass(slots=True)
class Report:
    """What one script found."""

    title: str
    figures: list[Figure] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    """What makes the speed void, such as a wrong count."""

    def figure(self, name: str, samples: Sequence[float], unit: str) -> None:
        """Keep what was measured."""
        if samples:
            self.figures.append(Figure(name, list(samples), unit))

    def check(
        self,
        goal: str,
        what: str,
        samples: Sequence[float],
        limit: float,
        unit: str = "x",
        *,
        is_most: bool = True,
        can_fail: bool = True,
    ) -> None:
        """Hold samples against a goal; none are no check."""
        if samples:
            check = Check(goal, what, list(samples), limit, unit, is_most, can_fail)
            self.checks.append(check)

    def expect(self, what: str, found: object, wanted: object) -> None:
        """An error unless both are the same."""
        if found != wanted:
            self.errors.append(f"{what}: found {found!r}, should be {wanted!r}")

    @property
    def is_failed(self) -> bool:
        """Whether the run must fail."""
        return bool(self.errors) or any(check.is_failed for check in self.checks)

    def show(self) -> None:
        """Print it."""
        print(f"\n## {self.title}\n")
        rows = [[f.name, *_spread(f.samples, f.unit), str(len(f.samples))] for f in self.figures]
        print_table(("measured", "median", "min–max", "n"), rows)
        show_checks(self.checks)
        for note in self.notes:
            print(f"note: {note}")
        for error in self.errors:
            print(f"ERROR: {error}")


def show_checks(checks: Sequence[Check]) -> None:
    """Print goals as one table of Markdown."""
    rows = [
        [
            check.goal,
            check.what,
            *_spread(check.samples, check.unit),
            ("≤ " if check.is_most else "≥ ") + _number(check.limit, check.unit),
            "met" if check.is_met else "FAILED" if check.is_failed else "not met",
        ]
        for check in checks
    ]
    print_table(("goal", "ratio or size", "median", "min–max", "limit", "result"), rows)


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table of Markdown, aligned for the eye; nothing when it has no rows."""
    if not rows:
        return
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, ["-" * width for width in widths], *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(f"| {' | '.join(cells)} |")
    print()


def interleaved(
    subjects: Mapping[str, Callable[[], float]], rounds: int, *, warm_up: bool = True
) -> dict[str, Samples]:
    """Call each subject in turn, so many times round; A B A B, never A A B B.

    Args:
        subjects: What returns one sample, by name.
        rounds: How often.
        warm_up: Whether to call each once before, for the page cache and byte code.
    """
    samples: dict[str, Samples] = {name: [] for name in subjects}
    for number in range(rounds + warm_up):
        for name, subject in subjects.items():
            sample = subject()
            if number or not warm_up:
                samples[name].append(sample)
    return samples


def ratios(upper: Sequence[float], lower: Sequence[float]) -> Samples:
    """Pairwise, within each round."""
    return [a / b for a, b in zip(upper, lower, strict=True)]


def differences(upper: Sequence[float], lower: Sequence[float]) -> Samples:
    """Pairwise, within each round."""
    return [a - b for a, b in zip(upper, lower, strict=True)]


def percentile(samples: Sequence[float], percent: float) -> float:
    """The sample that so many percent are not above."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def seconds_of(
    command: Sequence[str | Path],
    *,
    output: list[str] | None = None,
    fine: Sequence[int] = (0,),
) -> float:
    """Wall time of a whole process.

    Args:
        command: The program and its arguments.
        output: Is given what it printed, in addition.
        fine: Exit codes that are no failure.

    Raises:
        RuntimeError: It failed; says why.
    """
    start = time.perf_counter()
    done = subprocess.run([str(part) for part in command], capture_output=True, check=False)
    taken = time.perf_counter() - start
    if done.returncode not in fine:
        complaint = done.stderr.decode("utf-8", "replace")[-1000:]
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {complaint}")
    if output is not None:
        output.append(done.stdout.decode("utf-8", "replace"))
    return taken


def ours(*arguments: str | Path) -> list[str | Path]:
    """The command that runs our program."""
    return [sys.executable, "-m", "realtime_inspector", *arguments]


def show_surroundings() -> None:
    """Print what the figures belong to."""
    packages = (OURS, "textual", "rich")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in packages)
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    print(f"CPython {platform.python_version()}, {versions}; {machine}")


def script(run: Callable[[Options], Report], sizes: Sequence[str] = ("10m", "100m", "1g")) -> None:
    """The `main` of a script: read the command line, run, print, and exit 1 on failure."""
    options = parse(run.__doc__ or "", sizes)
    show_surroundings()
    report = run(options)
    report.show()
    sys.exit(report.is_failed)


def parse(description: str, sizes: Sequence[str] = ("10m", "100m", "1g")) -> Options:
    """The command line that all scripts share."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--size", choices=sizes, default=sizes[0], help="of the capture")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="at least 5 for a judgement")
    parser.add_argument("--dir", type=Path, help="where generated captures are kept")
    found = parser.parse_args()
    return Options(found.size, found.rounds, found.dir)


def _spread(samples: Samples, unit: str) -> tuple[str, str]:
    low, high = _number(min(samples), unit), _number(max(samples), unit)
    return _number(median(samples), unit), f"{low}–{high}"


def _number(value: float, unit: str) -> str:
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:,.{digits}f} {unit}" if value else f"0 {unit}"
