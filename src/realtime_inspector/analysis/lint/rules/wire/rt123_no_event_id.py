"""RT123: an error that cannot be matched, because the client's events have no ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.known_types import REQUESTS
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

_ABOUT_SESSION: Final = frozenset(
    {"session_expired", "invalid_api_key", "invalid_model", "missing_model", "insufficient_quota"}
)


class NoEventId(Rule):
    """An `error` repeats the `event_id` of the event it is about, if there is one."""

    id: ClassVar = "RT123"
    name: ClassVar = "no-event-id"
    severity: ClassVar = Severity.INFO
    types: ClassVar = (*REQUESTS, "error")
    evidence: ClassVar = ("SDK: error.event_id", "openai/openai-agents-python#3405")

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._sent_seq: int | None = None
        """The client's newest request."""
        self._is_over = False
        """Whether there is nothing to say any more."""

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Once, at the first such error."""
        if self._is_over:
            return
        if now.is_sent:
            self._sent_seq = now.seq
            self._is_over = bool(now.event.event_id)
        elif self._sent_seq is not None and now.event.type == "error" and _is_answer(now):
            self._is_over = True
            yield self.found(now.seq)


def _is_answer(now: Sight) -> bool:
    """Whether it refuses an event of the client, and does not say which."""
    is_about_session = now.event.text("error", "code") in _ABOUT_SESSION
    is_refusal = now.event.text("error", "type") == "invalid_request_error"
    is_unnamed = now.event.get("error", "event_id") is None
    has_begun = now.state.session.created_seq is not None
    return is_refusal and is_unnamed and has_begun and not is_about_session
