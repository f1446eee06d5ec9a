"""Rule → what reproduces it: a scripted session, and the built-in scenario that is about it.

Under a session stands what is found in it: the records, and what the message says of them. The
table is `tests/fixtures/golden/pitfalls.txt`; set `UPDATE_GOLDEN=1` to write it anew.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.integration.test_simulator_scenarios import MCP_TOOL, see, send, tone, walk
from tests.support.simulator import WEATHER_TOOL, user_item
from tests.unit.analysis.lint.cases import CASES
from tests.unit.export.captures import FIXTURES
from websockets.asyncio.client import ClientConnection, connect

from realtime_inspector.analysis.lint import RULES, lint
from realtime_inspector.simulator.scenario_file import built_in_scenarios
from realtime_inspector.testing import simulator

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from tests.unit.analysis.lint.cases.case import Case

    from realtime_inspector.analysis.lint import Rule
    from realtime_inspector.core.record import Record

TABLE: Final = FIXTURES / "golden" / "pitfalls.txt"
SCENARIOS: Final = {
    one.name: one.pitfall for one in built_in_scenarios() if one.pitfall.startswith("RT")
}
"""Built-in scenario to the rule that it is about."""


async def configure(client: ClientConnection, **session: Any) -> None:
    session = {"type": "realtime", "output_modalities": ["text"], **session}
    await send(client, "session.update", session=session)
    await see(client, "session.updated")


async def ask(client: ClientConnection) -> None:
    """A message, and the request for an answer."""
    content = [{"type": "input_text", "text": "What is the weather in Paris and in Rome?"}]
    await send(client, "conversation.item.create", item=user_item(content))
    await send(client, "response.create")


async def ask_twice(client: ClientConnection) -> None:
    """Two messages, without waiting."""
    await configure(client)
    await ask(client)
    await ask(client)
    await see(client, "response.done")


async def answer_calls_one_by_one(client: ClientConnection) -> None:
    """A request after the first of two results."""
    await configure(client, tools=[WEATHER_TOOL])
    await ask(client)
    done = (await see(client, "response.done"))[-1]
    calls = [one for one in done["response"]["output"] if one["type"] == "function_call"]
    for call in calls:
        output = {"type": "function_call_output", "call_id": call["call_id"], "output": "{}"}
        await send(client, "conversation.item.create", item=output)
        await send(client, "response.create")
        await see(client, "response.done")


async def ask_remote_tool(client: ClientConnection) -> None:
    """A call to a remote server; then nothing more is sent."""
    await configure(client, tools=[MCP_TOOL])
    await see(client, "mcp_list_tools.completed")
    await ask(client)
    await see(client, "response.done")
    await send(client, "input_audio_buffer.clear")
    await see(client, "input_audio_buffer.cleared")


async def leave_approval_open(client: ClientConnection) -> None:
    """A call to a remote server that waits for an approval, which does not come."""
    await configure(client, tools=[MCP_TOOL])
    await see(client, "mcp_list_tools.completed")
    await ask(client)
    kind = ""
    while kind != "mcp_approval_request":
        kind = (await see(client, "conversation.item.done"))[-1]["item"]["type"]


async def speak_untranscribed(client: ClientConnection) -> None:
    """Speech in a session that transcribes nothing."""
    await configure(client, audio={"input": {"turn_detection": None}})
    await send(client, "input_audio_buffer.append", audio=tone())
    await send(client, "input_audio_buffer.commit")
    await send(client, "response.create")
    await see(client, "response.done")


CLIENTS: Final[dict[str, Callable[[ClientConnection], Awaitable[None]]]] = {
    "interpreter": speak_untranscribed,
    "mcp-approval": leave_approval_open,
    "mcp-call": ask_remote_tool,
    "parallel-calls": answer_calls_one_by_one,
    "slow-answer": ask_twice,
}
"""Who makes the mistake that a scenario is about. Others go wrong by themselves: see `walk`."""


async def played(name: str) -> Iterable[Record]:
    """The records of a scenario and its client."""
    if name not in CLIENTS:
        return (await walk(name)).records
    async with simulator(name) as api:
        async with connect(api.url) as client:
            await CLIENTS[name](client)
        await client.wait_closed()
    return api.records


@pytest.mark.parametrize("name", SCENARIOS)
async def test_lint_names_the_pitfall_of_a_scenario(name: str) -> None:
    found = {one.rule for one in lint(await played(name), RULES, "simulator")}
    assert SCENARIOS[name] in found


def test_the_table_of_rules_and_what_reproduces_them() -> None:
    lines = [line for rule in RULES for line in table_rows(rule)]
    text = "\n".join(lines) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        TABLE.write_text(text, encoding="utf-8")
    assert text == TABLE.read_text(encoding="utf-8")


def findings_in(case: Case) -> Iterable[str]:
    """What a rule finds in a session of its own: severity, records, values, and the action."""
    asked = tuple(rule for rule in RULES if rule.id == case.rule)
    for one in lint(case.write().records, asked, case.provider):
        seqs = " ".join(f"#{seq}" for seq in one.seqs)
        values = "".join(f" {name}={value!r}" for name, value in one.values.items())
        key = f" → {one.action}" if one.action else ""
        yield f"{one.severity} {seqs}{values}{key}"


def table_rows(rule: type[Rule]) -> Iterable[str]:
    """The rule, and under it each session that reproduces it."""
    where = "any server" if rule.is_clone_safe else "OpenAI and Azure"
    yield f"{rule.id} {rule.name} ({where}{', may be wrong' if rule.is_heuristic else ''})"
    cases = [case for case in CASES if case.rule == rule.id and case.is_reported]
    assert cases
    for case in cases:
        yield f"    script    {case.story}"
        yield from (f"              {line}" for line in findings_in(case))
    yield from (f"    scenario  {one}" for one, pitfall in SCENARIOS.items() if pitfall == rule.id)
