"""Goal 2: the index of a file, whole processes, and the counts without which speed is void.

python -m tests.benchmarks.index --size 1g
"""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, Any, Final

from tests.benchmarks.generator.lines import Fate
from tests.benchmarks.measure import (
    OURS,
    Options,
    Report,
    interleaved,
    ratios,
    script,
    seconds_of,
)
from tests.benchmarks.peers import JQ, has_module, installed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.benchmarks.captures import Capture

INDEX: Final = [sys.executable, "-m", "realtime_inspector.runtime.count"]
READ: Final = "--read"
"""Has every line read as well: of damaged files, a glance counts what lines claim to be."""
"""Indexes the file named next and prints JSON:
`{"unreadable": 0, "types": {"client": {"response.create": 3, …}, "server": {…}}}`."""
DIRTY: Final = ("dirtiest", "dirtiest-foreign", "crlf", "bare", "id-first")
"""Captures whose counts must be right, too, however long that takes."""
_DECODE: Final = """
import sys
from collections import Counter
from {module} import loads
counts = Counter()
for line in open(sys.argv[1], "rb", buffering=1 << 20):
    record = loads(line)
    if "event" in record:
        counts[record["source"], record["event"]["type"]] += 1
print(counts.total())
"""
_SELECT: Final = 'select(.event.type=="response.done") | 1'


def run(options: Options) -> Report:
    """Index a capture: ours, wc -l, jq, and a full decode by orjson and by json."""
    report = Report(f"Index, {options.size}")
    found = options.capture()
    printed: list[str] = []
    subjects: dict[str, Callable[[], float]] = {
        OURS: lambda: seconds_of([*INDEX, found.path], output=printed)
    }
    subjects["json"] = _decoder("json", found.path)
    if has_module(report, "orjson"):
        subjects["orjson"] = _decoder("orjson", found.path)
    if shutil.which("wc"):
        subjects["wc -l"] = lambda: seconds_of(["wc", "-l", found.path])
    for name, path in installed(report, JQ).items():
        subjects[name] = _jq(path, found.path)
    times = interleaved(subjects, options.rounds)
    for name, samples in times.items():
        report.figure(name, samples, "s")
    first = times.pop(OURS)
    if "wc -l" in times:
        report.check("2", "index / wc -l", ratios(first, times["wc -l"]), 4.5,
                     can_fail=options.is_large)  # fmt: skip
    for name, least in (("jq", 8), ("orjson", 2)):
        if name in times:
            faster = ratios(times[name], first)
            report.check("2", f"{name} / index", faster, least, is_most=False,
                         can_fail=options.is_large)  # fmt: skip
    _compare(report, "counts", printed[-1], found)
    for name in DIRTY:
        dirty = options.capture(name, "10m")
        seconds_of([*INDEX, READ, dirty.path], output=printed)
        _compare(report, f"counts of {name}", printed[-1], dirty)
    return report


def _decoder(module: str, path: Path) -> Callable[[], float]:
    command: list[str | Path] = [sys.executable, "-c", _DECODE.format(module=module), path]
    return lambda: seconds_of(command)


def _jq(program: str, path: Path) -> Callable[[], float]:
    return lambda: seconds_of([program, "-c", _SELECT, path])


def _compare(report: Report, what: str, printed: str, found: Capture) -> None:
    """The index's own counts with those that the generator kept."""
    said: dict[str, Any] = json.loads(printed)
    wanted = found.tally.by_direction
    if said.get("types") != wanted:
        report.errors.append(f"{what}: {_difference(said.get('types') or {}, wanted)}")
    # A torn last line is one that cannot be read, once the file has ceased to grow.
    unreadable = found.tally.unreadable + found.tally.fates[Fate.TORN]
    report.expect(f"{what}: unreadable", said.get("unreadable"), unreadable)


def _difference(said: dict[str, dict[str, int]], wanted: dict[str, dict[str, int]]) -> str:
    """The types that are counted otherwise, some of them."""
    pairs = {(d, kind) for counts in (said, wanted) for d in counts for kind in counts[d]}
    wrong = [
        f"{direction} {kind[:60]!r}: {found}, should be {right}"
        for direction, kind in sorted(pairs)
        if (found := said.get(direction, {}).get(kind, 0))
        != (right := wanted.get(direction, {}).get(kind, 0))
    ]
    return f"{len(wrong)} types differ; {'; '.join(wrong[:5])}"


if __name__ == "__main__":
    script(run)
