"""Turn taking, and tools (pitfalls.md section A)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint.rules.turns.rt001_item_without_response import (
    ItemWithoutResponse,
)
from realtime_inspector.analysis.lint.rules.turns.rt002_tool_output_without_response import (
    ToolOutputWithoutResponse,
)
from realtime_inspector.analysis.lint.rules.turns.rt003_active_response_collision import (
    ActiveResponseCollision,
)
from realtime_inspector.analysis.lint.rules.turns.rt004_create_race_with_vad import (
    CreateRaceWithVad,
)
from realtime_inspector.analysis.lint.rules.turns.rt005_output_before_done import OutputBeforeDone
from realtime_inspector.analysis.lint.rules.turns.rt006_one_create_per_parallel_call import (
    OneCreatePerParallelCall,
)
from realtime_inspector.analysis.lint.rules.turns.rt007_unanswered_call import UnansweredCall
from realtime_inspector.analysis.lint.rules.turns.rt008_unknown_call_id import UnknownCallId
from realtime_inspector.analysis.lint.rules.turns.rt009_mcp_stall import McpStall
from realtime_inspector.analysis.lint.rules.turns.rt010_mcp_used_before_listed import (
    McpUsedBeforeListed,
)
from realtime_inspector.analysis.lint.rules.turns.rt011_approval_ignored import ApprovalIgnored

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.rule import Rule

RULES: Final[tuple[type[Rule], ...]] = (
    ItemWithoutResponse,
    ToolOutputWithoutResponse,
    ActiveResponseCollision,
    CreateRaceWithVad,
    OutputBeforeDone,
    OneCreatePerParallelCall,
    UnansweredCall,
    UnknownCallId,
    McpStall,
    McpUsedBeforeListed,
    ApprovalIgnored,
)
