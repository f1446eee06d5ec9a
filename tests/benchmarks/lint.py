"""The linter on a large capture, beside reading and reducing the same records in the same run.

python -m tests.benchmarks.lint --size 1g
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from tests.benchmarks.measure import Report, interleaved, ratios, script

from realtime_inspector.analysis.lint import RULES, Linter
from realtime_inspector.capture.reader import read_capture
from realtime_inspector.core.event import Event
from realtime_inspector.core.reduce import reduce
from realtime_inspector.core.state import CaptureState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.benchmarks.measure import Options

    from realtime_inspector.analysis.lint import Rule

LIMIT: Final = 5.0
"""Issue 6: linting costs at most five times the time of reading and reducing."""


def run(options: Options) -> Report:
    """Read and reduce; read and lint with the rules that are certain, and with all."""
    report = Report(f"Linter, {options.size}")
    path = options.capture().path
    took = interleaved(
        {
            "reduce": lambda: _reduced(path),
            "lint": lambda: _linted(path, None),
            "lint, all rules": lambda: _linted(path, RULES),
        },
        options.rounds,
    )
    for name, seconds in took.items():
        report.figure(f"read and {name}", seconds, "s")
    for name in ("lint", "lint, all rules"):
        ratio = ratios(took[name], took["reduce"])
        report.check("L", f"read and {name} / read and reduce", ratio, LIMIT)
    count = sum(1 for _ in read_capture(path))
    report.notes.append(f"{count:,} records, {_found(path):,} findings")
    return report


def _reduced(path: Path) -> float:
    """Seconds of the processor, in which others on the machine do not count."""
    began, state = time.process_time(), CaptureState()
    for row in read_capture(path).rows():
        if row.record is not None:
            state = reduce(state, row.record, row.event or Event.of(row.record))
    return time.process_time() - began


def _linted(path: Path, rules: Sequence[type[Rule]] | None) -> float:
    began, linter = time.process_time(), Linter(rules, "openai")
    for seq, row in enumerate(read_capture(path).rows(), 1):
        if row.record is not None:
            linter.feed(seq, row.record, row.event)
    return time.process_time() - began


def _found(path: Path) -> int:
    linter, found = Linter(provider="openai"), 0
    for seq, record in enumerate(read_capture(path), 1):
        found += len(linter.feed(seq, record))
    return found


if __name__ == "__main__":
    script(run)
