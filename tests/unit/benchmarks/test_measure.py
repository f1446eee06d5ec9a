"""How benchmarks take turns, and what fails them."""

from __future__ import annotations

import sys

import pytest
from tests.benchmarks.measure import (
    SLACK,
    Report,
    interleaved,
    percentile,
    ratios,
    seconds_of,
)


def test_subjects_take_turns_and_the_first_round_is_not_counted() -> None:
    calls: list[str] = []

    def subject(name: str) -> float:
        calls.append(name)
        return float(len(calls))

    samples = interleaved({"a": lambda: subject("a"), "b": lambda: subject("b")}, 2)

    assert "".join(calls) == "ababab"
    assert samples == {"a": [3.0, 5.0], "b": [4.0, 6.0]}
    assert ratios(samples["b"], samples["a"]) == [4 / 3, 6 / 5]


@pytest.mark.parametrize(
    ("is_most", "value", "is_met", "is_failed"),
    [
        (True, 4.0, True, False),
        (True, 4.0 * SLACK, False, False),
        (True, 4.0 * SLACK + 0.1, False, True),
        (False, 4.0, True, False),
        (False, 4.0 / SLACK, False, False),
        (False, 4.0 / SLACK - 0.1, False, True),
    ],
)
def test_a_ratio_fails_only_beyond_its_slack(
    *, is_most: bool, value: float, is_met: bool, is_failed: bool
) -> None:
    report = Report("t")
    report.check("1", "it", [0.0, value, 99.0], 4.0, is_most=is_most)

    assert report.checks[0].is_met == is_met
    assert report.is_failed == is_failed


def test_what_depends_on_the_machine_never_fails() -> None:
    report = Report("t")
    report.check("1", "it", [100.0], 1.0, "ms", can_fail=False)

    assert not report.checks[0].is_met
    assert not report.is_failed


def test_a_wrong_count_fails_whatever_the_speed() -> None:
    report = Report("t")
    report.expect("rows", 3, 3)
    assert not report.is_failed

    report.expect("rows", 3, 4)
    assert report.is_failed


def test_what_was_not_measured_is_no_check() -> None:
    report = Report("t")
    report.check("1", "it", [], 1.0)

    assert not report.checks


def test_percentiles() -> None:
    assert percentile(list(range(200)), 99) == 198
    assert percentile([7.0], 99) == 7.0


def test_a_process_that_fails_is_not_a_time() -> None:
    with pytest.raises(RuntimeError, match="ended with 3: oh no"):
        seconds_of([sys.executable, "-c", "import sys; sys.stderr.write('oh no'); sys.exit(3)"])


def test_the_table_says_what_was_found(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report("Title")
    report.figure("a thing", [1.0, 2.0, 9.0], "ms")
    report.check("7", "a / b", [2.0], 1.0)

    report.show()

    printed = capsys.readouterr().out
    assert "## Title" in printed
    assert "2.00 ms" in printed
    assert "FAILED" in printed
