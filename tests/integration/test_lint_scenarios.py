"""What goes wrong on purpose in the simulator is named by the linter; what goes well is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from tests.integration.test_simulator_scenarios import walk
from tests.support.recorded import chat, record, use_tool

from realtime_inspector.analysis.lint import RULES, Severity, lint
from realtime_inspector.testing import simulator

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.support.recorded import Talk

SCENARIOS: Final = {
    "abrupt-close": {"RT086"},
    "broken-arguments": {"RT081"},
    "close-1011": {"RT086"},
    "commentary-and-call": {"RT007"},
    "content-filter": {"RT081"},
    "empty-response": {"RT084"},
    "expired-with-error": {"RT127"},
    "low-tokens": {"RT082"},
    "mcp-call": {"RT010"},
    "mcp-listing-fails": {"RT010"},
    "never-done": {"RT003", "RT086"},
    "parallel-calls": {"RT007"},
    "quota": {"RT082"},
    "rate-limit": {"RT082"},
    "server-error": {"RT080"},
    "transcription-fails": {"RT050"},
    "unknown-event": {"RT132"},
    "wrong-arguments": {"RT083"},
}
"""Built-in scenario to the rules that name what goes wrong in it, with a client that sends its
next message whatever happened."""
FLOWS: Final = (chat, use_tool)


@pytest.mark.parametrize("name", SCENARIOS)
async def test_a_scenario_is_named(name: str) -> None:
    api = await walk(name)
    found = {one.rule for one in lint(api.records, RULES, "simulator")}
    assert SCENARIOS[name] <= found


@pytest.mark.parametrize("converse", FLOWS, ids=lambda one: one.__name__)
async def test_a_sound_conversation_is_not_accused(
    converse: Callable[[Talk], Awaitable[None]], tmp_path: Path
) -> None:
    async with simulator() as api:
        records = await record(api.url, tmp_path / "capture.jsonl", converse, speed=4)
    findings = list(lint(records, provider="simulator"))
    assert [one for one in findings if one.severity is not Severity.INFO] == []
