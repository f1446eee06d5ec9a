"""Rules about client events that the server refuses: suspected when sent, certain when answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias

from realtime_inspector.analysis.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadline, Deadlines
    from realtime_inspector.analysis.lint.peer import Peer
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.finding import Finding
    from realtime_inspector.core.state import Problem

Values: TypeAlias = Mapping[str, str]
"""What the words of a finding are filled with."""

PATIENCE_MS: Final = 5_000
"""How long an answer may take before a suspicion stands without it (pitfalls.md RT020)."""
MOST_SUSPECTS: Final = 64
"""Suspected events that are kept; without times in the capture nothing else ends the wait."""
_TOO_EARLY: Final = "conversation_already_has_active_response"
"""This error says nothing about what was asked for: that was understood."""
_ANSWERS: Final = {
    "session.update": "session.updated",
    "response.create": "response.created",
    "input_audio_buffer.commit": "input_audio_buffer.committed",
}


def asked_by(*types: str) -> tuple[str, ...]:
    """What a rule about such client events must listen to: these, their answers and errors."""
    answers = (_ANSWERS[kind] for kind in types if kind in _ANSWERS)
    return (*types, *answers, "error")


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A client event that looks wrong and is not answered yet."""

    event_id: str
    values: Values
    deadline: Deadline


class RefusalRule(Rule):
    """One finding a mistake, whether it was seen in the client's event, in the error, or in both.

    The client's event is looked at where it is known, else the error. What the server accepts
    after all was no mistake. A subclass says in `mistake` what is wrong with a client's event,
    and in `sign` whether an error is about that; the words get `said`, the server's message, which
    is empty if it said nothing.
    """

    stands_if_accepted: ClassVar[bool] = False
    """Whether it remains a mistake when the server takes it."""
    needs_server: ClassVar[bool] = False
    """Whether nothing can be said where the server was never heard."""
    is_plain: ClassVar[bool] = False
    """Whether the event alone shows it, so that it is told of in a log of the client alone."""

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._suspects: dict[int, _Suspect] = {}

    def mistake(self, now: Sight) -> Values | None:  # noqa: ARG002 - for subclasses
        """What is wrong with a client's event; `None` if nothing is."""
        return None

    def sign(self, now: Sight) -> Values | None:  # noqa: ARG002 - for subclasses
        """What an error tells about this mistake; `None` if it is about another one."""
        return None

    def report(self, values: Values, said: str, *seqs: int | None) -> Finding:
        """The finding.

        Args:
            values: Of `mistake` or `sign`.
            said: The server's message; empty if it refused nothing.
            seqs: As for `found`.
        """
        return replace(self.found(*seqs), values={**values, "said": said})

    @property
    def is_waiting(self) -> bool:
        """Whether a suspected event has no answer yet."""
        return bool(self._suspects)

    def feed(self, now: Sight) -> Iterator[Finding]:
        """A mistake, when its answer shows it to be one."""
        if now.is_sent:
            yield from self._suspect(now)
        elif now.event.canonical_type == "error":
            yield from self._refused(now)
        else:
            yield from self._accepted(now)

    def _suspect(self, now: Sight) -> Iterator[Finding]:
        values = self.mistake(now)
        if values is None:
            return
        if self.is_plain and not now.peer.is_heard:  # in a log of the client nobody will answer
            yield self.report(values, "", now.seq)
            return
        if len(self._suspects) >= MOST_SUSPECTS:
            self._take(next(iter(self._suspects)))
        deadline = self.unless(now, PATIENCE_MS, lambda: self._unanswered(now.seq, now.peer))
        self._suspects[now.seq] = _Suspect(now.event.event_id or "", values, deadline)

    def _unanswered(self, seq: int, peer: Peer) -> Finding | None:
        suspect = self._take(seq)
        is_mute = self.needs_server and not peer.is_heard
        return None if suspect is None or is_mute else self.report(suspect.values, "", seq)

    def _refused(self, now: Sight) -> Iterator[Finding]:
        problem = now.state.problems.get(now.seq)
        if problem is None:
            return
        values = self.sign(now)
        cause_seq = self._cause(problem, is_meant=values is not None)
        suspect = self._take(cause_seq)
        if suspect is not None and problem.code != _TOO_EARLY:
            values = suspect.values
        if values is not None:
            yield self.report(values, problem.message, cause_seq, now.seq)

    def forget(self) -> None:
        """Whatever was suspected was right."""
        for seq in list(self._suspects):
            self._take(seq)

    def _accepted(self, now: Sight) -> Iterator[Finding]:
        # The answer to one event can show that an older error was about another one.
        for error_seq in now.before.unclaimed if self._suspects else ():
            problem = now.state.problems[error_seq]
            refused = self._take(problem.cause_seq)
            if refused is not None:
                yield self.report(refused.values, problem.message, problem.cause_seq, error_seq)
        seq = now.state.answered.get(now.seq)
        suspect = self._take(seq)
        if suspect is not None and self.stands_if_accepted:
            yield self.report(suspect.values, "", seq, now.seq)

    def _cause(self, problem: Problem, *, is_meant: bool) -> int | None:
        """The client's event that an error is about, if that is known."""
        named = self._named(problem.event_id)
        if named is not None or problem.cause_seq in self._suspects:
            return problem.cause_seq if named is None else named
        if is_meant and not problem.event_id and self._suspects:
            # The state has guessed, too, and did not know what looks wrong.
            return next(reversed(self._suspects))
        return problem.cause_seq

    def _named(self, event_id: str) -> int | None:
        """The suspected event with this id, of those whose answers the state does not follow."""
        suspects = self._suspects.items() if event_id else ()
        return next((seq for seq, one in suspects if one.event_id == event_id), None)

    def _take(self, seq: int | None) -> _Suspect | None:
        suspect = None if seq is None else self._suspects.pop(seq, None)
        if suspect is not None:
            suspect.deadline.cancel()
        return suspect
