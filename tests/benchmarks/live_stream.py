"""Goal 5: processor time while a capture grows and its tail is followed; nothing may be lost.

python -m tests.benchmarks.live_stream --rounds 3
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.benchmarks.measure import OURS, Options, Report, interleaved, ours, ratios, script
from tests.benchmarks.peers import APPS, app
from tests.benchmarks.terminal import FRAME, Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

STREAM_S: Final = 8
IDLE_S: Final = 4
SLOW: Final = 5_000
FAST: Final = 20_000
CATCH_UP_S: Final = 20
"""How long after the last event all may be shown; a widget that falls behind takes longer."""
LAST_PAINTS_BYTES: Final = 4_000_000
"""Output of the last seconds: the final count may be in it, and is not painted twice."""
OVERLAP_BYTES: Final = 10_000
COUNT: Final = re.compile(r"[\d,]+ (?:events|lines)")
HEADER_LINES: Final = 1


@dataclass(frozen=True, slots=True)
class Subject:
    """A program that follows a growing file."""

    name: str
    command: Callable[[Path], Sequence[str | Path]]
    painted: str
    """What its first screen shows."""
    shown: Callable[[int], str]
    """What it shows when it has shown so many events."""


@dataclass(slots=True)
class Outcome:
    """What one stream led to, beside the processor time."""

    idle_percent: list[float]
    frames_per_s: list[float]
    rest_s: list[float]
    """From the last count to the last paint; a second of it is the wait for quiet."""
    behind: list[str]


FOLLOW: Final = Subject(
    OURS,
    lambda path: ours("open", "--follow", path),
    r"session\.created",
    lambda count: rf"(?<!\d)({count}|{count:,}) events",
)


def _widget(kind: str) -> Subject:
    return Subject(
        kind,
        lambda path: app("tail_widgets", kind, path),
        "tail-app-is-painted|lines",
        lambda count: rf"(?<!\d){count + HEADER_LINES} lines",
    )


def run(options: Options) -> Report:
    """Follow 5,000 and 20,000 events a second: ours, RichLog, Log."""
    report = Report("Live stream")
    # 1 KB an event as in any capture; 100 MB are not enough for 8 s at 20,000 a second.
    source = options.capture(size=f"{FAST * STREAM_S + 1000}rows").path
    ours_slow, ours_fast = Outcome([], [], [], []), Outcome([], [], [], [])
    others = {kind: Outcome([], [], [], []) for kind in ("rich-log", "log")}
    percent = interleaved(
        {
            OURS: lambda: _follow(FOLLOW, source, SLOW, ours_slow),
            f"{OURS}, 20,000/s": lambda: _follow(FOLLOW, source, FAST, ours_fast),
            "rich-log": lambda: _follow(_widget("rich-log"), source, SLOW, others["rich-log"]),
            "log": lambda: _follow(_widget("log"), source, SLOW, others["log"]),
        },
        options.rounds,
        warm_up=False,
    )
    for name, samples in percent.items():
        report.figure(f"{name}: CPU of one core", samples, "%")
    report.figure("frames", ours_slow.frames_per_s, "/s")
    report.figure("rest after the last count", ours_slow.rest_s, "s")
    report.check("5", "CPU at 5,000/s", percent[OURS], 30, "%", can_fail=False)
    fast = ratios(percent[f"{OURS}, 20,000/s"], percent[OURS])
    report.check("5", "CPU at 20,000/s / at 5,000/s", fast, 1.2)
    report.check("5", "CPU / RichLog", ratios(percent[OURS], percent["rich-log"]), 1 / 3)
    report.check("5", "CPU / Log", ratios(percent[OURS], percent["log"]), 1 / 2)
    report.check("5", "CPU when idle", ours_slow.idle_percent, 1, "%", can_fail=False)
    report.errors += [*ours_slow.behind, *ours_fast.behind]
    report.notes += [line for outcome in others.values() for line in outcome.behind]
    return report


def _follow(subject: Subject, source: Path, rate: int, outcome: Outcome) -> float:
    """Per cent of one core while the stream lasts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "growing.jsonl"
        with source.open("rb") as lines:
            # The header and the first events, so that there is a first screen.
            path.write_bytes(b"".join(lines.readline() for _ in range(HEADER_LINES + 3)))
        with Terminal(subject.command(path)) as terminal:
            terminal.wait_for(subject.painted)
            terminal.settle(limit_s=3)
            terminal.clear()
            return _stream(terminal, subject, (source, path), rate, outcome)


def _stream(
    terminal: Terminal, subject: Subject, files: tuple[Path, Path], rate: int, outcome: Outcome
) -> float:
    before_s = terminal.cpu_s()
    command = [sys.executable, APPS / "producer.py", *files, str(rate), str(STREAM_S)]
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True) as producer:
        terminal.drain(STREAM_S)
        used = (terminal.cpu_s() - before_s) / STREAM_S * 100
        while producer.poll() is None:
            terminal.drain(0.02)
        written = int((producer.stdout.read() if producer.stdout else "0 0").split()[0])
    outcome.frames_per_s.append(terminal.output.count(FRAME) / STREAM_S)
    _wait_until_shown(terminal, subject, written + 3, rate, outcome)
    ended_s = time.perf_counter()
    terminal.settle(quiet_s=1, limit_s=CATCH_UP_S)
    outcome.rest_s.append(time.perf_counter() - ended_s)
    before_s = terminal.cpu_s()
    terminal.drain(IDLE_S)
    outcome.idle_percent.append((terminal.cpu_s() - before_s) / IDLE_S * 100)
    return used


def _wait_until_shown(
    terminal: Terminal, subject: Subject, events: int, rate: int, outcome: Outcome
) -> None:
    """Look for the last count in what comes, without searching all of it again each time."""
    wanted = re.compile(subject.shown(events))
    del terminal.output[:-LAST_PAINTS_BYTES]
    deadline_s = time.perf_counter() + CATCH_UP_S
    last = "nothing"
    while not wanted.search(terminal.text):
        last = next(reversed(COUNT.findall(terminal.text)), last)
        if time.perf_counter() > deadline_s:
            ended = terminal.process.poll()
            state = "still runs" if ended is None else f"ended with {ended}"
            outcome.behind.append(
                f"{subject.name} at {rate:,}/s: {events:,} events were not shown within "
                f"{CATCH_UP_S} s of the last; it {state}, and last showed {last}"
            )
            return
        del terminal.output[:-OVERLAP_BYTES]
        terminal.drain(0.1)


if __name__ == "__main__":
    script(run)
