"""Sessions for the rules about turn taking and tools."""

from __future__ import annotations

from typing import Final

from tests.support.script import beginning
from tests.unit.analysis.lint.cases.case import Case

CASES: Final = (
    Case(
        "RT003",
        "a second response.create is refused",
        lambda: (
            beginning()
            .user()
            .begins()
            .sent("response.create")
            .error("conversation_already_has_active_response")
        ),
        looked_at="error",
    ),
    Case(
        "RT003",
        "one response after the other",
        lambda: beginning().user().answer().user("And?", "item_2").answer("resp_2"),
        is_reported=False,
    ),
)
