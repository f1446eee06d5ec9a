"""RT131: an event is refused, and sent again as it was, time after time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.known_types import REQUESTS
from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.event import Event

_CANCEL: Final = "response.cancel"
"""To be refused does no harm there (RT064)."""
_ENOUGH: Final = 3
_MOST: Final = 64
"""Events that may still be refused, as in the state."""


@dataclass(slots=True)
class _Refused:
    """An event that was refused each time so far."""

    first_seq: int
    error_seq: int
    resent: int = 0
    is_refused: bool = True
    """Whether the newest attempt was."""


class UnhandledError(Rule):
    """Nothing has changed, so the answer will not."""

    id: ClassVar = "RT131"
    name: ClassVar = "unhandled-error"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (*(kind for kind in REQUESTS if kind != _CANCEL), "error")
    evidence: ClassVar = ("by construction",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._pending: dict[int, int] = {}
        """Digests of the newest events."""
        self._refused: dict[int, _Refused] = {}

    def feed(self, now: Sight) -> Iterator[Finding]:
        """At the third repetition of what was refused without a break."""
        if not now.is_sent:
            self._see_error(now)
            return
        digest = _digest(now.event)
        if len(self._pending) == _MOST:
            del self._pending[next(iter(self._pending))]
        self._pending[now.seq] = digest
        before = self._refused.get(digest)
        if before is None:
            return
        if not before.is_refused:
            del self._refused[digest]  # it was taken meanwhile
            return
        before.is_refused = False
        before.resent += 1
        if before.resent == _ENOUGH:
            yield self.found(
                now.seq, before.first_seq, before.error_seq, kind=now.event.type, count=_ENOUGH
            )

    def _see_error(self, now: Sight) -> None:
        problem = now.state.problems.get(now.seq)
        if problem is None or problem.cause_seq is None:
            return
        digest = self._pending.pop(problem.cause_seq, None)
        if digest is None:
            return
        refused = self._refused.setdefault(digest, _Refused(problem.cause_seq, now.seq))
        refused.is_refused = True


def _digest(event: Event) -> int:
    """The same for events that differ in their `event_id` alone."""
    body = {name: value for name, value in event.raw.items() if name != "event_id"}
    return hash(json.dumps(body, sort_keys=True))
