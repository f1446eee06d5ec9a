"""What is said about real sessions: each line of the golden file was looked at and believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.export.captures import CAPTURES, FIXTURES, records_of, spoken_session

from realtime_inspector.analysis.lint import Severity, lint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from realtime_inspector.core.record import Record

GOLDEN = FIXTURES / "golden" / "findings.txt"
PRESENT = {
    "azure-ga-transcription-failed.jsonl": ["RT050"],
    "openai-ga-error-then-long-text.jsonl": ["RT104"],
}
"""What really went wrong in them (observed.md §7)."""


def lines_of(name: str, records: Iterable[Record]) -> list[str]:
    return [
        f"{name}: {one.rule} {one.severity} {' '.join(f'#{seq}' for seq in one.seqs)}"
        for one in lint(records)
    ]


def test_findings_on_real_sessions_are_those_that_were_looked_at() -> None:
    found = [line for path in CAPTURES for line in lines_of(path.name, records_of(path.name))]
    assert found == GOLDEN.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", [path.name for path in CAPTURES])
def test_nothing_but_what_is_really_there_is_worse_than_a_hint(name: str) -> None:
    found = [one.rule for one in lint(records_of(name)) if one.severity is not Severity.INFO]
    assert found == PRESENT.get(name, [])


def test_a_session_in_which_much_goes_wrong() -> None:
    found = {one.rule for one in lint(spoken_session())}
    assert {"RT008", "RT082", "RT086"} <= found
