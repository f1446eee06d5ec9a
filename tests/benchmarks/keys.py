"""Goal 6: how soon a key is painted, on few and on many rows, at rest and while work is done.

python -m tests.benchmarks.keys --size 1g
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING, Final

from tests.benchmarks.first_screen import FIRST_ROW, count_shown
from tests.benchmarks.measure import Options, Report, ours, percentile, script
from tests.benchmarks.terminal import NO_PAINT_S, SLOW_BYTES_S, Reaction, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.captures import Capture

TURNS: Final = (
    ("j",) * 6,
    ("k",) * 6,
    ("pgdn",) * 6,
    ("pgup",) * 6,
    ("G", "g") * 4,
    ("e",) * 5,
    ("s",) * 5,
    ("g", "o", "o", "o", "o", "o"),
)
"""Keys in an order in which each has somewhere to go."""
ROW: Final = r"\d+ +[\d:]+\.\d{3} "
"""A painted row of the log: number and time. Progress elsewhere on the screen has none."""
BUSY_PRESSES: Final = 40
BETWEEN_PAINTS_S: Final = 0.01
ENTERED_S: Final = 0.05
NOT_THERE: Final = "not-in-it"
COMMON: Final = "refund"
"""In many lines, and only in their text: each must be read."""
HELD: Final = 60
REPEAT_S: Final = 1 / 30

Reactions = dict[str, list[Reaction]]


def run(options: Options) -> Report:
    """Keys on 1,000 rows and on the capture; then while it is indexed, searched and filtered."""
    report = Report(f"Keys, {options.size}")
    few, many = options.capture(size="1000rows"), options.capture()
    small: Reactions = defaultdict(list)
    large: Reactions = defaultdict(list)
    for _ in range(options.rounds):
        _press_all(few, small)
        _press_all(many, large)
    _report_rest(report, small, large)
    for state, found in _while_busy(many, options.rounds):
        times = [each.first_ms for each in found]
        report.figure(f"j while it is {state}", times, "ms")
        if times:
            report.check("6", f"p99 while it is {state}", [percentile(times, 99)], 25, "ms",
                         can_fail=False)  # fmt: skip
    _report_slow_line(report, many)
    return report


def _open(found: Capture, bytes_per_s: int | None = None) -> Terminal:
    return Terminal(ours("open", found.path), bytes_per_s=bytes_per_s)


def _press_all(found: Capture, reactions: Reactions) -> None:
    with _open(found) as terminal:
        terminal.wait_for(count_shown(found))
        terminal.rest()
        for key in itertools.chain.from_iterable(TURNS):
            reaction = terminal.press(key)
            if reaction is not None:
                reactions[key].append(reaction)


def _report_rest(report: Report, small: Reactions, large: Reactions) -> None:
    for key in dict.fromkeys(itertools.chain.from_iterable(TURNS)):
        if not large[key]:
            report.notes.append(f"{key} painted nothing")
            continue
        for name, found in (("1,000 rows", small[key]), ("all rows", large[key])):
            report.figure(f"{key}, {name}: first byte", [each.first_ms for each in found], "ms")
        report.figure(f"{key}: settled", [each.settled_ms for each in large[key]], "ms")
        report.figure(f"{key}: output", [each.bytes / 1000 for each in large[key]], "KB")
    every = [each for found in large.values() for each in found]
    p99 = percentile([each.first_ms for each in every], 99)
    report.check("6", "p99 of all keys at rest", [p99], 25, "ms", can_fail=False)
    report.check("6", "most output of a key", [max(each.bytes for each in every) / 1024], 32, "KiB")
    pairs = [
        _p50(large[key]) / _p50(small[key]) for key in large if len(small[key]) == len(large[key])
    ]
    report.check("6", "p50 on all rows / on 1,000, by key", pairs, 1.5)


def _p50(found: list[Reaction]) -> float:
    return median(each.first_ms for each in found)


def _while_busy(found: Capture, rounds: int) -> Iterator[tuple[str, list[Reaction]]]:
    yield "indexed", [each for _ in range(rounds) for each in _while_indexed(found)]
    # Nothing is found, so that all of the file is read; the list stays as it is.
    yield "searched", [each for _ in range(rounds) for each in _after(found, "/", NOT_THERE)]
    yield "filtered", [each for _ in range(rounds) for each in _after(found, "f", COMMON)]


def _while_indexed(found: Capture) -> Iterator[Reaction]:
    """Keys from the first row on until all is read; what the panes still do then is in it, too."""
    done = re.compile(count_shown(found))
    is_done = False
    with _open(found) as terminal:
        terminal.wait_for(FIRST_ROW)
        for number, key in enumerate(itertools.cycle("jjjjkkkk")):
            is_done = is_done or done.search(terminal.text) is not None
            if is_done and number >= BUSY_PRESSES:
                return
            yield from _busy_press(terminal, key)


def _after(found: Capture, key: str, text: str) -> Iterator[Reaction]:
    """Keys right after a search or a filter was entered.

    Its last letter starts the work that is to be measured. What is typed before must have been
    taken by the input line, or the keys after it would be, too.
    """
    with _open(found) as terminal:
        terminal.wait_for(count_shown(found))
        terminal.rest()
        for letter in (key, *text[:-1]):
            terminal.press(letter)
        terminal.rest()
        terminal.press(text[-1], settle=False)
        terminal.press("enter", settle=False)
        terminal.drain(ENTERED_S)
        if key == "f":
            # In an empty list there is nowhere to go; what came to the screen would be no answer.
            terminal.clear()
            terminal.wait_for(ROW)
        for _, each in zip(range(BUSY_PRESSES), itertools.cycle("jjjjkkkk"), strict=False):
            yield from _busy_press(terminal, each)


def _busy_press(terminal: Terminal, key: str) -> Iterator[Reaction]:
    # What is left of an earlier paint must not pass for the answer.
    terminal.settle(BETWEEN_PAINTS_S, limit_s=NO_PAINT_S)
    reaction = terminal.press(key, expect=ROW, settle=False)
    if reaction is not None:
        yield reaction


def _report_slow_line(report: Report, found: Capture) -> None:
    """A held key on a slow line: frames must be left out, not queued."""
    with _open(found, SLOW_BYTES_S) as terminal:
        terminal.wait_for(count_shown(found))
        terminal.rest()
        terminal.clear()
        for _ in range(HELD):
            terminal.send("j")
            terminal.drain(REPEAT_S)
        end_of_keys = len(terminal.output)
        last = terminal.press("k")
        report.figure(f"{HELD} times j over 100 KB/s: output", [end_of_keys / 1000], "KB")
        if last is not None:
            report.figure("the key after them: first byte", [last.first_ms], "ms")
            report.figure("the key after them: settled", [last.settled_ms], "ms")


if __name__ == "__main__":
    script(run)
