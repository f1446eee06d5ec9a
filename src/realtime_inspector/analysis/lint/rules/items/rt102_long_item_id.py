"""RT102: the client gives an item an id that is too long."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.refusal import RefusalRule
from realtime_inspector.core.events.edit import error_words
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight

MOST: Final = 32
"""Characters that OpenAI takes (lifecycles.md §11)."""


class LongItemId(RefusalRule):
    """A UUID with its dashes has 36 characters."""

    id: ClassVar = "RT102"
    name: ClassVar = "long-item-id"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = ("conversation.item.create", "conversation.item.added", "error")
    is_plain: ClassVar = True
    # xAI's own ids are UUIDs (observed.md §2).
    is_clone_safe: ClassVar = False
    evidence: ClassVar = ("two logs of clients (ids 63084959837, 68837145287)",)

    def mistake(self, now: Sight) -> Values | None:
        """More characters than are taken."""
        item_id = now.event.text("item", "id") or ""
        return {"length": str(len(item_id)), "most": str(MOST)} if len(item_id) > MOST else None

    def sign(self, now: Sight) -> Values | None:
        """By its text and parameter; its code is presumed only."""
        error = now.event
        words = error_words(error.get("error")).lower()
        is_id = error.text("error", "param") == "item.id" or "'item.id'" in words
        return {"length": f"> {MOST}", "most": str(MOST)} if is_id and "too long" in words else None
