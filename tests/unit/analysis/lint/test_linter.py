"""The frame: deadlines, connections, servers, and rules that fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tests.support.events import START_NS
from tests.support.script import Script, beginning

from realtime_inspector.analysis.lint import Finding, Linter, Rule, Severity, lint
from realtime_inspector.analysis.lint.rules.turns.rt001_item_without_response import (
    ItemWithoutResponse,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.rule import Sight


class Fussy(Rule):
    """Fails at one event, and reports another one."""

    id: ClassVar = "RT900"
    name: ClassVar = "fussy"
    severity: ClassVar = Severity.INFO
    types: ClassVar = ("response.create", "response.done")
    is_clone_safe: ClassVar = False

    def feed(self, now: Sight) -> Iterator[Finding]:
        if now.event.type == "response.create":
            raise ValueError
        yield self.found(now.seq)


def fed(linter: Linter, script: Script) -> list[Finding]:
    return [one for seq, record in enumerate(script.records, 1) for one in linter.feed(seq, record)]


def test_a_live_session_hears_of_a_deadline_while_nothing_comes() -> None:
    linter = Linter((ItemWithoutResponse,), "openai")
    script = beginning().user()
    assert fed(linter, script) == []
    sent_ns = script.records[2].time_ns or 0
    assert linter.advance(sent_ns + 2_999_000_000) == []
    (finding,) = linter.advance(sent_ns + 3_000_000_000)
    assert (finding.rule, finding.seq, finding.action) == ("RT001", 3, "request_response")
    assert linter.advance(sent_ns + 9_000_000_000) == []


def test_a_capture_that_merely_stops_is_unfinished() -> None:
    assert list(lint(beginning().user().records)) == []


def test_a_rule_that_fails_does_not_stop_the_others() -> None:
    linter = Linter((Fussy, ItemWithoutResponse), "openai")
    found = fed(linter, beginning().answer().user().close())
    assert [one.rule for one in found] == ["RT900", "RT001"]
    assert linter.faults == 1


def test_rules_of_openai_alone_are_silent_on_other_servers() -> None:
    records = beginning().begins(is_asked=False).done().records
    assert [one.rule for one in lint(records, (Fussy,), "xai")] == []
    assert [one.rule for one in lint(records, (Fussy,), "azure")] == ["RT900"]


def test_without_a_header_the_ids_tell_whose_server_it_is() -> None:
    def session(event_id: str) -> Script:
        return Script().received("session.created", event_id=event_id).done()

    assert list(lint(session("d1b8f3e2-6a1c").records, (Fussy,))) == []
    assert list(lint(session("event_E6U110000000000000001").records, (Fussy,))) != []


def test_each_connection_has_deadlines_of_its_own() -> None:
    first, second = Script(1), Script(2)
    first.open().created().user()
    second.open().created().wait(10_000).created()
    linter = Linter((ItemWithoutResponse,), "openai")
    records = [*first.records, *second.records]
    assert [one for seq, record in enumerate(records, 1) for one in linter.feed(seq, record)] == []
    assert [one.rule for one in linter.advance(START_NS + 60_000_000_000)] == ["RT001"]
