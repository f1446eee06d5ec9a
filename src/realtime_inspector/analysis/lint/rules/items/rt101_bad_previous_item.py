"""RT101: an item is to be put after one that does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.conversation import lacks_item
from realtime_inspector.analysis.lint.quoted import first_quoted
from realtime_inspector.analysis.lint.refusal import RefusalRule
from realtime_inspector.core.events.edit import error_words
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from realtime_inspector.analysis.lint.refusal import Values
    from realtime_inspector.analysis.lint.rule import Sight

_ROOT: Final = "root"


class BadPreviousItem(RefusalRule):
    """The server does not add the item at all."""

    id: ClassVar = "RT101"
    name: ClassVar = "bad-previous-item"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = ("conversation.item.create", "conversation.item.added", "error")
    evidence: ClassVar = ("SDK: conversation.item.create", "speaches-ai/speaches: tests/realtime")

    def mistake(self, now: Sight) -> Values | None:
        """A place behind an item that nobody has mentioned, or that is gone."""
        previous = now.event.text("previous_item_id")
        if not previous or previous == _ROOT or not lacks_item(now.before, previous):
            return None
        return {"previous": previous}

    def sign(self, now: Sight) -> Values | None:
        """By the parameter; which code it has is uncertain (lifecycles.md §11)."""
        error = now.event
        if error.text("error", "param") != "previous_item_id":
            return None
        return {"previous": first_quoted(error_words(error.get("error")))}
