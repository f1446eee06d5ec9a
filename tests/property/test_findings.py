"""Findings by bisection are those of a plain list, and a filter follows them as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.events import received, text_delta

from realtime_inspector.core.filters import parse_filter
from realtime_inspector.core.finding import Finding, Severity
from realtime_inspector.store.findings import Findings
from realtime_inspector.store.store import Store
from realtime_inspector.store.view import LogView
from realtime_inspector.ui.panes.log_filter import LogFilter

if TYPE_CHECKING:
    from realtime_inspector.core.record import Record

RULES: Final = ("RT001", "RT003", "RT013")
findings = st.builds(
    Finding,
    st.sampled_from(RULES),
    st.sampled_from(list(Severity)),
    st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True).map(tuple),
)
RECORDS: Final[dict[str, Record]] = {
    "a": text_delta("x", item_id="a"),
    "b": text_delta("x", item_id="b"),
    "-": received("response.created", response={"id": "r"}),
    "e": received("error", error={"code": "x"}),
}
FILTERS: Final = (
    "finding:RT003", "finding:rt00?", "finding:*", "finding:error", "NOT finding:warn",
    "finding:RT001 | err", "finding:RT003 type:response.*", "x finding:*", "finding:none",
)  # fmt: skip


@given(st.lists(findings, max_size=30), st.integers(1, 12), st.integers(1, 12))
def test_what_is_known_is_that_of_a_plain_list(found: list[Finding], one: int, two: int) -> None:
    known = Findings()
    for finding in found:
        known.add(finding)
    first, last = min(one, two), max(one, two)
    marked = {finding.seq for finding in found}
    assert list(known.marked) == sorted(marked)
    for seq in range(1, 13):
        naming = [finding for finding in found if seq in finding.seqs]
        assert sorted(known.of(seq), key=id) == sorted(naming, key=id)
        names = {f.rule for f in naming} | {str(f.severity) for f in naming}
        assert known.names(seq) == names
    for rule in RULES:
        named = {seq for f in found if f.rule == rule for seq in f.seqs if first <= seq <= last}
        assert set(known.named_within(rule, first, last)) == named
        assert known.counts[rule] == sum(finding.rule == rule for finding in found)
    within = {(f.severity, f.seq) for f in found if first <= f.seq <= last}
    assert set(known.marked_within(first, last)) == within
    assert sum(known.by_severity.values()) == len(known) == len(found)


steps = st.lists(
    st.one_of(st.sampled_from("aab-e"), findings, st.sampled_from(["look", "show"])), max_size=40
)


def lines(view: LogView) -> list[list[int]]:
    return [list(view.seqs(index)) for index in range(len(view))]


@settings(max_examples=400)
@given(steps, st.sampled_from(FILTERS), st.booleans())
def test_a_filter_follows_findings_however_late_they_come(
    steps: list[str | Finding], text: str, is_all_open: bool
) -> None:
    store = Store()
    store.findings.is_looking = True
    view = LogView(store)
    shown = LogFilter(view)
    shown.set_text(text)
    view.set_all_open(is_open=is_all_open)
    for step in steps:
        if isinstance(step, Finding):
            if max(step.seqs) <= store.findings.looked:
                store.findings.add(step)
        elif step == "look":
            store.findings.looked = len(store)
        elif step == "show":
            shown.advance()
            view.update()
        else:
            store.append(RECORDS[step])
    store.findings.looked = len(store)
    shown.advance()
    view.update()
    wanted = parse_filter(text)
    seqs = [seq for seq in range(1, len(store) + 1) if wanted.matches(store.row(seq))]
    assert [place + 1 for place in view.places or ()] == seqs
    assert shown.progress is None
    again = LogView(store)
    again.set_all_open(is_open=is_all_open)
    fresh = LogFilter(again)
    fresh.set_text(text)
    again.update()
    assert lines(view) == lines(again)
