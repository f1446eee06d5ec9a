"""RT086: a response began and never ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule, notice_of
from realtime_inspector.core.failures import FINE_CODES
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadline, Deadlines
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.state import Response

WAIT_MS: Final = 120_000
ALIVE_NS: Final = 10_000_000_000
"""A response that said something so short a time ago was going on."""


class NeverDone(Rule):
    """It was lost with the connection, or the server forgot it.

    A client that hangs up while the answer still comes has not been let down: that is silent.
    """

    id: ClassVar = "RT086"
    name: ClassVar = "never-done"
    severity: ClassVar = Severity.ERROR
    types: ClassVar = ("response.created", "response.done", "session.created", notice_of("close"))
    action: ClassVar = "cancel_response"
    evidence: ClassVar = ("LocalAI's source, which sends an error only",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._open: dict[str, Deadline] = {}

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Waits for the end of each response; a close makes the deadlines fire."""
        match now.event.canonical_type:
            case "response.created":
                self._begin(now)
            case "response.done":
                deadline = self._open.pop(now.event.response_id or "", None)
                if deadline is not None:
                    deadline.cancel()
            case "session.created":
                self._forget(list(self._open))
            case _:
                if _hangs_up(now):
                    self._forget([one for one in self._open if _is_alive(now, one)])
        yield from ()

    def _begin(self, now: Sight) -> None:
        response_id = now.event.response_id
        response = now.state.responses.get(response_id or "")
        # One that is over already is announced late: only a reordered capture does that.
        if response_id is None or response_id in self._open or not _is_open(response):
            return
        finding = self.found(now.seq, response=response_id)
        self._open[response_id] = self.unless(now, WAIT_MS, lambda: finding)

    def _forget(self, response_ids: list[str]) -> None:
        for response_id in response_ids:
            self._open.pop(response_id).cancel()


def _is_open(response: Response | None) -> bool:
    return response is not None and response.is_active


def _hangs_up(close: Sight) -> bool:
    is_client = close.event.text("by") == "client" and close.event.integer("code") in FINE_CODES
    return is_client or close.event.get("ok") is True


def _is_alive(now: Sight, response_id: str) -> bool:
    response = now.before.responses.get(response_id)
    if response is None:
        return False
    last_ns, now_ns = response.last_delta_ns or response.created_ns, now.record.time_ns
    return last_ns is None or now_ns is None or now_ns - last_ns <= ALIVE_NS
