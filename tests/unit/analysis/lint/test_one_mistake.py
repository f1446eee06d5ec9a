"""One mistake is told once, by the rule that says it best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from tests.support.script import Script, beginning
from tests.unit.analysis.lint.cases.responses import RATE_LIMIT, with_tool
from tests.unit.analysis.lint.cases.turns import COLLISION, CREATE, ITEM, called, spoken

from realtime_inspector.analysis.lint import lint
from realtime_inspector.analysis.lint.rules import responses, turns

if TYPE_CHECKING:
    from collections.abc import Callable

RULES: Final = tuple(rule for rule in (*turns.RULES, *responses.RULES) if not rule.is_heuristic)

SESSIONS: Final[dict[str, tuple[Callable[[], Script], list[str]]]] = {
    "a sound conversation with a tool": (
        lambda: called("call_1").output("call_1").answer("resp_2").close(),
        [],
    ),
    "a request that is refused": (
        lambda: (
            beginning()
            .user()
            .begins()
            .sent(CREATE)
            .error(COLLISION)
            .message()
            .done()
            .wait(9000)
            .close()
        ),
        ["RT003"],
    ),
    "a result that nobody asks about": (
        lambda: called("call_1").output("call_1").wait(9000).close(),
        ["RT002"],
    ),
    "a result with the wrong id": (
        lambda: (
            called("call_1")
            .sent(ITEM, item={"type": "function_call_output", "call_id": "item_call_1"})
            .error("invalid_tool_call_id")
            .wait(9000)
            .close()
        ),
        ["RT008"],
    ),
    "a request after the first of two results": (
        lambda: (
            called("c1", "c2").output("c1").answer("resp_2").output("c2").answer("resp_3").close()
        ),
        ["RT006"],
    ),
    "a request that races with speech and wins": (
        lambda: spoken().sent(CREATE).begins(is_asked=False).message().done().close(),
        ["RT004"],
    ),
    "a rate limit": (
        lambda: beginning().user().begins().done("resp_1", "failed", RATE_LIMIT).close(),
        ["RT082"],
    ),
    "arguments that break off": (lambda: with_tool('{"ci', "incomplete").close(), ["RT081"]),
    "a connection that breaks during a response": (
        lambda: beginning().user().begins().close(1006, by=""),
        ["RT086"],
    ),
}


@pytest.mark.parametrize("name", SESSIONS)
def test_a_mistake_is_told_once(name: str) -> None:
    write, expected = SESSIONS[name]
    assert [one.rule for one in lint(write().records, RULES, "openai")] == expected
