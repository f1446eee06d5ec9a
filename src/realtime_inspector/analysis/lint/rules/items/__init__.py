"""Conversation items (pitfalls.md section F)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint.rules.items.rt100_unknown_item_id import UnknownItemId
from realtime_inspector.analysis.lint.rules.items.rt101_bad_previous_item import BadPreviousItem
from realtime_inspector.analysis.lint.rules.items.rt102_long_item_id import LongItemId
from realtime_inspector.analysis.lint.rules.items.rt103_duplicate_item_id import DuplicateItemId
from realtime_inspector.analysis.lint.rules.items.rt104_wrong_content_type import WrongContentType
from realtime_inspector.analysis.lint.rules.items.rt105_non_string_tool_output import (
    NonStringToolOutput,
)
from realtime_inspector.analysis.lint.rules.items.rt106_order_by_arrival import OrderByArrival

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.rule import Rule

RULES: Final[tuple[type[Rule], ...]] = (
    UnknownItemId,
    BadPreviousItem,
    LongItemId,
    DuplicateItemId,
    WrongContentType,
    NonStringToolOutput,
    OrderByArrival,
)
