"""RT127: the session is about to reach its maximum duration, or did."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule, notice_of
from realtime_inspector.core.events.edit import error_words
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadline, Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

_CLOSE: Final = notice_of("close")
_NOTICE_S: Final = 300
_GOING_AWAY: Final = 1001
_MAXIMUM: Final = "maximum duration"
_MINUTES: Final = re.compile(r"(\d+) minutes")


class SessionExpiry(Rule):
    """OpenAI ends a session after an hour, by an error or by a close alone (lifecycles.md §19)."""

    id: ClassVar = "RT127"
    name: ClassVar = "session-expiry"
    severity: ClassVar = Severity.WARN
    types: ClassVar = ("session.created", "error", _CLOSE)
    action: ClassVar = "reconnect"
    evidence: ClassVar = ("pollen-robotics/reachy_mini_conversation_app#134", "SDK: expires_at")

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._warning: Deadline | None = None
        self._minutes = "?"
        self._is_told = False

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Five minutes before, else when it has happened."""
        if now.event.type == "session.created":
            self._watch(now)
            return
        words = error_words(now.event.get("error")) or now.event.text("reason") or ""
        if self._is_expired(now, words) and not self._is_told:
            self._is_told = True
            match = _MINUTES.search(words)
            yield self.found(now.seq, minutes=match[1] if match else self._minutes)
        if now.event.type != "error" and self._warning is not None:
            self._warning.cancel()  # the end of the connection makes it no truer

    @staticmethod
    def _is_expired(now: Sight, words: str) -> bool:
        if now.event.type == "error":
            return now.event.text("error", "code") == "session_expired"
        return now.event.integer("code") == _GOING_AWAY and _MAXIMUM in words

    def _watch(self, now: Sight) -> None:
        """Waits for the moment, if the session lasts long enough to have one."""
        if self._warning is not None:
            self._warning.cancel()
        expires_s, time_ns = now.state.session.expires_at_s, now.record.time_ns
        self._is_told = False
        if expires_s is None or time_ns is None:
            return
        left_s = expires_s - time_ns / 1e9
        if left_s <= _NOTICE_S:
            return
        seq, self._minutes = now.seq, f"{left_s / 60:.0f}"
        due_ns = (expires_s - _NOTICE_S) * 10**9
        self._warning = self._deadlines.add(due_ns, lambda: self._warn(seq))

    def _warn(self, seq: int) -> Finding | None:
        if self._is_told:
            return None
        self._is_told = True
        return self.found(seq, minutes=self._minutes)
