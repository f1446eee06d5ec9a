"""Whatever a server or a client sends in place of what it should: no rule fails at it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.analysis.lint.cases import CASES

from realtime_inspector.analysis.lint import RULES, Linter
from realtime_inspector.core.record import Record, RecordKind
from realtime_inspector.guide.rules import message_of

if TYPE_CHECKING:
    from random import Random

JUNK: Final[tuple[Any, ...]] = (
    None, 1, -5, 2.5, True, "", [], {}, [None], {"a": 1}, "root", "item_user", "x" * 50, 10**30
)  # fmt: skip


def damaged(value: Any, chance: Random) -> Any:
    """A JSON value some parts of which are missing or another thing."""
    if chance.random() < 0.06:
        return chance.choice(JUNK)
    if isinstance(value, dict):
        kept = {name: one for name, one in value.items() if chance.random() > 0.03}
        return {name: damaged(one, chance) for name, one in kept.items()}
    return [damaged(one, chance) for one in value] if isinstance(value, list) else value


def damaged_record(record: Record, chance: Random) -> Record:
    """The record, with its type mostly left as it was."""
    if record.kind not in {RecordKind.EVENT, RecordKind.NOTICE}:
        return record
    whole = json.loads(record.payload)
    fields = {name: damaged(one, chance) for name, one in whole.items()}
    if chance.random() < 0.9:
        fields.update({name: whole[name] for name in ("type", "kind") if name in whole})
    return replace(record, payload=json.dumps(fields).encode())


@given(st.sampled_from(CASES), st.sampled_from(["openai", "xai", ""]), st.randoms())
def test_no_rule_fails_at_a_damaged_session(case: Any, provider: str, chance: Random) -> None:
    linter = Linter(RULES, provider)
    for seq, record in enumerate(case.write().records, start=1):
        for finding in linter.feed(seq, damaged_record(record, chance)):
            assert message_of(finding.rule, finding.values, "en")
            assert message_of(finding.rule, finding.values, "ja")
    assert linter.faults == 0
