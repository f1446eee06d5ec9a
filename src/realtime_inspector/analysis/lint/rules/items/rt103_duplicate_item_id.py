"""RT103: the client gives two items one id."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.conversation import lacks_item
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.state import CaptureState, Item


class DuplicateItemId(Rule):
    """The server takes it, and says of the new item that it comes after itself."""

    id: ClassVar = "RT103"
    name: ClassVar = "duplicate-item-id"
    severity: ClassVar = Severity.WARN
    types: ClassVar = ("conversation.item.create",)
    evidence: ClassVar = ("speaches-ai/speaches: tests/realtime",)

    def feed(self, now: Sight) -> Iterator[Finding]:
        """A new item with the id of one that is there."""
        item_id = now.event.text("item", "id")
        before = now.before.item(item_id)
        if before is None or item_id is None or not now.is_sent:
            return
        is_gone = before.session != now.before.session.number or lacks_item(now.before, item_id)
        if not is_gone and not _may_be_refused(now.before, before):
            yield self.found(now.seq, before.key, item=item_id)


def _may_be_refused(state: CaptureState, item: Item) -> bool:
    """Whether one of the errors so far may be about it: then it is sent again, as it should be."""
    return item.status == "sent" and any(seq > item.key for seq in state.unclaimed)
