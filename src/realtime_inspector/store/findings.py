"""What has been found wrong with the records of a log, by rule, by severity and by record."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.filter_match import glob
from realtime_inspector.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from realtime_inspector.core.finding import Finding

KEPT: Final = 1_000
"""Findings of a rule that are kept with all they say; of further ones, which records they name."""
WORST_FIRST: Final = tuple(Severity)


class Findings:
    """All findings about one log. Numbers of records (`seq`) run from 1.

    A finding names one record or more, and is marked at the first. Only the thread of the screen
    adds; others may ask `named_within` meanwhile.
    """

    def __init__(self) -> None:
        self.is_looking = False
        """Whether somebody looks for findings: then nothing is known beyond `looked`."""
        self.looked = 0
        """So many records have been looked at, from the first on."""
        self.rules = 0
        """So many rules have looked."""
        self.faults = 0
        """How often a rule failed, so that it may not have found what it should."""
        self.severities: dict[str, Severity] = {}
        """The worst severity of each rule that found something."""
        self.counts: Counter[str] = Counter()
        """How many findings each rule has."""
        self.by_severity: Counter[Severity] = Counter()
        """How many findings there are of each severity."""
        self.noted: array[int] = array("I")
        """Numbers of the records that were named, each time that one was, as it happened."""
        self._marked = {severity: array("I") for severity in WORST_FIRST}
        self._all_marked: array[int] = array("I")
        self._marked_by: dict[str, array[int]] = {}
        self._named: dict[str, array[int]] = {}
        self._of_rule: dict[str, list[Finding]] = {}
        self._of_seq: dict[int, list[Finding]] = {}

    def __len__(self) -> int:
        """How many findings there are, the ones that are only counted among them."""
        return self.by_severity.total()

    def add(self, finding: Finding) -> None:
        """Takes in one more."""
        rule, severity = finding.rule, finding.severity
        self.counts[rule] += 1
        self.by_severity[severity] += 1
        worst = min(severity, self.severities.get(rule, severity), key=WORST_FIRST.index)
        self.severities[rule] = worst
        _put(self._marked[severity], finding.seq)
        _put(self._all_marked, finding.seq)
        _put(self._marked_by.setdefault(rule, array("I")), finding.seq)
        for name in (rule, severity.value):
            named = self._named.setdefault(name, array("I"))
            for seq in finding.seqs:
                _put(named, seq)
        self.noted.extend(finding.seqs)
        if self.counts[rule] <= KEPT:
            self._of_rule.setdefault(rule, []).append(finding)
            for seq in finding.seqs:
                self._of_seq.setdefault(seq, []).append(finding)

    def known_of(self, count: int) -> int:
        """How many of the first `count` records nothing more is looked for in.

        A finding may still come to name one of them when something else happens, or does not.
        """
        return min(count, self.looked) if self.is_looking else count

    # About a record.

    def of(self, seq: int) -> tuple[Finding, ...]:
        """The kept findings that name a record, the worst first."""
        found = self._of_seq.get(seq, ())
        return tuple(sorted(found, key=lambda one: WORST_FIRST.index(one.severity)))

    def names(self, seq: int) -> frozenset[str]:
        """The rules of all findings that name a record, and how severe these are."""
        return frozenset(name for name, seqs in self._named.items() if _has(seqs, seq))

    def marked_at(self, seq: int) -> frozenset[str]:
        """The rules of all findings that are marked at a record."""
        return frozenset(rule for rule, seqs in self._marked_by.items() if _has(seqs, seq))

    # About many.

    def of_rule(self, rule: str) -> Sequence[Finding]:
        """The first `KEPT` findings of a rule, as they were found."""
        return self._of_rule.get(rule, ())

    @property
    def kept(self) -> list[Finding]:
        """The first `KEPT` findings of each rule, by the records that they are marked at."""
        found = (finding for of_rule in self._of_rule.values() for finding in of_rule)
        return sorted(found, key=lambda finding: finding.seq)

    @property
    def marked(self) -> Sequence[int]:
        """Numbers of the records that a finding is marked at, in order."""
        return self._all_marked

    def marked_within(self, first: int, last: int) -> Iterator[tuple[Severity, int]]:
        """Where findings are marked among some records, both ends included; the worst first."""
        for severity in WORST_FIRST:
            seqs = self._marked[severity]
            for place in range(bisect_left(seqs, first), bisect_right(seqs, last)):
                yield severity, seqs[place]

    def named_within(self, pattern: str, first: int, last: int) -> Iterator[int]:
        """Numbers of the records among some that a finding names.

        Args:
            pattern: A rule or a severity, also as a glob.
            first: The first record.
            last: The last one.
        """
        wanted = glob(pattern)
        for name, seqs in list(self._named.items()):
            if wanted.fullmatch(name):
                found = seqs[bisect_left(seqs, first) : bisect_right(seqs, last)]
                yield from (seq for seq in found if first <= seq <= last)  # some may have moved

    @property
    def words(self) -> Mapping[str, int]:
        """What `finding:` may be followed by, with how many findings that are."""
        severities = {one.value: self.by_severity[one] for one in WORST_FIRST}
        return {
            **{word: count for word, count in severities.items() if count},
            **dict(sorted(self.counts.items())),
        }


def _put(seqs: array[int], seq: int) -> None:
    """Adds a number in its place, unless it is there; mostly it is the last one."""
    if not seqs or seqs[-1] < seq:
        seqs.append(seq)
        return
    place = bisect_left(seqs, seq)
    if seqs[place] != seq:
        seqs.insert(place, seq)


def _has(seqs: array[int], seq: int) -> bool:
    place = bisect_left(seqs, seq)
    return place < len(seqs) and seqs[place] == seq
