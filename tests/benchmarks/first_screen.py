"""Goals 1 and 3: the first screen of a capture, its whole index, and the memory it takes.

python -m tests.benchmarks.first_screen --size 1g
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.benchmarks.measure import (
    OURS,
    Options,
    Report,
    differences,
    interleaved,
    ours,
    ratios,
    script,
)
from tests.benchmarks.peers import LESS, LNAV, TOOLONG, app, installed
from tests.benchmarks.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.benchmarks.captures import Capture

EMPTY: Final = "empty Textual app"
EMPTY_PAINTED: Final = "empty-app-is-painted"
FIRST_ROW: Final = r"↓ session\.created"
"""The first row of a generated capture in our log."""
ANY_LINE: Final = r"event_id|realtime_capture"
"""Some line of one in a viewer of logs: they begin at either end."""
MB: Final = 1e6


def run(options: Options) -> Report:
    """First screen, index, memory: ours, an empty Textual app, lnav, toolong, less."""
    report = Report(f"First screen and memory, {options.size}")
    large, small = options.capture(), options.capture(size="10m")
    memory: dict[str, list[float]] = {}
    indexed: list[float] = []
    subjects: dict[str, Callable[[], float]] = {
        EMPTY: lambda: _first_screen(app("empty"), EMPTY_PAINTED),
        OURS: lambda: _ours(large, indexed, memory.setdefault(OURS, [])),
        f"{OURS}, 10m": lambda: _first_screen(ours("open", small.path), FIRST_ROW),
    }
    for name, path in installed(report, LNAV, TOOLONG, LESS).items():
        subjects[name] = _peer(name, [path, large.path], memory)
    times = interleaved(subjects, options.rounds)
    _report_times(report, options, times, indexed[1:], memory)
    _report_growth(report, options, large, memory)
    return report


def _peer(
    name: str, command: Sequence[str | Path], memory: dict[str, list[float]]
) -> Callable[[], float]:
    return lambda: _first_screen(command, ANY_LINE, memory.setdefault(name, []))


def _first_screen(
    command: Sequence[str | Path], pattern: str, memory: list[float] | None = None
) -> float:
    with Terminal(command) as terminal:
        seconds = terminal.wait_for(pattern)
        if memory is not None:
            terminal.rest()
            memory.append(terminal.anonymous_bytes() / MB)
        return seconds


def _ours(found: Capture, indexed: list[float], memory: list[float]) -> float:
    with Terminal(ours("open", found.path)) as terminal:
        seconds = terminal.wait_for(FIRST_ROW)
        indexed.append(terminal.wait_for(count_shown(found)))
        # Columns go on growing after all rows are counted.
        terminal.rest()
        memory.append(terminal.anonymous_bytes() / MB)
        return seconds


def count_shown(found: Capture) -> str:
    """The number of events as our status line says it when all are known."""
    events = found.tally.events.total()
    return rf"(?<!\d)({events}|{events:,}) events"


def _report_times(
    report: Report,
    options: Options,
    times: dict[str, list[float]],
    indexed: list[float],
    memory: dict[str, list[float]],
) -> None:
    for name, samples in times.items():
        report.figure(f"first content: {name}", samples, "s")
    report.figure("whole index shown: realtime-inspector", indexed, "s")
    for name, samples in memory.items():
        report.figure(f"anonymous memory: {name}", samples[1:], "MB")
    first = times[OURS]
    for name, limit in (("toolong", 1 / 3), ("lnav", 1 / 4)):
        if name in times:
            pairs = ratios(first, times[name])
            report.check("1", f"first content / {name}", pairs, limit, can_fail=options.is_large)
    over = differences(first, times[EMPTY])
    report.check("1", f"first content − {EMPTY}", over, 0.10, "s", can_fail=False)
    report.check("1", "first content / the same of 10 MB",
                 ratios(first, times[f"{OURS}, 10m"]), 1.1)  # fmt: skip
    report.check("2", f"whole index shown / {EMPTY}", ratios(indexed, times[EMPTY]), 6)


def _report_growth(
    report: Report, options: Options, large: Capture, memory: dict[str, list[float]]
) -> None:
    few = options.capture(size="1000rows")
    base: list[float] = []
    for _ in range(options.rounds):
        _ours(few, [], base)
    used = memory[OURS][1:]
    report.figure("anonymous memory: 1,000 events", base, "MB")
    report.check("3", "anonymous memory", used, 60, "MB")
    if "toolong" in memory:
        pairs = ratios(used, memory["toolong"][1:])
        report.check("3", "anonymous memory / toolong", pairs, 1, can_fail=options.is_large)
    more = large.tally.events.total() - few.tally.events.total()
    growth = [each * MB / more for each in differences(used, base)]
    report.check("3", "memory an event", growth, 30, "B", can_fail=options.is_large)


if __name__ == "__main__":
    script(run)
