"""A long connection is judged in bounded memory, and as well at its end as at its beginning."""

from __future__ import annotations

from tests.support.script import Script, beginning

from realtime_inspector.analysis.lint import Linter
from realtime_inspector.analysis.lint.forgetting import EVERY, KEPT, without_history
from realtime_inspector.core.reduce import reduce_all


def test_old_problems_go_and_the_conversation_stays() -> None:
    script = beginning().user().answer()
    for _ in range(KEPT + 10):
        script.error("invalid_value")
    before = reduce_all(script.records)
    after = without_history(before)
    assert len(after.problems) == KEPT
    assert list(after.problems) == list(before.problems)[-KEPT:]
    assert after.items == before.items
    assert after.responses == before.responses
    assert not after.entries


def test_items_of_a_former_session_go() -> None:
    script = beginning().user("Before", "item_before").created(id="sess_2").user("Now", "item_now")
    after = without_history(reduce_all(script.records))
    assert [item.id for item in after.items.values()] == ["item_now"]
    assert after.item("item_before") is None


def test_what_was_said_before_is_still_known_after_many_records() -> None:
    """A request that collides is named although the session began long ago."""
    linter, script = Linter(provider="openai"), beginning().user().begins()
    quiet = Script()
    quiet.received("response.output_text.delta", response_id="resp_1", item_id="item_x", delta="a")
    findings = []
    records = [
        *script.records,
        *quiet.records * (EVERY + 5),
        *Script().sent("response.create").records,
        *Script().error("conversation_already_has_active_response").records,
    ]
    for seq, record in enumerate(records, start=1):
        findings += linter.feed(seq, record)
    assert linter.faults == 0
    (collision,) = (one for one in findings if one.rule == "RT003")
    assert collision.seq == len(records)
    assert "resp_1" in collision.values.values()
