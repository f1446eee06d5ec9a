"""RT102: the client gives an item an id that is too long."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.finding import Severity
from realtime_inspector.analysis.lint.refused_request import RefusedRequest
from realtime_inspector.core.events.edit import error_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.event import Event

MOST: Final = 32
"""Characters that OpenAI takes (lifecycles.md §11)."""


class LongItemId(RefusedRequest):
    """A UUID with its dashes has 36 characters."""

    id: ClassVar = "RT102"
    name: ClassVar = "long-item-id"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = ("conversation.item.create", "conversation.item.added", "error")
    # xAI's own ids are UUIDs (observed.md §2).
    is_clone_safe: ClassVar = False
    evidence: ClassVar = ("two logs of clients (ids 63084959837, 68837145287)",)

    def suspect(self, now: Sight) -> Mapping[str, object] | None:
        """More characters than are taken."""
        item_id = now.event.text("item", "id") or ""
        return {"length": len(item_id), "most": MOST} if len(item_id) > MOST else None

    def refusal(self, error: Event) -> Mapping[str, object] | None:
        """By its text and parameter; its code is presumed only."""
        words = error_words(error.get("error")).lower()
        is_id = error.text("error", "param") == "item.id" or "'item.id'" in words
        return {"length": f"> {MOST}", "most": MOST} if is_id and "too long" in words else None
