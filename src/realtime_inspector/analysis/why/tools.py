"""Reasons in tools: a result, or a person's consent, is waited for."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from realtime_inspector.analysis.why.reason import trouble, waiting
from realtime_inspector.core.state import newest_first

if TYPE_CHECKING:
    from realtime_inspector.analysis.why.reason import Reason
    from realtime_inspector.analysis.why.situation import Situation
    from realtime_inspector.core.state import Item


def waiting_for_tool(now: Situation) -> Reason | None:
    """A function call has no result."""
    open_calls = _open_calls(now)
    if not open_calls:
        return None
    call = open_calls[-1]
    is_ours = call.call_id in now.running_calls
    seqs = [seq for one in open_calls for seq in (one.key, one.last_seq)]
    return waiting(
        "tool_running" if is_ours else "tool",
        *seqs,
        since_ns=call.done_ns,
        name=call.name,
        call=call.call_id,
        count=len(open_calls),
    )


def _open_calls(now: Situation) -> list[Item]:
    recent = now.recent_items
    calls = [one for one in recent if one.type == "function_call" and one.status == "completed"]
    if not calls:
        return []
    first = min(one.key for one in calls)
    answered = {
        one.call_id
        for one in takewhile(lambda one: one.key > first, newest_first(now.state.items))
        if one.type == "function_call_output" and one.status != "refused"
    }
    return [one for one in calls if one.call_id not in answered]


def waiting_for_approval(now: Situation) -> Reason | None:
    """An MCP server wants to be allowed a call (lifecycles.md §15)."""
    recent = now.recent_items
    asked = [one for one in recent if one.type == "mcp_approval_request"]
    answers = [one.key for one in recent if one.type == "mcp_approval_response"]
    if not asked or asked[-1].key < max(answers, default=0):
        return None
    return trouble("approval", asked[-1].key, since_ns=asked[-1].done_ns, name=asked[-1].name)
