"""RT126: the client connects again and again, and is never let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule, notice_of
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

_OPEN: Final = notice_of("open")
_ENOUGH: Final = 3
_WITHIN_S: Final = 60


class ReconnectLoop(Rule):
    """Three connections in a minute that ended before the server said anything but an error."""

    id: ClassVar = "RT126"
    name: ClassVar = "reconnect-loop"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = (_OPEN, notice_of("close"))
    is_about_all: ClassVar = True
    evidence: ClassVar = ("SDK: types/websocket_reconnection.py",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._opened: dict[int, tuple[int, int]] = {}
        """Open connections: number of the record, and its time in nanoseconds."""
        self._failed: list[tuple[int, int]] = []
        """The same of those that failed one after the other, the newest last."""
        self._is_told = False

    def feed(self, now: Sight) -> Iterator[Finding]:
        """At the end of the third; once, until a connection succeeds."""
        conn = now.record.conn
        if now.event.text("kind") == "open":
            if now.record.time_ns is not None:
                self._opened[conn] = now.seq, now.record.time_ns
            return
        opened = self._opened.pop(conn, None)
        if now.peer.has_answered:
            self._failed, self._is_told = [], False
        elif opened is not None:
            self._failed = [*self._failed, opened][-_ENOUGH:]
            if self._is_loop() and not self._is_told:
                self._is_told = True
                seqs = (seq for seq, _ in reversed(self._failed))
                yield self.found(*seqs, count=_ENOUGH, seconds=f"{self._span_s:.0f}")

    @property
    def _span_s(self) -> float:
        return (self._failed[-1][1] - self._failed[0][1]) / 1e9

    def _is_loop(self) -> bool:
        return len(self._failed) == _ENOUGH and self._span_s <= _WITHIN_S
