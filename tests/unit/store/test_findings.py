"""What the store knows of findings, by record, by rule and by severity."""

from __future__ import annotations

from tests.support.events import received

from realtime_inspector.core.finding import Finding, Severity
from realtime_inspector.store.findings import KEPT, Findings
from realtime_inspector.store.store import Store
from realtime_inspector.store.view import LogView

ERROR = Finding("RT003", Severity.ERROR, (5, 2))
HINT = Finding("RT090", Severity.INFO, (5,))
WARNING = Finding("RT040", Severity.WARN, (3,))


def findings_of(*found: Finding) -> Findings:
    findings = Findings()
    for one in found:
        findings.add(one)
    return findings


def test_a_record_is_told_the_worst_first() -> None:
    findings = findings_of(HINT, ERROR)
    assert findings.of(5) == (ERROR, HINT)
    assert findings.of(2) == (ERROR,)
    assert findings.of(1) == ()
    assert findings.names(2) == {"RT003", "error"}


def test_only_the_first_record_is_marked() -> None:
    findings = findings_of(ERROR, WARNING, HINT)
    assert list(findings.marked) == [3, 5]
    assert list(findings.marked_within(1, 9)) == [
        (Severity.ERROR, 5), (Severity.WARN, 3), (Severity.INFO, 5)
    ]  # fmt: skip
    assert findings.marked_at(5) == {"RT003", "RT090"}
    assert findings.marked_at(2) == frozenset()


def test_counts_by_rule_and_severity() -> None:
    findings = findings_of(ERROR, ERROR, WARNING)
    assert len(findings) == 3
    assert findings.words == {"error": 2, "warn": 1, "RT003": 2, "RT040": 1}


def test_a_rule_counts_as_its_worst_finding() -> None:
    mild = Finding("RT003", Severity.WARN, (9,))
    assert findings_of(mild, ERROR, mild).severities == {"RT003": Severity.ERROR}


def test_of_many_findings_only_the_records_are_kept() -> None:
    findings = Findings()
    for seq in range(1, KEPT + 51):
        findings.add(Finding("RT003", Severity.ERROR, (seq,)))
    assert len(findings) == KEPT + 50
    assert len(findings.of_rule("RT003")) == len(findings.kept) == KEPT
    assert findings.of(KEPT + 50) == ()
    assert findings.names(KEPT + 50) == {"RT003", "error"}
    assert findings.marked[-1] == KEPT + 50
    assert findings.marked_at(KEPT + 50) == {"RT003"}


def test_findings_are_listed_by_their_records_however_late_they_come() -> None:
    late = Finding("RT001", Severity.ERROR, (1,))
    assert findings_of(ERROR, WARNING, late).kept == [late, WARNING, ERROR]


def test_what_is_known_while_somebody_looks() -> None:
    findings = Findings()
    assert findings.known_of(9) == 9
    findings.is_looking, findings.looked = True, 4
    assert findings.known_of(9) == 4


def test_a_folded_run_shows_the_worst_of_its_records() -> None:
    store = Store()
    for _ in range(4):
        store.append(received("response.output_text.delta", item_id="a", delta="x"))
    view = LogView(store)
    assert len(view) == 1
    assert view.worst_finding(0) is None
    store.findings.add(Finding("RT090", Severity.INFO, (2,)))
    store.findings.add(Finding("RT040", Severity.WARN, (4, 1)))
    assert view.worst_finding(0) is Severity.WARN
    view.set_all_open(is_open=True)
    worst = [view.worst_finding(index) for index in range(4)]
    assert worst == [None, Severity.INFO, None, Severity.WARN]
