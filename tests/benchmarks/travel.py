"""Time travel: the state at any event of a large capture, and what it takes to have it.

python -m tests.benchmarks.travel --size 1g
"""

from __future__ import annotations

import asyncio
import gc
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.benchmarks.measure import Report, percentile, script

from realtime_inspector.core.reduce import reduce
from realtime_inspector.core.state import CaptureState
from realtime_inspector.runtime.loading import CaptureLoader

if TYPE_CHECKING:
    from tests.benchmarks.measure import Options, Samples

    from realtime_inspector.store.store import Store

LOOKS: Final = 1_000
"""Events looked at in a round."""
CHECKED: Final = 5
"""States compared with a fresh fold."""
STEPS: Final = 2_000
"""Steps of a held key."""
SLICE: Final = 16
GOAL_MS: Final = 50.0
MOST_BYTES_A_RECORD: Final = 30.0
"""What states may add to memory: as much as the columns may take (PERFORMANCE.md, goal 3)."""


@dataclass(slots=True)
class _Opened:
    """A capture with the states of all its parts."""

    loader: CaptureLoader
    read_s: float = 0.0
    """Until all was read and the first part was folded."""
    pass_s: float = 0.0
    """The first pass over all other parts, after that."""
    before: int = 0
    after: int = 0
    """Anonymous memory before and after that pass, bytes."""
    lags_ms: list[float] = field(default_factory=list)
    """How late the event loop was during it."""


def run(options: Options) -> Report:
    """The first pass; then random events, and a held key in both directions."""
    report = Report(f"Time travel, {options.size}")
    opened = asyncio.run(_open(options.capture().path))
    store = opened.loader.store
    count = len(store)
    report.figure("read", [opened.read_s], "s")
    report.figure("first pass over all sessions", [opened.pass_s], "s")
    report.figure("loop lag p99 meanwhile", [percentile(opened.lags_ms or [0.0], 99)], "ms")
    report.figure("anonymous memory before it", [opened.before / 1e6], "MB")
    report.figure("anonymous memory after it", [opened.after / 1e6], "MB")
    added = max(0, opened.after - opened.before) / count
    report.check("T", "bytes a record for the states", [added], MOST_BYTES_A_RECORD, "B")
    _look_anywhere(report, options, store)
    _hold(report, store)
    report.expect("states equal to a fresh fold", _equal(store), CHECKED)
    report.notes.append(f"{count:,} records in {len(store.folding.sessions)} sessions")
    return report


async def _open(path: Path) -> _Opened:
    began = time.perf_counter()
    opened = _Opened(CaptureLoader(path))
    folding = opened.loader.store.folding
    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(opened.loader.run())
        while not (opened.loader.is_done and folding.is_done):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        opened.read_s = time.perf_counter() - began
        gc.collect()
        opened.before = _anonymous()
        while not folding.is_surveyed:
            slept = time.perf_counter()
            await asyncio.sleep(0.005)
            opened.lags_ms.append((time.perf_counter() - slept - 0.005) * 1e3)
        opened.pass_s = time.perf_counter() - began - opened.read_s
        await asyncio.sleep(0.1)
        gc.collect()
        opened.after = _anonymous()
        reading.cancel()
    return opened


def _look_anywhere(report: Report, options: Options, store: Store) -> None:
    """`state_at` of random events, and the way of the screen to them: in slices."""
    chosen = random.Random(5)  # noqa: S311
    medians: Samples = []
    slowest: Samples = []
    worked: Samples = []
    slices: Samples = []
    for _ in range(options.rounds):
        looks = [_timed_look(store, chosen.randint(1, len(store))) for _ in range(LOOKS)]
        times, processor = zip(*looks, strict=True)
        medians.append(percentile(times, 50))
        slowest.append(percentile(times, 99))
        worked.append(percentile(processor, 99))
        found: list[float] = []
        for _ in range(LOOKS // 10):
            found += _slices(store, chosen.randint(1, len(store)))
        slices.append(percentile(found, 99))
    report.figure("state_at, p50", medians, "ms")
    report.check("T", "state_at, p99", slowest, GOAL_MS, "ms", can_fail=False)
    # What others do on a shared machine is not in it.
    report.check("T", "state_at, p99 of processor time", worked, GOAL_MS, "ms", can_fail=False)
    report.check("T", "p99 of a slice on the screen's way", slices, 8, "ms", can_fail=False)


def _timed_look(store: Store, seq: int) -> tuple[float, float]:
    """Milliseconds on the clock and of the processor."""
    began, worked = time.perf_counter(), time.thread_time()
    state = store.state_at(seq)
    took, worked = time.perf_counter() - began, time.thread_time() - worked
    if state.seq != seq:
        raise AssertionError(seq)
    return took * 1e3, worked * 1e3


def _slices(store: Store, seq: int) -> list[float]:
    """Milliseconds of each call that the screen makes until a moment is reached."""
    times = []
    began = time.perf_counter()
    store.look_at(seq)
    times.append((time.perf_counter() - began) * 1e3)
    while not store.moment.is_reached:
        began = time.perf_counter()
        store.folding.advance(SLICE)  # as the loader does, where there is something to fold
        store.moment.advance(SLICE)
        times.append((time.perf_counter() - began) * 1e3)
    return times


def _hold(report: Report, store: Store) -> None:
    """One event after the other, forward and back."""
    middle = len(store) // 2
    for name, seqs in (
        ("j", range(middle, min(len(store), middle + STEPS))),
        ("k", range(min(len(store), middle + STEPS), middle, -1)),
    ):
        times = [sum(_slices(store, seq)) for seq in seqs]
        report.figure(f"a step by {name}, p50", [percentile(times, 50)], "ms")
        report.figure(f"a step by {name}, p99", [percentile(times, 99)], "ms")
    store.look_at(None)


def _equal(store: Store) -> int:
    chosen = random.Random(6)  # noqa: S311
    found = 0
    for _ in range(CHECKED):
        seq = chosen.randint(1, len(store))
        first, _ = store.folding.span_at(seq)
        state = CaptureState(seq=first - 1)
        for record in store.log.records(first - 1, seq):
            state = reduce(state, record)
        found += state == store.state_at(seq)
    return found


def _anonymous() -> int:
    """Bytes of memory that are not pages of files."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    raise OSError("no RssAnon in /proc/self/status")


if __name__ == "__main__":
    script(run)
