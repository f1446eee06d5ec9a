"""RT100: an item is deleted, retrieved or truncated that does not exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.conversation import lacks_item
from realtime_inspector.analysis.lint.refusal import RefusalRule
from realtime_inspector.core.events.edit import error_words
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight

_CODES: Final = {
    "item_delete_invalid_item_id": "conversation.item.delete",
    "item_retrieve_invalid_item_id": "conversation.item.retrieve",
    "item_truncate_invalid_item_id": "conversation.item.truncate",
}
_NAMED: Final = re.compile(r"with id '([^']*)'|item_id not found: (\S+)")
"""The id in the two forms of the message (lifecycles.md §11)."""


class UnknownItemId(RefusalRule):
    """It was never there, is of another session, or was deleted before."""

    id: ClassVar = "RT100"
    name: ClassVar = "unknown-item-id"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = (
        *_CODES.values(),
        "conversation.item.deleted",
        "conversation.item.retrieved",
        "conversation.item.truncated",
        "error",
    )
    evidence: ClassVar = ("speaches-ai/speaches: tests/realtime",)

    def mistake(self, now: Sight) -> Values | None:
        """Nobody has mentioned such an item, or it is gone."""
        item_id = now.event.text("item_id")
        if not item_id or not lacks_item(now.before, item_id):
            return None
        return {"request": now.event.type, "item": item_id}

    def sign(self, now: Sight) -> Values | None:
        """By its code."""
        error = now.event
        request = _CODES.get(error.text("error", "code") or "")
        if request is None:
            return None
        match = _NAMED.search(error_words(error.get("error")))
        return {"request": request, "item": (match[1] or match[2]) if match else "?"}
