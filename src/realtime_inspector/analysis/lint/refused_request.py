"""What rules share that are about one wrong event of the client, which the server refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.core.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from realtime_inspector.analysis.lint.deadlines import Deadline, Deadlines
    from realtime_inspector.analysis.lint.finding import Finding
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.event import Event

PATIENCE_MS: Final = 5_000
"""How long the server may take to refuse an event; some errors take a second (observed.md §5)."""
_MOST: Final = 64
"""Suspects that are kept; older ones were not refused."""


@dataclass(frozen=True, slots=True)
class _Suspect:
    event_id: str
    values: Mapping[str, object]
    deadline: Deadline


class RefusedRequest(Rule):
    """One mistake with two signs, the client's event and the server's refusal: one finding.

    An event that looks wrong is only suspected. A refusal makes it a finding with both records,
    silence one with the client's alone; a server that takes the event is right. In a capture of
    the client alone nobody will answer, and the suspicion is told at once.

    The `types` of a subclass are those of the client's events, those of the answers that show
    that such an event was taken, and `error`.
    """

    has_answers: ClassVar[bool] = True
    """Whether a server says so when it takes such an event."""

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._suspects: dict[int, _Suspect] = {}

    # For subclasses.

    def suspect(self, now: Sight) -> Mapping[str, object] | None:
        """Values for the words if the client's event looks wrong, else `None`."""
        raise NotImplementedError

    def refusal(self, error: Event) -> Mapping[str, object] | None:
        """Values for the words if the server's error says that it was this mistake.

        They are used if no event of the client is suspected, as in a log of the server alone.
        """
        raise NotImplementedError

    # For the linter.

    def feed(self, now: Sight) -> Iterator[Finding]:
        """The mistake, when it is certain."""
        if now.is_sent:
            yield from self._see_request(now)
        elif now.event.type == "error":
            yield from self._see_refusal(now)
        elif self.has_answers and self._suspects:
            yield from self._see_answer(now)

    def _see_request(self, now: Sight) -> Iterator[Finding]:
        values = self.suspect(now)
        if values is None:
            return
        if not now.peer.is_heard:
            yield self._with(values, now.seq)
            return
        if len(self._suspects) == _MOST:
            self._release(next(iter(self._suspects)))
        seq = now.seq
        deadline = self.unless(now, PATIENCE_MS, lambda: self._convict(seq))
        self._suspects[seq] = _Suspect(now.event.event_id or "", values, deadline)

    def _see_refusal(self, now: Sight) -> Iterator[Finding]:
        values = self.refusal(now.event)
        problem = now.state.problems.get(now.seq)
        cause = None if problem is None else problem.cause_seq
        suspect = self._suspect_of(now.event, cause, is_meant=values is not None)
        if suspect is not None:
            yield self._convict(suspect, now.seq)
        elif values is not None:
            is_ours = any(one.seq == cause and one.type in self.types for one in now.before.asked)
            yield self._with(values, cause if is_ours else None, now.seq)

    def _suspect_of(self, error: Event, cause: int | None, *, is_meant: bool) -> int | None:
        """The suspect that an error is about."""
        named = error.text("error", "event_id")
        if named:
            return next((seq for seq, one in self._suspects.items() if one.event_id == named), None)
        if cause in self._suspects:
            return cause
        # The server works in order: an error that names nothing is about the oldest one.
        return next(iter(self._suspects), None) if is_meant else None

    def _see_answer(self, now: Sight) -> Iterator[Finding]:
        """Those that wait no longer were taken, or an older error turns out to be about them."""
        waiting = {one.seq for one in now.state.asked}
        for seq in [seq for seq in self._suspects if seq not in waiting]:
            refusals = (one for one in now.before.unclaimed if _is_about(now, one, seq))
            refusal = next(refusals, None)
            if refusal is None:
                self._release(seq)
            else:
                yield self._convict(seq, refusal)

    def _convict(self, seq: int, refusal: int | None = None) -> Finding:
        suspect = self._suspects.pop(seq)
        suspect.deadline.cancel()
        return self._with(suspect.values, seq, refusal)

    def _with(self, values: Mapping[str, object], *seqs: int | None) -> Finding:
        return replace(self.found(*seqs), values={name: str(one) for name, one in values.items()})

    def _release(self, seq: int) -> None:
        self._suspects.pop(seq).deadline.cancel()


def _is_about(now: Sight, problem_seq: int, seq: int) -> bool:
    return now.state.problems[problem_seq].cause_seq == seq
