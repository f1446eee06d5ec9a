"""Goal 4: filters, as whole processes beside ripgrep, jq and lnav, and inside the program.

python -m tests.benchmarks.filter_search --size 1g
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.benchmarks import inside
from tests.benchmarks.measure import (
    OURS,
    Options,
    Report,
    Samples,
    interleaved,
    ours,
    ratios,
    script,
    seconds_of,
)
from tests.benchmarks.peers import JQ, LNAV, RIPGREP, installed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.benchmarks.captures import Capture


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to look for, in the language of each program."""

    name: str
    expression: str
    """Of our filter language."""
    pattern: str
    """Of ripgrep, over the line as it stands in the file."""
    jq: str = ""
    """A condition for jq; none where it would not be a fair match."""
    is_index_only: bool = False
    """Whether our index answers it without reading a line."""


QUESTIONS: Final = (
    Question(
        "type", "type:response.done", '"type":"response.done"', '.event.type=="response.done"', True
    ),
    Question(
        "direction",
        "dir:out",
        '^\\{"time":"[^"]*","source":"client"',
        '.source=="client"',
        True,
    ),
    Question("literal", "tomorrow", "(?i)tomorrow"),
    Question("rare literal", "invalid_value", "(?i)invalid_value"),
    Question("regex", "/order.{0,20}refund/", "(?i)order.{0,20}refund"),
)


def run(options: Options) -> Report:
    """Count what matches: `filter --count`, rg -c, jq, lnav."""
    report = Report(f"Filter and search, {options.size}")
    found = options.capture()
    programs = installed(report, RIPGREP, JQ, LNAV)
    for question in QUESTIONS:
        _ask(report, options, found, question, programs)
    asyncio.run(inside.measure(report, options))
    return report


def _ask(
    report: Report, options: Options, found: Capture, question: Question, programs: dict[str, str]
) -> None:
    counts: dict[str, list[str]] = {}
    command = ours("filter", found.path, question.expression, "--count")
    subjects = {OURS: _counted(OURS, command, counts)}
    for name, arguments in _others(question, found.path).items():
        if name in programs:
            subjects[name] = _counted(name, [programs[name], *arguments], counts)
    times = interleaved(subjects, options.rounds)
    for name, samples in times.items():
        report.figure(f"{question.name}: {name}", samples, "s")
    _check_times(report, question, times)
    said = {name: _number_in(printed[-1]) for name, printed in counts.items()}
    report.notes.append(f"{question.name}: " + ", ".join(f"{n} {c}" for n, c in said.items()))
    if question.name == "type":
        wanted = found.tally.events["server", "response.done"]
        report.expect("filter type:response.done --count", said[OURS], wanted)


def _others(question: Question, path: Path) -> dict[str, Sequence[str | Path]]:
    lnav = question.pattern.removeprefix("(?i)")
    return {
        "ripgrep": ["-c", question.pattern, path],
        **({"jq": ["-c", f"select({question.jq}) | 1", path]} if question.jq else {}),
        "lnav": ["-n", "-c", f":filter-in {lnav}", path],
    }


def _counted(
    name: str, command: Sequence[str | Path], counts: dict[str, list[str]]
) -> Callable[[], float]:
    printed = counts.setdefault(name, [])
    # ripgrep's 1 means that nothing matched.
    return lambda: seconds_of(command, output=printed, fine=(0, 1))


def _number_in(printed: str) -> int:
    """What a program that counts says, or how many lines one wrote that does not."""
    alone = re.fullmatch(r"\s*([\d,]+)\D*", printed)
    return int(alone[1].replace(",", "")) if alone else printed.count("\n")


def _check_times(report: Report, question: Question, times: dict[str, Samples]) -> None:
    # Goal 4 speaks of text search inside the program; a whole process adds its start and, without
    # an index, all of the reading. So this is shown and does not fail.
    if "ripgrep" in times and not question.is_index_only:
        pairs = ratios(times[OURS], times["ripgrep"])
        report.check("4", f"{question.name}, whole process / rg -c", pairs, 3.5, can_fail=False)


if __name__ == "__main__":
    script(run)
