"""RT001: an item was added that calls for an answer, and nobody asked for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.hush import Hush
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.event import Event

WAIT_MS: Final = 3000
SPEECH: Final = "input_audio_buffer.speech_started"


class ItemWithoutResponse(Rule):
    """Adding an item never makes the model speak; results of functions are RT002's."""

    id: ClassVar = "RT001"
    name: ClassVar = "item-without-response"
    severity: ClassVar = Severity.WARN
    types: ClassVar = ("conversation.item.create", "conversation.item.added", SPEECH, *Hush.TYPES)
    action: ClassVar = "request_response"
    evidence: ClassVar = ("https://developers.openai.com/api/docs/guides/realtime-conversations",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._hush = Hush(lambda now, make: self.unless(now, WAIT_MS, make))
        self._seq = 0
        self._kind = ""
        self._added_seq: int | None = None

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Waits after each item that calls for an answer, until somebody asks or speaks."""
        match now.event.canonical_type:
            case "conversation.item.create":
                self._begin(now)
            case "conversation.item.added":
                self._confirm(now)
            case kind if kind == SPEECH:
                self._hush.end()
            case _:
                self._hush.see(now)
        yield from ()

    def _begin(self, now: Sight) -> None:
        self._hush.end()
        if calls_for_answer(now.event):
            self._seq, self._added_seq = now.seq, None
            self._kind = now.event.text("item", "type") or "message"
            self._hush.begin(now, self._make)

    def _confirm(self, now: Sight) -> None:
        item = now.state.item(now.event.item_id)
        if item is not None and item.request_seq == self._seq:
            self._added_seq = now.seq

    def _make(self) -> Finding | None:
        if self._added_seq is None:  # refused, or nobody knows
            return None
        return self.found(self._seq, self._added_seq, kind=self._kind)


def calls_for_answer(event: Event) -> bool:
    """Whether a `conversation.item.create` is the user's turn in the conversation."""
    kind = event.text("item", "type")
    is_message = kind == "message" and event.text("item", "role") == "user"
    return is_message or kind == "mcp_approval_response"
