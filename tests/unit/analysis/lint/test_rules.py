"""Each rule reports what it is about, and only that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.analysis.lint.cases import CASES

from realtime_inspector.analysis.lint import RULES, lint
from realtime_inspector.core.event import Event
from realtime_inspector.guide.rules import RULE_TEXTS, message_of

if TYPE_CHECKING:
    from tests.unit.analysis.lint.cases.case import Case

    from realtime_inspector.analysis.lint import Rule


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.story}")
def test_a_session_is_judged_as_it_should(case: Case) -> None:
    records = case.write().records
    rule = next(rule for rule in RULES if rule.id == case.rule)
    findings = list(lint(records, (rule,), case.provider))
    assert bool(findings) == case.is_reported, findings
    for finding in findings:
        assert all(1 <= seq <= len(records) for seq in finding.seqs)
        assert message_of(finding.rule, finding.values, "en")
        assert message_of(finding.rule, finding.values, "ja")
    if case.looked_at:
        assert case.looked_at in {Event.of(records[one.seq - 1]).type for one in findings}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_has_a_session_that_it_reports_and_one_that_it_does_not(
    rule: type[Rule],
) -> None:
    verdicts = {case.is_reported for case in CASES if case.rule == rule.id}
    assert verdicts == {True, False}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_is_explained_in_both_languages(rule: type[Rule]) -> None:
    for texts in RULE_TEXTS.values():
        text = texts[rule.id]
        assert text.title
        assert text.message
        assert text.why
        assert text.fix


def test_rules_stand_in_the_order_of_their_ids_and_have_names_of_their_own() -> None:
    ids = [rule.id for rule in RULES]
    assert ids == sorted(set(ids))
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert {text for texts in RULE_TEXTS.values() for text in texts} == set(ids)
