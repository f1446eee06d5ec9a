"""RT062: an interrupted answer is not cut to what was played."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.conversation import speaks_here
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight


class MissingTruncate(Rule):
    """The server knows what it made, not what the client has played of it."""

    id: ClassVar = "RT062"
    name: ClassVar = "missing-truncate"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (
        "response.done",
        "response.created",
        "conversation.item.truncate",
        "conversation.item.truncated",
        "conversation.item.delete",
    )
    # Several other servers cannot truncate (dialects.md §4, §6).
    is_clone_safe: ClassVar = False
    evidence: ClassVar = ("SDK: conversation.item.truncate", "livekit/agents#2201")

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._cut: set[str] = set()
        """Items that somebody cut or deleted since the last response was over."""
        self._uncut: tuple[int, str] | None = None
        """End of the interrupted response, and its item."""

    def feed(self, now: Sight) -> Iterator[Finding]:
        """At the next response: from then on the model answers with the wrong memory."""
        match now.event.type:
            case "response.done":
                self._see_end(now)
            case "response.created":
                response = now.state.responses.get(now.event.response_id or "")
                if self._uncut is not None and response and not response.is_out_of_band:
                    done_seq, item_id = self._uncut
                    self._uncut = None
                    yield self.found(done_seq, now.seq, item=item_id)
            case _:
                self._see_cut(now.event.item_id or "")

    def _see_end(self, now: Sight) -> None:
        cut, self._cut = self._cut, set()
        response = now.state.responses.get(now.event.response_id or "")
        if response is None or response.reason != "turn_detected" or not speaks_here(now.state):
            return
        if response.status != "cancelled":
            return
        for key in response.items:
            item = now.state.items[key]
            if item.audio_bytes and item.truncated_ms is None and item.id not in cut:
                self._uncut = now.seq, item.id

    def _see_cut(self, item_id: str) -> None:
        self._cut.add(item_id)
        if self._uncut is not None and self._uncut[1] == item_id:
            self._uncut = None
