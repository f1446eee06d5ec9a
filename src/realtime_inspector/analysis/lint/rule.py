"""What a rule is, and what it sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from realtime_inspector.analysis.lint.deadlines import Deadline, Deadlines
    from realtime_inspector.analysis.lint.peer import Peer
    from realtime_inspector.core.event import Event
    from realtime_inspector.core.record import Record
    from realtime_inspector.core.state import CaptureState

EVERYTHING: Final = "*"
"""Among the types of a rule: each record, whatever it is."""
BINARY: Final = "binary frame"
TEXT: Final = "text frame"


def notice_of(kind: str) -> str:
    """How a rule names the notices of a kind among its types."""
    return f"notice {kind}"


class Sight:
    """One record as a rule sees it."""

    __slots__ = ("before", "event", "peer", "record", "seq", "state")

    def __init__(
        self,
        seq: int,
        record: Record,
        event: Event,
        before: CaptureState,
        state: CaptureState,
        peer: Peer,
    ) -> None:
        self.seq = seq
        """The record's number in the capture; keys of items in the states are such numbers."""
        self.record = record
        self.event = event
        self.before = before
        """The state of this connection right before the record."""
        self.state = state
        """The state of this connection right after it."""
        self.peer = peer

    @property
    def is_sent(self) -> bool:
        """Whether the client made it."""
        return self.record.direction == "client"


class Rule:
    """Watches one connection for one mistake. An instance serves one connection.

    A subclass states who it is, lists the types it wants to see, and says in `feed` what it
    finds. It must cost a constant time an event, however long the session is.
    """

    id: ClassVar[str]
    name: ClassVar[str]
    """A few words with hyphens, as in pitfalls.md."""
    severity: ClassVar[Severity]
    types: ClassVar[tuple[str, ...]]
    """Event types in the GA spelling (beta twins are mapped to it), `notice_of(kind)`, `BINARY`,
    `TEXT` or `EVERYTHING`."""
    is_clone_safe: ClassVar[bool] = True
    """Whether it also holds for servers that are not OpenAI's or Azure's."""
    is_heuristic: ClassVar[bool] = False
    """Whether it may be wrong: such a rule must be asked for by its id."""
    is_about_all: ClassVar[bool] = False
    """Whether one instance sees the records of every connection, each with the state of its own.
    It sets no deadlines, which belong to a connection."""
    action: ClassVar[str] = ""
    """Id of the action that puts it right in a live session (`actions.py`)."""
    evidence: ClassVar[tuple[str, ...]] = ()
    """Where it is known from: addresses, `owner/repository#number`, or words."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines

    @classmethod
    def hears(cls, key: str) -> bool:
        """Whether it wants to see records of a type; asked once for each type, not each record."""
        return key in cls.types or EVERYTHING in cls.types

    def feed(self, now: Sight) -> Iterable[Finding]:
        """What it finds at a record of one of its types."""
        raise NotImplementedError

    def end(self, state: CaptureState) -> Iterable[Finding]:  # noqa: ARG002 - for subclasses
        """What it finds when the connection was closed, beside its deadlines.

        A capture that merely stops is unfinished, not wrong: then this is not called.
        """
        return ()

    # For subclasses.

    def found(
        self,
        *seqs: int | None,
        severity: Severity | None = None,
        action: str | None = None,
        **values: object,
    ) -> Finding:
        """A finding of this rule.

        Args:
            seqs: The records concerned, the one to look at first; `None` among them is left out.
            severity: If other than the rule's own.
            action: If other than the rule's own.
            values: For the placeholders in the words.
        """
        return Finding(
            rule=self.id,
            severity=severity or self.severity,
            seqs=tuple(dict.fromkeys(seq for seq in seqs if seq is not None)),
            values={name: str(value) for name, value in values.items()},
            action=self.action if action is None else action,
        )

    def unless(self, now: Sight, wait_ms: float, make: Callable[[], Finding | None]) -> Deadline:
        """Makes a finding if the deadline is not cancelled in time, nor before the close."""
        start_ns = now.record.time_ns
        due_ns = None if start_ns is None else start_ns + int(wait_ms * 1e6)
        return self._deadlines.add(due_ns, make)


def mapping(value: object) -> Mapping[str, object]:
    """An object of a session or an event; an empty one for anything else."""
    return value if isinstance(value, dict) else {}
