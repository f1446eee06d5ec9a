"""What the linter says of a capture, as exports tell it: in words without secrets, and bounded.

Rules look at the records as they were recorded: a secret in a log is a finding itself, and what a
share bundle leaves out would look like a mistake. What they say is cleaned afterwards.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint import RULES, Linter
from realtime_inspector.core.event import Event
from realtime_inspector.core.facts import FactStream
from realtime_inspector.core.redact import Redactor
from realtime_inspector.guide.rules import RULE_TEXTS, message_of
from realtime_inspector.guide.severities import SIGNS
from realtime_inspector.store.findings import WORST_FIRST, Findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from realtime_inspector.core.filters import Filter
    from realtime_inspector.core.finding import Severity
    from realtime_inspector.core.record import Record

READABLE: Final = 20
"""Findings of a rule that a document for people lists."""
_NAMES: Final = {rule.id: rule.name for rule in RULES}


@dataclass(frozen=True, slots=True)
class FindingWords:
    """A finding in words, as they were received but for secrets: to be made safe to show."""

    rule: str
    name: str
    severity: str
    title: str
    message: str
    """Empty where a share bundle leaves out what was said."""
    fix: str
    seqs: tuple[int, ...]
    """The records concerned, the one to look at first."""

    @property
    def events(self) -> str:
        """The records concerned, in words."""
        return f"event{'' if len(self.seqs) == 1 else 's'} {', '.join(map(str, self.seqs))}"

    @property
    def told(self) -> str:
        """What was found, or at least what kind of mistake it is."""
        return self.message or f"{self.title}."


@dataclass(frozen=True, slots=True)
class FindingMark:
    """That something is wrong with a step of a diagram."""

    severity: Severity
    """Of the worst finding."""
    rules: tuple[str, ...]
    """Of the findings that are marked there, the worst first."""

    @property
    def sign(self) -> str:
        """As in the log."""
        return SIGNS[self.severity]

    @property
    def label(self) -> str:
        """Sign and first rule, and how many there are beyond it: for a place of a few columns."""
        more = f"+{len(self.rules) - 1}" if len(self.rules) > 1 else ""
        return f"{self.sign} {self.rules[0]}{more}"

    @property
    def titles(self) -> tuple[str, ...]:
        """Each rule with its title."""
        return tuple(f"{rule} {RULE_TEXTS['en'][rule].title}" for rule in self.rules)


@dataclass(frozen=True, slots=True)
class RuleWords:
    """The findings of one rule, for a document for people."""

    first: FindingWords
    told: tuple[FindingWords, ...]
    more: int
    """How many there are beyond those."""


class Diagnosis:
    """All findings of a capture that are about what is exported."""

    def __init__(self, findings: Findings, *, with_messages: bool) -> None:
        """Args: with_messages: Whether to say more than which rule found something."""
        self.counts: Final = findings.counts
        """How many findings each rule has."""
        self._findings = findings
        self._with_messages = with_messages
        self._is_named = bytearray(max(findings.noted, default=0) + 1)
        """For each record whether a finding names it: most are not, and asking costs little."""
        for seq in findings.noted:
            self._is_named[seq] = True
        self._redactor = Redactor()

    def __bool__(self) -> bool:
        """Whether there is any finding."""
        return len(self._findings) > 0

    def rules_of(self, seq: int) -> tuple[str, ...]:
        """The rules of the findings that name a record."""
        if seq >= len(self._is_named) or not self._is_named[seq]:
            return ()
        return tuple(sorted(self._findings.names(seq) & self.counts.keys()))

    def mark(self, first: int, last: int) -> FindingMark | None:
        """What is wrong at the first of the records that a finding names.

        Args:
            first: Number of the first record of a step.
            last: Number of its last one.
        """
        marked = list(self._findings.marked_within(first, last))
        if not marked:
            return None
        rules = {rule for _, seq in marked for rule in self._findings.marked_at(seq)}
        return FindingMark(marked[0][0], self._worst_first(rules))

    def _worst_first(self, rules: Iterable[str]) -> tuple[str, ...]:
        severities = self._findings.severities
        return tuple(sorted(rules, key=lambda rule: (WORST_FIRST.index(severities[rule]), rule)))

    @property
    def told(self) -> Iterator[FindingWords]:
        """The findings in the order of what they are about; of each rule the first thousand."""
        texts = RULE_TEXTS["en"]
        for one in self._findings.kept:
            text = texts[one.rule]
            message = message_of(one.rule, one.values, "en") if self._with_messages else ""
            yield FindingWords(
                rule=one.rule,
                name=_NAMES[one.rule],
                severity=one.severity.value,
                title=text.title,
                message=self._redactor.value(message),
                fix=text.fix,
                seqs=one.seqs,
            )

    @property
    def by_rule(self) -> tuple[RuleWords, ...]:
        """The findings rule by rule, the worst first."""
        told: dict[str, list[FindingWords]] = {}
        for one in self.told:
            told.setdefault(one.rule, []).append(one)
        return tuple(
            RuleWords(
                told[rule][0],
                tuple(told[rule][:READABLE]),
                self.counts[rule] - min(READABLE, len(told[rule])),
            )
            for rule in self._worst_first(told)
        )

    @property
    def left_out(self) -> Counter[str]:
        """How many findings of a rule are counted, but not in `told`."""
        return self.counts - Counter(one.rule for one in self._findings.kept)


def findings_of(records: Iterable[Record], provider: str) -> Findings:
    """All that is wrong with a capture.

    Args:
        records: All its records, as they were recorded.
        provider: Whom the client talked to, as far as the capture tells.
    """
    linter, found = Linter(provider=provider), Findings()
    for seq, record in enumerate(records, start=1):
        for finding in linter.feed(seq, record):
            found.add(finding)
    return found


def diagnose(
    records: Iterable[Record],
    provider: str,
    wanted: Filter | None,
    *,
    with_messages: bool,
    named: Callable[[int], frozenset[str]] | None = None,
) -> Diagnosis:
    """Look for what is wrong.

    Args:
        records: All records of the capture, as they were recorded.
        provider: Whom the client talked to, as far as the capture tells.
        wanted: Keep the findings that name a record that matches; by default all.
        with_messages: Whether to say more than which rule found something.
        named: The findings that name a record, for a filter that asks for them.
    """
    if wanted is None:
        return Diagnosis(findings_of(records, provider), with_messages=with_messages)
    linter, redactor = Linter(provider=provider), Redactor()
    facts, found = FactStream(named), Findings()
    matched: array[int] = array("I")
    for record in records:
        event = Event.of(record)
        row = facts.feed(redactor.record(record))
        if wanted.matches(row):
            matched.append(row.seq)
        for finding in linter.feed(row.seq, record, event):
            # What it names has passed: no rule knows a record that is still to come.
            if any(_has(matched, seq) for seq in finding.seqs):
                found.add(finding)
    return Diagnosis(found, with_messages=with_messages)


def _has(seqs: array[int], seq: int) -> bool:
    place = bisect_left(seqs, seq)
    return place < len(seqs) and seqs[place] == seq
