"""Goal 4 inside the program: a filter to a list of lines, a search beside ripgrep, and the lag of
the event loop meanwhile. The index is in memory, as it is when somebody types.
"""

from __future__ import annotations

import asyncio
import shutil
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.benchmarks.measure import percentile, ratios, seconds_of

from realtime_inspector.core.filters import parse_filter
from realtime_inspector.runtime.loading import CaptureLoader
from realtime_inspector.store.query import Query
from realtime_inspector.store.search import Search
from realtime_inspector.store.view import LogView

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.measure import Options, Report, Samples

    from realtime_inspector.core.filter_tree import Node
    from realtime_inspector.store.store import Store

POLL_S: Final = 0.005
"""The sleep whose lateness is the lag of the loop."""


@dataclass(frozen=True, slots=True)
class Looked:
    """How one query went."""

    seconds: float
    first_s: float | None
    """Until something was found that could be shown."""
    lags_ms: list[float]


COLUMNS: Final = (
    "type:response.done",
    "type:*delta",
    "dir:out",
    "time>05:00",
    "family:tools dir:in",
)
SEARCHES: Final = (
    ("rare literal", "invalid_value", "invalid_value"),
    ("frequent literal", "refund", "(?i)refund"),
    ("regex", "/order.{0,20}refund/", "(?i)order.{0,20}refund"),
)


async def measure(report: Report, options: Options) -> None:
    """Filters to a list, then searches in turn with ripgrep."""
    path = options.capture().path
    loader = CaptureLoader(path)
    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(loader.run())
        while not (loader.is_done and loader.store.folding.is_done):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        reading.cancel()
    store = loader.store
    for text in COLUMNS:
        times = [_listed(store, parse_filter(text).tree) * 1e3 for _ in range(options.rounds)]
        report.figure(f"list of {text}", times, "ms")
        report.check("4", f"{text} to a list", times, 50, "ms", can_fail=False)
    for name, text, pattern in SEARCHES:
        await _beside_ripgrep(report, options, store, name, Search(text).node, pattern)


def _listed(store: Store, node: Node) -> float:
    """Seconds from a filter to the lines of its list."""
    view = LogView(store)
    began = time.perf_counter()
    view.show_only(Query(store, node).advance())
    return time.perf_counter() - began


async def _beside_ripgrep(
    report: Report, options: Options, store: Store, name: str, node: Node, pattern: str
) -> None:
    rg = shutil.which("rg")
    looks: list[Looked] = []
    theirs: Samples = []
    for _ in range(options.rounds):
        looks.append(await _look(store, node))
        if rg:
            command: list[str | Path] = [rg, "-c", pattern, options.capture().path]
            theirs.append(seconds_of(command, fine=(0, 1)))
    ours = [look.seconds for look in looks]
    report.figure(f"search, {name}", ours, "s")
    if theirs:
        report.figure(f"search, {name}: ripgrep", theirs, "s")
        report.check("4", f"search, {name} / rg -c", ratios(ours, theirs), 3.5, can_fail=False)
    firsts = [look.first_s * 1e3 for look in looks if look.first_s is not None]
    report.check("4", f"first hit, {name}", firsts, 50, "ms", can_fail=False)
    lags = [percentile(look.lags_ms, 99) for look in looks if look.lags_ms]
    report.check("4", f"loop lag p99, {name}", lags, 5, "ms", can_fail=False)


async def _look(store: Store, node: Node) -> Looked:
    """Searches as the screen does, with an event loop that is looked at all the time."""
    lags: list[float] = []
    first: float | None = None
    async with asyncio.TaskGroup() as tasks:
        sampler = tasks.create_task(_sample(lags))
        await asyncio.sleep(4 * POLL_S)
        query = Query(store, node)
        began = time.perf_counter()
        found = len(query.advance())
        while not query.is_complete:
            await asyncio.sleep(POLL_S)
            found += len(query.advance())
            if found and first is None:
                first = time.perf_counter() - began
        seconds = time.perf_counter() - began
        sampler.cancel()
    return Looked(seconds, first, lags)


async def _sample(lags_ms: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(POLL_S)
        lags_ms.append((time.perf_counter() - began - POLL_S) * 1e3)
