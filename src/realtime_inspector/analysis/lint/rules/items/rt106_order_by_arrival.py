"""RT106: an item does not stand where it arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight


class OrderByArrival(Rule):
    """The order of a conversation is in `previous_item_id` of the events that add items.

    That of `conversation.item.done` is often null (observed.md §3), and an item that the client
    itself put elsewhere is no surprise.
    """

    id: ClassVar = "RT106"
    name: ClassVar = "order-by-arrival"
    severity: ClassVar = Severity.INFO
    types: ClassVar = ("conversation.item.create", "conversation.item.added", "session.created")
    # Others name whatever they like there (captures/xai-text-tools.jsonl).
    is_clone_safe: ClassVar = False
    evidence: ClassVar = ("pydantic/pydantic-ai: cassettes with an idle timeout",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._placed: set[int] = set()
        """Requests of the client that say where an item is to go."""
        self._is_told = False

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Once in a session: it is something to know, not to repeat."""
        match now.event.canonical_type:
            case "session.created":
                self._is_told = False
            case "conversation.item.create":
                if now.is_sent and now.event.text("previous_item_id"):
                    self._placed.add(now.seq)
            case _ if not self._is_told:
                yield from self._see_added(now)

    def _see_added(self, now: Sight) -> Iterator[Finding]:
        named = now.before.item(now.event.text("previous_item_id"))
        item = now.state.item(now.event.item_id)
        order = now.before.order
        if named is None or item is None or not len(order) or not named.is_in_conversation:
            return
        # What was asked for is at home where it was asked to be; so is an item told of twice.
        if item.request_seq in self._placed or order[-1] in {named.key, item.key}:
            return
        self._is_told = True
        newest = now.before.items[order[-1]]
        yield self.found(now.seq, newest.key, item=item.id, previous=named.id, newest=newest.id)
