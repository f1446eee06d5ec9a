"""Runs the rules over records as they come."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint.deadlines import Deadlines
from realtime_inspector.analysis.lint.forgetting import EVERY, without_history
from realtime_inspector.analysis.lint.peer import Peer
from realtime_inspector.analysis.lint.rule import BINARY, TEXT, Sight, notice_of
from realtime_inspector.analysis.lint.rules import RULES
from realtime_inspector.core.event import Event
from realtime_inspector.core.frozen import replace
from realtime_inspector.core.record import Direction, RecordKind
from realtime_inspector.core.reduce import reduce
from realtime_inspector.core.state import CaptureState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from realtime_inspector.analysis.lint.rule import Rule
    from realtime_inspector.core.finding import Finding
    from realtime_inspector.core.record import Record

CLOSE: Final = notice_of("close")


def default_rules() -> tuple[type[Rule], ...]:
    """The rules that are asked without being chosen: those that are certain."""
    return tuple(rule for rule in RULES if not rule.is_heuristic)


class Linter:
    """Finds what is wrong, record by record; each connection is judged for itself."""

    def __init__(self, rules: Sequence[type[Rule]] | None = None, provider: str = "") -> None:
        """Begin with nothing.

        Args:
            rules: The rules to ask; by default those that are certain.
            provider: Whom the client talks to, as the capture's header says; empty: to be
                told from the traffic.
        """
        self._rules = default_rules() if rules is None else tuple(rules)
        self._provider = provider
        # Their deadlines are those of no connection, and are never reached.
        self._common = {rule: rule(Deadlines()) for rule in self._rules if rule.is_about_all}
        self._strands: dict[int, _Strand] = {}

    def feed(self, seq: int, record: Record, event: Event | None = None) -> list[Finding]:
        """What one more record brings to light; mostly nothing.

        Args:
            seq: The record's number in the capture, rising.
            record: The record.
            event: Its event, if the caller has parsed it already.
        """
        strand = self._strands.get(record.conn)
        if strand is None:
            strand = self._strands[record.conn] = _Strand(self._rules, self._provider, self._common)
        return strand.feed(seq, record, Event.of(record) if event is None else event)

    def advance(self, now_ns: int) -> list[Finding]:
        """What has become certain because nothing came until now, in a live session.

        Args:
            now_ns: Wall clock, nanoseconds since 1970.
        """
        return [finding for strand in self._strands.values() for finding in strand.advance(now_ns)]

    @property
    def faults(self) -> int:
        """How often a rule failed; what it would have said is lost, the others go on."""
        return sum(strand.faults for strand in self._strands.values())


class _Strand:
    """One connection: its state, its deadlines, its rules."""

    def __init__(
        self,
        rules: Sequence[type[Rule]],
        provider: str,
        common: Mapping[type[Rule], Rule],
    ) -> None:
        self._state = CaptureState()
        self._peer = Peer(provider)
        self._deadlines = Deadlines()
        self._rules = [common.get(rule) or rule(self._deadlines) for rule in rules]
        self._safe_only = {rule.id for rule in rules if not rule.is_clone_safe}
        self._listeners: dict[str, tuple[Rule, ...]] = {}
        self._told: dict[tuple[str, int], None] = {}
        """Rule and record of what was found, the newest last."""
        self._count = 0
        self.faults = 0

    def feed(self, seq: int, record: Record, event: Event) -> list[Finding]:
        found: list[Finding] = []
        if record.time_ns is not None:
            due_ns = self._deadlines.next_ns
            if due_ns is not None and due_ns <= record.time_ns:
                self._gather(found, partial(self._deadlines.reach, record.time_ns))
        before = self._state
        # Numbers in the state are those of the capture, whichever connection they are of.
        at = before if before.seq == seq - 1 else replace(before, seq=seq - 1)
        self._count += 1
        if self._count % EVERY == 0:
            at = without_history(at)
            self._told = dict.fromkeys(reversed(list(islice(reversed(self._told), EVERY))))
        self._state = state = reduce(at, record, event)
        if record.direction is Direction.RECEIVED and record.kind is RecordKind.EVENT:
            self._peer.hear(event)
        key = _key(record, event)
        listeners = self._listeners.get(key)
        if listeners is None:
            listeners = self._listeners[key] = self._listeners_of(key)
        if listeners:
            now = Sight(seq, record, event, before, state, self._peer)
            for rule in listeners:
                self._hear(found, rule, now)
        if key == CLOSE:
            self._end(found)
        return list(self._news(found)) if found else found

    def advance(self, now_ns: int) -> list[Finding]:
        found: list[Finding] = []
        self._gather(found, partial(self._deadlines.reach, now_ns))
        return list(self._news(found))

    def _end(self, found: list[Finding]) -> None:
        self._gather(found, self._deadlines.end)
        for rule in self._rules:
            self._gather(found, partial(rule.end, self._state))

    def _hear(self, found: list[Finding], rule: Rule, now: Sight) -> None:
        """A rule that fails at what a server sent must not stop an inspector."""
        try:
            found.extend(rule.feed(now))
        except Exception:  # noqa: BLE001 - a server may send anything
            self.faults += 1

    def _gather(self, found: list[Finding], ask: Callable[[], Iterable[Finding]]) -> None:
        """Likewise for what is said without a record."""
        try:
            found.extend(ask())
        except Exception:  # noqa: BLE001 - a server may send anything
            self.faults += 1

    def _listeners_of(self, key: str) -> tuple[Rule, ...]:
        return tuple(rule for rule in self._rules if rule.hears(key))

    def _news(self, found: Iterable[Finding]) -> Iterator[Finding]:
        """Those that hold for this server, each once."""
        for finding in found:
            key = (finding.rule, finding.seq)
            is_meant = self._peer.is_openai or finding.rule not in self._safe_only
            if is_meant and key not in self._told:
                self._told[key] = None
                yield finding


def _key(record: Record, event: Event) -> str:
    """What a rule calls such a record among its types."""
    match record.kind:
        case RecordKind.EVENT:
            return event.canonical_type
        case RecordKind.NOTICE:
            return notice_of(event.text("kind") or "")
        case RecordKind.BINARY:
            return BINARY
        case _:
            return TEXT


def lint(
    records: Iterable[Record], rules: Sequence[type[Rule]] | None = None, provider: str = ""
) -> Iterator[Finding]:
    """The findings of a whole capture, as they come to light; see `Linter`."""
    linter = Linter(rules, provider)
    for seq, record in enumerate(records, start=1):
        yield from linter.feed(seq, record)
