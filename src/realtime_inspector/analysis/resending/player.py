"""Plays a script to a server: decides what to send and when, and translates the ids in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from realtime_inspector.analysis.resending.script import Mark, words_for
from realtime_inspector.analysis.strands import Strand, Strands, is_delta
from realtime_inspector.core.id_map import IdKind, IdMap, ids_in
from realtime_inspector.core.record import parse_object

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.analysis.resending.script import Script, Step
    from realtime_inspector.core.event import Event

PATIENCE_S: Final = 30.0
SHORT_PATIENCE_S: Final = 5.0
QUIET_S: Final = 3.0
"""After so long without an event a session is over of which the server's side was not recorded."""

_MAY_FAIL_TO_COME: Final = frozenset({"limits", "error", "transcription", "output", "other"})
"""Strands that another server, or the same one on another day, leaves out (observed.md §3)."""
_NOT_OF_ALL: Final = frozenset({"conversation.created", "conversation.item.done"})
"""Types that some dialects do not have (observed.md §3, §4)."""
_LAST_OF_STRAND: Final = frozenset(
    {
        "response.done",
        "conversation.item.input_audio_transcription.completed",
        "conversation.item.input_audio_transcription.failed",
    }
)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast, and how patiently."""

    speed: float = 1.0
    """2 is twice as fast, 0 keeps no pauses at all."""
    longest_pause_s: float | None = None
    """Longer pauses are shortened to this."""
    patience_s: float = PATIENCE_S
    """How long the server may be silent while something is waited for."""
    keeps_going: bool = False
    """Whether the next event is sent even if what had preceded it does not come."""


@dataclass(frozen=True, slots=True)
class Send:
    """Send this now."""

    step: Step
    text: str
    """With the ids of the new session."""
    strangers: tuple[tuple[IdKind, str], ...] = ()
    """Ids in it that the old server made and that have no counterpart in the new session."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do before something comes, or before a time."""

    until_s: float
    words: str = ""
    """What is waited for; empty if it is only the pause that the client made."""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What was waited for did not come."""

    words: str


@dataclass(frozen=True, slots=True)
class Done:
    """Everything was sent, and what had come after it came again."""


Move: TypeAlias = Send | Wait | GivenUp | Done


class Player:
    """One connection's resend. Times are seconds of any clock that does not step."""

    def __init__(self, script: Script, pace: Pace, now_s: float, ids: IdMap | None = None) -> None:
        """Begin.

        Args:
            script: What to send.
            pace: How fast.
            now_s: The time.
            ids: What is known already, from an earlier connection of the same capture.
        """
        self.ids = ids if ids is not None else IdMap(without=[IdKind.EVENT])
        self.sent = 0
        """Steps sent so far."""
        self.missed: list[Mark] = []
        """What did not come and was not insisted on."""
        self._script = script
        self._pace = pace
        self._strands = Strands()
        self._seen: Counter[tuple[Strand, str]] = Counter()
        self._arrived_s: dict[tuple[Strand, str], float] = {}
        self._ended: set[Strand] = set()
        self._forgone: set[tuple[str, str]] = set()
        """What did not come once, and is not waited for again."""
        self._sent_s = now_s
        self._heard_s = now_s
        self._problem = ""
        """The newest error since the last step."""

    @property
    def has_all_sent(self) -> bool:
        """Whether only the end is waited for."""
        return self.sent == len(self._script.steps)

    def receive(self, event: Event, now_s: float) -> None:
        """Takes an event of the new session's server."""
        strand = self._strands.of(event)
        kind = event.canonical_type
        self._seen[strand, kind] += 1
        self._arrived_s[strand, kind] = now_s
        if kind in _LAST_OF_STRAND:
            self._ended.add(strand)
        if strand.about == "error":
            self._problem = event.text("error", "message") or event.text("error", "code") or kind
        if strand.about != "other":
            self._heard_s = now_s
        if not is_delta(kind):
            self._learn(Mark(strand, kind, self._seen[strand, kind]), event)

    def next(self, now_s: float) -> Move:
        """What to do now. After a `Send`, ask again at once."""
        if self.has_all_sent:
            return self._finish(now_s)
        step = self._script.steps[self.sent]
        waiting = self._wait_for(step.waits_for, now_s)
        if waiting is not None:
            return waiting
        due_s = self._due_s(step)
        if due_s > now_s:
            return Wait(due_s)
        return self._send(step, now_s)

    def _send(self, step: Step, now_s: float) -> Send:
        self.sent += 1
        self._sent_s = self._heard_s = now_s
        self._problem = ""
        event = parse_object(step.text) or {}
        strangers = tuple(
            (kind, one)
            for _, kind, one in self.ids.unknown_in(event)
            if (kind, one) in self._script.server_ids
        )
        return Send(step, self.ids.rewrite_text(step.text), strangers)

    def _finish(self, now_s: float) -> Move:
        if not self._script.has_server_events:
            quiet_s = max(self._sent_s, self._heard_s) + QUIET_S
            return Done() if now_s >= quiet_s else Wait(quiet_s, "the server to be quiet")
        return self._wait_for(self._script.ending, now_s) or Done()

    def _wait_for(self, marks: Sequence[Mark], now_s: float) -> Wait | GivenUp | None:
        """Whether to wait for some of the marks, or to give them up; `None`: all have come."""
        missing = [mark for mark in marks if not self._has_come(mark)]
        needed = [*filter(_is_needed, missing)]
        if not missing:
            return None
        is_refused = bool(self._problem) and all(mark.strand.about != "error" for mark in marks)
        patience_s = self._pace.patience_s
        if is_refused or not needed:
            patience_s = min(patience_s, SHORT_PATIENCE_S)
        until_s = max(self._sent_s, self._heard_s) + patience_s
        if now_s < until_s:
            return Wait(until_s, words_for(needed or missing))
        if needed and not self._pace.keeps_going:
            return GivenUp(self._silence(needed, patience_s))
        self.missed += missing
        self._forgone.update((mark.strand.about, mark.type) for mark in missing)
        return None

    def _silence(self, needed: Sequence[Mark], patience_s: float) -> str:
        before = "the end"
        if not self.has_all_sent:
            step = self._script.steps[self.sent]
            before = f"event {step.seq} ({step.type or 'text'})"
        words = f"Stopped before {before}: waited {patience_s:g} s for {words_for(needed)}."
        return f"{words} The server's last error: {self._problem}" if self._problem else words

    def _has_come(self, mark: Mark) -> bool:
        return (
            self._seen[mark.strand, mark.type] >= mark.number
            or mark.strand in self._ended
            or (mark.strand.about, mark.type) in self._forgone
        )

    def _due_s(self, step: Step) -> float:
        """When the recorded pause before a step is over."""
        if self._pace.speed <= 0:
            return self._sent_s
        arrivals = [
            self._arrived_s[mark.strand, mark.type]
            for mark in step.waits_for
            if (mark.strand, mark.type) in self._arrived_s
        ]
        due_s = self._sent_s
        if arrivals and step.after_mark_s is not None:
            due_s = max(due_s, max(arrivals) + self._pause_s(step.after_mark_s))
        if step.after_step_s is not None and (step.is_audio or not arrivals):
            due_s = max(due_s, self._sent_s + self._pause_s(step.after_step_s))
        return due_s

    def _pause_s(self, recorded_s: float) -> float:
        longest_s = self._pace.longest_pause_s
        kept_s = recorded_s if longest_s is None else min(recorded_s, longest_s)
        return kept_s / self._pace.speed

    def _learn(self, mark: Mark, event: Event) -> None:
        """Pairs the ids of an event with those of its recorded counterpart."""
        recorded = self._script.ids.get(mark)
        if not recorded:
            return
        here = {path: one for path, _, one in ids_in(event.raw)}
        for path, kind, old in recorded:
            if path in here:
                self.ids.pair(kind, old, here[path])


def _is_needed(mark: Mark) -> bool:
    """Whether nothing is sent before it has come."""
    return mark.strand.about not in _MAY_FAIL_TO_COME and mark.type not in _NOT_OF_ALL
